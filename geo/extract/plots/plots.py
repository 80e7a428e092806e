"""Many shapes of one file as a table: a row a plot with its name, attributes, and the account of its ground.

A plot is a feature that has a shape. Its name is an attribute of the file, the one the reader chooses or the one that
looks most like a name; the other attributes are kept beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo import words
from geo.coordinates.crs import WGS84
from geo.errors import TOO_LARGE, Fault, ParameterError
from geo.extract.account import Account, account_of_shape
from geo.extract.plots.attributes import attributes_of, cells_of, name_attribute, texts_of
from geo.measure.area import area_km2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas


@dataclass(frozen=True)
class Plot:
    """A feature of a file.

    Attributes
    ----------
    number : int
        From 1, in the order of the file.
    name_zh, name_en : str
    attributes : dict
        Numbers, texts and truth values by name; empty cells are left out.
    shape : shapely geometry
        In degrees.
    account : Account
    """

    number: int
    name_zh: str
    name_en: str
    attributes: Mapping[str, Any]
    shape: BaseGeometry
    account: Account


@dataclass(frozen=True)
class Plots:
    """The plots of a file.

    Attributes
    ----------
    plots : tuple of Plot
    attributes : tuple of str
        Of the file, in its order.
    name_attribute : str or None
        The one the names are from; None where the plots are numbered.
    """

    plots: tuple[Plot, ...]
    attributes: tuple[str, ...]
    name_attribute: str | None


def plots_of(atlas: Atlas, frame: gpd.GeoDataFrame, name: str | None = None, *, most: int | None = None) -> Plots:
    """Account for the features of a file one by one.

    Parameters
    ----------
    atlas : Atlas
    frame : geopandas.GeoDataFrame
        As `geo.readers.vector_file.read_features` reads it.
    name : str, optional
        Attribute that names the plots; without it the one that looks most like a name.
    most : int, optional
        Most plots.

    Raises
    ------
    ParameterError
        If no attribute has this name, or there are more plots than `most`.
    """
    there = frame[frame.geometry.notna() & ~frame.geometry.is_empty]
    if most is not None and len(there) > most:
        raise ParameterError(
            Fault(f"{len(there)} plots", f"at most {most}", "body", "send them in several parts", TOO_LARGE)
        )
    table = attributes_of(there)
    chosen = name_attribute(table, name)
    named = texts_of(table[chosen]) if chosen else [""] * len(there)
    plots = []
    for at, (shape, given) in enumerate(zip(there.geometry, named, strict=True)):
        zh, en = (given, given) if given else words.both("plot.numbered", number=at + 1)
        account = account_of_shape(atlas, shape)
        plots.append(Plot(at + 1, zh, en, cells_of(table.iloc[at]), shape, account))
    return Plots(tuple(plots), tuple(map(str, table.columns)), chosen)


def shared_ground(plots: Sequence[Plot]) -> Iterator[tuple[Plot, Plot, float]]:
    """Yield the pairs of plots that share ground, with its area in km²; less than a square metre is a common edge."""
    areas = [plot for plot in plots if shapely.get_dimensions(plot.shape) == 2]
    shapes = np.array([plot.shape for plot in areas], dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    if not len(first):
        return
    for one, other, km2 in zip(
        first, second, area_km2(shapely.intersection(shapes[first], shapes[second]), WGS84), strict=True
    ):
        if km2 >= 1e-6:
            yield areas[one], areas[other], float(km2)

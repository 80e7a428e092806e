"""Figures of the features of a layer: area, perimeter, difference to the stated area, and the bound on the area.

The bound on an area is the sum of length × accuracy over the segments of its boundary (`geo.measure.uncertainty`): a
bound for a shift of the whole boundary, not a standard deviation. It grows with the length of the edge: 30 m are 5 % of
the area of a 5 km² park and 0.5 % of that of the whole New Area. A schematic shape was drawn to a size and not along an
edge, so its drawn area proves nothing and gets no bound.

The bound is a worst case. If the errors of the vertices are independent, the area scatters much less
(`geo.measure.scatter`). A difference above that scatter and within the bound says that the stated area was probably
measured along another line than the one drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from geo.measure.area import area_km2, length_m
from geo.measure.scatter import SCATTER_LIMIT, area_scatter_km2
from geo.measure.uncertainty import area_bounds_km2, boundary, known_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from geo.atlas.schema import Catalogue
    from geo.measure.uncertainty import Lines

#: Drawing methods whose area follows from a boundary and can be compared with a stated area.
MEASURED_METHODS = frozenset({"traced", "constructed"})


def lines_of_layers(frames: Mapping[str, gpd.GeoDataFrame], catalogue: Catalogue) -> Lines:
    """Collect the lines of known accuracy: context features and the outlines of traced or constructed places.

    Parameters
    ----------
    frames : mapping of str to geopandas.GeoDataFrame
        Features by layer id, degrees; layers that could not be read may be missing.
    catalogue : Catalogue
        Says which layers are context and which hold places.

    Returns
    -------
    Lines
    """
    drawn = ((frames[layer.id], layer.role == "context") for layer in catalogue.layer if layer.id in frames)
    return known_lines((frame[frame["method"].isin(MEASURED_METHODS)], physical) for frame, physical in drawn)


def measure(layer: gpd.GeoDataFrame, lines: Lines | None = None) -> gpd.GeoDataFrame:
    """Compute the figures of a layer.

    Parameters
    ----------
    layer : geopandas.GeoDataFrame
        As returned by `geo.atlas.load.read_layer`, in any reference system but Mercator.
    lines : Lines, optional
        Lines whose accuracy is known (`geo.measure.uncertainty.known_lines`). Without them every segment has the
        ``accuracy_m`` of its feature. With them the layer must be in longitude/latitude.

    Returns
    -------
    geopandas.GeoDataFrame
        A copy with ``area_km2`` (NaN for points, lines and places without location), ``perimeter_km`` (the length of a
        line), ``difference_km2`` (drawn less stated), ``difference_share`` (of the stated area, 1 is all of it),
        ``uncertainty_km2`` (length × accuracy, segment by segment), ``scatter_km2`` (one standard error of the area, if
        an area is stated) and ``verdict``: "within" the scatter of independent errors, "another_line" (above it, within
        the bound) or "outside" the bound. The last five are missing for schematic shapes: these were drawn to the
        stated size, so agreement proves nothing.

    Raises
    ------
    CRSError
        If the layer is in Mercator or unknown coordinates.
    """
    out = layer.copy(deep=False)
    shapes = out.geometry.array
    is_area = out.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy()
    is_line = out.geometry.geom_type.isin(["LineString", "MultiLineString"]).to_numpy()
    out["area_km2"] = np.where(is_area, area_km2(np.asarray(shapes), out.crs), np.nan)
    out["perimeter_km"] = np.where(is_area | is_line, length_m(np.asarray(shapes), out.crs) / 1000.0, np.nan)
    measured = is_area & out["method"].isin(MEASURED_METHODS)
    out["difference_km2"] = (out["area_km2"] - out["stated_area_km2"]).where(measured)
    out["difference_share"] = out["difference_km2"] / out["stated_area_km2"]
    out["uncertainty_km2"] = _bounds(out, measured, lines)
    comparable = out["difference_km2"].notna() & out["uncertainty_km2"].notna()
    out["scatter_km2"] = _scatters(out, comparable, lines)
    difference = out["difference_km2"].abs()
    verdict = np.select(
        [difference <= SCATTER_LIMIT * out["scatter_km2"], difference <= out["uncertainty_km2"]],
        ["within", "another_line"],
        default="outside",
    )
    out["verdict"] = pd.Series(verdict, index=out.index, dtype=object).where(comparable, None)
    return out


def _scatters(layer: gpd.GeoDataFrame, comparable: pd.Series[bool], lines: Lines | None) -> pd.Series[float]:
    """Compute the scatter of each area that is compared with a stated one, in km²; NaN for the others."""
    return pd.Series(
        [
            area_scatter_km2(boundary(shape, accuracy, lines)) if compare else np.nan
            for shape, accuracy, compare in zip(layer.geometry, layer["accuracy_m"], comparable, strict=True)
        ],
        index=layer.index,
        dtype=float,
    )


def _bounds(layer: gpd.GeoDataFrame, measured: pd.Series[bool], lines: Lines | None) -> pd.Series[float]:
    """Compute the bound on each measured area in km²; NaN where a feature is not measured or has no accuracy."""
    plain: pd.Series[float] = (layer["perimeter_km"] * layer["accuracy_m"] / 1000.0).where(measured)
    if lines is None:
        return plain
    known = plain.notna().to_numpy()
    shapes, accuracy = layer.geometry.to_numpy()[known], layer["accuracy_m"].to_numpy(dtype=float)[known]
    plain.loc[known] = area_bounds_km2(shapes, accuracy, lines)
    return plain

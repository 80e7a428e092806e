"""Layers prepared for zonal areas: checked, measured and indexed once, for any number of calls.

The service keeps its layers in this form, so that only the first request checks and indexes a layer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.errors import Fault, ParameterError
from geo.measure.arrays import Floats, Ints, Objects, Rings
from geo.overlay.grid import ZoneEdges
from geo.overlay.polygons import Polygons, Repair, area_m2_of, checked, polygons_of
from geo.overlay.rings import cut_large
from geo.overlay.self_overlaps import repeats
from geo.overlay.zone_index import index_zones

if TYPE_CHECKING:
    from collections.abc import Sized

    from numpy.typing import NDArray


class PolygonRows(Protocol):
    """Features in another form than a frame, such as the rows of a GeoParquet file, which have no objects yet."""

    @property
    def table(self) -> pd.DataFrame:
        """Attributes of the features; the index names them."""

    def __len__(self) -> int:
        """Return how many features there are."""

    def polygons(self, what: str) -> Polygons:
        """Return the polygons; `what` is named in messages. Errors as in `geo.overlay.polygons.polygons_of`."""


@dataclass(frozen=True, eq=False)
class Zones:
    """Zones, checked and indexed; made by `prepare_zones`.

    Attributes
    ----------
    ids : pandas.Index
        Their ids.
    area_km2 : ndarray of float, shape (z,)
        Ellipsoidal area (`geo.measure.area`); NaN where the zone is not located.
    edges : ZoneEdges
        Index of their edges.
    repairs : list of Repair
        What was mended.
    """

    ids: pd.Index[Any]
    area_km2: Floats
    edges: ZoneEdges
    repairs: list[Repair]


@dataclass(frozen=True, eq=False)
class Features:
    """Features, checked and measured; made by `prepare_features`.

    Attributes
    ----------
    ids : pandas.Index
        Their ids.
    table : pandas.DataFrame
        Their attributes, without geometry.
    area_km2 : ndarray of float, shape (n,)
        Ellipsoidal area; NaN where the feature is not located.
    rings : list of Rings
        Their rings, large ones in pieces.
    single : ndarray of bool, shape (n,)
        Whether a feature is one ring in one piece.
    repeated : list of Rings
        What lies on the ground of larger features (`geo.overlay.self_overlaps.repeats`).
    repairs : list of Repair
        What was mended.
    """

    ids: pd.Index[Any]
    table: pd.DataFrame
    area_km2: Floats
    rings: list[Rings]
    single: NDArray[np.bool_]
    repeated: list[Rings]
    repairs: list[Repair]
    _members: dict[str | None, tuple[Ints, Objects]] = field(default_factory=dict, repr=False)

    @property
    def repeated_km2(self) -> float:
        """Ground on which several features lie, counted once less than there are: their sum less it is their union."""
        return float(sum((rings.area_m2 * rings.sign).sum() for rings in self.repeated)) / 1e6

    def members(self, by: str | None) -> tuple[Ints, Objects]:
        """Return the member number of every feature, and the members: features, or values of an attribute.

        Raises
        ------
        ParameterError
            If no attribute has this name.
        """
        if by is not None and by not in self.table.columns:
            raise ParameterError(
                Fault(f"by={by!r}", "one of " + ", ".join(map(str, self.table.columns)), "by", "name an attribute")
            )
        if by not in self._members:
            if by is None:
                self._members[by] = np.arange(len(self.ids)), np.asarray(self.ids, dtype=object)
            else:
                codes, values = pd.factorize(self.table[by], sort=False, use_na_sentinel=False)
                named = np.array([None if pd.isna(value) else value for value in values], dtype=object)
                self._members[by] = codes.astype(np.int64), named
        return self._members[by]


def prepare_zones(zones: gpd.GeoDataFrame, *, repair: bool = False) -> Zones:
    """Check and index zones.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame
        Polygons in any reference system but Mercator; the index names them, once each.
    repair : bool
        Mend invalid polygons and report it in ``repairs`` instead of refusing them.

    Returns
    -------
    Zones

    Raises
    ------
    ParameterError
        If there is no zone or two have the same id.
    GeometryError
        If a zone has no area (point, line), is invalid, or cannot be measured.
    CRSError
        If the reference system is unknown or Mercator.
    """
    _require_rows(zones, "zones")
    require_unique(zones.index, "zones")
    _, rings, repairs = checked(polygons_of(zones, "zones"), "zones", repair=repair)
    areas = _known_km2(rings, area_m2_of(rings, len(zones)))
    return Zones(zones.index, areas, index_zones(rings, len(zones)), repairs)


def prepare_features(features: gpd.GeoDataFrame | PolygonRows, *, repair: bool = False) -> Features:
    """Check and measure features, and compute where they overlap each other.

    Parameters
    ----------
    features : geopandas.GeoDataFrame or PolygonRows
        Polygons in any reference system but Mercator. The rows of a GeoParquet file
        (`geo.readers.geoparquet.read_rows`) are several times quicker to prepare than a frame of many features.
    repair : bool
        As in `prepare_zones`.

    Returns
    -------
    Features

    Raises
    ------
    ParameterError
        If there is no feature.
    GeometryError, CRSError
        As in `prepare_zones`.
    """
    _require_rows(features, "features")
    if isinstance(features, gpd.GeoDataFrame):
        polygons = polygons_of(features, "features")
        table = pd.DataFrame(features.drop(columns=features.geometry.name))
    else:
        polygons, table = features.polygons("features"), features.table
    polygons, whole, repairs = checked(polygons, "features", repair=repair)
    area_m2 = area_m2_of(whole, len(features))
    batches = cut_large(whole)
    pieces = np.bincount(np.concatenate([batch.owner for batch in batches]), minlength=len(features))
    again = repeats(polygons.shapes, polygons.crs, batches, area_m2)
    repeated = [] if again is None else cut_large(again)
    return Features(table.index, table, _known_km2(whole, area_m2), batches, pieces == 1, repeated, repairs)


def _known_km2(rings: Rings, area_m2: Floats) -> Floats:
    """Compute areas in km², NaN where a row has no rings and so no location."""
    return np.where(np.bincount(rings.owner, minlength=len(area_m2)) > 0, area_m2 / 1e6, np.nan)


def _require_rows(layer: Sized, what: str) -> None:
    if not len(layer):
        raise ParameterError(Fault("an empty layer", "at least one polygon", what, "choose a layer with features"))


def require_unique(ids: pd.Index[Any], what: str) -> None:
    """Refuse ids of which one names two rows."""
    if ids.has_duplicates:
        twice = ids[ids.duplicated()][0]
        raise ParameterError(Fault(f"id {twice!r} twice", "an index that names each row once", what))

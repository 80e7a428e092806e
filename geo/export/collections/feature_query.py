"""Select, order and cut the features of a collection as a client of the OGC API asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.errors import Fault, ParameterError
from geo.export.collections.collection_table import SINCE
from geo.export.collections.cql2_filter import matching
from geo.export.collections.feature_table import CLAIMS
from geo.export.collections.served_crs import CRS84, to_crs84

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from numpy.typing import NDArray
    from shapely import Polygon

    from geo.export.collections.feature_table import FeatureTable

#: Points along an edge of a box in another system, so that its sides stay where they are.
_STEPS = 16


@dataclass(frozen=True)
class FeatureQuery:
    """What is asked of a collection; nothing selects all, in the order of the collection.

    Attributes
    ----------
    bbox : tuple of float or None
        West, south, east, north in the order of the axes of `bbox_crs`; west is greater than east across the
        antimeridian.
    bbox_crs, filter_crs : str
        URIs of served systems.
    interval : (datetime or None, datetime or None) or None
        Features of which the atlas knew in that time; those without a time match all.
    ids, kinds, grades : frozenset of str
    condition : dict, bool or None
        A filter as `geo.export.collections.cql2_reader.read_filter` returns it.
    own : mapping of str to frozenset of str
        Columns of a stored layer and the values, written as text, one of which each must have.
    order : tuple of (str, bool)
        Fields to order by, and whether downwards; missing values come last.
    """

    bbox: tuple[float, float, float, float] | None = None
    bbox_crs: str = CRS84
    interval: tuple[dt.datetime | None, dt.datetime | None] | None = None
    ids: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    grades: frozenset[str] = frozenset()
    condition: Any = None
    filter_crs: str = CRS84
    order: tuple[tuple[str, bool], ...] = ()
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)


def select(table: FeatureTable, query: FeatureQuery) -> NDArray[np.intp]:
    """Return the positions of the features a query selects, in its order.

    Raises
    ------
    ParameterError
        If the collection has no such field, or the filter makes no sense.
    """
    keep = np.ones(len(table), dtype=bool)
    if query.bbox is not None:
        keep &= _in_box(table, query.bbox, query.bbox_crs)
    if query.ids:
        keep &= np.isin(table.ids, list(query.ids))
    for name, wanted in (("kind", query.kinds), ("grade", query.grades)):
        if wanted:
            keep &= np.isin(table.columns[_known(table, name)], list(wanted))
    if query.interval is not None and SINCE in table.columns:
        keep &= _in_time(table, query.interval)
    if query.condition is not None:
        keep &= matching(query.condition, table, query.filter_crs)
    return _ordered(table, np.flatnonzero(keep), query.order)


def require_properties(table: FeatureTable, names: tuple[str, ...]) -> None:
    """Check that a collection has some properties.

    Raises
    ------
    ParameterError
        If it does not have one.
    """
    for name in names:
        if name != CLAIMS or table.claims is None:
            _known(table, name)


def _known(table: FeatureTable, name: str) -> str:
    if name not in table.fields:
        fault = Fault(f"property {name[:60]!r}", "one of " + ", ".join(table.fields), "query", "see the schema")
        raise ParameterError(fault)
    return name


def _in_box(table: FeatureTable, corners: tuple[float, float, float, float], crs: str) -> NDArray[np.bool_]:
    keep = np.zeros(len(table), dtype=bool)
    if table.shapes is None:
        return keep
    for asked in areas_of_box(corners, crs):
        keep[table.index.query(asked, predicate="intersects")] = True
    return keep


def areas_of_box(corners: tuple[float, float, float, float], crs: str) -> list[Polygon]:
    """Return the areas in longitude/latitude a box stands for: none outside the system, two across the antimeridian.

    Parameters
    ----------
    corners : tuple of float
    crs : str
        As `bbox` and `bbox_crs` of a `FeatureQuery`.

    Raises
    ------
    ParameterError
        If the first corner is beyond the second in a system that does not go round.
    """
    west, south, east, north = corners
    if west > east and crs != CRS84:
        fault = Fault("a box whose first corner is beyond its second", "smaller numbers first", "bbox", "exchange them")
        raise ParameterError(fault)
    areas = []
    sides = [(west, south, east, north)] if west <= east else [(west, south, 180, north), (-180, south, east, north)]
    for side in sides:
        asked = shapely.box(*side)
        if crs != CRS84:
            step = max(side[2] - side[0], side[3] - side[1], 1e-9) / _STEPS
            asked = to_crs84(np.array([shapely.segmentize(asked, step)]), crs)[0]
        if np.isfinite(shapely.get_coordinates(asked)).all():
            areas.append(asked)
    return areas


def _in_time(table: FeatureTable, interval: tuple[dt.datetime | None, dt.datetime | None]) -> NDArray[np.bool_]:
    """Tell which features were known by the end of an interval: they are known ever since."""
    end = interval[1]
    if end is None:
        return np.ones(len(table), dtype=bool)
    day = end.date().isoformat()
    return np.array([since is None or since <= day for since in table.columns[SINCE]], dtype=bool)


def _ordered(table: FeatureTable, positions: NDArray[np.intp], order: tuple[tuple[str, bool], ...]) -> NDArray[np.intp]:
    for name, downwards in reversed(order):
        values = table.columns[_known(table, name)][positions]
        missing = np.array(pd.isna(values), dtype=bool)
        rank = np.zeros(len(values), dtype=int)
        rank[~missing] = np.unique(values[~missing], return_inverse=True)[1]
        positions = positions[np.lexsort((-rank if downwards else rank, missing))]
    return positions

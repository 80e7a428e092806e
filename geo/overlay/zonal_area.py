"""Zonal area: how much of every zone each feature covers, in rows that add up to the zone.

Every zone gets one row for each member it shares ground with, and two closing rows: ``overlap``, what several features
cover and the member rows count more than once (a negative area), and ``unassigned``, what no feature covers. So the
rows of a zone sum to its area, also where features overlap each other. Zones may overlap; each is computed by itself.

A member is a feature, or with `by` all features with one value of an attribute.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from geo.errors import Fault, GeometryError
from geo.measure.arrays import Floats, Ints, Objects, Rings
from geo.measure.jit import in_chunks
from geo.overlay.grid import ZoneEdges
from geo.overlay.kernel import areas_by_zone
from geo.overlay.prepare import Features, Zones, prepare_features, prepare_zones, require_unique
from geo.overlay.rings import sums
from geo.overlay.row_kinds import KINDS, OVERLAP, UNASSIGNED, UNLOCATED

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray


#: The kinds of a row.
#: The columns of the table.
COLUMNS = ["zone_id", "member", "kind", "area_km2", "share_of_zone", "share_of_member", "count"]
#: Rows that miss the area of their zone by more than this part are wrong; by less, it is rounding.
TOLERANCE = 1e-9
_ROUNDING = 1e-10


class Part(NamedTuple):
    """The zonal areas of a part of the features, without closing rows; parts of a layer add up (`add_parts`).

    Attributes
    ----------
    members : ndarray of object, shape (m,)
        Ids or attribute values.
    total_km2, lost : ndarray, shape (m,)
        Area of each member, in zones or not, and how many of its features are not located.
    zone, member, km2, features : ndarray, shape (c,)
        Cells in order: row of the zone, of the member, shared area and number of features.
    again_km2, again_features : ndarray, shape (z,)
        Ground of each zone counted more than once, and the features that lie on it.
    """

    members: Objects
    total_km2: Floats
    lost: Ints
    zone: Ints
    member: Ints
    km2: Floats
    features: Ints
    again_km2: Floats
    again_features: Ints


def zonal_area(
    zones: gpd.GeoDataFrame | Zones,
    features: gpd.GeoDataFrame | Features,
    by: str | None = None,
    *,
    repair: bool = False,
) -> pd.DataFrame:
    """Compute how much of each zone each feature covers.

    Parameters
    ----------
    zones : geopandas.GeoDataFrame or Zones
        Polygons in any reference system but Mercator, or what `prepare_zones` made of them. They may overlap.
    features : geopandas.GeoDataFrame or Features
        Polygons in any reference system but Mercator, or what `prepare_features` made of them: the way to ask a large
        layer more than once. They may overlap.
    by : str, optional
        Attribute of the features whose values are the members; a missing value is a member too. By default every
        feature is one.
    repair : bool
        Mend invalid polygons instead of refusing them. What changed stands in ``attrs["repairs"]`` of the result.

    Returns
    -------
    pandas.DataFrame
        A plain index and the columns ``zone_id``, ``member``, ``kind``, ``area_km2``, ``share_of_zone``,
        ``share_of_member`` (of all the area of the member, in zones or not) and ``count``. Zones stand in their order,
        in each the members in theirs (``kind`` "member", ``count`` features), then "unassigned" and "overlap" (area
        negative; ``count`` features that lie partly on the ground of larger ones; no share of a member). The areas of a
        zone sum to its area to 1e-9 of it. A zone that is not located has a single row of kind "unlocated" with no
        figures; features that are not located follow at the end as rows of that kind without a zone.

    Raises
    ------
    ParameterError
        If there is no zone or feature, ids are not unique, or `by` is no attribute.
    GeometryError
        If a geometry has no area, is invalid, or cannot be measured.
    CRSError
        If a reference system is unknown or Mercator.
    """
    there = zones if isinstance(zones, Zones) else prepare_zones(zones, repair=repair)
    what = features if isinstance(features, Features) else prepare_features(features, repair=repair)
    table = close_table(there, part_of(there, what, by))
    table.attrs["repairs"] = [*there.repairs, *what.repairs]
    return table


def part_of(zones: Zones, features: Features, by: str | None) -> Part:
    """Compute zonal areas without closing rows; parameters and errors as in `zonal_area`."""
    if by is None:
        require_unique(features.ids, "features")
    code, members = features.members(by)
    zone, feature, m2 = shared_areas(zones, features)
    cell, km2, count = _add_up(zone * len(members) + code[feature], m2, len(zones.ids) * len(members))
    total = sums(code, np.nan_to_num(features.area_km2), len(members))
    lost = np.bincount(code[np.isnan(features.area_km2)], minlength=len(members))
    again = repeated_areas(zones, features)
    return Part(members, total, lost, cell // len(members), cell % len(members), km2, count, *again)


def add_parts(parts: Sequence[Part]) -> Part:
    """Add the zonal areas of parts of a layer. Ground that features of different parts share is not subtracted."""
    number: dict[object, int] = {}
    codes = [np.array([number.setdefault(name, len(number)) for name in part.members], np.int64) for part in parts]
    members = np.empty(len(number), dtype=object)
    members[:] = list(number)
    code = np.concatenate(codes)
    zone = np.concatenate([part.zone for part in parts])
    member = np.concatenate([of[part.member] for of, part in zip(codes, parts, strict=True)])
    keys, at = np.unique(zone * len(members) + member, return_inverse=True)
    km2, features = (np.concatenate([getattr(part, name) for part in parts]) for name in ("km2", "features"))
    return Part(
        members,
        sums(code, np.concatenate([part.total_km2 for part in parts]), len(members)),
        sums(code, np.concatenate([part.lost for part in parts]), len(members)).astype(np.int64),
        keys // len(members),
        keys % len(members),
        sums(at, km2, len(keys)),
        sums(at, features, len(keys)).astype(np.int64),
        np.sum([part.again_km2 for part in parts], axis=0),
        np.sum([part.again_features for part in parts], axis=0),
    )


def shared_areas(zones: Zones, features: Features) -> tuple[Ints, Ints, Floats]:
    """Compute the areas in m² of all pairs of a zone and a feature that share ground: zone, feature, area."""
    zone, feature, m2 = _signed(zones.edges, features.rings)
    several = ~features.single[feature]
    if not several.any():
        return zone, feature, m2
    # Add up rings and pieces of one feature. What shell and hole leave of a zone inside the hole is rounding.
    count = len(features.ids)
    keys, at = np.unique(zone[several] * count + feature[several], return_inverse=True)
    total, gross = sums(at, m2[several], len(keys)), sums(at, np.abs(m2[several]), len(keys))
    real = total > gross * TOLERANCE
    keys, total, one = keys[real], total[real], ~several
    return (
        np.concatenate((zone[one], keys // count)),
        np.concatenate((feature[one], keys % count)),
        np.concatenate((m2[one], total)),
    )


def _signed(edges: ZoneEdges, batches: list[Rings]) -> tuple[Ints, Ints, Floats]:
    """List zone, feature and signed area in m² of every ring that shares ground with a zone."""
    found = []
    for rings in batches:
        for ring, zone, m2 in in_chunks(partial(areas_by_zone, rings, edges), len(rings.start), 10_000):
            found.append((zone, rings.owner[ring], m2 * rings.sign[ring]))
    zones, features, areas = (np.concatenate(column) for column in zip(*found, strict=True))
    return zones, features, areas


def _add_up(cell: Ints, m2: Floats, cells: int) -> tuple[Ints, Floats, Ints]:
    """Add up areas by cell: return the cells that occur, in order, their area in km² and their number of features."""
    if cells <= 4 * len(cell):
        count = np.bincount(cell, minlength=cells)
        found = np.flatnonzero(count)
        return found, sums(cell, m2, cells)[found] / 1e6, count[found]
    order = np.argsort(cell, kind="stable")
    cell, m2 = cell[order], m2[order]
    first = np.flatnonzero(np.concatenate((np.ones(min(len(cell), 1), bool), cell[1:] != cell[:-1])))
    if len(first) == len(cell):
        return cell, m2 / 1e6, np.ones(len(cell), np.int64)
    return cell[first], np.add.reduceat(m2, first) / 1e6, np.diff(np.append(first, len(cell)))


def repeated_areas(zones: Zones, features: Features) -> tuple[Floats, Ints]:
    """Compute the ground counted more than once in each zone, in km², and how many features lie on it."""
    count = len(zones.ids)
    if not features.repeated:
        return np.zeros(count), np.zeros(count, np.int64)
    zone, feature, m2 = _signed(zones.edges, features.repeated)
    pairs = np.unique(zone * len(features.ids) + feature)
    again = sums(zone, m2, count) / 1e6
    return again, np.bincount(pairs // len(features.ids), minlength=count)


def close_table(zones: Zones, cells: Part) -> pd.DataFrame:
    """Make the table: the member rows of each zone, its two closing rows, then what is not located."""
    located = np.flatnonzero(~np.isnan(zones.area_km2))
    covered = sums(cells.zone, cells.km2, len(zones.ids))
    rest = zones.area_km2 - covered + cells.again_km2
    _require_closed(zones, rest)
    rest[np.abs(rest) <= zones.area_km2 * _ROUNDING] = 0.0
    rank = np.zeros(len(zones.ids), np.int64)
    rank[located] = np.arange(len(located))
    rows = len(cells.zone) + 2 * len(located)
    at = np.arange(len(cells.zone)) + 2 * rank[cells.zone]
    close = np.searchsorted(cells.zone, located, side="right") + 2 * np.arange(len(located))

    def column(member: Any, unassigned: Any, overlap: Any, dtype: Any) -> Any:
        out = np.empty(rows, dtype=dtype)
        out[at], out[close], out[close + 1] = member, unassigned, overlap
        return out

    ids = np.asarray(zones.ids, dtype=object)
    area = column(cells.km2, rest[located], 0.0 - cells.again_km2[located], float)
    zone = column(cells.zone, located, located, np.int64)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = cells.km2 / cells.total_km2[cells.member]
    kinds: NDArray[np.int8] = column(0, 1, 2, np.int8)
    table = pd.DataFrame(
        {
            "zone_id": pd.Series(ids[zone], dtype=object),
            "member": pd.Series(column(cells.members[cells.member], UNASSIGNED, OVERLAP, object), dtype=object),
            "kind": pd.Categorical.from_codes(kinds, categories=pd.Index(KINDS)),
            "area_km2": area,
            "share_of_zone": area / zones.area_km2[zone],
            "share_of_member": column(share, np.nan, np.nan, float),
            "count": column(cells.features, 0, cells.again_features[located], np.int64),
        }
    )
    return _with_unlocated(table, zones, cells)


def _require_closed(zones: Zones, rest: Floats) -> None:
    """Refuse areas that add up to more ground than a zone has: the table would hide the error."""
    beyond = np.flatnonzero(rest < -zones.area_km2 * TOLERANCE)
    if len(beyond):
        zone = beyond[0]
        raise GeometryError(
            Fault(
                f"features cover {-rest[zone]:.9f} km² more than zone {zones.ids[zone]} has",
                "rows that sum to the zone",
                "overlay",
                "check the polygons of this zone for rings that lie on each other",
            )
        )


def _with_unlocated(table: pd.DataFrame, zones: Zones, cells: Part) -> pd.DataFrame:
    """Add a row without figures for every zone that is not located, and for the members that are not."""
    lost_zones, lost = np.flatnonzero(np.isnan(zones.area_km2)), cells.lost
    if not len(lost_zones) and not lost.any():
        return table
    nowhere = np.flatnonzero(lost)
    extra = pd.DataFrame(
        {
            "zone_id": pd.Series([*zones.ids[lost_zones], *[None] * len(nowhere)], dtype=object),
            "member": pd.Series([*[None] * len(lost_zones), *cells.members[nowhere]], dtype=object),
            "kind": pd.Categorical([UNLOCATED] * (len(lost_zones) + len(nowhere)), categories=KINDS),
            "area_km2": np.nan,
            "share_of_zone": np.nan,
            "share_of_member": np.nan,
            "count": np.concatenate((np.zeros(len(lost_zones), np.int64), lost[nowhere])),
        }
    )
    return pd.concat([table, extra], ignore_index=True)

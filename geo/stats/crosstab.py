"""Area statistics of a layer by another: one row per zone and member, and two closing rows for each zone.

The figures are those of `geo.overlay.zonal_area.zonal_area`; here they get the names, units and rounding of every other
table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import words
from geo.columns import TableColumns
from geo.measure.area import ELLIPSOIDAL
from geo.measure.units import (
    UNITS,
    area_columns,
    balance_areas,
    refuse_overlap,
    require_digits,
    round_area,
    rounding_gap,
    unit_places,
)
from geo.overlay.row_kinds import MEMBER, OVERLAP, UNASSIGNED, UNLOCATED
from geo.stats.layer_areas import BALANCE_RULE, with_page_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

    #: Id -> Chinese and English name.
    Names = Mapping[object, tuple[str, str]]

#: The columns of a row, in the order of every table and file. On a page the zone is the head of its rows.
TABLE = TableColumns(
    keys=(
        *(
            "place_id",
            "name_zh",
            "name_en",
            "row",
            "member",
            "member_zh",
            "member_en",
            "area_km2",
            "area_ha",
            "area_mu",
        ),
        *("share_of_zone", "share_of_member", "count", "grade", "share_of_zone_pm"),
    ),
    pages={"area_km2": ("重合面积 km²", "Shared km²"), "area_mu": ("亩", "mu")},
    off_page=frozenset({"place_id", "name_zh", "name_en", "row", "member", "count", "grade"}),
    off_terminal=frozenset(
        {"name_en", "row", "member", "member_en", "area_ha", "area_mu", "grade", "share_of_zone_pm"}
    ),
)
#: The columns of the table of `geo.overlay.zonal_area.zonal_area` a row is made of.
_OF_OVERLAY = ("zone_id", "member", "kind", "area_km2", "share_of_zone", "share_of_member", "count")
_SHARES = ("share_of_zone", "share_of_member", "share_of_zone_pm")
#: The rows that close a zone -> key of their names.
_CLOSING = {UNASSIGNED: "crosstab.unassigned", OVERLAP: "crosstab.overlap"}


@dataclass(frozen=True)
class Known:
    """What is known of zones and members.

    Attributes
    ----------
    zone_names, member_names : mapping of id to (str, str)
        Chinese and English names; an id without one keeps itself.
    grades : mapping of id to str
        Grades of zones and members. A row has the weaker of the two.
    doubts : mapping of (str, str) to float
        The ± of the share of a zone in a member (`geo.stats.place_bands.shares_in_doubt`).
    """

    zone_names: Names
    member_names: Names
    grades: Mapping[object, str | None] = field(default_factory=dict)
    doubts: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True)
class Crosstab:
    """The statistics of a layer of zones by the members of another layer.

    Attributes
    ----------
    zones : dict
        ``id``, ``title_zh``, ``title_en`` of the layer of zones.
    by : dict
        The same of the layer of members, and ``field``: the attribute whose values are the members, or None.
    version : str
        Hash of the data the figures came from.
    rows : tuple of dict
        With the keys of `TABLE`; zone after zone, each closed by ``row`` "unassigned" and "overlap". A figure that
        does not exist is None.
    left_out : tuple of str
        Ids of zones and members that have no area and so no row: points, axes, places nobody locates.
    total, sum, overlap : dict
        ``area_km2``, ``area_ha``, ``area_mu`` of the union of the zones, of their sum, and of sum less union: the sum
        of zones that lie in one another is the size of no ground.
    digits : int or None
        Decimal places of km² the areas were rounded to; None is full precision.
    rounding : dict or None
        The rounded area of the zones less the sum of their rounded rows, all zones together; None at full precision.
    is_balanced : bool
        Whether the rows of every zone were made to add up (`geo.measure.units.balanced`).
    zones_rounding : mapping
        Id of a zone -> its rounded area less the sum of its rounded rows, where that is not zero.
    input_version : str or None
        Hash of the data with the shapes of the reader that the figures are of; None without such shapes.
    page : dict or None
        ``offset``, ``limit`` and ``matched``, if the rows and totals are those of one page of the zones.
    """

    zones: dict[str, str]
    by: dict[str, str | None]
    version: str
    rows: tuple[dict[str, Any], ...]
    total: dict[str, float]
    sum: dict[str, float]
    overlap: dict[str, float]
    left_out: tuple[str, ...] = ()
    digits: int | None = None
    rounding: dict[str, float] | None = None
    is_balanced: bool = False
    zones_rounding: Mapping[object, dict[str, float]] = field(default_factory=dict)
    input_version: str | None = None
    page: dict[str, int] | None = None

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows, so that ``pandas.DataFrame(account)`` is their table."""
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics as the body of ``/stats/<zones>.json?by=<layer>``."""
        note = words.both("crosstab.note_balanced" if self.is_balanced else "crosstab.note")
        note_zh, note_en = with_page_note(note, self.page)
        return {
            "zones": self.zones,
            "by": self.by,
            "method": asdict(ELLIPSOIDAL),
            "version": self.version,
            "input_version": self.input_version,
            "digits": self.digits,
            "rounding": self.rounding,
            "balance": BALANCE_RULE if self.is_balanced else None,
            "rows": [dict(row) for row in self.rows],
            "total": self.total,
            "sum": self.sum,
            "overlap": self.overlap,
            "left_out": list(self.left_out),
            "note_zh": note_zh,
            "note_en": note_en,
            **({"page": self.page} if self.page else {}),
        }

    def rounded(self, digits: int = 2, *, balance: bool = False) -> Crosstab:
        """Round every figure by itself, in each unit from the exact area.

        Parameters
        ----------
        digits : int
            Decimal places of km²; hectares and mu keep two fewer, at least none; shares keep four.
        balance : bool
            Make the rows of each zone add up to its rounded area; only members that do not overlap in it can be.

        Returns
        -------
        Crosstab

        Raises
        ------
        ParameterError
            If `digits` is not between 0 and 9, or members to balance overlap in a zone.
        """
        require_digits(digits)
        rows: list[dict[str, Any]] = []
        gaps = {}
        for of_zone in self.zone_rows():
            areas = _balanced(of_zone, digits) if balance else [round_area(row["area_km2"], digits) for row in of_zone]
            gaps[of_zone[0]["place_id"]] = rounding_gap(areas, round_area(zone_area(of_zone), digits), digits)
            rows += [{**_rounded(row), **area} for row, area in zip(of_zone, areas, strict=True)]
        gap = {unit: round(sum(gap[unit] for gap in gaps.values()), unit_places(unit, digits)) + 0.0 for unit in UNITS}
        return replace(
            self,
            rows=tuple(rows),
            total=round_area(self.total["area_km2"], digits),
            sum=round_area(self.sum["area_km2"], digits),
            overlap=round_area(self.overlap["area_km2"], digits),
            digits=digits,
            rounding=gap,
            is_balanced=balance,
            zones_rounding={zone: gap for zone, gap in gaps.items() if any(gap.values())},
        )

    def zone_rows(self) -> list[list[dict[str, Any]]]:
        """List the rows of each zone, zone after zone."""
        return [list(group) for _, group in groupby(self.rows, key=lambda row: row["place_id"])]


def zone_area(of_zone: Sequence[Mapping[str, Any]]) -> float:
    """Return the exact area of a zone in km², the sum of its exact rows."""
    return float(np.sum([row["area_km2"] for row in of_zone]))


def _balanced(of_zone: list[dict[str, Any]], digits: int) -> list[dict[str, float]]:
    """Balance the rows of a zone; refuse them if they overlap."""
    shared = sum(row["area_km2"] for row in of_zone if row["row"] == OVERLAP)
    refuse_overlap(shared, f"zone {of_zone[0]['place_id']!r}")
    return balance_areas([row["area_km2"] for row in of_zone], digits)


def crosstab(
    account: pd.DataFrame,
    zones: dict[str, str],
    by: dict[str, str | None],
    version: str,
    *,
    areas: Mapping[str, dict[str, float]],
    known: Known,
    left_out: tuple[str, ...] = (),
) -> Crosstab:
    """Make the named rows of a table of zonal areas.

    Parameters
    ----------
    account : pandas.DataFrame
        The table of `geo.overlay.zonal_area.zonal_area`.
    zones, by, version
        As in `Crosstab`.
    areas : mapping
        ``total``, ``sum`` and ``overlap`` of the zones, as of `geo.places.filter.merged_area_of`.
    known : Known
        What is known of zones and members.
    left_out : tuple of str
        Ids left out before; those without a location are added.

    Returns
    -------
    Crosstab
    """
    located = account[account["kind"] != UNLOCATED]
    lost = account[account["kind"] == UNLOCATED]
    nowhere = (*lost["zone_id"].dropna().astype(str), *lost["member"].dropna().astype(str))
    rows = tuple(_rows(located, known))
    total, plain, shared = (areas[name] for name in ("total", "sum", "overlap"))
    return Crosstab(zones, by, version, rows, total, plain, shared, (*left_out, *nowhere))


def _rows(located: pd.DataFrame, known: Known) -> Iterator[dict[str, Any]]:
    """Yield the rows one by one: a table of all of them as dictionaries would be in memory twice."""
    names = {kind: words.both(key) for kind, key in _CLOSING.items()}
    no_value = words.both("crosstab.no_value")
    columns = [located[key].tolist() for key in _OF_OVERLAY]
    for zone, member, kind, area, of_zone, of_member, count in zip(*columns, strict=True):
        if kind != MEMBER:
            said = names[kind]
        elif member is None:
            said = no_value
        else:
            said = known.member_names.get(member, (str(member), str(member)))
        zone_zh, zone_en = known.zone_names.get(zone, (str(zone), str(zone)))
        grades = [grade for grade in (known.grades.get(zone), known.grades.get(member)) if grade]
        share = None if np.isnan(of_member) else of_member
        texts = (zone, zone_zh, zone_en, kind, member, *said)
        doubt = known.doubts.get((zone, member)) if kind == MEMBER else None
        figures = (*area_columns(area).values(), of_zone, share, count, max(grades, default=None), doubt)
        yield dict(zip(TABLE.keys, (*texts, *figures), strict=True))


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    shares = {key: None if row[key] is None else round(row[key], 4) for key in _SHARES}
    return {**row, **shares}

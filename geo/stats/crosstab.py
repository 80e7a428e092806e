"""Area statistics of a layer by another: one row per zone and member, and two closing rows for each zone.

The figures are those of `geo.overlay.zonal_area.zonal_area`; here they get the names, units and rounding of every other
table.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from geo import words
from geo.columns import TableColumns
from geo.measure.area import ELLIPSOIDAL
from geo.measure.units import add_areas, area_columns, require_digits, round_areas
from geo.overlay.row_kinds import MEMBER, OVERLAP, UNASSIGNED, UNLOCATED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
        *("share_of_zone", "share_of_member", "count"),
    ),
    pages={"area_km2": ("重合面积 km²", "Shared km²"), "area_mu": ("亩", "mu")},
    off_page=frozenset({"place_id", "name_zh", "name_en", "row", "member", "count"}),
    off_terminal=frozenset({"name_en", "row", "member", "member_en", "area_ha", "area_mu"}),
)
#: The rows that close a zone -> key of their names.
_CLOSING = {UNASSIGNED: "crosstab.unassigned", OVERLAP: "crosstab.overlap"}


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
    digits : int or None
        Decimal places of km² the areas were rounded to; None is full precision.
    """

    zones: dict[str, str]
    by: dict[str, str | None]
    version: str
    rows: tuple[dict[str, Any], ...]
    left_out: tuple[str, ...] = ()
    digits: int | None = None

    @property
    def total(self) -> dict[str, float]:
        """The sum of all rows, which is the sum of the zones: ``area_km2``, ``area_ha``, ``area_mu``."""
        if self.digits is not None:
            return add_areas(self.rows, self.digits)
        return area_columns(float(np.sum([row["area_km2"] for row in self.rows])))

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Iterate over the rows, so that ``pandas.DataFrame(account)`` is their table."""
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_dict(self) -> dict[str, Any]:
        """Return the statistics as the body of ``/stats/<zones>.json?by=<layer>``."""
        note_zh, note_en = words.both("crosstab.note")
        return {
            "zones": self.zones,
            "by": self.by,
            "method": asdict(ELLIPSOIDAL),
            "version": self.version,
            "digits": self.digits,
            "rows": [dict(row) for row in self.rows],
            "total": self.total,
            "left_out": list(self.left_out),
            "note_zh": note_zh,
            "note_en": note_en,
        }

    def rounded(self, digits: int = 2) -> Crosstab:
        """Round for display, so that the rows of each zone still add up to its rounded area.

        Parameters
        ----------
        digits : int
            Decimal places of km²; shares keep four.

        Returns
        -------
        Crosstab

        Raises
        ------
        ParameterError
            If `digits` is not between 0 and 9.
        """
        require_digits(digits)
        rows: list[dict[str, Any]] = []
        for _, group in groupby(self.rows, key=lambda row: row["place_id"]):
            of_zone = list(group)
            areas = round_areas([row["area_km2"] for row in of_zone], digits)
            rows += [{**_rounded(row), **area} for row, area in zip(of_zone, areas, strict=True)]
        return replace(self, rows=tuple(rows), digits=digits)


def crosstab(
    account: pd.DataFrame,
    zones: dict[str, str],
    by: dict[str, str | None],
    version: str,
    *,
    zone_names: Names,
    member_names: Names,
    left_out: tuple[str, ...] = (),
) -> Crosstab:
    """Make the named rows of a table of zonal areas.

    Parameters
    ----------
    account : pandas.DataFrame
        The table of `geo.overlay.zonal_area.zonal_area`.
    zones, by, version
        As in `Crosstab`.
    zone_names, member_names : mapping of id to (str, str)
        Chinese and English names; an id without one keeps itself.
    left_out : tuple of str
        Ids left out before; those without a location are added.

    Returns
    -------
    Crosstab
    """
    located = account[account["kind"] != UNLOCATED]
    lost = account[account["kind"] == UNLOCATED]
    nowhere = (*lost["zone_id"].dropna().astype(str), *lost["member"].dropna().astype(str))
    rows = tuple(_row(record, zone_names, member_names) for record in located.to_dict("records"))
    return Crosstab(zones, by, version, rows, (*left_out, *nowhere))


def _row(record: dict[Any, Any], zone_names: Names, member_names: Names) -> dict[str, Any]:
    zone, member, kind = record["zone_id"], record["member"], str(record["kind"])
    if kind != MEMBER:
        names = words.both(_CLOSING[kind])
    elif member is None:
        names = words.both("crosstab.no_value")
    else:
        names = member_names.get(member, (str(member), str(member)))
    name_zh, name_en = zone_names.get(zone, (str(zone), str(zone)))
    share = float(record["share_of_member"])
    figures = {
        **record,
        "place_id": zone,
        "name_zh": name_zh,
        "name_en": name_en,
        "row": kind,
        "member": member,
        "member_zh": names[0],
        "member_en": names[1],
        **area_columns(float(record["area_km2"])),
        "share_of_zone": float(record["share_of_zone"]),
        "share_of_member": None if np.isnan(share) else share,
        "count": int(record["count"]),
    }
    return {key: figures[key] for key in TABLE.keys}


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    shares = {key: None if row[key] is None else round(row[key], 4) for key in ("share_of_zone", "share_of_member")}
    return {**row, **shares}

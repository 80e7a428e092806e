"""Rows of area tables as they are printed, by the rule of `geo.measure.units`.

How many decimals each figure of a row has, and what rounding leaves between the rows and their total.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.columns import column_of
from geo.measure.units import UNITS, decimal, difference_places, percent, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.stats.crosstab import Crosstab
    from geo.stats.layer_areas import Account
    from geo.stats.layer_table import Table

#: Grade of a schematic shape.
SCHEMATIC = "C"
#: Unit of a column -> unit of `places_of`.
_UNIT = {"km²": "km2", "km": "km", "ha": "ha", "mu": "mu", "m": "m"}
#: Figures that have the decimals of the drawn area beside them.
_OF_AREA = ("uncertainty_km2", "scatter_km2")


def is_about(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether a total says no more than its schematic rows: all that have an area are of grade C."""
    grades = {row.get("grade") for row in rows if row.get("area_km2") is not None}
    return grades == {SCHEMATIC}


def places_in_row(row: Mapping[str, Any], key: str) -> int:
    """Compute the decimals of a figure in a row; of a share, those of its per cent.

    Parameters
    ----------
    row : mapping
        Exact figures by key of column; a row of grade C is about.
    key : str
        A column of figures whose value is not None.
    """
    if "places" in row:
        return int(row["places"][key])
    column, about = column_of(key), row.get("grade") == SCHEMATIC
    if column.kind == "share":
        return 0 if about else column.digits
    area, stated = row.get("area_km2"), row.get("stated_area_km2")
    if key == "difference_km2" and area is not None and stated is not None:
        return min(difference_places(area, about=about), difference_places(stated))
    if key in _OF_AREA and area is not None:
        return places_of(area, about=about)
    if column.unit not in _UNIT:
        return column.digits
    unit = "stated" if key == "stated_area_km2" else _UNIT[column.unit]
    return places_of(row[key], unit, about=about and key in UNITS)


def cell_text(row: Mapping[str, Any], key: str) -> str:
    """Write a figure of a row as every table prints it, with its sign or per cent; empty for None."""
    value, column = row.get(key), column_of(key)
    if value is None:
        return ""
    signed = column.sign == "+"
    if column.kind == "share":
        return percent(value, signed=signed, about=row.get("grade") == SCHEMATIC)
    return ("± " if column.sign == "±" else "") + decimal(value, places_in_row(row, key), signed=signed)


def printed_gap(rows: Sequence[Mapping[str, Any]], total: Mapping[str, Any]) -> dict[str, Any] | None:
    """Compute by how much a printed total differs from the sum of the printed rows.

    Parameters
    ----------
    rows : sequence of mapping
        Exact rows with the keys of `area_columns`.
    total : mapping
        Their exact sum; ``grade`` "C" if it is about.

    Returns
    -------
    dict or None
        Keys of `area_columns`, with the decimals of the total, and ``places``, how many these are; None if the rows,
        added up and rounded as the total is, are the total in every unit.
    """
    known = [row for row in rows if row.get("area_km2") is not None]
    places = {unit: places_in_row(total, unit) for unit in UNITS}
    gap = {}
    for unit in UNITS:
        added = sum(round(row[unit], places_in_row(row, unit)) for row in known)
        missed = round(total[unit], places[unit]) - added
        # 14.735 and 14.74 miss nothing; a sum of binary fractions is off by less than 1e-9.
        half = 0.5 * 10.0 ** -places[unit]
        gap[unit] = 0.0 if abs(missed) <= half + 1e-9 else round(missed, places[unit])
    return {**gap, "places": places} if any(gap.values()) else None


def account_totals(totals: Account | Crosstab | Table) -> dict[str, dict[str, Any]]:
    """Make the rows of totals by name: sum, rounding (where the printed rows miss the sum), overlap, total.

    Rounded figures keep the rounding they were given; exact ones are compared as they are printed. A total whose rows
    are all schematic has their grade.
    """
    grade = {"grade": SCHEMATIC} if is_about(totals.rows) else {}
    plain, overlap, total = ({**part, **grade} for part in (totals.sum, totals.overlap, totals.total))
    if totals.digits is None:
        gap = printed_gap(totals.rows, plain)
    else:
        gap = dict(totals.rounding) if totals.rounding and any(totals.rounding.values()) else None
    return {"sum": plain, **({"rounding": gap} if gap else {}), "overlap": overlap, "total": total}

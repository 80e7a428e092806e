"""Targets: the base each is set against, what it is measured over, and whether its year has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.per_atlas import per_atlas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo.atlas.atlas import Atlas

#: Columns of an indicator that show a figure beside another.
_FIGURE_KEYS = (
    *("indicator_id", "name_zh", "name_en", "counted_zh", "value", "value_en", "unit", "unit_en", "year", "year_zh"),
    *("qualifier_zh", "qualifier_en"),
)


def has_passed(year: str | None, on: date) -> bool | None:
    """Return whether the year of a target is over on a day; None for a target without a year."""
    return on.year > int(year) if year else None


@per_atlas
def _figures(atlas: Atlas) -> dict[str, dict[str, Any]]:
    """Map the id of an indicator to what shows its figure beside another."""
    rows = atlas.tables["indicators"].to_dict("records")
    return {row["indicator_id"]: {key: none_if_missing(row[key]) for key in _FIGURE_KEYS} for row in rows}


@per_atlas
def rows_of_targets(atlas: Atlas) -> dict[str, list[dict[str, Any]]]:
    """Map the id of each target to its rows of ``seeds/targets.csv``."""
    out: dict[str, list[dict[str, Any]]] = {}
    for row in atlas.tables["targets"].to_dict("records"):
        out.setdefault(row["target_id"], []).append({str(name): value for name, value in row.items()})
    return out


def target_details(atlas: Atlas, row: Mapping[Any, Any], on: date) -> dict[str, Any]:
    """Return what a figure is measured over and, of a target, its bases and whether its year has passed.

    Parameters
    ----------
    atlas : Atlas
    row : mapping
        A row of ``seeds/indicators.csv``.
    on : datetime.date
        The day the year is compared with.

    Returns
    -------
    dict
        ``extent_zh`` and ``extent_en``; ``measured_over`` (place ids; empty if the sentence names no extent), ``reach``
        (``whole`` or ``each`` of these places; None if it is no target), ``passed`` (None if it is no target or has no
        year) and ``compared``: a list of ``kind`` (`geo.atlas.document_schema.TARGET_KINDS`), ``figure`` (the base, or
        the target it repeats or is mistaken for; None without one), ``note_zh`` and ``note_en``.
    """
    ties = rows_of_targets(atlas).get(row["indicator_id"], []) if row["kind"] == "target" else []
    first = ties[0] if ties else None
    return {
        "extent_zh": none_if_missing(row["extent_zh"]),
        "extent_en": none_if_missing(row["extent_en"]),
        "measured_over": split_list(first["measured_over"]) if first else [row["place_id"]],
        "reach": first["reach"] if first else None,
        "passed": has_passed(row["year"], on) if row["kind"] == "target" else None,
        "compared": [_compared(atlas, tie) for tie in ties],
    }


def _compared(atlas: Atlas, tie: Mapping[Any, Any]) -> dict[str, Any]:
    """Return a row of ``seeds/targets.csv`` with the figure beside the target."""
    other = tie["baseline_id"] or tie["repeats_id"]
    return {
        "kind": tie["kind"],
        "figure": _figures(atlas).get(other),
        "note_zh": none_if_missing(tie["note_zh"]),
        "note_en": none_if_missing(tie["note_en"]),
    }

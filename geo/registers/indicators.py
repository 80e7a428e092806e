"""All figures the documents print: targets beside their base, baselines and fixed figures, by place and year."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.columns import TableColumns
from geo.documents.targets import target_details
from geo.registers.register import (
    SOURCE_KEYS,
    Register,
    counted,
    figure_text,
    flat_names,
    flat_source,
    places_of,
    with_place,
)
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

_KEYS = (
    *("indicator_id", "name_zh", "name_en", "kind", "value", "value_en", "unit", "unit_en", "year", "year_zh"),
    *("qualifier_zh", "qualifier_en"),
)
COLUMNS = TableColumns(
    (
        *("indicator_id", "places_zh", "places_en", "figure_zh", "figure_en", "figure_kind_zh", "figure_kind_en"),
        *("value", "unit", "unit_en", "year", "qualifier_zh", "qualifier_en", "base_zh", "base_en", "base_year"),
        *("compared_zh", "compared_en", "passed_zh", "passed_en", "extent_zh", "extent_en"),
        *SOURCE_KEYS,
    )
)
#: Kinds of target whose base may be set beside it, the closest first.
_BASES = ("pair", "near-pair", "achieved")


def indicators(atlas: Atlas, only: frozenset[str] | None = None, on: dt.date | None = None) -> Register:
    """List all figures.

    Parameters
    ----------
    atlas : Atlas
    only : frozenset of str, optional
        Keeps what these documents print.
    on : datetime.date, optional
        The day that tells whether the year of a target has passed; today without it.

    Returns
    -------
    Register
        Body: ``indicators`` with ``place``, what `geo.documents.targets.target_details` says (base, extent, whether its
        year has passed) and their source; ``places_over``: the places it is measured over.
    """
    day = on or dt.datetime.now(tz=dt.UTC).date()
    rows = [_figure(atlas, row, day) for row in counted(atlas, "indicators", only).to_dict("records")]
    body = {"indicators": rows, "version": atlas.version}
    return Register("indicators", body, COLUMNS, tuple(map(_flat, rows)))


def _figure(atlas: Atlas, row: dict[Any, Any], day: dt.date) -> dict[str, Any]:
    details = target_details(atlas, row, day)
    shown = {
        **{key: none_if_missing(row[key]) for key in _KEYS},
        **details,
        "places_over": places_of(atlas, details["measured_over"]),
    }
    return with_place(atlas, row, shown)


def base_of(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return the comparison of a target with its base: ``kind`` and ``figure``; None if the text prints no base."""
    known = [one for one in row["compared"] if one["kind"] in _BASES and one["figure"]]
    return min(known, key=lambda one: _BASES.index(one["kind"]), default=None)


def by_place(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Group figures by place, in the order of their first."""
    groups: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
    for row in rows:
        groups.setdefault(row["place"]["id"], (row["place"], []))[1].append(row)
    return list(groups.values())


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    compared = base_of(row)
    base = compared["figure"] if compared else None
    out = {
        **{key: row[key] for key in ("indicator_id", "value", "unit", "unit_en", "year")},
        **{key: row[key] for key in ("qualifier_zh", "qualifier_en", "extent_zh", "extent_en")},
        **flat_names([row["place"]]),
        "figure_zh": row["name_zh"],
        "figure_en": row["name_en"],
        "base_year": base["year"] if base else None,
        **flat_source(row),
    }
    for lang in LANGUAGES:
        out[f"base_{lang}"] = figure_text(base, lang) if base else None
        out[f"figure_kind_{lang}"] = say(f"indicator_kind.{row['kind']}", lang)
        out[f"compared_{lang}"] = say(f"target_kind.{compared['kind']}", lang) if compared else None
        out[f"passed_{lang}"] = say("target.passed", lang) if row["passed"] else None
    return out

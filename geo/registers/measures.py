"""All policy measures and rules on land: who acts, by when, how firmly, with what, on which places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.per_atlas import recent_per_atlas
from geo.columns import TableColumns
from geo.documents.measures import measure_details, places_of_measures
from geo.documents.wordings import in_both, strength
from geo.places.sourced_rows import brief_place, source_of
from geo.registers.register import SOURCE_KEYS, Register, cell_places, counted, flat_names, flat_source, joined
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from datetime import date

    from geo.atlas.atlas import Atlas

_KEYS = ("measure_id", "title_zh", "title_en", "summary_zh", "summary_en")
COLUMNS = TableColumns(
    (
        *("measure_id", "title_zh", "title_en", "summary_zh", "summary_en", "theme_zh", "theme_en"),
        *("firmness_zh", "firmness_en", "instruments_zh", "instruments_en", "lead_zh", "lead_en"),
        *("partners_zh", "partners_en", "deadline_zh", "deadline_en", "places_zh", "places_en"),
        *SOURCE_KEYS,
    )
)


@recent_per_atlas(8)
def measures(atlas: Atlas, only: frozenset[str] | None = None, on: date | None = None) -> Register:
    """List all policy measures and all rules on land.

    Parameters
    ----------
    atlas : Atlas
    only : frozenset of str, optional
        Keeps what these documents say.
    on : datetime.date, optional
        Not used; registers share their parameters.

    Returns
    -------
    Register
        Body: ``measures`` with ``lead``, ``partners``, ``deadline``, ``firmness``, ``strength``, ``instruments``,
        ``theme`` and ``places`` (each with the ``basis`` of the tie), and ``land_rules`` with ``topic``, ``firmness``,
        ``strength`` and ``places``; both with their source.
    """
    rows = [_measure(atlas, row) for row in counted(atlas, "measures", only).to_dict("records")]
    rules = [_rule(atlas, row) for row in counted(atlas, "land_rules", only).to_dict("records")]
    body = {"measures": rows, "land_rules": rules, "version": atlas.version}
    return Register("measures", body, COLUMNS, (*map(_flat_measure, rows), *map(_flat_rule, rules)))


def _measure(atlas: Atlas, row: dict[Any, Any]) -> dict[str, Any]:
    ties = places_of_measures(atlas)[row["measure_id"]]
    return {
        **{key: row[key] for key in _KEYS},
        **measure_details(atlas, row),
        "places": [{**brief_place(atlas, place_id), "basis": basis} for place_id, basis in ties],
        **source_of(atlas, row),
    }


def _rule(atlas: Atlas, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        **{key: row[key] for key in ("rule_id", "topic", "rule_zh", "rule_en")},
        "firmness": in_both(atlas, "verb", row["firmness"]),
        "strength": strength(atlas, row["firmness"]),
        "places": cell_places(atlas, row["place_ids"]),
        **source_of(atlas, row),
    }


def _flat_measure(row: dict[str, Any]) -> dict[str, Any]:
    out = {key: row[key] for key in _KEYS} | flat_names(row["places"]) | flat_source(row)
    for lang in LANGUAGES:
        out[f"theme_{lang}"] = say(f"theme.{row['theme']}", lang)
        for key in ("firmness", "lead", "partners"):
            out[f"{key}_{lang}"] = joined(row[key], lang)
        used = [say(f"instrument.{name}", lang) for name in row["instruments"]]
        out[f"instruments_{lang}"] = say("list.semicolon", lang).join(used)
        out[f"deadline_{lang}"] = joined([row["deadline"]], lang) if row["deadline"] else ""
    return out


def _flat_rule(row: dict[str, Any]) -> dict[str, Any]:
    out = {"measure_id": row["rule_id"]} | flat_names(row["places"]) | flat_source(row)
    for lang in LANGUAGES:
        out[f"title_{lang}"] = say(f"land_topic.{row['topic']}", lang)
        out[f"summary_{lang}"] = row[f"rule_{lang}"]
        out[f"theme_{lang}"] = say("register.land_rules", lang)
        out[f"firmness_{lang}"] = joined(row["firmness"], lang)
    return out


def themes(rows: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group measures by theme, the theme with most first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(row["theme"], []).append(row)
    return sorted(groups.items(), key=lambda item: -len(item[1]))

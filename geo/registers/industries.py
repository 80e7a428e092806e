"""The 7+5+4 system: each industry as the documents print it, what it is made of, and the places it is tied to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import recent_per_atlas
from geo.columns import TableColumns
from geo.places.sourced_rows import brief_place, source_of
from geo.registers.register import SOURCE_KEYS, Register, cell_places, counted, flat_names, flat_source
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from datetime import date

    from geo.atlas.atlas import Atlas

_PRINTED = ("name_zh", "name_en", "term_zh", "term_en")
_LINK = ("link_id", "kind", "term_zh", "term_en", "basis", "note_zh", "note_en")
COLUMNS = TableColumns(
    (
        *("industry_id", "group_zh", "group_en", "industry_zh", "industry_en", "link_kind_zh", "link_kind_en"),
        *("term_zh", "term_en", "basis_zh", "basis_en", "places_zh", "places_en", "note_zh", "note_en"),
        *SOURCE_KEYS,
    )
)


@recent_per_atlas(8)
def industries(atlas: Atlas, only: frozenset[str] | None = None, on: date | None = None) -> Register:
    """List the industries of the system, group by group.

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
        Body: ``groups`` of ``industries``; each has ``printed`` (name and designations, document by document),
        ``links`` (technologies, products, projects, platforms, reforms …, with the places the sentence binds them to)
        and ``places`` (ties, each with its ``basis`` and source).
    """
    printed = counted(atlas, "industries", only).to_dict("records")
    links = counted(atlas, "industry_links", only).to_dict("records")
    ties = counted(atlas, "industry_places", only).to_dict("records")
    known: dict[str, dict[str, Any]] = {}
    for row in printed:
        entry = known.setdefault(
            row["industry_id"], {key: row[key] for key in ("industry_id", "group", "name_zh", "name_en", "order")}
        )
        shown = {key: none_if_missing(row[key]) for key in _PRINTED}
        entry.setdefault("printed", []).append({**shown, **source_of(atlas, row)})
    for entry in known.values():
        of_it = [row for row in links if row["industry_id"] == entry["industry_id"]]
        entry["links"] = [_link(atlas, row) for row in of_it]
        tied = [row for row in ties if row["industry_id"] == entry["industry_id"]]
        entry["places"] = [_tie(atlas, row) for row in tied]
    groups = _groups(list(known.values()))
    body = {"groups": groups, "version": atlas.version}
    rows = [line for group in groups for entry in group["industries"] for line in _flat(group["group"], entry)]
    return Register("industries", body, COLUMNS, tuple(rows))


def _link(atlas: Atlas, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        **{key: none_if_missing(row[key]) for key in _LINK},
        "places": cell_places(atlas, row["place_ids"]),
        "mentioned": cell_places(atlas, row["mentioned_place_ids"]),
        **source_of(atlas, row),
    }


def _tie(atlas: Atlas, row: dict[Any, Any]) -> dict[str, Any]:
    return {"place": brief_place(atlas, row["place_id"]), "basis": row["basis"], **source_of(atlas, row)}


def _groups(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Group industries, groups and industries in the order the first document lists them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        groups.setdefault(entry["group"], []).append(entry)
    return [
        {"group": name, "industries": sorted(of_it, key=lambda entry: int(entry.pop("order")))}
        for name, of_it in groups.items()
    ]


def kinds_of(links: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Group links by kind, in the order of their first."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for link in links:
        groups.setdefault(link["kind"], []).append(link)
    return list(groups.items())


def _flat(group: str, entry: dict[str, Any]) -> list[dict[str, Any]]:
    lines = []
    for link in entry["links"]:
        line = {key: link[key] for key in ("term_zh", "term_en", "note_zh", "note_en")}
        lines.append({**line, **flat_names(link["places"]), **_kinds(link["kind"], link["basis"]), **flat_source(link)})
    for tie in entry["places"]:
        lines.append({**flat_names([tie["place"]]), **_kinds("place", tie["basis"]), **flat_source(tie)})
    head: dict[str, Any] = {"industry_id": entry["industry_id"]}
    for lang in LANGUAGES:
        head[f"group_{lang}"] = say(f"industry_group.{group}", lang)
        head[f"industry_{lang}"] = entry[f"name_{lang}"]
    return [{**head, **line} for line in lines]


def _kinds(kind: str, basis: str) -> dict[str, str]:
    out = {}
    for lang in LANGUAGES:
        out[f"link_kind_{lang}"] = say(f"link_kind.{kind}", lang)
        out[f"basis_{lang}"] = say(f"basis.{basis}", lang)
    return out

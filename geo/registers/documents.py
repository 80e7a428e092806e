"""The documents of the atlas, and all that one of them says, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.citation import citations
from geo.atlas.per_atlas import recent_per_atlas
from geo.atlas.rows_by_id import all_rows, rows_of
from geo.columns import TableColumns
from geo.errors import Fault, NotFoundError
from geo.places.sourced_rows import brief_place, document_of, source_of
from geo.registers.indicators import indicators
from geo.registers.measures import measures
from geo.registers.register import (
    SOURCE_KEYS,
    Register,
    cell_places,
    counted,
    figure_text,
    flat_names,
    flat_source,
    places_of,
)
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from geo.atlas.atlas import Atlas

#: What the document prints of itself; an empty cell is None and means "not printed".
_ACT = ("status", "in_force_from", "in_force_to", "term_from", "superseded_by", "answerable_office")
_STANDS = ("stands_from", "stands_basis", "title_basis")
_CLAIM = (
    *("claim_id", "type", "role", "status", "term_zh", "term_en"),
    *("summary_zh", "summary_en", "note_zh", "note_en"),
)
_COUNTED = ("claims", "indicators", "measures", "land_rules", "industry_links")
COLUMNS = TableColumns(
    (
        *("doc_id", "title_zh", "title_en", "number", "issued_on", "issuers_zh", "in_force_from", "in_force_to"),
        *("term_to", "answerable_office", "addressees"),
    )
)
SECTION_COLUMNS = TableColumns(
    (
        *("statement_kind_zh", "statement_kind_en", "places_zh", "places_en", "term_zh"),
        *("statement_zh", "statement_en"),
        *SOURCE_KEYS,
    )
)


@recent_per_atlas(8)
def documents(atlas: Atlas, only: frozenset[str] | None = None, on: date | None = None) -> Register:
    """List the documents in their order of time.

    Parameters
    ----------
    atlas : Atlas
    only : frozenset of str, optional
        Keeps these.
    on : datetime.date, optional
        Not used; registers share their parameters.

    Returns
    -------
    Register
        Body: ``documents`` with title, number, ``issuers``, ``addressees``, dates, term, and ``counts`` of what is kept
        of each: places, claims, indicators, measures, land_rules, industry_links.
    """
    rows = [row for row in all_rows(atlas, "documents") if only is None or row["doc_id"] in only]
    listed = [_document(atlas, row) for row in rows]
    return Register("documents", {"documents": listed, "version": atlas.version}, COLUMNS, tuple(map(_flat, listed)))


@recent_per_atlas(8)
def document(atlas: Atlas, doc_id: str, on: date | None = None) -> Register:
    """List all that a document says, in the order of its sections.

    Parameters
    ----------
    atlas : Atlas
    doc_id : str
    on : datetime.date, optional
        The day that tells whether the year of a target has passed; today without it.

    Returns
    -------
    Register
        Body: ``document``, ``facts`` (what it prints of itself as an act), ``sections`` (each with its heading in our
        words and ``claims``, ``indicators``, ``measures``, ``land_rules``, ``industry_links``, ``annex``) and
        ``places`` it names, those with a shape first.

    Raises
    ------
    NotFoundError
        If the atlas has no such document.
    """
    rows = rows_of(atlas, "documents", "doc_id", doc_id)
    if not rows:
        expected = "one of " + ", ".join(atlas.tables["documents"]["doc_id"])
        raise NotFoundError(Fault(f"document {doc_id!r}", expected, "document", "choose one of /documents"))
    only = frozenset({doc_id})
    said = {
        "claims": [_claim(atlas, row) for row in counted(atlas, "claims", only).to_dict("records")],
        "indicators": indicators(atlas, only, on).body["indicators"],
        "measures": measures(atlas, only).body["measures"],
        "land_rules": measures(atlas, only).body["land_rules"],
        "industry_links": _links(atlas, only),
        "annex": [_annex(atlas, row) for row in counted(atlas, "annex_parks", only).to_dict("records")],
    }
    sections = _sections(atlas, doc_id, said)
    body = {
        "document": _document(atlas, rows[0]),
        "facts": _facts(atlas, doc_id),
        "sections": sections,
        "places": _places(atlas, said["claims"]),
        "version": atlas.version,
    }
    flat = [line for section in sections for line in _flat_section(section)]
    return Register("document", body, SECTION_COLUMNS, tuple(flat))


def _document(atlas: Atlas, row: Mapping[str, Any]) -> dict[str, Any]:
    only = frozenset({row["doc_id"]})
    counts = {name: len(counted(atlas, name, only)) for name in _COUNTED}
    named = counted(atlas, "claims", only)["place_id"].nunique()
    return {
        **document_of(atlas, row["doc_id"]),
        **{key: none_if_missing(row[key]) for key in (*_ACT, *_STANDS)},
        "issuers": split_list(row["issuers_zh"]),
        "addressees": split_list(row["addressees"]),
        "term_to": split_list(row["term_to"]),
        "counts": {"places": named, **counts},
    }


def _facts(atlas: Atlas, doc_id: str) -> list[dict[str, Any]]:
    rows = atlas.tables["document_facts"].query("doc_id == @doc_id").to_dict("records")
    keys = ("fact_id", "field", "value_zh", "value_en", "note_zh", "note_en", "section")
    return [{**{key: none_if_missing(row[key]) for key in keys}, **citations(row["section"])} for row in rows]


def _claim(atlas: Atlas, row: dict[Any, Any]) -> dict[str, Any]:
    shown = {key: none_if_missing(row[key]) for key in _CLAIM}
    return {**shown, "place": brief_place(atlas, row["place_id"]), **source_of(atlas, row)}


def _links(atlas: Atlas, only: frozenset[str]) -> list[dict[str, Any]]:
    named = atlas.tables["industries"].drop_duplicates("industry_id").set_index("industry_id")
    out = []
    for row in counted(atlas, "industry_links", only).to_dict("records"):
        shown = {
            key: none_if_missing(row[key]) for key in ("link_id", "kind", "term_zh", "term_en", "note_zh", "note_en")
        }
        names = {f"industry_{lang}": named.at[row["industry_id"], f"name_{lang}"] for lang in LANGUAGES}
        places = cell_places(atlas, row["place_ids"])
        out.append({**shown, "industry_id": row["industry_id"], **names, "places": places, **source_of(atlas, row)})
    return out


def _annex(atlas: Atlas, row: dict[Any, Any]) -> dict[str, Any]:
    return {
        "order": int(row["order"]),
        "name_zh": row["name_zh"],
        "place": brief_place(atlas, row["place_id"]),
        "city": brief_place(atlas, row["city_id"]),
        **source_of(atlas, row),
    }


def _sections(atlas: Atlas, doc_id: str, said: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """List the sections that say anything, in the order of the text; a statement of several sections stands in each."""
    table = atlas.tables["sections"].query("doc_id == @doc_id").to_dict("records")
    out = []
    for row in table:
        here = {
            name: [one for one in rows if row["section"] in split_list(one["section"])] for name, rows in said.items()
        }
        if any(here.values()):
            heading = {key: none_if_missing(row[key]) for key in ("section", "heading_zh", "heading_en")}
            out.append({**heading, **citations(row["section"]), **here})
    return out


def _places(atlas: Atlas, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = list(dict.fromkeys(claim["place"]["id"] for claim in claims))
    located = [place_id for place_id in ids if atlas.features.geometry[place_id] is not None]
    return [
        {**place, "located": place["id"] in located}
        for place in places_of(atlas, [*located, *(one for one in ids if one not in located)])
    ]


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    keys = ("title_zh", "title_en", "number", "issued_on", "in_force_from", "in_force_to", "answerable_office")
    semicolon = say("list.semicolon", "zh")
    return {
        "doc_id": row["id"],
        **{key: row[key] for key in keys},
        "issuers_zh": semicolon.join(row["issuers"]),
        "addressees": semicolon.join(row["addressees"]),
        "term_to": semicolon.join(row["term_to"]),
    }


def _flat_section(section: dict[str, Any]) -> list[dict[str, Any]]:
    lines = []
    for name in ("claims", "indicators", "measures", "land_rules", "industry_links", "annex"):
        for row in section[name]:
            places = row["places"] if "places" in row else [row["place"]]
            line = {**flat_names(places), "term_zh": row.get("term_zh"), **flat_source(row)}
            for lang in LANGUAGES:
                line[f"statement_kind_{lang}"] = say(f"statement_kind.{name}", lang)
                line[f"statement_{lang}"] = _statement(row, lang)
            lines.append(line)
    return lines


def _statement(row: dict[str, Any], lang: str) -> str:
    """Return what a row of any kind says, in one line."""
    if "indicator_id" in row:
        return " ".join(part for part in (row[f"name_{lang}"], figure_text(row, lang), row["year"]) if part)
    for key in ("summary", "rule", "term"):
        if text := row.get(f"{key}_{lang}"):
            return str(text)
    return str(row.get("name_zh", ""))

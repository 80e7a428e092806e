"""One statement of any table in one form: what it says in our words, the official words it quotes, and its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.citation import citations
from geo.atlas.rows_by_id import rows_of
from geo.places.sourced_rows import brief_place
from geo.registers.register import figure_text
from geo.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas
    from geo.documents.statements import Statement

#: Table -> columns without the language: the heading of a statement, and what it says below it. The heading of a claim
#: is its term; one without a term has none.
_HEADINGS = {
    "claims": "term",
    "indicators": "name",
    "measures": "title",
    "industry_links": "term",
    "industries": "name",
    "annex_parks": "name",
    "document_facts": "value",
}
_TEXTS = {"claims": "summary", "measures": "summary", "land_rules": "rule", "industries": "term"}
#: Tables whose heading is quoted from the document, not in our words.
QUOTED_HEADINGS = frozenset({"claims", "industry_links", "industries", "annex_parks", "document_facts"})


def said(atlas: Atlas, statement: Statement) -> dict[str, Any]:
    """Describe a statement.

    Parameters
    ----------
    atlas : Atlas
    statement : Statement
        Of a table that has anchors (`geo.documents.anchors.ANCHORED`).

    Returns
    -------
    dict
        ``table``, ``id``, ``title_zh``, ``title_en``, ``text_zh``, ``text_en``, ``note_zh``, ``note_en``, ``quoted``
        (whether the title is the document's), ``places``, ``sections`` (codes) and their citation; None where a
        statement has no such part. Terms are separated by ``;`` as in the tables.
    """
    table, row = statement.table, statement.entry
    out: dict[str, Any] = {"table": table, "id": statement.statement_id, "quoted": table in QUOTED_HEADINGS}
    for lang in LANGUAGES:
        out[f"title_{lang}"] = none_if_missing(row.get(f"{_HEADINGS.get(table)}_{lang}", ""))
        text = figure_text(row, lang) if table == "indicators" else row.get(f"{_TEXTS.get(table)}_{lang}", "")
        out[f"text_{lang}"] = none_if_missing(text)
        out[f"note_{lang}"] = none_if_missing(row.get(f"note_{lang}", ""))
    places = [brief_place(atlas, place) for place in _places(atlas, statement)]
    return {**out, "places": places, "sections": list(statement.sections), **citations(row["section"])}


def _places(atlas: Atlas, statement: Statement) -> list[str]:
    row: Mapping[str, Any] = statement.entry
    if statement.table == "measures":
        ties = rows_of(atlas, "measure_places", "measure_id", statement.statement_id)
        return [tie["place_id"] for tie in ties]
    return [row["place_id"]] if row.get("place_id") else split_list(row.get("place_ids", ""))

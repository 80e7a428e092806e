"""Claims on places as rows of a table, with document, number and section; and the topics they are shown under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.atlas.citation import citations
from geo.atlas.rows_by_id import rows_of
from geo.columns import TableColumns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.atlas.atlas import Atlas

#: Order of the topics in the panel and on the place page, with the claim types each holds.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("positioning", ("positioning", "function")),
    ("industry", ("industry",)),
    ("targets", ("target",)),
    ("extent", ("location", "area")),
)

#: The columns of a row, in the order of every table and file.
SOURCES = TableColumns(
    (
        *("place_id", "name_zh", "type", "term_zh", "summary_zh", "summary_en"),
        *("document_zh", "number", "issued_on", "section"),
        *("citation_zh", "citation_en", "term_en", "role", "status", "note_zh", "note_en"),
    ),
    headings={"note_zh": ("编者注", "editors' note (zh)"), "note_en": ("编者注（英文）", "editors' note (en)")},
)


def source_rows(atlas: Atlas, ids: Iterable[str]) -> list[dict[str, str]]:
    """List every claim on some places.

    Parameters
    ----------
    atlas : Atlas
    ids : iterable of str
        Place ids. Context features are no places of the documents and have no claims.

    Returns
    -------
    list of dict
        With the keys of `SOURCES`, in the order of `ids` and then of the table; an empty cell is the empty
        string.
    """
    out = []
    for place_id in ids:
        for claim in rows_of(atlas, "claims", "place_id", place_id):
            (document,) = rows_of(atlas, "documents", "doc_id", claim["doc_id"])
            out.append(
                {
                    **{key: str(claim[key]) for key in SOURCES.keys if key in claim},
                    **citations(claim["section"]),
                    "name_zh": str(atlas.places.at[place_id, "name_zh"]),
                    "document_zh": str(document["title_zh"]),
                    "number": str(document["number"]),
                    "issued_on": str(document["issued_on"]),
                }
            )
    return out

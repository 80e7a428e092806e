"""Rows of the seed tables as an answer shows them: with their document, their section and its citation."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.atlas.citation import citations
from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.atlas.atlas import Atlas

_PLACE_KEYS = ("name_zh", "name_en", "kind", "layer")
_DOCUMENT_KEYS = (
    *("title_zh", "title_en", "short_zh", "short_en", "number", "issued_on"),
    *("date_basis_zh", "date_basis_en", "kind"),
)


def brief_place(atlas: Atlas, place_id: str) -> dict[str, Any]:
    """Return id, names, kind and layer of a place of the atlas."""
    (place,) = rows_of(atlas, "places", "place_id", place_id)
    return {"id": place_id, **{key: place[key] for key in _PLACE_KEYS}}


def document_of(atlas: Atlas, doc_id: str) -> dict[str, Any]:
    """Return a document as every statement shows it; empty cells are None."""
    return dict(_document(atlas, doc_id))


@per_atlas
def _document(atlas: Atlas, doc_id: str) -> dict[str, Any]:
    (row,) = rows_of(atlas, "documents", "doc_id", doc_id)
    return {
        "id": doc_id,
        "sequence": int(row["sequence"]),
        **{key: none_if_missing(row[key]) for key in _DOCUMENT_KEYS},
    }


def source_of(atlas: Atlas, row: Mapping[Any, Any]) -> dict[str, Any]:
    """Return ``document``, ``section``, ``citation_zh`` and ``citation_en`` of a row; None if it cites nothing."""
    cited = citations(row["section"]) if row["section"] else {"citation_zh": None, "citation_en": None}
    return {
        "document": document_of(atlas, row["doc_id"]) if row["doc_id"] else None,
        "section": none_if_missing(row["section"]),
        **cited,
    }


def with_source(
    atlas: Atlas,
    rows: Iterable[Mapping[Any, Any]],
    keys: Sequence[str],
    details: Sequence[dict[str, Any]] | None = None,
) -> list[dict[str, Any]]:
    """Return rows as dictionaries with their source, in the order of the documents, then of the table.

    Parameters
    ----------
    atlas : Atlas
    rows : iterable of mapping
        Rows with ``doc_id`` and ``section``.
    keys : sequence of str
        The columns to return; an empty cell is None.
    details : sequence of dict, optional
        Further keys of each row.
    """
    out = [
        {**{key: none_if_missing(row[key]) for key in keys}, **more, **source_of(atlas, row)}
        for row, more in zip(rows, details or repeat({}), strict=False)
    ]
    return sorted(out, key=lambda item: item["document"]["sequence"] if item["document"] else 0)

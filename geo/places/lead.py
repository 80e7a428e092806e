"""The lead of a place: the one statement that says in short what the documents want it to be.

The lead is chosen here, once, so that panel, page, answers and papers agree. It comes from the statements of type
``positioning`` that documents make of the place itself:

1. the term that most documents use for the place,
2. then the statement of the latest document,
3. then the first in the text.

A place that no document positions has no lead. That of the nearest place it belongs to is shown beside, named as such;
what is said of the city as a whole does not pass on (`geo.places.inherited`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.atlas.rows_by_id import rows_of
from geo.places.inherited import holders
from geo.places.sourced_rows import brief_place, with_source
from geo.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas

_TYPE = "positioning"
#: Columns of a claim that is shown with the place it is said of.
_LEAD_KEYS = ("claim_id", "term_zh", "term_en", "summary_zh", "summary_en")


def lead_of(atlas: Atlas, place_id: str) -> str | None:
    """Return the id of the claim that leads the account of a place.

    Parameters
    ----------
    atlas : Atlas
        As of a day, if only what stood then counts (`geo.documents.validity.as_of`).
    place_id : str

    Returns
    -------
    str or None
        ``claim_id``; None if no document positions the place itself.
    """
    rows = _positioning(atlas, place_id)
    sequence = {row["doc_id"]: _sequence(atlas, row["doc_id"]) for row in rows}
    # max keeps the first of equals, which is the first in the text.
    first = max(rows, key=lambda row: (_uses(rows, row), sequence[row["doc_id"]]), default=None)
    return None if first is None else str(first["claim_id"])


def same_as_lead(atlas: Atlas, place_id: str) -> list[str]:
    """List the claims by which other documents use the term of the lead for the place, the earliest document first."""
    lead = lead_of(atlas, place_id)
    rows = _positioning(atlas, place_id)
    leading = next((row for row in rows if row["claim_id"] == lead), None)
    if leading is None:
        return []
    same = [row for row in rows if row["term_zh"] == leading["term_zh"] and row["doc_id"] != leading["doc_id"]]
    return [row["claim_id"] for row in sorted(same, key=lambda row: _sequence(atlas, row["doc_id"]))]


def lead_above(atlas: Atlas, place_id: str) -> dict[str, Any] | None:
    """Return the lead of the nearest place that a place without a lead belongs to.

    Returns
    -------
    dict or None
        ``through`` (id, names, kind and layer of that place) and ``claim``: ``claim_id``, ``terms_zh``, ``terms_en``,
        summaries and source. None if the place has a lead itself, or no place above it but the city has one.
    """
    if lead_of(atlas, place_id) is not None:
        return None
    for holder in holders(atlas, place_id):
        lead = lead_of(atlas, holder) if atlas.places.at[holder, "parent_id"] else None
        if lead is not None:
            (claim,) = with_source(atlas, rows_of(atlas, "claims", "claim_id", lead), _LEAD_KEYS)
            terms = {f"terms_{lang}": split_list(claim[f"term_{lang}"] or "") for lang in LANGUAGES}
            return {"through": brief_place(atlas, holder), "claim": {**claim, **terms}}
    return None


def _positioning(atlas: Atlas, place_id: str) -> list[dict[Any, Any]]:
    return [dict(row) for row in rows_of(atlas, "claims", "place_id", place_id) if row["type"] == _TYPE]


def _sequence(atlas: Atlas, doc_id: str) -> int:
    (document,) = rows_of(atlas, "documents", "doc_id", doc_id)
    return int(document["sequence"])


def _uses(rows: Sequence[Mapping[Any, Any]], claim: Mapping[Any, Any]) -> int:
    """Return how many documents use the term of a claim for the place."""
    return len({row["doc_id"] for row in rows if row["term_zh"] == claim["term_zh"]})

"""The document matrix: what each document says of the same place, side by side.

Documents of different years and kinds use different terms for a place: it may be a stop on a belt in one and a park in
another. The matrix lists their terms side by side and merges nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.places.filter import PlaceFilter, brief_document, purposes, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas


def matrix(atlas: Atlas, place_filter: PlaceFilter, *, topic: str, least: int = 2) -> dict[str, Any]:
    """List the terms of all documents on a topic, place by place.

    Parameters
    ----------
    atlas : Atlas
    place_filter : PlaceFilter
        The places to compare. Its document and industry select rows; the cells show all documents.
    topic : str
        A type of claim: ``positioning``, ``industry`` or ``function``.
    least : int
        Smallest number of documents with a claim of the topic on a place for it to have a row.

    Returns
    -------
    dict
        ``documents`` in order, and ``rows``: the place and ``cells``, one list of claims per document, each with
        ``claim_id``, ``terms_zh``, ``summary_zh``, ``summary_en``, ``section``, ``citation_zh``, ``citation_en`` and
        ``new``, the terms no earlier document prints.
    """
    documents = [brief_document(row) for row in atlas.tables["documents"].to_dict("records")]
    rows = []
    for place in select(atlas, place_filter):
        cells = [_claims_of(atlas, place, topic, document["id"]) for document in documents]
        if sum(1 for cell in cells if cell) >= least:
            names = {key: atlas.places.at[place, key] for key in ("name_zh", "name_en", "kind", "layer")}
            rows.append({"id": place, **names, "cells": _with_new_terms(cells)})
    return {"documents": documents, "rows": rows}


def place_rows(atlas: Atlas, place: str, topics: Sequence[str]) -> dict[str, Any]:
    """List the terms of all documents on one place, topic by topic.

    Parameters
    ----------
    atlas : Atlas
    place : str
        Id of the place.
    topics : sequence of str
        Types of claim, as in `matrix`.

    Returns
    -------
    dict
        As in `matrix`, with one row per topic that has a claim; each row has its ``topic``.
    """
    tables = {topic: matrix(atlas, PlaceFilter(), topic=topic, least=1) for topic in topics}
    rows = [{**row, "topic": topic} for topic, table in tables.items() for row in table["rows"] if row["id"] == place]
    return {"documents": tables[topics[0]]["documents"], "rows": rows}


def _claims_of(atlas: Atlas, place: str, topic: str, document: str) -> list[dict[str, Any]]:
    keys = ("claim_id", "terms_zh", "summary_zh", "summary_en", "section", "citation_zh", "citation_en")
    claims = purposes(atlas).get(place, ())
    return [
        {key: claim[key] for key in keys} for claim in claims if (claim["type"], claim["doc_id"]) == (topic, document)
    ]


def _with_new_terms(cells: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Add ``new``, the terms that no earlier document prints for the place; empty in the first document."""
    seen: set[str] = set()
    out = []
    for cell in cells:
        out.append([{**claim, "new": [t for t in claim["terms_zh"] if seen and t not in seen]} for claim in cell])
        seen |= {term for claim in cell for term in claim["terms_zh"]}
    return out

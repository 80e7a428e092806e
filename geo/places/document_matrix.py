"""What different documents say of the same place, side by side.

The documents are a plan (2020), two schemes (2021), a report (2022) and an action plan (2025); a place may be a stop on
a belt in one and a park of its own in another. The matrix puts their terms side by side; nothing is merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.places.filter import PlaceFilter, brief_document, purposes, select

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas


def matrix(atlas: Atlas, selection: PlaceFilter, *, topic: str, least: int = 2) -> dict[str, Any]:
    """Put the terms of the documents side by side.

    Parameters
    ----------
    atlas : Atlas
    selection : PlaceFilter
        The places to compare; its document and industry narrow the rows, not the cells.
    topic : str
        A type of claim: ``positioning``, ``industry`` or ``function``.
    least : int
        How many documents must speak of a place on the topic for it to have a row.

    Returns
    -------
    dict
        ``documents`` in order, and ``rows``: the place and one list of statements per document, each with ``terms_zh``,
        ``summary_zh``, ``summary_en`` and ``section``; ``new`` marks terms no earlier document prints.
    """
    documents = [brief_document(row) for row in atlas.tables["documents"].to_dict("records")]
    rows = []
    for place in select(atlas, selection):
        cells = [_cell(atlas, place, topic, document["id"]) for document in documents]
        if sum(1 for cell in cells if cell) >= least:
            names = {key: atlas.places.at[place, key] for key in ("name_zh", "name_en", "kind", "layer")}
            rows.append({"id": place, **names, "cells": _marked(cells)})
    return {"documents": documents, "rows": rows}


def place_rows(atlas: Atlas, place: str, topics: Sequence[str]) -> dict[str, Any]:
    """Give the same as `matrix` for one place, a row per topic some document speaks of; rows carry ``topic``."""
    tables = {topic: matrix(atlas, PlaceFilter(), topic=topic, least=1) for topic in topics}
    rows = [{**row, "topic": topic} for topic, table in tables.items() for row in table["rows"] if row["id"] == place]
    return {"documents": tables[topics[0]]["documents"], "rows": rows}


def _cell(atlas: Atlas, place: str, topic: str, document: str) -> list[dict[str, Any]]:
    keys = ("terms_zh", "summary_zh", "summary_en", "section")
    claims = purposes(atlas).get(place, ())
    return [
        {key: claim[key] for key in keys} for claim in claims if (claim["type"], claim["doc_id"]) == (topic, document)
    ]


def _marked(cells: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Mark the terms that no earlier document prints for the place; nothing is new in the first."""
    seen: set[str] = set()
    out = []
    for cell in cells:
        marked = [{**said, "new": [term for term in said["terms_zh"] if seen and term not in seen]} for said in cell]
        seen |= {term for said in cell for term in said["terms_zh"]}
        out.append(marked)
    return out

"""The page of one place: the same as the panel and the API say of it, from the same dictionaries of :mod:`geo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from geo.documents.claims import TOPICS
from geo.places.profile import profile
from webmap.http.current import current_atlas
from webmap.http.query import page_options
from webmap.pages.context import bp, grouped, kept_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@bp.get("/places/<place_id>")
@page_options()
@kept_page
def place(place_id: str) -> str:
    """Return the page of a place; it is complete without JavaScript."""
    record = profile(current_atlas(), place_id)
    return render_template(
        "place.html",
        place=record,
        topics=group_claims(record["claims"]),
        system=grouped(record["industries"], lambda row: row["document"]["id"]),
        relations=grouped(record["relations"], _same_tie),
        documents=documents_of(record),
    )


def group_claims(claims: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Group the claims of a place by topic, document and section, as the panel shows them.

    Parameters
    ----------
    claims : iterable of mapping
        Claims in the order of the API: by document, then table order.

    Returns
    -------
    list of dict
        One dict per topic, ``topic`` and ``blocks``; a block holds the claims of one type from
        one section of one document (``type``, ``document``, ``section``, ``claims``).
    """
    known = list(claims)
    topics = []
    for topic, types in TOPICS:
        blocks: dict[tuple[str, str, str], dict[str, Any]] = {}
        for claim in known:
            if claim["type"] in types:
                key = (claim["document"]["id"], claim["section"], claim["type"])
                head = {name: claim[name] for name in ("type", "document", "section")}
                blocks.setdefault(key, {**head, "claims": []})["claims"].append(claim)
        topics.append({"topic": topic, "blocks": list(blocks.values())})
    return topics


def documents_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the documents the record of a place cites, in their order of time.

    Parameters
    ----------
    record : mapping
        Body of ``/places/<id>.json``.

    Returns
    -------
    list of dict
        Each document once.
    """
    parts = ("claims", "indicators", "industries", "measures", "relations")
    cited = [row["document"] for part in parts for row in record[part] if row["document"]]
    return sorted({document["id"]: document for document in cited}.values(), key=lambda row: row["sequence"])


def _same_tie(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what relations on one line share: kind, document, section and note."""
    document = row["document"]["id"] if row["document"] else None
    return (row["direction"], row["relation"], row["basis"], document, row["section"], row["note_zh"])

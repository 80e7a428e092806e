"""The page of one place: the same as the panel and the API say of it, from the same dictionaries of :mod:`geo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template

from geo.documents.claims import TOPICS
from geo.places.profile import profile
from geo.screen.place_picture import place_picture
from webmap.http.current import current_atlas
from webmap.http.query import page_options
from webmap.http.shared_options import AS_OF
from webmap.pages import place_view
from webmap.pages.context import bp, grouped, kept_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date


@bp.get("/places/<place_id>")
@page_options(as_of=AS_OF)
@kept_page
def place(place_id: str, as_of: date | None) -> str:
    """Return the page of a place; it is complete without JavaScript."""
    atlas = current_atlas()
    record = profile(atlas, place_id, as_of)
    return render_template(
        "place.html",
        place=record,
        picture=place_picture(atlas, place_id) if place_id in atlas.places.index else None,
        document_count=len(atlas.tables["documents"]),
        lead=place_view.lead_claim(record),
        same=place_view.same_claims(record),
        targets=place_view.head_targets(record),
        figures_in_order=place_view.targets_first(record),
        contents=place_view.contents(record),
        roles=place_view.roles_by_document(record),
        industries=place_view.industry_names(record),
        topics={topic["topic"]: topic["blocks"] for topic in group_claims(record["claims"])},
        system=grouped(record["industries"], lambda row: row["document"]["id"]),
        children=place_view.by_kind(record["children"]),
        unlocated=place_view.by_kind(record["unlocated_children"]),
        inherited=place_view.inherited_groups(record),
        relations=tied(record["relations"]),
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
        one section of one document (``type``, ``document``, ``section``, ``citation_zh``,
        ``citation_en``, ``claims``).
    """
    known = list(claims)
    topics = []
    for topic, types in TOPICS:
        blocks: dict[tuple[str, str, str], dict[str, Any]] = {}
        for claim in known:
            if claim["type"] in types:
                key = (claim["document"]["id"], claim["section"], claim["type"])
                head = {name: claim[name] for name in ("type", "document", "section", "citation_zh", "citation_en")}
                blocks.setdefault(key, {**head, "claims": []})["claims"].append(claim)
        topics.append({"topic": topic, "blocks": list(blocks.values())})
    return topics


def tied(relations: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Group the relations of a place that share a line; stops along it stand in their order, each with its own note."""
    groups = grouped(relations, _same_tie)
    return [sorted(rows, key=lambda row: row["position"]) if _is_stop(rows[0]) else rows for rows in groups]


def _is_stop(row: Mapping[str, Any]) -> bool:
    return row["direction"] == "out" and row["position"] is not None


def _same_tie(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return what relations on one line share: kind, document, section and, but for stops, the note."""
    document = row["document"]["id"] if row["document"] else None
    note = _is_stop(row) or row["note_zh"]
    return (row["direction"], row["relation"], row["basis"], document, row["section"], note)

"""Places, industries and documents by name."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from geo.atlas.added.stored_layer import StoredQuery
from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas
from geo.places.filter import (
    brief_document,
    documents_by_place,
    fold_for_search,
    innermost_places,
    merged_area,
    purposes,
)
from geo.places.profile import OWN_KIND
from geo.places.search_names import EXACT, MATCH_NAMES, MIXED, PART, SIMILAR, match, similar
from geo.places.search_statements import document_passages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

    #: Returns how a name in Chinese and English matches, the least for the best; None if it does not.
    Rank = Callable[[str, str], float | None]
    #: A hit with its rank.
    Ranked = tuple[float, dict[str, Any]]

#: Features of a stored layer up to which parts of names are looked for, and up to which whole names are.
SEARCHED_IN_PART, SEARCHED = 5_000, 100_000
_MOST_STORED = 30
#: Sections and facts of one document that are shown.
_MOST_PASSAGES = 3
#: What a point of similarity is worth, so that similar names rank behind all that match.
_POINT = 0.001
#: Points by which a similar name may fall behind the most similar one.
_BEHIND = 10


def ranking(query: str, *, nearest: bool = False) -> Rank:
    """Return what ranks names against a query: by how they match, or by how similar they are."""
    folded = fold_for_search(query)

    def by_similarity(chinese: str, english: str = "") -> float | None:
        score = similar(folded, chinese, english)
        return None if score is None else SIMILAR + 1 - score * _POINT

    def by_match(chinese: str, english: str = "") -> float | None:
        return match(folded, chinese, english)

    return by_similarity if nearest else by_match


def match_name(rank: float) -> str:
    """Return the name of a match of `ranking`."""
    return MATCH_NAMES[min(int(rank), SIMILAR)]


def nearest_of(groups: Mapping[str, list[Ranked]]) -> dict[str, list[Ranked]]:
    """Keep the most similar names of all groups, and those little behind."""
    best = min((rank for group in groups.values() for rank, _ in group), default=0.0)
    return {name: [pair for pair in group if pair[0] <= best + _BEHIND * _POINT] for name, group in groups.items()}


def places(atlas: Atlas, rank: Rank, documents: frozenset[str] | None) -> list[Ranked]:
    """List the places and own features whose name or alias matches, best first; own features come last of equal ones.

    Parameters
    ----------
    atlas : Atlas
    rank : callable
        As returned by `ranking`.
    documents : frozenset of str or None
        Keeps places that these documents name; own features stay.

    Returns
    -------
    list of tuple
        Rank, and ``id``, names, ``kind``, ``layer``, ``parent_zh``, ``parent_en``, ``located``, ``match``, ``alias``
        (the one that matched).
    """
    named = documents_by_place(atlas)
    found = []
    for order, place in enumerate(_records(atlas)):
        if documents is not None and not documents & named.get(place["place_id"], set()):
            continue
        aliases = split_list(place["aliases"])
        ways = [rank(place["name_zh"], place["name_en"]), *(rank(alias, "") for alias in aliases)]
        best = min(((how, at) for at, how in enumerate(ways) if how is not None), default=None)
        if best:
            alias = aliases[best[1] - 1] if best[1] else None
            found.append(((best[0], alias is not None, order), _place(atlas, place, best[0], alias)))
    found += _own_features(atlas, rank)
    return [(key[0], entry) for key, entry in sorted(found, key=lambda row: row[0])]


@per_atlas
def _records(atlas: Atlas) -> tuple[dict[Any, Any], ...]:
    return tuple(atlas.places.to_dict("records"))


def _own_features(atlas: Atlas, rank: Rank) -> list[tuple[tuple[float, bool, int], dict[str, Any]]]:
    """List own features that match, with sort keys: places of the documents come first among equal matches."""
    found = []
    for layer in atlas.own:
        entry, frame = atlas.entry(layer), atlas.layers[layer]
        rows = zip(frame.index, frame["name_zh"], frame["name_en"], frame.geometry, strict=True)
        for order, (place_id, name_zh, name_en, shape) in enumerate(rows):
            how = rank(name_zh, name_en)
            if how is not None:
                hit = _own_hit(entry, (place_id, name_zh, name_en), how, located=shape is not None)
                found.append(((how, True, order), hit))
    return found


def stored_features(atlas: Atlas, rank: Rank, text: str) -> list[Ranked]:
    """List features of stored layers by name, each as `places` lists a place.

    Looking into every name of a million features takes seconds: a layer of more than `SEARCHED_IN_PART` is asked for
    the whole name only, one of more than `SEARCHED` not at all (`not_searched`).

    Parameters
    ----------
    atlas : Atlas
    rank : callable
        As returned by `ranking`.
    text : str
        What was typed.
    """
    found = []
    for layer in atlas.stored.values():
        if layer.count() > SEARCHED:
            continue
        asked = StoredQuery(equals={"name_zh": (text,)}, limit=_MOST_STORED)
        if layer.count() <= SEARCHED_IN_PART:
            pattern = "%" + re.sub(r"([%_\\])", r"\\\1", text) + "%"
            asked = StoredQuery(
                condition={"op": "like", "args": [{"property": "name_zh"}, pattern]}, limit=_MOST_STORED
            )
        rows = layer.rows(replace(asked, columns=()))
        named = zip(map(str, rows.index), rows["name_zh"], rows["name_en"], strict=True)
        for names, shape in zip(named, rows.geometry, strict=True):
            how = rank(*names[1:])
            if how is not None:
                found.append((how, _own_hit(layer.entry, names, how, located=shape is not None)))
    return found


def not_searched(atlas: Atlas) -> list[dict[str, str]]:
    """List the stored layers that are too large to look into their names: ``id``, ``title_zh``, ``title_en``."""
    large = [layer.entry for layer in atlas.stored.values() if layer.count() > SEARCHED]
    return [{"id": one.id, "title_zh": one.title_zh, "title_en": one.title_en} for one in large]


def _own_hit(layer: Layer, named: tuple[str, str, str], how: float, *, located: bool) -> dict[str, Any]:
    place_id, name_zh, name_en = named
    names = {"id": place_id, "name_zh": name_zh, "name_en": name_en, "kind": OWN_KIND, "layer": layer.id}
    parent = {"parent_zh": layer.title_zh, "parent_en": layer.title_en}
    return {**names, **parent, "located": located, "match": match_name(how), "alias": None}


def _place(atlas: Atlas, place: Mapping[Any, Any], how: float, alias: str | None) -> dict[str, Any]:
    parent = atlas.places.loc[place["parent_id"]] if place["parent_id"] else None
    return {
        "id": place["place_id"],
        **{key: place[key] for key in ("name_zh", "name_en", "kind", "layer")},
        "parent_zh": None if parent is None else parent["name_zh"],
        "parent_en": None if parent is None else parent["name_en"],
        "located": atlas.features.geometry[place["place_id"]] is not None,
        "match": match_name(how),
        "alias": alias,
    }


@per_atlas
def _industry_terms(atlas: Atlas, documents: frozenset[str] | None) -> dict[str, tuple[str, int]]:
    """Map industry terms to their English name (empty if the table has none) and the number of places with them."""
    english = {row["name_zh"]: row["name_en"] for row in atlas.tables["industries"].to_dict("records")}
    named: dict[str, set[str]] = {name: set() for name in english}
    for place, claims in purposes(atlas).items():
        for claim in claims:
            if claim["type"] == "industry" and (documents is None or claim["doc_id"] in documents):
                for at, term in enumerate(claim["terms_zh"]):
                    named.setdefault(term, set()).add(place)
                    if claim["terms_en"]:
                        english.setdefault(term, claim["terms_en"][at])
    return {term: (english.get(term, ""), len(of_it)) for term, of_it in named.items()}


def industries(atlas: Atlas, rank: Rank, documents: frozenset[str] | None) -> list[Ranked]:
    """List the industry terms that match: exact ones, then those with the most places.

    Parameters
    ----------
    atlas : Atlas
    rank : callable
        As returned by `ranking`.
    documents : frozenset of str or None
        Keeps the terms and places of these documents.

    Returns
    -------
    list of tuple
        Rank, and ``term_zh``, ``term_en`` and ``match``; `with_ground` adds the rest.
    """
    ranked = []
    for term, (english, count) in _industry_terms(atlas, documents).items():
        how = rank(term, english)
        if how is not None and how != MIXED and _places_with(atlas, term, documents):
            ranked.append((how != EXACT, -count, how, term, english))
    return [
        (how, {"term_zh": term, "term_en": english or None, "match": match_name(how)})
        for _, _, how, term, english in sorted(ranked)
    ]


def with_ground(atlas: Atlas, hit: dict[str, Any], documents: frozenset[str] | None) -> dict[str, Any]:
    """Return an industry term with the places that have it and the ground they cover together.

    Returns
    -------
    dict
        The hit, ``count``, ``located``, ``place_ids``, the figures of `geo.places.filter.merged_area`, and
        ``innermost``, count and ``total`` of the places that contain none of the others: one mention for the whole New
        Area says of no ground in particular that the industry is there.
    """
    return {**hit, **_ground(atlas, hit["term_zh"], documents)}


@per_atlas
def _places_with(atlas: Atlas, term: str, documents: frozenset[str] | None) -> tuple[str, ...]:
    """Return the places with a claim of the documents whose terms contain a term, in the order of the tables."""
    word, known = fold_for_search(term), purposes(atlas)
    if documents is None:
        return tuple(place_id for place_id, terms in _folded_terms(atlas).items() if word in terms)
    return tuple(
        place_id
        for place_id in map(str, atlas.places.index)
        if any(
            word in plain
            for claim in known.get(place_id, ())
            if claim["doc_id"] in documents
            for plain in claim["folded"]
        )
    )


@per_atlas
def _folded_terms(atlas: Atlas) -> dict[str, str]:
    """Return the folded terms of each place as one text, a term on a line."""
    known = purposes(atlas)
    return {
        place: "\n".join(plain for claim in known.get(place, ()) for plain in claim["folded"])
        for place in map(str, atlas.places.index)
    }


@per_atlas
def _ground(atlas: Atlas, term: str, documents: frozenset[str] | None) -> dict[str, Any]:
    chosen = list(_places_with(atlas, term, documents))
    located = sum(atlas.features.geometry[place] is not None for place in chosen)
    finest = innermost_places(atlas, chosen)
    return {
        "count": len(chosen),
        "located": located,
        **merged_area(atlas, chosen),
        "innermost": {"count": len(finest), "total": merged_area(atlas, finest)["total"]},
        "place_ids": chosen,
    }


def documents_named(atlas: Atlas, query: str, rank: Rank, documents: frozenset[str] | None) -> list[Ranked]:
    """List the documents whose title or number matches, then those with a section or a fact in the words of the query.

    Parameters
    ----------
    atlas : Atlas
    query : str
        As typed.
    rank : callable
        As returned by `ranking`.
    documents : frozenset of str or None
        Keeps these.

    Returns
    -------
    list of tuple
        Rank, and names, number and date, ``match``, ``count`` and ``place_ids`` of the places it says something of, and
        ``passages``: the first sections and facts with the words (`geo.places.search_statements.document_passages`).
    """
    inside = document_passages(atlas, query)
    ranked = []
    for row in atlas.tables["documents"].to_dict("records"):
        doc_id = row["doc_id"]
        if documents is not None and doc_id not in documents:
            continue
        names = [(row["short_zh"], row["short_en"]), (row["title_zh"], row["title_en"]), (row["number"], "")]
        ways = [how for how in (rank(zh, en) for zh, en in names) if how is not None and how != MIXED]
        if ways or doc_id in inside:
            how = min(ways, default=PART)
            said = {"match": match_name(how), "passages": inside.get(doc_id, [])[:_MOST_PASSAGES]}
            ranked.append((not ways, how, {**brief_document(row), **_named_by(atlas, doc_id), **said}))
    return [(how, entry) for _, how, entry in sorted(ranked, key=lambda row: row[0])]


def _named_by(atlas: Atlas, doc_id: str) -> dict[str, Any]:
    named = documents_by_place(atlas)
    chosen = [place_id for place_id in map(str, atlas.places.index) if doc_id in named.get(place_id, ())]
    return {"count": len(chosen), "place_ids": chosen}

"""Search for places, industries and documents by name: Chinese, pinyin, initials, English, or a document number.

Pinyin is matched as in input methods: each syllable may be typed in full or in part, so ``dongfangxingang``, ``dfxg``
and ``dongfxg`` all find 东方芯港. Each result says how it matched; results are sorted by how well they match.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas
from geo.places.filter import PlaceFilter, brief_document, fold_for_search, merged_area, purposes, select
from geo.places.profile import OWN_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas

MOST_PLACES = 30
MOST_INDUSTRIES = 6
#: Characters of a query that count: no name is longer.
MOST_CHARACTERS = 60

#: Kinds of match, best first, and their names in the answer.
EXACT, PREFIX, PINYIN, INITIALS, PART, ENGLISH, MIXED = range(7)
MATCH_NAMES = ("exact", "prefix", "pinyin", "initials", "part", "english", "mixed")


def search(atlas: Atlas, query: str) -> dict[str, Any]:
    """Search places, industries and documents.

    Parameters
    ----------
    atlas : Atlas
    query : str
        Text that was typed; only its first `MOST_CHARACTERS` characters count.

    Returns
    -------
    dict
        The body of ``/search``: ``query``, ``places`` (best first, at most `MOST_PLACES`), ``more`` (how many places
        are left out), ``industries`` (a term, the number of places with it, their merged area), ``documents`` (with the
        number of places they have claims on).
    """
    text = query.strip()[:MOST_CHARACTERS]
    if not fold_for_search(text):
        return {"query": text, "places": [], "more": 0, "industries": [], "documents": []}
    places = _places(atlas, text)
    return {
        "query": text,
        "places": places[:MOST_PLACES],
        "more": max(len(places) - MOST_PLACES, 0),
        "industries": _industries(atlas, text),
        "documents": _documents(atlas, text),
    }


def match(query: str, chinese: str, english: str = "") -> int | None:
    """Return how a query matches a name.

    Parameters
    ----------
    query : str
        As returned by `geo.places.filter.fold_for_search`.
    chinese, english : str
        The name in both languages; either may be empty.

    Returns
    -------
    int or None
        One of `EXACT` … `MIXED`; None if it does not match.
    """
    plain = fold_for_search(chinese)
    if query in (plain, fold_for_search(english)):
        return EXACT
    if plain.startswith(query):
        return PREFIX
    if query in plain:
        return PART
    if not query.isascii():
        return None
    ways = [match_pinyin(query, chinese), ENGLISH if _begins_at_word(query, english) else None]
    return min((way for way in ways if way is not None), default=None)


def match_pinyin(query: str, chinese: str) -> int | None:
    """Return how a query matches the pinyin of a name.

    Parameters
    ----------
    query : str
        As returned by `geo.places.filter.fold_for_search`.
    chinese : str
        The name.

    Returns
    -------
    int or None
        `PINYIN` (syllables in full), `INITIALS`, `MIXED` (some syllables in part), `PART` (not at the beginning of the
        name), or None if it does not match.
    """
    if len(query) < 2 or not query.isalnum():
        return None
    syllables = _syllables(chinese)
    initials = "".join(syllable[0] for syllable in syllables)
    for start in range(len(syllables)):
        if "".join(syllables[start:]).startswith(query):
            return PINYIN if start == 0 else PART
    if query in initials:
        return INITIALS if initials.startswith(query) else PART
    return MIXED if len(query) >= 3 and _reads_as_syllables(query, syllables) else None


@lru_cache(maxsize=32_768)
def _syllables(chinese: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB of dictionary that only a search in pinyin needs

    return tuple(fold_for_search(part) for part in lazy_pinyin(chinese) if fold_for_search(part))


def _reads_as_syllables(query: str, syllables: tuple[str, ...]) -> bool:
    """Return whether a query reads as the first syllables, each in full or in part."""
    if not query:
        return True
    if not syllables:
        return False
    first = syllables[0]
    sizes = range(min(len(first), len(query)), 0, -1)
    return any(query[:size] == first[:size] and _reads_as_syllables(query[size:], syllables[1:]) for size in sizes)


def _begins_at_word(query: str, english: str) -> bool:
    """Return whether an English name, from the beginning of one of its words on, begins with a folded query."""
    words = re.findall(r"[a-z0-9.+-]+", english.casefold())
    return any("".join(words[start:]).startswith(query) for start in range(len(words)))


def _places(atlas: Atlas, text: str) -> list[dict[str, Any]]:
    query = fold_for_search(text)
    found = []
    for order, place in enumerate(atlas.places.to_dict("records")):
        aliases = split_list(place["aliases"])
        ways = [match(query, place["name_zh"], place["name_en"]), *(match(query, alias) for alias in aliases)]
        best = min(((how, at) for at, how in enumerate(ways) if how is not None), default=None)
        if best:
            alias = aliases[best[1] - 1] if best[1] else None
            found.append(((best[0], alias is not None, order), _place(atlas, place, best[0], alias)))
    found += _own_features(atlas, query)
    return [entry for _, entry in sorted(found, key=lambda row: row[0])]


def _own_features(atlas: Atlas, query: str) -> list[tuple[tuple[int, bool, int], dict[str, Any]]]:
    """List own features that match, with sort keys: places of the documents come first among equal matches."""
    found = []
    for layer in atlas.own:
        entry, frame = atlas.entry(layer), atlas.layers[layer]
        rows = zip(frame.index, frame["name_zh"], frame["name_en"], frame.geometry, strict=True)
        for order, (place_id, name_zh, name_en, shape) in enumerate(rows):
            how = match(query, name_zh, name_en)
            if how is not None:
                names = {"id": place_id, "name_zh": name_zh, "name_en": name_en, "kind": OWN_KIND, "layer": layer}
                parent = {"parent_zh": entry.title_zh, "parent_en": entry.title_en}
                matched = {"located": shape is not None, "match": MATCH_NAMES[how], "alias": None}
                found.append(((how, True, order), {**names, **parent, **matched}))
    return found


def _place(atlas: Atlas, place: Mapping[Any, Any], how: int, alias: str | None) -> dict[str, Any]:
    parent = atlas.places.loc[place["parent_id"]] if place["parent_id"] else None
    return {
        "id": place["place_id"],
        **{key: place[key] for key in ("name_zh", "name_en", "kind", "layer")},
        "parent_zh": None if parent is None else parent["name_zh"],
        "parent_en": None if parent is None else parent["name_en"],
        "located": atlas.features.geometry[place["place_id"]] is not None,
        "match": MATCH_NAMES[how],
        "alias": alias,
    }


@per_atlas
def _industry_terms(atlas: Atlas) -> dict[str, tuple[str, int]]:
    """Map industry terms to their English name (empty if the table has none) and the number of places with them."""
    english = {row["name_zh"]: row["name_en"] for row in atlas.tables["industries"].to_dict("records")}
    named: dict[str, set[str]] = {name: set() for name in english}
    for place, claims in purposes(atlas).items():
        for claim in claims:
            for at, term in enumerate(claim["terms_zh"] if claim["type"] == "industry" else ()):
                named.setdefault(term, set()).add(place)
                if claim["terms_en"]:
                    english.setdefault(term, claim["terms_en"][at])
    return {term: (english.get(term, ""), len(places)) for term, places in named.items()}


def _industries(atlas: Atlas, text: str) -> list[dict[str, Any]]:
    query = fold_for_search(text)
    ranked = []
    for term, (english, count) in _industry_terms(atlas).items():
        how = match(query, term, english)
        if how is not None and how != MIXED:
            ranked.append((how != EXACT, -count, how, term, english))
    out = []
    for *_, term, english in sorted(ranked)[:MOST_INDUSTRIES]:
        places = select(atlas, PlaceFilter(industry=term))
        located = sum(atlas.features.geometry[place] is not None for place in places)
        if places:
            out.append(
                {
                    "term_zh": term,
                    "term_en": english or None,
                    "count": len(places),
                    "located": located,
                    **merged_area(atlas, places),
                    "place_ids": places,
                }
            )
    return out


def _documents(atlas: Atlas, text: str) -> list[dict[str, Any]]:
    query = fold_for_search(text)
    out = []
    for row in atlas.tables["documents"].to_dict("records"):
        names = [(row["short_zh"], row["short_en"]), (row["title_zh"], row["title_en"]), (row["number"], "")]
        ways = [match(query, zh, en) for zh, en in names]
        if any(way is not None and way != MIXED for way in ways):
            places = select(atlas, PlaceFilter(document=row["doc_id"]))
            out.append({**brief_document(row), "count": len(places), "place_ids": places})
    return out

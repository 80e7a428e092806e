"""Find places, industries and documents by what a planner types: Chinese, pinyin, initials, English, a document number.

Pinyin is matched as input methods do it: each syllable may be typed in full or cut short, so ``dongfangxingang``,
``dfxg`` and ``dongfxg`` all find 东方芯港. A result carries how it matched, and results are ordered by it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.atlas.per_atlas import per_atlas
from geo.places.filter import PlaceFilter, brief_document, folded, merged_area, purposes, select
from geo.places.profile import OWN_KIND

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas

MOST_PLACES = 30
MOST_INDUSTRIES = 6
#: A query longer than this is no name.
MOST_CHARACTERS = 60

#: How well a text matches, best first.
EXACT, PREFIX, PINYIN, INITIALS, PART, ENGLISH, MIXED = range(7)
HOW = ("exact", "prefix", "pinyin", "initials", "part", "english", "mixed")


def search(atlas: Atlas, query: str) -> dict[str, Any]:
    """Find what a query may mean.

    Parameters
    ----------
    atlas : Atlas
    query : str
        What was typed; only its first `MOST_CHARACTERS` characters count.

    Returns
    -------
    dict
        The body of ``/search``: ``query``, ``places`` (best first, at most `MOST_PLACES`, ``more`` says how many are
        left out), ``industries`` (a term, how many places name it, the area they cover together, counted once),
        ``documents`` (with the number of places they speak of).
    """
    text = query.strip()[:MOST_CHARACTERS]
    if not folded(text):
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
    """Tell how a query matches a name.

    Parameters
    ----------
    query : str
        Already folded (`geo.places.filter.folded`).
    chinese, english : str
        The name in both languages; either may be empty.

    Returns
    -------
    int or None
        One of `EXACT` … `MIXED`; None where it does not match.
    """
    plain = folded(chinese)
    if query in (plain, folded(english)):
        return EXACT
    if plain.startswith(query):
        return PREFIX
    if query in plain:
        return PART
    if not query.isascii():
        return None
    ways = [by_pinyin(query, chinese), ENGLISH if _in_words(query, english) else None]
    return min((way for way in ways if way is not None), default=None)


def by_pinyin(query: str, chinese: str) -> int | None:
    """Tell how a query matches the pinyin of a name: `PINYIN` in full, `INITIALS`, `MIXED`, or None."""
    if len(query) < 2 or not query.isalnum():
        return None
    syllables = _syllables(chinese)
    initials = "".join(syllable[0] for syllable in syllables)
    for start in range(len(syllables)):
        if "".join(syllables[start:]).startswith(query):
            return PINYIN if start == 0 else PART
    if query in initials:
        return INITIALS if initials.startswith(query) else PART
    return MIXED if len(query) >= 3 and _typed(query, syllables) else None


@lru_cache(maxsize=32_768)
def _syllables(chinese: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB of dictionary that only a search in pinyin needs

    return tuple(folded(part) for part in lazy_pinyin(chinese) if folded(part))


def _typed(query: str, syllables: tuple[str, ...]) -> bool:
    """Whether a query reads as the first syllables, each in full or cut short."""
    if not query:
        return True
    if not syllables:
        return False
    first = syllables[0]
    sizes = range(min(len(first), len(query)), 0, -1)
    return any(query[:size] == first[:size] and _typed(query[size:], syllables[1:]) for size in sizes)


def _in_words(query: str, english: str) -> bool:
    """Whether a folded query begins at a word of an English name and runs on from there."""
    words = re.findall(r"[a-z0-9.+-]+", english.casefold())
    return any("".join(words[start:]).startswith(query) for start in range(len(words)))


def _places(atlas: Atlas, text: str) -> list[dict[str, Any]]:
    query = folded(text)
    found = []
    for order, place in enumerate(atlas.places.to_dict("records")):
        aliases = split_list(place["aliases"])
        ways = [match(query, place["name_zh"], place["name_en"]), *(match(query, alias) for alias in aliases)]
        best = min(((how, at) for at, how in enumerate(ways) if how is not None), default=None)
        if best:
            alias = aliases[best[1] - 1] if best[1] else None
            found.append(((best[0], alias is not None, order), _place(atlas, place, best[0], alias)))
    found += _own(atlas, query)
    return [entry for _, entry in sorted(found, key=lambda row: row[0])]


def _own(atlas: Atlas, query: str) -> list[tuple[tuple[int, bool, int], dict[str, Any]]]:
    """Find features of the reader's own by name; the places of the documents come first among equals."""
    found = []
    for layer in atlas.own:
        entry, frame = atlas.entry(layer), atlas.layers[layer]
        rows = zip(frame.index, frame["name_zh"], frame["name_en"], frame.geometry, strict=True)
        for order, (place_id, name_zh, name_en, shape) in enumerate(rows):
            how = match(query, name_zh, name_en)
            if how is not None:
                names = {"id": place_id, "name_zh": name_zh, "name_en": name_en, "kind": OWN_KIND, "layer": layer}
                parent = {"parent_zh": entry.title_zh, "parent_en": entry.title_en}
                met = {"located": shape is not None, "match": HOW[how], "alias": None}
                found.append(((how, True, order), {**names, **parent, **met}))
    return found


def _place(atlas: Atlas, place: Mapping[Any, Any], how: int, alias: str | None) -> dict[str, Any]:
    parent = atlas.places.loc[place["parent_id"]] if place["parent_id"] else None
    return {
        "id": place["place_id"],
        **{key: place[key] for key in ("name_zh", "name_en", "kind", "layer")},
        "parent_zh": None if parent is None else parent["name_zh"],
        "parent_en": None if parent is None else parent["name_en"],
        "located": atlas.features.geometry[place["place_id"]] is not None,
        "match": HOW[how],
        "alias": alias,
    }


@per_atlas
def _vocabulary(atlas: Atlas) -> dict[str, tuple[str, int]]:
    """Industry term -> its English name where the industry table has one, and how many places name it in a claim."""
    english = {row["name_zh"]: row["name_en"] for row in atlas.tables["industries"].to_dict("records")}
    named: dict[str, set[str]] = {name: set() for name in english}
    for place, claims in purposes(atlas).items():
        for claim in claims:
            for term in claim["terms_zh"] if claim["type"] == "industry" else ():
                named.setdefault(term, set()).add(place)
    return {term: (english.get(term, ""), len(places)) for term, places in named.items()}


def _industries(atlas: Atlas, text: str) -> list[dict[str, Any]]:
    query = folded(text)
    ranked = []
    for term, (english, count) in _vocabulary(atlas).items():
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
    query = folded(text)
    out = []
    for row in atlas.tables["documents"].to_dict("records"):
        names = [(row["short_zh"], row["short_en"]), (row["title_zh"], row["title_en"]), (row["number"], "")]
        ways = [match(query, zh, en) for zh, en in names]
        if any(way is not None and way != MIXED for way in ways):
            places = select(atlas, PlaceFilter(document=row["doc_id"]))
            out.append({**brief_document(row), "count": len(places), "place_ids": places})
    return out

"""Search: places, land and water, what the documents say, industries, documents, and coordinates, group by group.

Names are found in Chinese, pinyin, initials and English (`geo.places.search_names`), words inside statements by
`geo.places.search_text`, points by `geo.places.search_coordinates`. If nothing is found, what is nearest to the query
is listed instead, and says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.places import search_statements
from geo.places.filter import fold_for_search
from geo.places.search_coordinates import coordinates
from geo.places.search_land import land_and_water
from geo.places.search_names import EXACT, INITIALS, MATCH_NAMES, PINYIN, PREFIX, SIMILAR, without_tones
from geo.places.search_places import (
    documents_named,
    industries,
    nearest_of,
    not_searched,
    places,
    ranking,
    stored_features,
    with_ground,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas

#: Hits of a group that are shown; of the groups not named here, `MOST_OTHERS`.
MOST = {"places": 30, "industries": 6}
MOST_OTHERS = 8
#: Characters of a query that count: no name is longer.
MOST_CHARACTERS = 60
#: All groups; `_order` is the order they are shown in.
GROUPS = (
    *("coordinates", "places", "land_and_water", "industries", "documents"),
    *search_statements.GROUPS,
)
_MEANT = tuple(MATCH_NAMES[how] for how in (EXACT, PREFIX, PINYIN, INITIALS, SIMILAR))
_NAMES = ("places", "land_and_water")


def search(
    atlas: Atlas, query: str, documents: frozenset[str] | None = None, *, most: int | None = None
) -> dict[str, Any]:
    """Search names, what the documents say, and coordinates.

    Parameters
    ----------
    atlas : Atlas
    query : str
        Text that was typed; only its first `MOST_CHARACTERS` characters count.
    documents : frozenset of str, optional
        Keeps what these documents say and the places they name. Land, water, coordinates and own features are not
        asked for a document.
    most : int, optional
        Hits of each group to show; by default `MOST` and `MOST_OTHERS`.

    Returns
    -------
    dict
        The body of ``/search``: ``query``; one list for each of `GROUPS`, best first; ``groups``: the names of those
        that hold something, in the order to show them; ``counts``: how many hits each has; ``left_out``: how many of
        them are not shown; ``more``: how many places are not shown; ``nearest``: whether nothing was found and what is
        similar is listed instead; ``not_searched``, if there are any: the stored layers too large to look into.
    """
    text = query.strip()[:MOST_CHARACTERS]
    found: dict[str, Sequence[Any]] = {}
    nearest = False
    if fold_for_search(text):
        found = _found(atlas, text, documents, nearest=False)
        nearest = not any(found.values())
        if nearest:
            found = _found(atlas, text, documents, nearest=True)
            nearest = any(found.values())
    kept = {group: _shown(atlas, group, found.get(group, ()), documents, most) for group in GROUPS}
    counts = {group: len(rows) for group, rows in found.items() if rows}
    left_out = {group: counts.get(group, 0) - len(kept[group]) for group in GROUPS}
    return {
        "query": text,
        **kept,
        "more": left_out["places"],
        "groups": _order(kept, text),
        "counts": counts,
        "left_out": {group: count for group, count in left_out.items() if count},
        "nearest": nearest,
        **({"not_searched": large} if (large := not_searched(atlas)) else {}),
    }


def _found(atlas: Atlas, text: str, documents: frozenset[str] | None, *, nearest: bool) -> dict[str, Sequence[Any]]:
    """Return all hits by group, not yet as they are shown."""
    plain = without_tones(text)
    rank = ranking(plain, nearest=nearest)
    stored = [] if nearest else stored_features(atlas, rank, text)
    names = {
        "places": sorted([*places(atlas, rank, documents), *stored], key=lambda hit: hit[0]),
        "land_and_water": land_and_water(atlas, rank),
        "industries": industries(atlas, rank, documents),
        "documents": documents_named(atlas, plain, rank, documents),
    }
    said = search_statements.similar_statements if nearest else search_statements.statements
    return {
        "coordinates": [] if nearest else coordinates(atlas, text),
        **{group: [row for _, row in rows] for group, rows in (nearest_of(names) if nearest else names).items()},
        **said(atlas, plain, documents),
    }


def _shown(
    atlas: Atlas, group: str, hits: Sequence[Any], documents: frozenset[str] | None, most: int | None
) -> list[dict[str, Any]]:
    kept = hits[: most or MOST.get(group, MOST_OTHERS)]
    if group in search_statements.GROUPS:
        return [search_statements.shown(atlas, hit) for hit in kept]
    if group == "industries":
        return [with_ground(atlas, hit, documents) for hit in kept]
    return list(kept)


def _order(kept: Mapping[str, Sequence[Mapping[str, Any]]], text: str) -> list[str]:
    """Return the groups that hold something, in the order to show them.

    A name that was typed in full or in pinyin is what the reader means, unless it is an industry; otherwise industries
    and documents are few and come first, then what the documents say, then names that contain the text. Of places and
    of land and water the group with the better match comes first.
    """
    best = {name: MATCH_NAMES.index(kept[name][0]["match"]) for name in _NAMES if kept[name]}
    names = sorted(best, key=lambda name: best[name])
    meant = any(MATCH_NAMES[how] in _MEANT for how in best.values())
    first, few = ["coordinates"], ["industries", "documents"]
    if any(row["term_zh"] == text for row in kept["industries"]):
        order = [*first, *few, *names, *search_statements.GROUPS]
    elif meant:
        order = [*first, *names, *few, *search_statements.GROUPS]
    else:
        order = [*first, *few, *search_statements.GROUPS, *names]
    return [name for name in order if kept[name]]


def build_index(atlas: Atlas) -> None:
    """Make what searches need and keep for an atlas, so that the first one does not wait for it."""
    search_statements.build_index(atlas)
    search(atlas, "lingang")

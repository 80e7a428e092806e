"""What the pages of the static site search and filter with: the data that the service computes answers from.

``static/js/offline`` reads them and answers ``/search``, ``/places.json`` and ``/tables/<layer>.json`` in the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.places import search_statements
from geo.places.filter import brief_document, documents_by_place, purposes
from geo.places.search_coordinates import map_bounds
from geo.places.search_land import land_and_water
from geo.places.search_names import syllables
from geo.places.search_places import documents_named, industries
from geo.places.search_text import Hit
from geo.places.shared_ground import shared_ground

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.places.search_text import Passage

#: Keys of a place in the index, besides those that are computed.
_PLACE_KEYS = ("name_zh", "name_en", "kind", "layer")
#: Keys of a passage as the search shows it that the page makes itself, from ids and from what was typed.
_MADE_IN_PAGE = frozenset({"match", "places", "document", "excerpt_zh", "excerpt_en"})


def place_index(atlas: Atlas) -> dict[str, Any]:
    """Return what the filter of places needs.

    Returns
    -------
    dict
        ``places`` in the order of the tables, ``claims`` on their purpose by place (`geo.places.filter.purposes`),
        ``documents`` by id, ``shared`` (`geo.places.shared_ground`) and ``version``.
    """
    claims = {
        place: [{key: claim[key] for key in claim if key != "folded"} for claim in of_it]
        for place, of_it in purposes(atlas).items()
    }
    return {
        "places": [_place(atlas, str(place_id)) for place_id in atlas.places.index],
        "claims": claims,
        "documents": {row["doc_id"]: brief_document(row) for row in atlas.tables["documents"].to_dict("records")},
        "shared": shared_ground(atlas),
        "version": atlas.version,
    }


def _place(atlas: Atlas, place_id: str) -> dict[str, Any]:
    place, feature = atlas.places.loc[place_id], atlas.features.loc[place_id]
    return {
        "id": place_id,
        **{key: place[key] for key in _PLACE_KEYS},
        "parent": place["parent_id"] or None,
        "grade": none_if_missing(feature["grade"]),
        "area_km2": none_if_missing(feature["area_km2"]),
        "located": feature["geometry"] is not None,
        "documents": sorted(documents_by_place(atlas).get(place_id, ())),
    }


def search_index(atlas: Atlas) -> dict[str, Any]:
    """Return what the search needs besides `place_index`.

    Returns
    -------
    dict
        ``names`` (aliases and syllables of each place, in the order of the tables), ``land_and_water``,
        ``industries``, ``documents``, each with the syllables of its name, ``passages`` (what the documents say),
        ``parts`` (headings and facts of documents), and ``bounds`` of the map.
    """

    def every(_chinese: str, _english: str = "") -> float:
        return 0.0

    return {
        "names": [_names(row) for row in atlas.places.to_dict("records")],
        "land_and_water": [_sounding(row, "name_zh") for _, row in land_and_water(atlas, every)],
        "industries": [_sounding(row, "term_zh") for _, row in industries(atlas, every, None)],
        "documents": [_document(row) for _, row in documents_named(atlas, "", every, None)],
        "passages": [_passage(atlas, one) for one in search_statements.passages(atlas)],
        "parts": [_part(one) for one in search_statements.document_parts(atlas)],
        "bounds": map_bounds(atlas),
    }


def _names(row: dict[Any, Any]) -> dict[str, Any]:
    aliases = split_list(row["aliases"])
    return {"aliases": aliases, "syllables": [list(syllables(name)) for name in (row["name_zh"], *aliases)]}


def _sounding(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {**{key: row[key] for key in row if key != "match"}, "syllables": list(syllables(row[name]))}


def _document(row: dict[str, Any]) -> dict[str, Any]:
    kept = {key: row[key] for key in row if key not in {"match", "passages"}}
    return {**kept, "syllables": [list(syllables(row[key])) for key in ("short_zh", "title_zh")]}


def _passage(atlas: Atlas, one: Passage) -> dict[str, Any]:
    shown = search_statements.shown(atlas, Hit(one, 0, {}))
    return {
        "group": one.group,
        "row": {key: shown[key] for key in shown if key not in _MADE_IN_PAGE},
        "document": one.row["doc_id"],
        "place_ids": one.place_ids,
        "texts": one.texts,
        "heads": one.heads,
    }


def _part(one: Passage) -> dict[str, Any]:
    return {"document": one.row["doc_id"], "section": one.row["section"], "texts": one.texts}

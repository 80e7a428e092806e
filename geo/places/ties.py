"""What ties a place to industries, to the annex of a document and to the places within it, each with its own source.

A tie is ``stated`` if the section it cites names both ends, and ``reading`` if it is ours. `lingang check --documents`
looks the stated ones up (rule D007).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.atlas.rows_by_id import rows_of
from geo.places.filter import documents_by_place
from geo.places.sourced_rows import brief_place, source_of, with_source
from geo.words import both

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.atlas.atlas import Atlas

_INDUSTRY_KEYS = ("industry_id", "group", "name_zh", "name_en", "term_zh", "term_en")
_LINK_KEYS = ("link_id", "industry_id", "kind", "term_zh", "term_en", "basis", "note_zh", "note_en")
#: Ids of the districts of the city begin so.
_DISTRICT = "district-"
#: Types of claim that say what a place is for.
_PURPOSES = ("positioning", "industry", "function")


def industries_of(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """List the industries of the 7+5+4 system that a place is tied to, document by document.

    Returns
    -------
    list of dict
        One per tie: the industry as the document of the tie prints it (as the first document does if that one prints no
        system), ``basis`` and the source of the tie, in the order of the documents, then of the system.
    """
    out = []
    for tie in rows_of(atlas, "industry_places", "place_id", place_id):
        printed = rows_of(atlas, "industries", "industry_id", tie["industry_id"])
        own = next((row for row in printed if row["doc_id"] == tie["doc_id"]), None)
        industry = own or {**printed[0], "term_zh": "", "term_en": ""}
        shown = {key: none_if_missing(industry[key]) for key in _INDUSTRY_KEYS}
        out.append({**shown, "basis": tie["basis"], **source_of(atlas, tie)})
    return sorted(out, key=lambda item: item["document"]["sequence"])


def industry_links_of(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """List the technologies, products, projects, platforms and reforms of industries that are bound to a place.

    Returns
    -------
    list of dict
        The columns of ``seeds/industry_links.csv``, ``industry_zh`` and ``industry_en``, and the source.
    """
    out = []
    for link in with_source(atlas, rows_of(atlas, "industry_links", "place_ids", place_id), _LINK_KEYS):
        industry = rows_of(atlas, "industries", "industry_id", link["industry_id"])[0]
        out.append({**link, **{f"industry_{lang}": industry[f"name_{lang}"] for lang in ("zh", "en")}})
    return out


def annex_rows_of(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """List the rows of annexes that name a place.

    Returns
    -------
    list of dict
        ``city`` (the place whose table it is), ``order``, ``rows`` (how many the table has), ``name_zh`` as printed,
        ``note_zh``, ``note_en``, ``sentence_zh``, ``sentence_en`` and the source. The sentence says that the place is
        listed and, if the document says nothing of its purpose, that it does not.
    """
    claims = rows_of(atlas, "claims", "place_id", place_id)
    out = []
    for row in rows_of(atlas, "annex_parks", "place_id", place_id):
        listed = rows_of(atlas, "annex_parks", "city_id", row["city_id"])
        table = [other for other in listed if other["doc_id"] == row["doc_id"]]
        told = any(claim["doc_id"] == row["doc_id"] and claim["type"] in _PURPOSES for claim in claims)
        key = "annex.listed" if told else "annex.listed_only"
        city = (atlas.name_of(row["city_id"], "zh"), atlas.name_of(row["city_id"], "en"))
        zh, en = both(key, city=city, order=row["order"], rows=len(table))
        out.append(
            {
                "city": brief_place(atlas, row["city_id"]),
                "order": int(row["order"]),
                "rows": len(table),
                **{name: none_if_missing(row[name]) for name in ("name_zh", "note_zh", "note_en")},
                "sentence_zh": zh,
                "sentence_en": en,
                **source_of(atlas, row),
            }
        )
    return out


def annex_parks_of(atlas: Atlas, city_id: str) -> list[dict[str, Any]]:
    """List the parks that an annex lists for a city, in its order, whichever layer draws them.

    Returns
    -------
    list of dict
        ``place``, ``order``, ``name_zh`` as printed, and the source.
    """
    rows = rows_of(atlas, "annex_parks", "city_id", city_id)
    return [
        {
            "place": brief_place(atlas, row["place_id"]),
            "order": int(row["order"]),
            "name_zh": row["name_zh"],
            **source_of(atlas, row),
        }
        for row in sorted(rows, key=lambda row: int(row["order"]))
    ]


def child_of(atlas: Atlas, child_id: str) -> dict[str, Any]:
    """Return a child of a place: names, ``basis`` (``inside`` or ``member``), and the source, None where we read it."""
    (child,) = rows_of(atlas, "places", "place_id", child_id)
    source = _source_of_parent(atlas, child_id, child["parent_id"])
    return {**brief_place(atlas, child_id), "basis": child["parent_basis"], **source}


def _source_of_parent(atlas: Atlas, child_id: str, parent_id: str) -> dict[str, Any]:
    down, up = (rows_of(atlas, "relations", "place_id", place) for place in (parent_id, child_id))
    ties = [row for row in down if row["other_id"] == child_id and row["relation"] in ("contains", "connects")]
    ties += [row for row in up if row["other_id"] == parent_id and row["relation"] == "part_of"]
    stated = [row for row in ties if row["basis"] == "stated"]
    annex = rows_of(atlas, "annex_parks", "place_id", child_id)
    listed = [row for row in annex if row["city_id"] == parent_id]
    nothing: dict[Any, Any] = {"doc_id": "", "section": ""}
    return source_of(atlas, next(iter([*stated, *listed]), nothing))


def districts_of(atlas: Atlas, place_ids: Iterable[str]) -> dict[str, str]:
    """Return the districts a document says a place takes in, or is, joined; places of which none says so are left out.

    Parameters
    ----------
    atlas : Atlas
    place_ids : iterable of str
        Ids of own layers name no place of a document.
    """
    relations = atlas.tables["relations"]
    stated = relations[(relations["relation"] == "overlaps") & (relations["basis"] == "stated")]
    takes_in = [row for row in zip(stated["place_id"], stated["other_id"], strict=True) if row[1].startswith(_DISTRICT)]
    said: dict[str, list[str]] = {}
    for place, district in [*((one, one) for one in atlas.places.index if one.startswith(_DISTRICT)), *takes_in]:
        said.setdefault(place, []).append(str(atlas.places.at[district, "name_zh"]))
    wanted = set(said) & set(place_ids)
    return {place: "；".join(said[place]) for place in said if place in wanted}


def documents_naming(atlas: Atlas, place_id: str) -> set[str]:
    """Return the ids of the documents that name a place: in a statement, a figure, a stated tie or an annex."""
    ties = [
        *rows_of(atlas, "industry_places", "place_id", place_id),
        *rows_of(atlas, "relations", "place_id", place_id),
        *rows_of(atlas, "relations", "other_id", place_id),
    ]
    rows = [
        *rows_of(atlas, "indicators", "place_id", place_id),
        *rows_of(atlas, "industry_links", "place_ids", place_id),
        *(tie for tie in ties if tie["basis"] == "stated"),
    ]
    return {*documents_by_place(atlas).get(place_id, ()), *(row["doc_id"] for row in rows)}

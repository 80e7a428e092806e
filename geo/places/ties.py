"""What ties a place to industries, to the annex of a document and to the places within it, each with its own source.

A tie is ``stated`` if the section it cites names both ends, and ``reading`` if it is ours. `lingang check --documents`
looks the stated ones up (rule D007).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.places.filter import documents_by_place
from geo.places.sourced_rows import brief_place, rows_on, source_of, with_source
from geo.words import both

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

_INDUSTRY_KEYS = ("industry_id", "group", "name_zh", "name_en", "term_zh", "term_en")
_LINK_KEYS = ("link_id", "industry_id", "kind", "term_zh", "term_en", "basis", "note_zh", "note_en")
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
    ties = atlas.tables["industry_places"].query("place_id == @place_id")
    printed = {(row["industry_id"], row["doc_id"]): row for row in atlas.tables["industries"].to_dict("records")}
    first = {row["industry_id"]: row for row in reversed(list(printed.values()))}
    out = []
    for tie in ties.to_dict("records"):
        own = printed.get((tie["industry_id"], tie["doc_id"]))
        industry = own or {**first[tie["industry_id"]], "term_zh": "", "term_en": ""}
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
    rows = rows_on(atlas.tables["industry_links"], place_id)
    named = atlas.tables["industries"].drop_duplicates("industry_id").set_index("industry_id")
    links = with_source(atlas, rows, _LINK_KEYS)
    return [
        {**link, **{f"industry_{lang}": named.at[link["industry_id"], f"name_{lang}"] for lang in ("zh", "en")}}
        for link in links
    ]


def annex_rows_of(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """List the rows of annexes that name a place.

    Returns
    -------
    list of dict
        ``city`` (the place whose table it is), ``order``, ``rows`` (how many the table has), ``name_zh`` as printed,
        ``note_zh``, ``note_en``, ``sentence_zh``, ``sentence_en`` and the source. The sentence says that the place is
        listed and, if the document says nothing of its purpose, that it does not.
    """
    annex, claims = atlas.tables["annex_parks"], atlas.tables["claims"].query("place_id == @place_id")
    out = []
    for row in annex[annex["place_id"] == place_id].to_dict("records"):
        table = annex[(annex["city_id"] == row["city_id"]) & (annex["doc_id"] == row["doc_id"])]
        told = claims[(claims["doc_id"] == row["doc_id"]) & claims["type"].isin(_PURPOSES)]
        key = "annex.listed_only" if told.empty else "annex.listed"
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
    rows = atlas.tables["annex_parks"].query("city_id == @city_id").to_dict("records")
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
    parent_id = str(atlas.places.at[child_id, "parent_id"])
    basis = str(atlas.places.at[child_id, "parent_basis"])
    return {**brief_place(atlas, child_id), "basis": basis, **_source_of_parent(atlas, child_id, parent_id)}


def _source_of_parent(atlas: Atlas, child_id: str, parent_id: str) -> dict[str, Any]:
    relations = atlas.tables["relations"]
    down = (relations["place_id"] == parent_id) & (relations["other_id"] == child_id)
    up = (relations["place_id"] == child_id) & (relations["other_id"] == parent_id)
    holds = down & relations["relation"].isin(["contains", "connects"]) | up & (relations["relation"] == "part_of")
    stated = relations[holds & (relations["basis"] == "stated")].to_dict("records")
    annex = atlas.tables["annex_parks"]
    listed = annex[(annex["city_id"] == parent_id) & (annex["place_id"] == child_id)].to_dict("records")
    nothing: dict[Any, Any] = {"doc_id": "", "section": ""}
    return source_of(atlas, next(iter([*stated, *listed]), nothing))


def documents_naming(atlas: Atlas, place_id: str) -> set[str]:
    """Return the ids of the documents that name a place: in a statement, a figure, a stated tie or an annex."""
    tables = atlas.tables
    named = {
        *documents_by_place(atlas).get(place_id, ()),
        *tables["indicators"].query("place_id == @place_id")["doc_id"],
        *tables["industry_places"].query("place_id == @place_id and basis == 'stated'")["doc_id"],
    }
    relations = tables["relations"].query("basis == 'stated' and (place_id == @place_id or other_id == @place_id)")
    links = rows_on(tables["industry_links"], place_id)["doc_id"]
    return named | set(relations["doc_id"]) | set(links)

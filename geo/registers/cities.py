"""The new cities side by side: positioning, industries, structure, headquarters areas, growth targets and parks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import recent_per_atlas
from geo.columns import TableColumns
from geo.places.sourced_rows import brief_place, with_source
from geo.places.ties import annex_parks_of, child_of
from geo.registers.indicators import indicators
from geo.registers.register import SOURCE_KEYS, Register, counted, figure_text, flat_names, flat_source
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from geo.atlas.atlas import Atlas

#: Kinds of the places within a city that stand under a facet.
_STRUCTURE, _HEADQUARTERS = "new_city_structure", "headquarters_area"
_CLAIM_KEYS = ("claim_id", "type", "role", "term_zh", "term_en", "summary_zh", "summary_en")
_ROLES = ("leading", "featured", "nurtured")
#: Rows of the comparison, in their order.
FACETS = ("positioning", *_ROLES, "industry", "structure", "headquarters", "growth", "parks")
COLUMNS = TableColumns(
    (
        *("city_id", "city_zh", "city_en", "facet_zh", "facet_en", "term_zh", "term_en"),
        *("statement_zh", "statement_en", "places_zh", "places_en"),
        *SOURCE_KEYS,
    )
)


@recent_per_atlas(4)
def cities(atlas: Atlas, only: frozenset[str] | None = None, on: date | None = None) -> Register:
    """Compare the cities whose parks an annex lists.

    Parameters
    ----------
    atlas : Atlas
    only : frozenset of str, optional
        Keeps what these documents say.
    on : datetime.date, optional
        The day that tells whether the year of a target has passed; today without it.

    Returns
    -------
    Register
        Body: ``cities`` with names, ``area_km2`` and, under each of `FACETS`, a list of ``term_zh``, ``term_en``,
        ``statement_zh``, ``statement_en``, ``places`` and the source.
    """
    ids = list(dict.fromkeys(atlas.tables["annex_parks"]["city_id"]))
    figures = indicators(atlas, only, on).body["indicators"]
    known = [_city(atlas, city_id, only, figures) for city_id in ids]
    rows = [line for city in known for facet in FACETS for line in _flat(city, facet)]
    return Register("cities", {"cities": known, "version": atlas.version}, COLUMNS, tuple(rows))


def _city(atlas: Atlas, city_id: str, only: frozenset[str] | None, figures: list[dict[str, Any]]) -> dict[str, Any]:
    facets: dict[str, list[dict[str, Any]]] = {facet: [] for facet in FACETS}
    claims = counted(atlas, "claims", only)
    for claim in with_source(atlas, claims[claims["place_id"] == city_id].to_dict("records"), _CLAIM_KEYS):
        facet = claim["role"] or claim["type"]
        if facet in facets:
            facets[facet].append(_said(claim))
    children = atlas.tables["places"].query("parent_id == @city_id")
    parts, seats = (children[children["kind"] == kind]["place_id"] for kind in (_STRUCTURE, _HEADQUARTERS))
    facets["structure"] = [_place_row(child_of(atlas, child)) for child in parts]
    facets["headquarters"] = _headquarters(atlas, claims[claims["place_id"].isin(seats)])
    facets["growth"] = [_figure(row) for row in figures if city_id in row["measured_over"] and row["kind"] == "target"]
    facets["parks"] = [
        {**_empty([row["place"]]), "term_zh": row["name_zh"], **_source(row)} for row in annex_parks_of(atlas, city_id)
    ]
    area = atlas.features["area_km2"][city_id]
    return {**brief_place(atlas, city_id), "area_km2": none_if_missing(area), **facets}


def _headquarters(atlas: Atlas, claims: pd.DataFrame) -> list[dict[str, Any]]:
    """List what the documents say of the headquarters areas of a city."""
    said = with_source(atlas, claims.to_dict("records"), ("place_id", *_CLAIM_KEYS))
    return [{**_said(claim), "places": [brief_place(atlas, claim["place_id"])]} for claim in said]


def _said(claim: dict[str, Any]) -> dict[str, Any]:
    shown = {key: claim[key] for key in ("term_zh", "term_en")}
    words = {f"statement_{lang}": claim[f"summary_{lang}"] for lang in LANGUAGES}
    return {**shown, **words, "places": [], "claim_id": claim["claim_id"], **_source(claim)}


def _place_row(child: dict[str, Any]) -> dict[str, Any]:
    place = {key: child[key] for key in ("id", "name_zh", "name_en", "kind", "layer")}
    return {**_empty([place]), **_source(child)}


def _empty(places: list[dict[str, Any]]) -> dict[str, Any]:
    return dict.fromkeys(("term_zh", "term_en", "statement_zh", "statement_en")) | {"places": places}


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    out = {**_empty([]), **_source(row), "indicator_id": row["indicator_id"], "passed": row["passed"]}
    for lang in LANGUAGES:
        parts = (row[f"name_{lang}"], row[f"qualifier_{lang}"], figure_text(row, lang))
        out[f"statement_{lang}"] = " ".join(part for part in parts if part)
        out[f"term_{lang}"] = row["year"]
    return out


def _source(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("document", "section", "citation_zh", "citation_en")}


def _flat(city: dict[str, Any], facet: str) -> list[dict[str, Any]]:
    head: dict[str, Any] = {"city_id": city["id"]}
    for lang in LANGUAGES:
        head[f"city_{lang}"] = city[f"name_{lang}"]
        head[f"facet_{lang}"] = say(f"city_facet.{facet}", lang)
    keys = ("term_zh", "term_en", "statement_zh", "statement_en")
    return [
        {**head, **{key: row[key] for key in keys}, **flat_names(row["places"]), **_flat_source(row)}
        for row in city[facet]
    ]


def _flat_source(row: dict[str, Any]) -> dict[str, Any]:
    return flat_source(row) if row["document"] else {}

"""Which places meet a few conditions, and how much ground they cover: the filter of map, tables and search.

An industry counts for a place where a claim of its positioning, industries or functions names it. What a place's sites
or areas are called does not count.
"""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.per_atlas import per_atlas
from geo.atlas.schema import GRADES, KINDS
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL, area_km2
from geo.measure.units import area_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from geo.atlas.atlas import Atlas

#: Types of claim that say what a place is for.
PURPOSES = ("positioning", "industry", "function")


@dataclass(frozen=True)
class PlaceFilter:
    """Conditions that must all hold; None asks nothing.

    Attributes
    ----------
    layer : str or None
        Id of the layer that holds the place.
    kind : str or None
        Kind of the place.
    industry : str or None
        Text that stands in a term of a claim on the place.
    document : str or None
        Id of a document with a claim on the place.
    grade : str or None
        Grade of the drawn shape.
    """

    layer: str | None = None
    kind: str | None = None
    industry: str | None = None
    document: str | None = None
    grade: str | None = None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> PlaceFilter:
        """Take the conditions out of a mapping such as a query; empty values and other keys are left out."""
        return cls(**{field.name: values.get(field.name) or None for field in fields(cls)})

    def given(self) -> dict[str, str]:
        """Give the conditions that ask something."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def folded(text: str) -> str:
    """Fold width, case, brackets and white space, so that what a person types meets what a document prints."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_BRACKETS)
    return "".join(plain.split())


_BRACKETS = str.maketrans("〔〕【】", "[][]")


@per_atlas
def purposes(atlas: Atlas) -> dict[str, list[dict[str, Any]]]:
    """Give the claims that say what each place is for, by place: type, terms, folded terms, summaries, source."""
    out: dict[str, list[dict[str, Any]]] = {}
    for claim in atlas.tables["claims"].to_dict("records"):
        if claim["type"] in PURPOSES:
            terms = split_list(claim["term_zh"])
            kept = {key: claim[key] for key in ("type", "summary_zh", "summary_en", "doc_id", "section")}
            out.setdefault(claim["place_id"], []).append(
                {**kept, "terms_zh": terms, "folded": [folded(term) for term in terms]}
            )
    return out


def select(atlas: Atlas, selection: PlaceFilter) -> list[str]:
    """List the places that meet all conditions, in the order of the tables.

    Raises
    ------
    UnknownLayerError
        If no layer has the id.
    ParameterError
        If the kind, document or grade does not exist.
    """
    _require_known(atlas, selection)
    places = atlas.places
    chosen = np.ones(len(places), dtype=bool)
    if selection.layer:
        chosen &= (places["layer"] == atlas.entry(selection.layer).id).to_numpy()
    if selection.kind:
        chosen &= (places["kind"] == selection.kind).to_numpy()
    if selection.grade:
        chosen &= (atlas.features["grade"].reindex(places.index) == selection.grade).to_numpy(dtype=bool)
    found = [str(place) for place in places.index[chosen]]
    if selection.document and not selection.industry:
        claims = atlas.tables["claims"]
        told = set(claims.loc[claims["doc_id"] == selection.document, "place_id"])
        return [place for place in found if place in told]
    return [place for place in found if not selection.industry or says(atlas, place, selection)]


def says(atlas: Atlas, place_id: str, selection: PlaceFilter) -> list[dict[str, Any]]:
    """Give the claims on a place that meet the document and the industry asked for, with the terms that do."""
    word = folded(selection.industry or "")
    out = []
    for claim in purposes(atlas).get(place_id, ()):
        if selection.document and claim["doc_id"] != selection.document:
            continue
        terms = [term for term, plain in zip(claim["terms_zh"], claim["folded"], strict=True) if word in plain]
        if terms or not word:
            out.append({**{key: claim[key] for key in claim if key != "folded"}, "terms_zh": terms})
    return out


def merged_area(atlas: Atlas, place_ids: Sequence[str]) -> dict[str, Any]:
    """Measure places together.

    Returns
    -------
    dict
        ``measured`` (how many have an area), and ``sum``, ``overlap``, ``total`` with ``area_km2``, ``area_ha``,
        ``area_mu``: the plain sum, the ground counted more than once, the ground counted once.
    """
    return merged_area_of(atlas.features.loc[list(place_ids)])


def merged_area_of(features: gpd.GeoDataFrame) -> dict[str, Any]:
    """Measure the features of a layer together, as `merged_area` does."""
    rows = features[features["area_km2"].notna()]
    plain = float(rows["area_km2"].sum())
    union = float(area_km2([shapely.union_all(rows.geometry.array)], features.crs)[0]) if len(rows) else 0.0
    return {
        "measured": len(rows),
        "sum": area_columns(plain),
        "overlap": area_columns(max(plain - union, 0.0)),
        "total": area_columns(union),
    }


def innermost(atlas: Atlas, place_ids: Sequence[str]) -> list[str]:
    """Leave out the places that hold another of them: where a zone and its park name an industry, the park says where.

    Returns
    -------
    list of str
        Places with an area none of whose descendants with an area is among `place_ids`.
    """
    measured = [place for place in place_ids if not np.isnan(atlas.features.at[place, "area_km2"])]
    holders: set[str] = set()
    for place in measured:
        parent = str(atlas.places.at[place, "parent_id"])
        while parent:
            holders.add(parent)
            parent = str(atlas.places.at[parent, "parent_id"])
    return [place for place in measured if place not in holders]


def describe(atlas: Atlas, selection: PlaceFilter) -> dict[str, Any]:
    """Tell which places meet the conditions, what the documents say that made them meet, and how much they cover.

    Returns
    -------
    dict
        The body of ``/places.json``: ``filter``, ``count``, ``located``, the figures of `merged_area`, ``innermost``
        (count and ``total`` of `innermost`), ``places`` with ``says``, ``documents`` by id, ``method``, ``version``;
        areas in km², ha and mu at full precision.
    """
    chosen = select(atlas, selection)
    inner = innermost(atlas, chosen)
    with_words = bool(selection.industry or selection.document)
    places = [_row(atlas, place, says(atlas, place, selection) if with_words else []) for place in chosen]
    return {
        "filter": selection.given(),
        "count": len(places),
        "located": sum(place["located"] for place in places),
        **merged_area(atlas, chosen),
        "innermost": {"count": len(inner), "total": merged_area(atlas, inner)["total"]},
        "places": places,
        "documents": {row["doc_id"]: brief_document(row) for row in atlas.tables["documents"].to_dict("records")},
        "method": asdict(ELLIPSOIDAL),
        "version": atlas.version,
    }


def brief_document(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Give the names, number and date of a row of ``documents``."""
    keys = ("short_zh", "short_en", "title_zh", "title_en", "number", "issued_on")
    return {"id": row["doc_id"], **{key: none_if_missing(row[key]) for key in keys}}


def _row(atlas: Atlas, place_id: str, said: list[dict[str, Any]]) -> dict[str, Any]:
    feature = atlas.features.loc[place_id]
    return {
        "id": place_id,
        **{key: atlas.places.at[place_id, key] for key in ("name_zh", "name_en", "kind", "layer")},
        "grade": none_if_missing(feature["grade"]),
        "area_km2": none_if_missing(feature["area_km2"]),
        "located": feature["geometry"] is not None,
        "says": said,
    }


def _require_known(atlas: Atlas, selection: PlaceFilter) -> None:
    known = {
        "kind": KINDS,
        "grade": GRADES,
        "document": list(atlas.tables["documents"]["doc_id"]),
    }
    for name, values in known.items():
        value = getattr(selection, name)
        if value is not None and value not in values:
            raise ParameterError(
                Fault(f"{name}={value!r}", "one of " + ", ".join(values), "query", "choose one of them")
            )

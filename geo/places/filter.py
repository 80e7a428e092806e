"""The place filter of map, tables and search: which places meet its conditions, and how much ground they cover.

A place has an industry if a claim on its positioning, industries or functions names it. Names of its sites or areas do
not count.
"""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo import words
from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.citation import citations
from geo.atlas.per_atlas import per_atlas, recent_per_atlas
from geo.atlas.schema import GRADES, KINDS
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL, area_km2
from geo.measure.units import area_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import geopandas as gpd

    from geo.atlas.atlas import Atlas

#: Types of claim on the purpose of a place.
PURPOSES = ("positioning", "industry", "function")
#: Of more features the ground counted once is computed from what they share.
MANY = 2_000


@dataclass(frozen=True)
class PlaceFilter:
    """Conditions that must all hold; None is no condition.

    Attributes
    ----------
    layer : str or None
        Id of the layer that holds the place.
    kind : str or None
        Kind of the place.
    industry : str or None
        Text that a term of a claim on the place contains.
    document : str or None
        Id of a document with a claim on the place, or with an annex that lists it.
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
        """Read the conditions from a mapping such as a query; empty values and other keys are ignored."""
        return cls(**{field.name: values.get(field.name) or None for field in fields(cls)})

    def given(self) -> dict[str, str]:
        """Return the conditions that are not None."""
        return {name: value for name, value in asdict(self).items() if value is not None}


def fold_for_search(text: str) -> str:
    """Return a text without differences of width, case, brackets and white space, to match typed with printed text."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_BRACKETS)
    return "".join(plain.split())


_BRACKETS = str.maketrans("〔〕【】", "[][]")


def filter_words(atlas: Atlas, place_filter: PlaceFilter, lang: str) -> str:
    """Return a filter in words, as the map shows it (``filter.js``)."""
    given, documents = place_filter.given(), atlas.tables["documents"].set_index("doc_id")
    named: dict[str, Callable[[str], str]] = {
        "layer": lambda layer: words.pick(atlas.entry(layer), "title", lang),
        "kind": lambda kind: words.catalogue(lang).get(f"kind.{kind}") or kind,
        "industry": lambda name: words.say("found_by.industry", lang, name=name),
        "document": lambda one: words.say("found_by.document", lang, name=documents.at[one, f"short_{lang}"]),
        "grade": lambda grade: words.say("found_by.grade", lang, name=grade),
    }
    return " · ".join(name(given[key]) for key, name in named.items() if key in given)


@per_atlas
def purposes(atlas: Atlas) -> dict[str, list[dict[str, Any]]]:
    """List the claims of the types `PURPOSES` by place.

    Returns
    -------
    dict of str to list of dict
        Each claim with ``claim_id``, ``type``, ``summary_zh``, ``summary_en``, ``doc_id``, ``section``,
        ``citation_zh``, ``citation_en``, ``terms_zh``, ``terms_en`` (empty, or a gloss of each) and ``folded``, the
        terms as returned by `fold_for_search`.
    """
    out: dict[str, list[dict[str, Any]]] = {}
    for claim in atlas.tables["claims"].to_dict("records"):
        if claim["type"] in PURPOSES:
            terms, glosses = split_list(claim["term_zh"]), split_list(claim["term_en"])
            kept = {key: claim[key] for key in ("claim_id", "type", "summary_zh", "summary_en", "doc_id", "section")}
            kept |= citations(claim["section"])
            out.setdefault(claim["place_id"], []).append(
                {
                    **kept,
                    "terms_zh": terms,
                    "terms_en": glosses,
                    "folded": [fold_for_search(term) for term in terms],
                }
            )
    return out


@per_atlas
def documents_by_place(atlas: Atlas) -> dict[str, set[str]]:
    """Map each place to the ids of the documents that say something of it, or list it in an annex."""
    out: dict[str, set[str]] = {}
    for name in ("claims", "annex_parks"):
        for place, document in atlas.tables[name][["place_id", "doc_id"]].itertuples(index=False):
            out.setdefault(place, set()).add(document)
    return out


def select(atlas: Atlas, place_filter: PlaceFilter) -> list[str]:
    """List the places that meet all conditions, in the order of the tables.

    Parameters
    ----------
    atlas : Atlas
    place_filter : PlaceFilter

    Returns
    -------
    list of str
        Place ids.

    Raises
    ------
    UnknownLayerError
        If no layer has the id.
    ParameterError
        If the kind, document or grade does not exist.
    """
    _require_known(atlas, place_filter)
    places = atlas.places
    chosen = np.ones(len(places), dtype=bool)
    if place_filter.layer:
        chosen &= (places["layer"] == atlas.entry(place_filter.layer).id).to_numpy()
    if place_filter.kind:
        chosen &= (places["kind"] == place_filter.kind).to_numpy()
    if place_filter.grade:
        chosen &= (atlas.features["grade"].reindex(places.index) == place_filter.grade).to_numpy(dtype=bool)
    found = [str(place) for place in places.index[chosen]]
    if place_filter.document and not place_filter.industry:
        return [place for place in found if place_filter.document in documents_by_place(atlas).get(place, ())]
    return [place for place in found if not place_filter.industry or matching_claims(atlas, place, place_filter)]


def matching_claims(atlas: Atlas, place_id: str, place_filter: PlaceFilter) -> list[dict[str, Any]]:
    """List the claims on a place that meet the document and the industry of a filter.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
    place_filter : PlaceFilter
        Its layer, kind and grade are not looked at.

    Returns
    -------
    list of dict
        As in `purposes`, without ``folded``; ``terms_zh`` and ``terms_en`` have only the terms that contain the
        industry.
    """
    word = fold_for_search(place_filter.industry or "")
    out = []
    for claim in purposes(atlas).get(place_id, ()):
        if place_filter.document and claim["doc_id"] != place_filter.document:
            continue
        at = [i for i, plain in enumerate(claim["folded"]) if word in plain]
        if at or not word:
            kept = {key: [claim[key][i] for i in at if claim[key]] for key in ("terms_zh", "terms_en")}
            out.append({**{key: claim[key] for key in claim if key != "folded"}, **kept})
    return out


def merged_area(atlas: Atlas, place_ids: Sequence[str]) -> dict[str, Any]:
    """Compute the area of some places together.

    Parameters
    ----------
    atlas : Atlas
    place_ids : sequence of str
        Ids of places that exist.

    Returns
    -------
    dict
        ``measured`` (how many have an area), and ``sum``, ``overlap``, ``total``, each with ``area_km2``, ``area_ha``
        and ``area_mu``: the sum of the areas, the ground counted more than once, the area of the union.
    """
    return _merged_area(atlas, tuple(place_ids))


@recent_per_atlas(32)
def _merged_area(atlas: Atlas, place_ids: tuple[str, ...]) -> dict[str, Any]:
    """Return `merged_area`, which page, JSON and files of a table all ask for."""
    return merged_area_of(atlas.features.loc[list(place_ids)])


def merged_area_of(features: gpd.GeoDataFrame) -> dict[str, Any]:
    """Compute the area of some features together.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Measured (`geo.atlas.figures.measure`), in any reference system but Mercator.

    Returns
    -------
    dict
        As in `merged_area`.

    Raises
    ------
    ParameterError
        If they are more than `MANY` and cross one another too often (`geo.overlay.crowds.MOST_CROSSINGS`).
    """
    rows = features[features["area_km2"].notna()]
    plain = float(rows["area_km2"].sum())
    union = union_km2(rows, plain) if len(rows) else 0.0
    return {
        "measured": len(rows),
        "sum": area_columns(plain),
        "overlap": area_columns(max(plain - union, 0.0)),
        "total": area_columns(union),
    }


def union_km2(rows: gpd.GeoDataFrame, plain: float) -> float:
    """Compute the area of a union; of many features from what they share, which takes n log n, and no union is made.

    Parameters
    ----------
    rows : geopandas.GeoDataFrame
        Features with an area.
    plain : float
        Sum of their areas in km².

    Raises
    ------
    ParameterError
        As `merged_area_of`.
    """
    if len(rows) <= MANY:
        return float(area_km2([shapely.union_all(rows.geometry.array)], rows.crs)[0])
    from geo.overlay.prepare import prepare_features  # noqa: PLC0415  few features need no overlay, which is slow to load

    return plain - prepare_features(rows[[rows.geometry.name]]).repeated_km2


def innermost_places(atlas: Atlas, place_ids: Sequence[str]) -> list[str]:
    """List the places that contain none of the others.

    If a zone and a park in it both name an industry, the park says more exactly where it is.

    Parameters
    ----------
    atlas : Atlas
    place_ids : sequence of str
        Ids of places that exist.

    Returns
    -------
    list of str
        Places with an area that have no descendant with an area among `place_ids`.
    """
    measured = [place for place in place_ids if not np.isnan(atlas.features.at[place, "area_km2"])]
    holders: set[str] = set()
    for place in measured:
        parent = str(atlas.places.at[place, "parent_id"])
        while parent:
            holders.add(parent)
            parent = str(atlas.places.at[parent, "parent_id"])
    return [place for place in measured if place not in holders]


def describe(atlas: Atlas, place_filter: PlaceFilter) -> dict[str, Any]:
    """Return the places that meet a filter, the claims by which they meet it, and how much ground they cover.

    Parameters
    ----------
    atlas : Atlas
    place_filter : PlaceFilter

    Returns
    -------
    dict
        The body of ``/places.json``: ``filter``, ``count``, ``located``, the figures of `merged_area`, ``innermost``
        (count and ``total`` of `innermost_places`), ``places`` with ``says`` (`matching_claims`), ``documents`` by id,
        ``method``, ``version``; areas in km², ha and mu at full precision.
    """
    chosen = select(atlas, place_filter)
    inner = innermost_places(atlas, chosen)
    with_claims = bool(place_filter.industry or place_filter.document)
    places = [
        _filtered_place(atlas, place, matching_claims(atlas, place, place_filter) if with_claims else [])
        for place in chosen
    ]
    return {
        "filter": place_filter.given(),
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
    """Return id, names, number and date of a row of ``documents``; empty cells are None."""
    keys = ("short_zh", "short_en", "title_zh", "title_en", "number", "issued_on")
    return {"id": row["doc_id"], **{key: none_if_missing(row[key]) for key in keys}}


def _filtered_place(atlas: Atlas, place_id: str, claims: list[dict[str, Any]]) -> dict[str, Any]:
    feature = atlas.features.loc[place_id]
    return {
        "id": place_id,
        **{key: atlas.places.at[place_id, key] for key in ("name_zh", "name_en", "kind", "layer")},
        "grade": none_if_missing(feature["grade"]),
        "area_km2": none_if_missing(feature["area_km2"]),
        "located": feature["geometry"] is not None,
        "says": claims,
    }


def _require_known(atlas: Atlas, place_filter: PlaceFilter) -> None:
    known = {
        "kind": KINDS,
        "grade": GRADES,
        "document": list(atlas.tables["documents"]["doc_id"]),
    }
    for name, values in known.items():
        value = getattr(place_filter, name)
        if value is not None and value not in values:
            raise ParameterError(
                Fault(f"{name}={value!r}", "one of " + ", ".join(values), "query", "choose one of them")
            )

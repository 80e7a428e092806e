"""The profile of one place: claims with their sources, figures, relations, and how it was drawn and measured.

The web page prints this dictionary and adds nothing. A value that does not exist is None, never an empty string.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely

from geo.atlas.added.own_layers import stored_feature, stored_layer_of
from geo.atlas.cells import none_if_missing, plain, split_list
from geo.atlas.figures import measure
from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.atlas.per_atlas import per_atlas, recent_per_atlas
from geo.atlas.rows_by_id import feature_of, rows_of
from geo.coordinates.crs import WGS84
from geo.documents import validity
from geo.documents.measures import measure_details, measures_on
from geo.documents.targets import target_details
from geo.measure.area import ELLIPSOIDAL, area_km2
from geo.measure.compare_methods import explain
from geo.measure.units import area_columns
from geo.places.inherited import inherited_measures, inherited_targets
from geo.places.lead import lead_above, lead_of, same_as_lead
from geo.places.sourced_rows import brief_place, document_of, with_source
from geo.places.ties import (
    annex_parks_of,
    annex_rows_of,
    child_of,
    documents_naming,
    industries_of,
    industry_links_of,
)
from geo.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

#: Kind of an own feature.
OWN_KIND = "own"
#: Drawing method of a list of stops without a stated width: its area is that of the places it connects.
_AXIS_METHOD = "axis"

#: Grade of a shape that shows about where and how large a place is.
_SCHEMATIC = "C"
#: By how much of it the area of a shape that was drawn to a stated area differs from that at most.
_DRAWING_SLACK = 0.03

#: Columns of the seed tables in a profile.
_CLAIM_KEYS = (
    *("claim_id", "type", "role", "status", "term_zh", "term_en"),
    *("summary_zh", "summary_en", "note_zh", "note_en"),
)
_INDICATOR_KEYS = (
    *("indicator_id", "name_zh", "name_en", "counted_zh", "value", "value_en", "unit", "unit_en", "year", "year_zh"),
    *("qualifier_zh", "qualifier_en", "kind"),
)
_POLICY_MEASURE_KEYS = ("measure_id", "title_zh", "title_en", "summary_zh", "summary_en")
_RELATION_KEYS = ("relation", "position", "basis", "note_zh", "note_en")
_DIFFERENCE_KEYS = ("difference_id", "subject_zh", "subject_en", "note_zh", "note_en", "handling_zh", "handling_en")
_SHORT_DOCUMENT_KEYS = ("short_zh", "short_en", "number", "issued_on")
#: Keys of a target or measure that only the place it is said of shows.
_OWN_ONLY = frozenset({"compared", "lead", "partners", "firmness", "counted_zh", "measured_over"})
#: Columns of `geo.atlas.figures.measure` and of a layer in a profile.
_FIGURE_KEYS = (
    *("perimeter_km", "stated_area_km2", "stated_area_source_zh", "stated_area_source_en"),
    *("derived_area_km2", "derived_area_basis_zh", "derived_area_basis_en"),
    *("difference_km2", "difference_share", "uncertainty_km2", "scatter_km2", "verdict"),
)
_DRAWING_KEYS = ("method", "reference_zh", "reference_en", "accuracy_m", "grade", "note_zh", "note_en")
#: Keys of a profile that are empty lists for an own feature.
_DOCUMENT_LISTS = (
    *("aliases", "parents", "children", "unlocated_children", "lead_same", "claims", "indicators", "industries"),
    *("industry_links", "measures", "relations", "differences", "annex", "annex_parks", "documents"),
)


def profile(atlas: Atlas, place_id: str, as_of: date | None = None) -> dict[str, Any]:
    """Return the profile of a place, of an own feature or of a feature of a stored layer.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
    as_of : datetime.date, optional
        Only what documents say that stood on this day (`geo.documents.validity`); without it what all of them say. It
        also tells which targets have passed: today without it.

    Returns
    -------
    dict
        The body of ``/places/<id>.json``; areas in km², ha and mu, lengths in km, shares 0 to 1. An own or stored
        feature has the same keys, with empty lists for what comes from documents, and ``attributes``: ``name`` and
        ``value`` of each column of the source (a number, a text, a truth value or None).

    Raises
    ------
    UnknownPlaceError
        If no place and no own feature has this id.
    NotFoundError
        If no document stood on the day, or none that did names the place.
    """
    then = validity.as_of(atlas, as_of)
    validity.require_named(atlas, then, place_id, as_of)
    own, stored = then.own_layer_of(place_id), stored_feature(then, place_id)
    if stored is not None:
        record = _stored_profile(then, stored)
    else:
        record = _own_profile(then, own, place_id) if own else _profile(then, place_id, as_of or date.today())
    return {**record, "as_of": as_of and as_of.isoformat()}


@recent_per_atlas(8)
def _profile(atlas: Atlas, place_id: str, on: date) -> dict[str, Any]:
    """Return the profile of a place as an atlas tells it; `on` tells which targets have passed."""
    (place,), feature = rows_of(atlas, "places", "place_id", place_id), feature_of(atlas, place_id)
    children = [row["place_id"] for row in rows_of(atlas, "places", "parent_id", place_id)]
    located = [child for child in children if atlas.features.geometry[child] is not None]
    return {
        "id": place_id,
        "name_zh": place["name_zh"],
        "name_en": place["name_en"],
        "kind": place["kind"],
        "level": place["level"],
        "layer": place["layer"],
        "aliases": split_list(str(place["aliases"])),
        "parents": [brief_place(atlas, parent) for parent in _ancestors(atlas, place_id)],
        "children": [child_of(atlas, child) for child in located],
        "unlocated_children": [child_of(atlas, child) for child in children if child not in located],
        "area": _area(atlas, place_id, feature),
        "geometry": _geometry(feature),
        **_lead(atlas, place_id),
        "claims": _claims(atlas, place_id),
        "indicators": _indicators(atlas, place_id, on),
        "industries": industries_of(atlas, place_id),
        "industry_links": industry_links_of(atlas, place_id),
        "measures": _policy_measures(atlas, place_id),
        "inherited": _inherited(atlas, place_id, on),
        "relations": _relations(atlas, place_id),
        "differences": _differences(atlas, place_id),
        "annex": annex_rows_of(atlas, place_id),
        "annex_parks": annex_parks_of(atlas, place_id),
        "documents": _documents(atlas, place_id),
        "disclaimer_zh": DISCLAIMER_ZH,
        "disclaimer_en": DISCLAIMER_EN,
        "version": atlas.version,
    }


def _own_profile(atlas: Atlas, layer: str, feature_id: str) -> dict[str, Any]:
    """Return the profile of an own feature."""
    feature, attributes = atlas.layers[layer].loc[feature_id], atlas.own[layer].loc[feature_id]
    return _record_of_own(atlas, atlas.entry(layer), feature, attributes)


def _stored_profile(atlas: Atlas, row: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the profile of a feature of a stored layer, which is measured here."""
    layer = stored_layer_of(atlas, str(row.index[0]))
    assert layer is not None  # noqa: S101 - it has the feature
    unknown = {"method": None, "accuracy_m": np.nan, "stated_area_km2": np.nan}
    feature = measure(row[["name_zh", "name_en", "grade", "geometry"]].assign(**unknown)).iloc[0]
    feature = feature.reindex([*feature.index, *(key for key in (*_DRAWING_KEYS, *_FIGURE_KEYS) if key not in feature)])
    attributes = {field.name: plain(row[name].iloc[0]) for name, field in layer.fields.items()}
    return _record_of_own(atlas, layer.entry, feature, pd.Series(attributes, dtype=object))


def _record_of_own(atlas: Atlas, entry: Layer, feature: Any, attributes: Any) -> dict[str, Any]:
    """Write the profile of a feature of the reader's own: measured like a place, without claims of documents."""
    return {
        "id": feature.name,
        **{key: feature[key] for key in ("name_zh", "name_en")},
        "kind": OWN_KIND,
        "level": None,
        "layer": entry.id,
        "layer_zh": entry.title_zh,
        "layer_en": entry.title_en,
        "origin_zh": entry.description_zh,
        "origin_en": entry.description_en,
        "attributes": [{"name": name, "value": value} for name, value in attributes.items()],
        "area": None if pd.isna(feature["area_km2"]) else _explained(_measured_area(feature), feature["geometry"]),
        "length_km": none_if_missing(feature["perimeter_km"]),
        "geometry": _geometry(feature),
        "lead": None,
        "lead_above": None,
        **{key: [] for key in _DOCUMENT_LISTS},
        "inherited": {"targets": [], "measures": []},
        "disclaimer_zh": DISCLAIMER_ZH,
        "disclaimer_en": DISCLAIMER_EN,
        "version": atlas.version,
    }


def statements_of(atlas: Atlas, place_id: str, on: date) -> dict[str, Any]:
    """Return ``id``, ``claims``, ``indicators`` and ``measures`` of a place as its profile has them."""
    return {
        "id": place_id,
        "claims": _claims(atlas, place_id),
        "indicators": _indicators(atlas, place_id, on),
        "measures": _policy_measures(atlas, place_id),
    }


def _ancestors(atlas: Atlas, place_id: str) -> list[str]:
    """List the places that contain a place, the outermost first. Loading refuses cycles, so this ends."""
    chain: list[str] = []
    (place,) = rows_of(atlas, "places", "place_id", place_id)
    while place["parent_id"]:
        chain.insert(0, place["parent_id"])
        (place,) = rows_of(atlas, "places", "place_id", place["parent_id"])
    return chain


def _documents(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """List the documents that name the place, in their order of time."""
    found = [document_of(atlas, doc_id) for doc_id in documents_naming(atlas, place_id)]
    return sorted(found, key=lambda document: document["sequence"])


def _claims(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    claims = with_source(atlas, rows_of(atlas, "claims", "place_id", place_id), _CLAIM_KEYS)
    return [
        {**claim, **{f"terms_{lang}": split_list(claim[f"term_{lang}"] or "") for lang in LANGUAGES}}
        for claim in claims
    ]


def _lead(atlas: Atlas, place_id: str) -> dict[str, Any]:
    """Return the ids of the leading claim and of those that say the same, or the lead of a place above."""
    return {
        "lead": lead_of(atlas, place_id),
        "lead_same": same_as_lead(atlas, place_id),
        "lead_above": lead_above(atlas, place_id),
    }


def _indicators(atlas: Atlas, place_id: str, on: date) -> list[dict[str, Any]]:
    return _figures(atlas, rows_of(atlas, "indicators", "place_id", place_id), on)


def _figures(atlas: Atlas, rows: Sequence[Mapping[str, Any]], on: date) -> list[dict[str, Any]]:
    details = [target_details(atlas, row, on) for row in rows]
    return with_source(atlas, rows, _INDICATOR_KEYS, details)


def _policy_measures(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    rows = measures_on(atlas, place_id)
    basis = {row["measure_id"]: row["basis"] for row in rows}
    return [{**one, "basis": basis[one["measure_id"]]} for one in _measures(atlas, rows)]


def _measures(atlas: Atlas, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    details = [measure_details(atlas, row) for row in rows]
    return with_source(atlas, rows, _POLICY_MEASURE_KEYS, details)


def _inherited(atlas: Atlas, place_id: str, on: date) -> dict[str, list[dict[str, Any]]]:
    """List what applies to the place through another: each target and measure with that place under ``through``."""
    targets, measures = dict(inherited_targets(atlas, place_id)), dict(inherited_measures(atlas, place_id))
    figures = [row for target in targets for row in _short_target(atlas, target, on)]
    applied = [one for measure in measures for one in _short_measure(atlas, measure)]
    return {
        "targets": [
            {**one, "through": _holder(atlas, targets[one["indicator_id"]])}
            for one in sorted(figures, key=lambda one: one["document"]["sequence"])
        ],
        "measures": [
            {**one, "through": _holder(atlas, measures[one["measure_id"]])}
            for one in sorted(applied, key=lambda one: one["document"]["sequence"])
        ],
    }


@recent_per_atlas(1000)
def _short_target(atlas: Atlas, indicator_id: str, on: date) -> list[dict[str, Any]]:
    return [_in_short(one) for one in _figures(atlas, rows_of(atlas, "indicators", "indicator_id", indicator_id), on)]


@per_atlas
def _short_measure(atlas: Atlas, measure_id: str) -> list[dict[str, Any]]:
    return [_in_short(one) for one in _measures(atlas, rows_of(atlas, "measures", "measure_id", measure_id))]


def _in_short(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry in short; the page of the place through which it applies has the rest."""
    document = {key: entry["document"][key] for key in ("id", "sequence", *_SHORT_DOCUMENT_KEYS)}
    return {**{key: value for key, value in entry.items() if key not in _OWN_ONLY}, "document": document}


@per_atlas
def _holder(atlas: Atlas, place_id: str) -> dict[str, str]:
    return {"id": place_id, **{key: str(atlas.places.at[place_id, key]) for key in ("name_zh", "name_en")}}


def _differences(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    """List where the documents contradict each other about the place, and how the atlas handles it."""
    rows = rows_of(atlas, "differences", "place_ids", place_id)
    return [{key: row[key] for key in _DIFFERENCE_KEYS} for row in rows]


def _relations(atlas: Atlas, place_id: str) -> list[dict[str, Any]]:
    out = []
    for direction, here, there in (("out", "place_id", "other_id"), ("in", "other_id", "place_id")):
        relations = with_source(atlas, rows_of(atlas, "relations", here, place_id), (there, *_RELATION_KEYS))
        for relation in relations:
            other = brief_place(atlas, relation.pop(there))
            position = int(relation["position"]) if relation["position"] else None
            out.append({**relation, "position": position, "direction": direction, "other": other})
    return out


def area_of(atlas: Atlas, place_id: str) -> dict[str, Any] | None:
    """Return the area of a place in three units with its figures; of an axis that of the places it connects.

    Returns
    -------
    dict or None
        ``derived`` tells which it is, ``derived_from`` of which places. None for a place without an area.
    """
    feature = feature_of(atlas, place_id)
    if feature["method"] == _AXIS_METHOD:
        return _derived_area(atlas, place_id)
    return None if pd.isna(feature["area_km2"]) else _measured_area(feature)


def _area(atlas: Atlas, place_id: str, feature: Mapping[str, Any]) -> dict[str, Any] | None:
    known = area_of(atlas, place_id)
    if known is None:
        return None
    shape = _union(atlas, known["derived_from"]) if known["derived"] else feature["geometry"]
    return _explained(known, shape)


def _explained(area: dict[str, Any], shape: BaseGeometry) -> dict[str, Any]:
    return {**area, "method": asdict(ELLIPSOIDAL), "explained": explain([shape], WGS84)}


def _measured_area(feature: Mapping[str, Any]) -> dict[str, Any]:
    figures = {key: none_if_missing(feature[key]) for key in _FIGURE_KEYS}
    size = area_columns(float(feature["area_km2"]))
    return {**size, **figures, "drawn_to_size": _is_drawn_to_size(feature), "derived": False, "derived_from": []}


def _is_drawn_to_size(feature: Mapping[str, Any]) -> bool:
    """Return whether a shape was drawn to its stated area, so that its own area proves nothing."""
    stated = feature["stated_area_km2"]
    if feature["grade"] != _SCHEMATIC or pd.isna(stated):
        return False
    return bool(abs(feature["area_km2"] - stated) <= _DRAWING_SLACK * stated)


def _derived_area(atlas: Atlas, place_id: str) -> dict[str, Any] | None:
    """Compute the area of the union of the places an axis connects; None if none of them has an area."""
    table = atlas.tables["relations"]
    stops = table[(table["place_id"] == place_id) & (table["relation"] == "connects")]["other_id"].unique()
    measured = [stop for stop in stops if not pd.isna(atlas.features.at[stop, "area_km2"])]
    if not measured:
        return None
    size = area_columns(float(area_km2([_union(atlas, measured)], WGS84)[0]))
    return {**size, **dict.fromkeys(_FIGURE_KEYS), "drawn_to_size": False, "derived": True, "derived_from": measured}


def _union(atlas: Atlas, place_ids: Sequence[str]) -> BaseGeometry:
    return shapely.union_all([atlas.features.geometry[place] for place in place_ids])


def _geometry(feature: Mapping[str, Any]) -> dict[str, Any]:
    shape = feature["geometry"]
    return {
        "type": None if shape is None else shape.geom_type,
        **{key: none_if_missing(feature[key]) for key in _DRAWING_KEYS},
    }

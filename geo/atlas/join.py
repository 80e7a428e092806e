"""References between tables and layers, and a fault for every row or feature that refers to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.atlas.added.short_names import short_name_faults
from geo.atlas.cells import split_list
from geo.atlas.schema import UNNAMED_KINDS
from geo.errors import Fault, JoinError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from geo.atlas.schema import Catalogue

#: Table -> column -> table in which its ids must exist. A column ending in ``_ids`` holds a ``;`` list.
REFERENCES: dict[str, dict[str, str]] = {
    "places": {"parent_id": "places"},
    "claims": {"place_id": "places", "doc_id": "documents"},
    "indicators": {"place_id": "places", "doc_id": "documents"},
    "industries": {"doc_id": "documents"},
    "industry_places": {"industry_id": "industries", "place_id": "places", "doc_id": "documents"},
    "industry_links": {
        "industry_id": "industries",
        "place_ids": "places",
        "mentioned_place_ids": "places",
        "doc_id": "documents",
    },
    "measures": {"doc_id": "documents"},
    "measure_places": {"measure_id": "measures", "place_id": "places", "doc_id": "documents"},
    "land_rules": {"place_ids": "places", "doc_id": "documents"},
    "documents": {"superseded_by": "documents"},
    "document_facts": {"doc_id": "documents"},
    "targets": {
        "baseline_id": "indicators",
        "target_id": "indicators",
        "repeats_id": "indicators",
        "measured_over": "places",
        "doc_id": "documents",
    },
    "differences": {"place_ids": "places"},
    "stated_area_sources": {"doc_id": "documents"},
    "relations": {"place_id": "places", "other_id": "places", "doc_id": "documents"},
    "annex_parks": {"city_id": "places", "place_id": "places", "doc_id": "documents"},
    "framework_members": {"place_id": "places", "doc_id": "documents"},
}
_KEY = {
    "places": "place_id",
    "documents": "doc_id",
    "industries": "industry_id",
    "indicators": "indicator_id",
    "measures": "measure_id",
}


def join_faults(
    tables: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame], catalogue: Catalogue
) -> list[Fault]:
    """List a fault for every reference that leads nowhere.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The seed tables by name. References into or out of a table that is missing are not checked.
    layers : mapping of str to geopandas.GeoDataFrame
        The features by layer id. Places of a layer that is missing are not checked.
    catalogue : Catalogue
        Says which layers hold places of the documents.

    Returns
    -------
    list of Fault
        Empty if every reference leads somewhere.
    """
    faults = _reference_faults(tables) + short_name_faults(tables)
    if "places" in tables:
        places = tables["places"]
        faults += _cycle_faults(places)
        faults += _feature_faults(places, layers, catalogue)
        faults += _coverage_faults(places, catalogue)
    if {"places", "claims", "annex_parks"} <= tables.keys():
        faults += _claim_faults(tables)
    return faults


def require_joined(
    tables: Mapping[str, pd.DataFrame], layers: Mapping[str, gpd.GeoDataFrame], catalogue: Catalogue
) -> None:
    """Check that every reference leads somewhere.

    Parameters
    ----------
    tables, layers, catalogue
        As in `join_faults`.

    Raises
    ------
    JoinError
        With every fault `join_faults` finds.
    """
    faults = join_faults(tables, layers, catalogue)
    if faults:
        raise JoinError(faults)


def _reference_faults(tables: Mapping[str, pd.DataFrame]) -> list[Fault]:
    faults = []
    for name, columns in REFERENCES.items():
        for column, target in columns.items():
            if name not in tables or target not in tables:
                continue
            known = set(tables[target][_KEY[target]])
            for row, cell in enumerate(tables[name][column], start=2):
                for value in split_list(cell):
                    if value not in known:
                        where = f"seeds/{name}.csv, row {row}, {column}"
                        faults.append(
                            Fault(
                                f"{value!r}",
                                f"an id of seeds/{target}.csv",
                                where,
                                "correct the id or add the row",
                            )
                        )
    return faults


def _cycle_faults(places: pd.DataFrame) -> list[Fault]:
    parent = dict(zip(places["place_id"], places["parent_id"], strict=True))
    faults = []
    for row, (start, first) in enumerate(parent.items(), start=2):
        seen, current = {start}, first
        while current and current in parent and current not in seen:
            seen.add(current)
            current = parent[current]
        if current == start:
            where = f"seeds/places.csv, row {row}, {start}"
            faults.append(
                Fault("the place is its own ancestor", "a chain of parents that ends", where, "mend parent_id")
            )
    return faults


def _feature_faults(places: pd.DataFrame, layers: Mapping[str, gpd.GeoDataFrame], catalogue: Catalogue) -> list[Fault]:
    faults = []
    planning = {layer.id for layer in catalogue.layer if layer.role == "planning"}
    layer_of = dict(zip(places["place_id"], places["layer"], strict=True))
    drawn: dict[str, str] = {}
    for layer_id in sorted(planning & set(layers)):
        for feature_id in layers[layer_id].index:
            where = f"layers/{layer_id}.geojson, feature {feature_id}"
            if layer_of.get(feature_id) != layer_id:
                stated = layer_of.get(feature_id)
                found = f"the place belongs to layer {stated!r}" if stated else "no such place"
                remedy = "mend the id, or seeds/places.csv"
                faults.append(Fault(found, "a row of seeds/places.csv with this layer", where, remedy))
            drawn[feature_id] = layer_id
    for row, (place_id, layer_id) in enumerate(layer_of.items(), start=2):
        if drawn.get(place_id) != layer_id and layer_id not in planning - set(layers):
            where = f"seeds/places.csv, row {row}, {place_id}"
            expected = f"a feature in layers/{layer_id}.geojson (geometry null if nobody locates it)"
            faults.append(Fault("the place has no feature in its layer", expected, where, "draw it, or mend the layer"))
    return faults


def _claim_faults(tables: Mapping[str, pd.DataFrame]) -> list[Fault]:
    places = tables["places"]
    # A figure of a place says something of it too; a row of an annex names it.
    claimed = {place_id for name in ("claims", "indicators", "annex_parks") for place_id in tables[name]["place_id"]}
    faults = []
    for row, (place_id, kind) in enumerate(zip(places["place_id"], places["kind"], strict=True), start=2):
        named = kind not in UNNAMED_KINDS
        if named != (place_id in claimed):
            where = f"seeds/places.csv, row {row}, {place_id}"
            found = "no claim" if named else f"claims on a place of kind {kind!r}, which no document names"
            faults.append(Fault(found, "at least one claim" if named else "no claim", where, "mend seeds/claims.csv"))
    return faults


def _coverage_faults(places: pd.DataFrame, catalogue: Catalogue) -> list[Fault]:
    known = set(places["place_id"])
    return [
        Fault(
            f"{place!r}", "an id of seeds/places.csv", f"layers/catalogue.toml, coverage of {coverage.whole}", "mend it"
        )
        for coverage in catalogue.coverage
        for place in (coverage.whole, *coverage.parts)
        if place not in known
    ]

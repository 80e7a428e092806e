"""Consistency of the features: properties that fit the geometry, no outline twice, no id twice, no unknown id."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.atlas.cells import none_if_missing, split_list
from geo.check.rules import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import geopandas as gpd
    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar

#: Drawing method -> dimensions its geometry may have (0 point, 1 line, 2 area).
_DIMENSIONS = {
    "traced": (0, 1, 2),
    "constructed": (0, 1, 2),
    "schematic": (0, 1, 2),
    "axis": (1,),
    "point": (0,),
}
_SHAPES = {0: "a point", 1: "a line", 2: "an area"}


def consistency_findings(loaded: LoadedSoFar) -> list[Finding]:
    """List properties that do not fit the geometry, outlines and ids that occur twice, and unknown ids in check tables.

    Parameters
    ----------
    loaded : LoadedSoFar
        Features by layer, and the check tables.

    Returns
    -------
    list of Finding
        Rules S003, G011, J001 (one id in two layers) and J002.
    """
    findings = []
    same_place = _same_places(loaded)
    for layer_id, frame in loaded.frames.items():
        file = loaded.file_of(layer_id)
        sound = frame[~frame.index.isin(loaded.unsound)]
        findings += [
            Finding("S003", "error", file, f"feature {name}", found, expected, "mend the property, or the geometry")
            for name, found, expected in _properties_that_do_not_fit(sound)
        ]
        findings += _same_outlines(sound, file, same_place)
    return findings + _shared_ids(loaded) + _unknown_references(loaded)


def _properties_that_do_not_fit(frame: gpd.GeoDataFrame) -> Iterator[tuple[str, str, str]]:
    """Yield id, found and expected of each property that does not fit its geometry."""
    for row in frame.to_dict("records"):
        name, method, geometry = row["place_id"], row["method"], row["geometry"]
        if (method == "none") != (geometry is None):
            found = "no geometry" if geometry is None else f"{_SHAPES[shapely.get_dimensions(geometry)]}"
            yield name, f"method {method!r} with {found}", "'none' exactly where the geometry is null"
        elif geometry is not None and method in _DIMENSIONS:
            dimension = int(shapely.get_dimensions(geometry))
            if dimension not in _DIMENSIONS[method]:
                yield name, f"method {method!r} with {_SHAPES[dimension]}", _SHAPES[_DIMENSIONS[method][0]]
        for column in ("accuracy_m", "grade"):
            value = none_if_missing(row[column])
            if (value is None) != (geometry is None):
                found = f"{column} is {value!r}"
                yield name, found, "a value for a drawn feature, null for one without geometry"


def _same_places(loaded: LoadedSoFar) -> dict[str, str]:
    """Map each place that is possibly the same as others to one id for all of them."""
    group: dict[str, str] = {}
    relations = loaded.tables.get("relations")
    if relations is not None:
        pairs = relations[relations["relation"] == "possibly_same_as"]
        for one, other in zip(pairs["place_id"], pairs["other_id"], strict=True):
            old, new = group.get(other, other), group.get(one, one)
            group |= {one: new, other: new, **{name: new for name, in_group in group.items() if in_group == old}}
    return group


def _same_outlines(frame: gpd.GeoDataFrame, file: str, same_place: Mapping[str, str]) -> list[Finding]:
    """List areas with the outline of another one, which may be a forgotten copy, unless both may be one place."""
    areas = frame[frame.geometry.notna() & frame.geom_type.isin(["Polygon", "MultiPolygon"])]
    seen: dict[bytes, str] = {}
    findings = []
    keys = shapely.to_wkb(shapely.normalize(np.asarray(areas.geometry)))
    for name, key in zip(areas.index, keys, strict=True):
        if key in seen and same_place.get(name, name) != same_place.get(seen[key], seen[key]):
            found = f"the same outline as feature {seen[key]}"
            remedy = "remove the copy, or draw what it should be"
            findings.append(Finding("G011", "warning", file, f"feature {name}", found, "an outline of its own", remedy))
        seen.setdefault(key, name)
    return findings


def _shared_ids(loaded: LoadedSoFar) -> list[Finding]:
    owner: dict[str, str] = {}
    findings = []
    for layer_id, frame in loaded.frames.items():
        for name in frame.index:
            if name in owner:
                found, expected = f"the id stands in layer {owner[name]} too", "an id of one feature"
                remedy = "remove the copy, or give it an id of its own"
                file = loaded.file_of(layer_id)
                findings.append(Finding("J001", "error", file, f"feature {name}", found, expected, remedy))
            owner.setdefault(name, layer_id)
    return findings


def _unknown_references(loaded: LoadedSoFar) -> list[Finding]:
    """List unknown ids in the check tables. If a layer could not be read, no feature id is checked: it may be there."""
    known = {name for frame in loaded.frames.values() for name in frame.index}
    catalogue = loaded.catalogue
    findings = []
    if catalogue is not None and len(loaded.frames) == len(catalogue.layer):
        for name, column, table in (
            ("control_points", "feature_ids", loaded.control_points),
            ("street_anchors", "feature_ids", loaded.street_anchors),
            ("containment", "inner_id", loaded.hierarchy),
            ("containment", "outer_id", loaded.hierarchy),
        ):
            findings += _unknown_ids(f"layers/{name}.csv", column, table, known, "the id of a feature of some layer")
    if "documents" in loaded.tables:
        documents = set(loaded.tables["documents"]["doc_id"])
        findings += _unknown_ids(
            "seeds/sections.csv", "doc_id", loaded.sections, documents, "an id of seeds/documents.csv"
        )
    return findings


def _unknown_ids(file: str, column: str, table: pd.DataFrame | None, known: set[str], expected: str) -> list[Finding]:
    return [
        Finding("J002", "error", file, f"row {row}, {column}", repr(value), expected, "correct the id, or remove it")
        for row, cell in enumerate(table[column] if table is not None else (), start=2)
        for value in split_list(cell)
        if value not in known
    ]

"""Consistency of made-up features: properties and geometry, outlines, ids, and ids of the check tables."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from geo import Atlas
from geo.check.consistency import consistency_findings
from geo.check.lenient_load import LoadedSoFar

SQUARE = box(121.8, 30.9, 121.9, 31.0)
LINE = LineString([(121.8, 30.9), (121.9, 30.9)])
POINT = Point(121.8, 30.9)


def features(**shapes: object) -> gpd.GeoDataFrame:
    names = list(shapes)
    columns = {
        "place_id": names,
        "method": ["traced" if shape is not None else "none" for shape in shapes.values()],
        "accuracy_m": [30.0 if shape is not None else None for shape in shapes.values()],
        "grade": ["B" if shape is not None else None for shape in shapes.values()],
    }
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=names, crs="EPSG:4326")


def loaded(**frames: gpd.GeoDataFrame) -> LoadedSoFar:
    return LoadedSoFar(Path("layers"), Path("seeds"), frames=frames)


def found(data: LoadedSoFar) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.file, finding.item) for finding in consistency_findings(data)]


def test_sound_features_have_no_finding() -> None:
    assert found(loaded(parks=features(a=SQUARE, b=LINE, c=POINT, d=None))) == []


@pytest.mark.parametrize(
    ("shape", "column", "value"),
    [
        (SQUARE, "method", "none"),
        (None, "method", "traced"),
        (SQUARE, "method", "axis"),
        (LINE, "method", "point"),
        (SQUARE, "accuracy_m", None),
        (None, "accuracy_m", 30.0),
        (SQUARE, "grade", None),
        (None, "grade", "A"),
    ],
)
def test_a_property_that_does_not_fit_the_geometry_is_found(shape: object, column: str, value: object) -> None:
    frame = features(a=shape)
    frame[column] = [value]
    assert found(loaded(parks=frame)) == [("S003", "layers/parks.geojson", "feature a")]


def test_features_whose_geometry_was_reported_are_left_out() -> None:
    frame = features(a=SQUARE, b=SQUARE)
    frame["method"] = "axis"
    data = loaded(parks=frame)
    data.unsound = {"a", "b"}
    assert found(data) == []


def test_the_same_outline_twice_is_found_whatever_its_first_corner() -> None:
    turned = SQUARE.reverse()
    (finding,) = consistency_findings(loaded(parks=features(a=SQUARE, b=turned)))
    assert (finding.rule, finding.severity, finding.feature) == ("G011", "warning", "b")
    assert finding.found == "the same outline as feature a"


def test_places_that_may_be_one_may_have_one_outline_also_by_way_of_a_third() -> None:
    data = loaded(parks=features(a=SQUARE, b=SQUARE, c=SQUARE))
    pairs = [("a", "b"), ("c", "b")]
    data.tables["relations"] = pd.DataFrame(
        [{"place_id": one, "relation": "possibly_same_as", "other_id": other} for one, other in pairs]
    )
    assert found(data) == []
    data.tables["relations"]["relation"] = "overlaps"
    assert [rule for rule, *_ in found(data)] == ["G011", "G011"]


def test_an_id_in_two_layers_is_found_in_the_second() -> None:
    data = loaded(parks=features(a=SQUARE), towns=features(a=POINT))
    assert found(data) == [("J001", "layers/towns.geojson", "feature a")]


def test_an_unknown_id_of_a_check_table_is_found_only_if_every_layer_was_read(atlas: Atlas) -> None:
    data = loaded(parks=features(a=SQUARE))
    data.control_points = pd.DataFrame({"feature_ids": ["a;b", ""]})
    data.street_anchors = pd.DataFrame({"feature_ids": ["a", "d"]})
    data.hierarchy = pd.DataFrame({"inner_id": ["a", "c"], "outer_id": ["a", "a"]})
    layers = atlas.catalogue.layer
    data.catalogue = atlas.catalogue.model_copy(update={"layer": layers[:1]})
    assert found(data) == [
        ("J002", "layers/control_points.csv", "row 2, feature_ids"),
        ("J002", "layers/street_anchors.csv", "row 3, feature_ids"),
        ("J002", "layers/containment.csv", "row 3, inner_id"),
    ]
    data.catalogue = atlas.catalogue.model_copy(update={"layer": layers[:2]})
    assert found(data) == []


def test_a_section_of_an_unknown_document_is_found() -> None:
    data = loaded()
    data.tables["documents"] = pd.DataFrame({"doc_id": ["plan"]})
    data.sections = pd.DataFrame({"doc_id": ["plan", "plam"], "section": ["一", "一"]})
    assert found(data) == [("J002", "seeds/sections.csv", "row 3, doc_id")]

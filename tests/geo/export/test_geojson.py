"""GeoJSON as RFC 7946 asks: no system named, rings right-handed, statements and notes with the features."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from geo import Atlas
from geo.export.geojson import feature_text, place_geojson, record_geojson
from geo.places.profile import profile
from tests.geo.export.layer_files import export


def test_geojson_is_rfc_7946_and_carries_what_must_travel(atlas: Atlas, tmp_path: Path) -> None:
    document = json.loads(export(atlas, tmp_path, "functional_areas", "geojson").read_text(encoding="utf-8"))
    assert "crs" not in document
    notes = " ".join(document["metadata"].values())
    for said in (
        atlas.version,
        "ODbL",
        "OpenStreetMap contributors",
        "非法定边界",
        "EPSG:4326",
        "椭球面积",
        "五大功能区",
    ):
        assert said in notes
    for feature in document["features"]:
        assert feature["id"] == feature["properties"]["place_id"]
        assert all(claim["doc_id"] and claim["section"] for claim in feature["properties"]["claims"])
        for part in shapely.get_parts(shapely.from_geojson(json.dumps(feature["geometry"]))):
            assert part.exterior.is_ccw
            assert not any(ring.is_ccw for ring in part.interiors)
    assert sum(len(feature["properties"]["claims"]) for feature in document["features"]) > 20


def test_a_feature_has_the_names_of_its_columns_and_a_ring_to_the_right() -> None:
    row = {"place_id": "a", "area_m2": 2.5, "claims_json": None}
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    feature = json.loads(feature_text(row, clockwise, {"area_m2": "MJ"}))
    assert feature["id"] == "a"
    assert feature["properties"] == {"place_id": "a", "MJ": 2.5, "claims": []}
    assert shapely.from_geojson(json.dumps(feature["geometry"])).exterior.is_ccw


def test_a_place_without_location_is_a_feature_without_geometry() -> None:
    feature = json.loads(place_geojson({"id": "a", "name_zh": "甲"}, None))
    assert feature == {"type": "Feature", "id": "a", "properties": {"id": "a", "name_zh": "甲"}, "geometry": None}
    located = json.loads(place_geojson({"id": "a"}, shapely.Point(121.5, 30.5)))
    assert located["geometry"] == {"type": "Point", "coordinates": [121.5, 30.5]}


@pytest.mark.parametrize("place", ["lg-new-area", "area-qianwan"])
def test_a_record_that_is_written_already_makes_the_same_feature(atlas: Atlas, place: str) -> None:
    record, shape = profile(atlas, place), atlas.shape_of(place)
    made = record_geojson(place, json.dumps(record).encode() + b"\n", shape)
    assert json.loads(made) == json.loads(place_geojson(record, shape))

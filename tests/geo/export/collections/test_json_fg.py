"""JSON-FG: the shape in the order of the axes of its system, the same as GeoJSON, and since when a place is named."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest
import shapely

from geo import Atlas
from geo.export.collections.json_fg import as_json_fg
from tests.geo.export.layer_files import MM_DEG, assert_same_shapes, export


@pytest.mark.parametrize(("crs", "tolerance"), [("EPSG:4490", MM_DEG), ("EPSG:4550", 1e-3), ("EPSG:4529", 1e-3)])
def test_gdal_reads_the_places_in_their_own_system(atlas: Atlas, tmp_path: Path, crs: str, tolerance: float) -> None:
    path = export(atlas, tmp_path, "parks", "jsonfg", crs=crs)
    assert pyogrio.read_info(path)["driver"] == "JSONFG"
    assert pyogrio.list_layers(path)[:, 0].tolist() == ["parks"]
    found = pyogrio.read_dataframe(path).set_index("place_id")
    assert found.crs.to_string() == crs
    assert_same_shapes(found, atlas.layer("parks").to_crs(crs), tolerance)


def test_latitude_comes_first_in_place_and_longitude_in_geometry(atlas: Atlas, tmp_path: Path) -> None:
    document = json.loads(export(atlas, tmp_path, "nodes", "jsonfg").read_text(encoding="utf-8"))
    assert document["coordRefSys"] == "http://www.opengis.net/def/crs/EPSG/0/4490"
    assert document["featureType"] == "nodes"
    assert document["conformsTo"] == ["http://www.opengis.net/spec/json-fg-1/1.0/conf/core"]
    located = [one for one in document["features"] if one["geometry"]]
    assert located
    assert all(one["place"]["coordinates"] == one["geometry"]["coordinates"][::-1] for one in located)
    assert {one["time"]["interval"][1] for one in located} == {".."}
    assert all(len(one["time"]["interval"][0]) == 10 for one in located)


def test_in_wgs84_the_geometry_says_all(atlas: Atlas, tmp_path: Path) -> None:
    document = json.loads(export(atlas, tmp_path, "nodes", "jsonfg", crs="EPSG:4326").read_text(encoding="utf-8"))
    assert "coordRefSys" not in document
    assert {one["place"] for one in document["features"]} == {None}


def test_a_feature_of_the_service_gets_the_members_it_lacks() -> None:
    feature = {
        "type": "Feature",
        "id": "a",
        "properties": {"first_named_on": "2020-01-02"},
        "geometry": {"type": "Point", "coordinates": [121.5, 31.0]},
    }
    plain = as_json_fg(feature, "parks")
    assert (plain["place"], plain["time"]) == (None, {"interval": ["2020-01-02", ".."]})
    assert "coordRefSys" not in plain
    projected = as_json_fg(feature, "parks", "http://www.opengis.net/def/crs/EPSG/0/4550")
    northing, easting = shapely.from_geojson(json.dumps(projected["place"])).coords[0]
    assert 3_430_000 < northing < 3_435_000
    assert 350_000 < easting < 360_000
    nowhere = {**feature, "geometry": None, "properties": {}}
    both = as_json_fg({"type": "FeatureCollection", "features": [feature, nowhere]}, "parks", projected["coordRefSys"])
    assert [one["time"] for one in both["features"]] == [plain["time"], None]
    assert both["features"][1]["place"] is None

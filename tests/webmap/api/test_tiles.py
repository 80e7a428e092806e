"""Vector tiles, read by GDAL: what is in a tile is what lies there, to a unit of the tile."""

from __future__ import annotations

import math
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app

ZOOM = 11


def tile_of(lon: float, lat: float) -> tuple[int, int]:
    """Column and row of the tile a point lies in."""
    side = 2**ZOOM
    y = math.asinh(math.tan(math.radians(lat)))
    return int((lon + 180.0) / 360.0 * side), int((1.0 - y / math.pi) / 2.0 * side)


def read(data: bytes, tmp_path: Path, column: int, row: int) -> gpd.GeoDataFrame:
    path = tmp_path / "tile.mvt"
    path.write_bytes(data)
    return pyogrio.read_dataframe(path, X=column, Y=row, Z=ZOOM).set_crs("EPSG:3857", allow_override=True)


def unit_m() -> float:
    return 2 * 20_037_508.342789244 / 2**ZOOM / 4096


@pytest.mark.parametrize("layer_id", ["parks", "scopes", "belts", "nodes", "coast"])
def test_gdal_finds_in_a_tile_what_lies_there(client: FlaskClient, atlas: Atlas, tmp_path: Path, layer_id: str) -> None:
    column, row = tile_of(121.85, 30.9)
    answer = client.get(f"/tiles/{layer_id}/{ZOOM}/{column}/{row}.mvt")
    assert answer.mimetype == "application/vnd.mapbox-vector-tile"
    found = read(answer.data, tmp_path, column, row).dissolve("place_id")
    frame = atlas.layer(layer_id).to_crs("EPSG:3857")
    width = unit_m() * 4096
    west, north = column * width - 20_037_508.342789244, 20_037_508.342789244 - row * width
    square = shapely.box(west, north - width, west + width, north)
    there = frame[frame.intersects(square)]
    assert set(there.index) <= set(found.index)
    for place_id, shape in there.geometry.items():
        expected, got = shape.intersection(square), found.geometry[place_id].intersection(square)
        assert shapely.hausdorff_distance(expected, got) < 3 * unit_m(), place_id
        assert found["name_zh"][place_id] == frame["name_zh"][place_id]
    if layer_id == "parks":
        assert found["area_km2"][there.index].tolist() == pytest.approx(there["area_km2"].tolist(), rel=1e-12)


def test_a_tile_without_features_has_no_content_and_a_second_visit_costs_none(client: FlaskClient) -> None:
    assert client.get("/tiles/parks/11/0/0.mvt").status_code == 204
    column, row = tile_of(121.85, 30.9)
    first = client.get(f"/tiles/parks/{ZOOM}/{column}/{row}.mvt")
    again = client.get(f"/tiles/parks/{ZOOM}/{column}/{row}.mvt", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nowhere/1/0/0", 404),
        ("nowhere/99/0/0", 404),
        ("parks/30/0/0", 400),
        ("parks/1/2/0", 400),
        ("parks/1/0/5", 400),
        ("parks/1/-1/0", 404),
    ],
)
def test_a_tile_that_does_not_exist_is_a_problem_document(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(f"/tiles/{address}.mvt")
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_the_style_names_the_tiles_of_this_service(client: FlaskClient, atlas: Atlas) -> None:
    style = client.get("/tiles/style.json").json
    tiles = {name: source["tiles"][0] for name, source in style["sources"].items() if source["type"] == "vector"}
    assert set(tiles) == set(atlas.layer_ids)
    column, row = tile_of(121.85, 30.9)
    address = tiles["parks"].format(z=ZOOM, x=column, y=row).removeprefix("http://localhost")
    assert client.get(address).status_code == 200


def test_each_layer_has_a_style_of_its_own_whose_tiles_are_kept_for_good(client: FlaskClient) -> None:
    style = client.get("/tiles/rail/style.json").json
    assert [one for one in style["sources"] if not one.endswith("-stops")] == ["rail"]
    assert {one["layout"]["visibility"] for one in style["layers"] if "layout" in one} == {"visible"}
    column, row = tile_of(121.85, 30.9)
    address = style["sources"]["rail"]["tiles"][0].format(z=ZOOM, x=column, y=row).removeprefix("http://localhost")
    assert client.get(address).cache_control.immutable
    assert client.get("/tiles/nowhere/style.json").status_code == 404


def test_all_layers_together_have_one_description_and_one_tile(client: FlaskClient, atlas: Atlas) -> None:
    said = client.get("/tiles.json?lang=en").json
    assert {one["id"] for one in said["vector_layers"]} == set(atlas.layer_ids)
    column, row = tile_of(121.85, 30.9)
    address = said["tiles"][0].format(z=ZOOM, x=column, y=row).removeprefix("http://localhost")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.cache_control.immutable


def test_a_stored_layer_has_a_style_too(stored_atlas: Atlas) -> None:
    style = create_app(atlas=stored_atlas).test_client().get("/tiles/ws-parcels/style.json").json
    assert list(style["sources"]) == ["ws-parcels"]
    assert len(style["layers"]) > 1


def test_the_description_leads_to_tiles_that_are_kept_for_good(client: FlaskClient, atlas: Atlas) -> None:
    said = client.get("/tiles/parks.json").json
    assert said["tilejson"] == "3.0.0"
    assert said["bounds"] == pytest.approx(list(atlas.layer("parks").total_bounds), abs=1e-6)
    column, row = tile_of(121.85, 30.9)
    address = said["tiles"][0].format(z=ZOOM, x=column, y=row).removeprefix("http://localhost")
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.cache_control.immutable
    assert client.get("/tiles/nowhere.json").status_code == 404


def test_the_classes_of_a_column_are_counted_and_an_unknown_one_is_not_found(stored_atlas: Atlas) -> None:
    stored_client = create_app(atlas=stored_atlas).test_client()
    answer = stored_client.get("/tiles/ws-parcels/classes.json?by=use")
    assert answer.status_code == 200
    assert sum(one["count"] for one in answer.json["classes"]) == 36
    assert stored_client.get("/tiles/ws-parcels/classes.json?by=usage").status_code == 404
    assert stored_client.get("/tiles/nowhere/classes.json?by=use").status_code == 404

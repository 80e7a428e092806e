"""Accounts by members over HTTP and on the command line: the same rows."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from geo import Atlas
from geo.stats.accounts import make_account
from tests.geo.shapes import tiles
from webmap.cli.main import main


def test_the_service_divides_a_layer_by_another(client: FlaskClient, atlas: Atlas) -> None:
    answer = client.get("/stats/scopes.json?by=parks")
    assert answer.status_code == 200
    assert answer.json["rows"] == json.loads(json.dumps(make_account(atlas, "scopes", "parks").to_dict()["rows"]))
    assert client.get("/stats/scopes.json?by=parks:kind").json["by"]["field"] == "kind"


def test_a_plain_and_a_divided_account_are_different_to_a_cache(client: FlaskClient) -> None:
    addresses = ["/stats/scopes.json", "/stats/scopes.json?by=parks", "/stats/scopes.json?by=parks:kind"]
    assert len({client.get(address).headers["ETag"] for address in addresses}) == 3


def test_a_divided_file_says_so_in_its_name(client: FlaskClient) -> None:
    name = client.get("/stats/scopes.csv?by=parks:kind").headers["Content-Disposition"]
    assert "lingang-scopes-by-parks-kind-area-" in name


@pytest.mark.parametrize(
    ("by", "status"), [("nowhere", 404), ("belts", 400), ("parks:colour", 400), ("parks\r\nX: 1", 404), ("", 404)]
)
def test_what_cannot_divide_is_a_problem_document(client: FlaskClient, by: str, status: int) -> None:
    answer = client.get("/stats/scopes.csv", query_string={"by": by})
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("address", ["/stats/coast", "/stats/coast.json", "/stats/water.csv?by=parks"])
def test_the_background_is_no_zone_to_account_for(client: FlaskClient, address: str) -> None:
    # Its coast ends where the sheet does, so that its area would be none of the mainland.
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "background" in answer.json["detail"]
    assert "scopes" in answer.json["expected"]


def test_zones_may_still_be_divided_by_the_background(client: FlaskClient) -> None:
    rows = client.get("/stats/scopes.json?by=water").json["rows"]
    assert "dishui-lake" in {row["member"] for row in rows}


def test_the_command_line_gives_the_rows_of_the_service(client: FlaskClient) -> None:
    run = CliRunner().invoke(main, ["stats", "scopes", "--by", "parks", "--format", "json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.stdout) == client.get("/stats/scopes.json?by=parks").json


def test_a_folder_of_geoparquet_divides_a_layer(tmp_path: Path) -> None:
    parcels, folder = tiles(20, 10, 1), tmp_path / "parcels"
    folder.mkdir()
    parcels.iloc[:90].to_parquet(folder / "a.parquet")
    parcels.iloc[90:].to_parquet(folder / "b.parquet")
    run = CliRunner().invoke(main, ["stats", "scopes", "--by", f"{folder}:use", "--format", "json"])
    assert run.exit_code == 0, run.output
    rows = json.loads(run.stdout)["rows"]
    assert {row["member"] for row in rows} == {"industry", "housing", "green", "unassigned", "overlap"}


def test_a_file_that_cannot_be_read_is_named_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "broken.parquet").write_bytes(b"no table")
    run = CliRunner().invoke(main, ["stats", "scopes", "--by", str(tmp_path / "broken.parquet")])
    assert run.exit_code == 1
    assert "broken.parquet" in run.stderr


def test_a_cluster_without_files_is_wrong_usage() -> None:
    run = CliRunner().invoke(main, ["stats", "scopes", "--by", "parks", "--cluster", "tcp://127.0.0.1:1"])
    assert run.exit_code == 2
    assert "--cluster" in run.stderr


def test_explain_shows_each_method_and_what_web_mercator_would_have_said() -> None:
    run = CliRunner().invoke(main, ["stats", "scopes", "--explain"])
    assert run.exit_code == 0, run.output
    lines = run.stdout.splitlines()
    assert "EPSG:4490" in lines[1]
    assert "32号" in lines[2]
    mercator = next(line for line in lines if "EPSG:3857" in line)
    assert "+3.6" in mercator


@pytest.mark.parametrize("kind", ["table", "json", "csv", "xlsx", "geojson"])
def test_a_file_of_ones_own_is_measured_and_divided_like_a_layer(tmp_path: Path, kind: str) -> None:
    """As the contract has it: ZONES and LAYER are ids of layers or paths to vector files."""
    zones, parcels, out = tmp_path / "分区.gpkg", tmp_path / "地块.geojson", tmp_path / "out"
    tiles(2, 1, 1).to_crs("EPSG:4529").to_file(zones)
    tiles(6, 4, 2).to_file(parcels)
    for more in ([], ["--by", str(parcels)], ["--by", f"{parcels}:use"], ["--by", "parks"]):
        arguments = ["stats", str(zones), *more, "--format", kind, "--output", str(out)]
        run = CliRunner().invoke(main, arguments, catch_exceptions=False)
        assert run.exit_code == 0, run.output
        assert out.stat().st_size > 100
    account = json.loads(CliRunner().invoke(main, ["stats", str(zones), "--format", "json"]).stdout)
    assert account["zones"]["title_zh"] == "分区.gpkg"
    assert len(account["rows"]) == 2


@pytest.mark.parametrize("argument", [["nowhere.gpkg"], ["scopes", "--by", "nowhere.gpkg"]])
def test_a_file_that_is_not_there_is_named(argument: list[str]) -> None:
    run = CliRunner().invoke(main, ["stats", *argument])
    assert run.exit_code == 1
    assert "nowhere.gpkg: the file is missing" in run.stderr


def sent(layer: gpd.GeoDataFrame) -> bytes:
    return layer.to_crs("EPSG:4326").to_json().encode()


def test_polygons_sent_get_the_account_of_a_layer_and_are_not_kept(client: FlaskClient, tmp_path: Path) -> None:
    zones = tiles(2, 1, 1)
    answer = client.post("/stats", data=sent(zones))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    (tmp_path / "zones.geojson").write_bytes(sent(zones))
    run = CliRunner().invoke(main, ["stats", str(tmp_path / "zones.geojson"), "--format", "json"])
    assert answer.json["rows"] == json.loads(run.stdout)["rows"]
    assert answer.json["version"] == json.loads(run.stdout)["version"]
    assert client.get("/stats/sent.json").status_code == 404


@pytest.mark.parametrize("by", ["parks", "parks:kind"])
def test_polygons_sent_are_divided_by_a_layer(client: FlaskClient, atlas: Atlas, by: str) -> None:
    outline = atlas.layer("scopes").loc[["lg-new-area"]][["place_id", "name_zh", "geometry"]]
    rows = client.post(f"/stats?by={by}", data=sent(outline)).json["rows"]
    expected = [
        row for row in client.get(f"/stats/scopes.json?by={by}").json["rows"] if row["place_id"] == "lg-new-area"
    ]
    key = "area_km2"
    assert {row["member"]: row[key] for row in rows} == pytest.approx({row["member"]: row[key] for row in expected})


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_the_account_of_polygons_sent_is_a_file_too(client: FlaskClient, kind: str) -> None:
    answer = client.post(f"/stats.{kind}?by=parks", data=sent(tiles(2, 1, 1)))
    assert answer.status_code == 200
    assert "lingang-sent-by-parks-area-" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("body", "status", "found"),
    [
        (b"", 400, "Expecting value"),
        (b'{"type": "FeatureCollection", "features": []}', 400, "without features"),
        (b'{"type": "Point", "coordinates": [121.8, 30.9]}', 400, "holds no area"),
        (b'{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}', 422, "Self-intersection"),
        (b'{"type": "Polygon", "coordinates": [[[-179, 1], [179, 1], [179, 2], [-179, 1]]]}', 422, "half the globe"),
    ],
)
def test_what_is_sent_and_has_no_account_is_a_problem_document(
    client: FlaskClient, body: bytes, status: int, found: str
) -> None:
    answer = client.post("/stats", data=body)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert found in answer.json["found"]

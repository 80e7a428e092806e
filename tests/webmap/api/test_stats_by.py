"""Accounts by members over HTTP and on the command line: the same rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.geo.shapes import tiles
from webmap.cli.main import main


def test_the_command_line_gives_the_rows_of_the_service(client: FlaskClient) -> None:
    run = CliRunner().invoke(main, ["stats", "scopes", "--by", "parks", "--format", "json"])
    assert run.exit_code == 0, run.output
    served = client.get("/stats/scopes.json?by=parks").json
    assert served.pop("links"), "only the service has addresses"
    assert json.loads(run.stdout) == served


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

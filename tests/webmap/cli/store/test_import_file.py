"""The command import: into a store, with repairs told; or as a GeoJSON file."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from tests.conftest import HERE
from tests.webmap.cli.store.calling import run

PARCELS = HERE / "data" / "samples" / "parcels.txt"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for data of the user."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "home"


def test_a_file_is_imported_listed_and_removed(home: Path) -> None:
    result = run("import", PARCELS, "--as", "现状地块", "--title", "Plots")
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["layer"] == "ws-xian-zhuang-di-kuai"
    assert (said["features"], said["name_field"], said["repaired"]) == (12, "name_zh", 0)
    assert said["store"] == str(home / "lingang-atlas" / "store")
    assert "importing parcels.txt" in result.stderr
    (row,) = json.loads(run("layers", "--json", "--store").stdout)
    assert (row["title_zh"], row["features"], row["source"], row["geometry"]) == ("Plots", 12, "parcels.txt", "polygon")
    assert run("import", PARCELS, "--as", "现状地块").exit_code == 2
    assert run("import", PARCELS, "--as", "现状地块", "--force", "--quiet").stderr == ""
    assert json.loads(run("remove", "现状地块").stdout)["removed"] == said["layer"]
    assert run("remove", "现状地块").exit_code == 2


def test_a_repair_is_told(tmp_path: Path) -> None:
    tie = shapely.Polygon([(121.8, 30.9), (121.9, 30.91), (121.9, 30.9), (121.8, 30.91)])
    gpd.GeoDataFrame({"n": [1]}, geometry=[tie], crs="EPSG:4326").to_file(tmp_path / "tie.gpkg")
    refused = run("import", "tie.gpkg", "--as", "tie", "--store", tmp_path / "s")
    assert refused.exit_code == 2
    assert "--repair" in refused.stderr
    result = run("import", "tie.gpkg", "--as", "tie", "--store", tmp_path / "s", "--repair")
    assert json.loads(result.stdout)["repaired"] == 1
    assert "repaired: feature 1: Self-intersection" in result.stderr


def test_a_folder_that_is_a_file_and_a_missing_file_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for args in (("import", PARCELS, "--as", "x", "--store", "file"), ("import", "none.gpkg", "--as", "x")):
        result = run(*args)
        assert result.exit_code == 2
        assert "Traceback" not in result.output

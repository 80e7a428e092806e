"""The commands export and import: exit 0 with a file, exit 2 with one message and no file."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest
import shapely
from click.testing import CliRunner, Result

from geo import Atlas
from geo.export import FORMATS
from geo.export.layer_file import layer_text
from geo.measure.area import area_km2
from geo.readers.vector_file import read_features
from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.mark.parametrize("kind", list(FORMATS))
def test_export_writes_every_format(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"clusters.{FORMATS[kind].suffix}"
    result = run("export", "clusters", "--format", kind, "--output", path)
    assert result.exit_code == 0, result.output
    assert path.stat().st_size > 1000


def test_what_was_exported_comes_in_again_and_gets_a_report(tmp_path: Path, atlas: Atlas) -> None:
    assert run("export", "parks", "--format", "dxf", "--output", tmp_path / "p.dxf").exit_code == 0
    result = run("import", tmp_path / "p.dxf", "--as", "back", "--output", tmp_path)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["features"] == atlas.layer("parks").geometry.notna().sum()
    frame = pyogrio.read_dataframe(tmp_path / "back.geojson")
    assert set(frame["id"]) == set(atlas.layer("parks").dropna(subset="geometry").index)
    assert run("import", tmp_path / "p.dxf", "--as", "back", "--output", tmp_path).exit_code == 2
    result = run("report", tmp_path / "back.geojson", "--output", tmp_path / "r.pdf", "--lang", "en")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "args",
    [
        ["export", "nowhere", "--format", "gpkg"],
        ["export", "parks", "--format", "pdf"],
        ["export", "parks", "--format", "gpkg", "--crs", "EPSG:3857"],
        ["export", "parks", "--format", "gpkg", "--crs", "nonsense"],
        ["export", "parks", "--format", "gpkg", "--grade", "Z"],
        ["export", "parks", "--format", "gpkg", "--output", "/nowhere/at/all.gpkg"],
        ["import", "nowhere.gpkg", "--as", "x"],
        ["import", __file__, "--as", "x"],
    ],
)
def test_a_wrong_call_is_exit_2_with_one_message(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*args)
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert not list(tmp_path.iterdir())


def test_an_imported_file_is_in_the_form_of_a_layer_and_its_column_of_shapes_may_have_any_name(
    tmp_path: Path, atlas: Atlas
) -> None:
    layer = atlas.layer("clusters").rename_geometry("geom")
    layer[["name_zh", "geom"]].to_parquet(tmp_path / "p.parquet")
    assert run("import", tmp_path / "p.parquet", "--as", "back", "--output", tmp_path).exit_code == 0
    text = (tmp_path / "back.geojson").read_text(encoding="utf-8")
    assert layer_text(json.loads(text)) == text
    assert [row["properties"]["name_zh"] for row in json.loads(text)["features"]] == layer["name_zh"].tolist()


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_ones_own_is_exported_in_every_format(tmp_path: Path, kind: str) -> None:
    shapes = [shapely.box(121.8, 30.9, 121.81, 30.91)]
    frame = gpd.GeoDataFrame({"name_zh": ["地块"]}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "我的 地块.geojson")
    out = tmp_path / f"out.{FORMATS[kind].suffix}"
    result = run("export", str(tmp_path / "我的 地块.geojson"), "--format", kind, "--output", str(out))
    assert result.exit_code == 0, result.output
    if kind not in {"xlsx", "csv", "pmtiles"}:
        found = read_features(out)
        assert found["name_zh"].tolist() == ["地块"]
        areas = area_km2(found.geometry, found.crs)
        assert areas.tolist() == pytest.approx(area_km2(frame.geometry, frame.crs).tolist(), rel=1e-6)


def test_export_and_import_say_what_they_do_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "p.gpkg"
    exported = run("export", "clusters", "--format", "gpkg", "--output", path)
    assert exported.stderr.splitlines()[0] == "writing clusters as gpkg"
    assert "writing" not in run("export", "clusters", "--format", "gpkg", "--output", path, "--quiet").stderr
    imported = run("import", path, "--as", "a", "--output", tmp_path)
    assert imported.stderr.splitlines() == ["reading p.gpkg", "writing a.geojson"]
    assert run("import", path, "--as", "b", "--output", tmp_path, "--quiet").stderr == ""


def test_a_geodatabase_is_a_folder_by_its_name_and_comes_in_again(tmp_path: Path, atlas: Atlas) -> None:
    folder = tmp_path / "p.gdb"
    assert run("export", "parks", "--output", folder).exit_code == 0
    assert folder.is_dir()
    assert run("export", folder, "--output", tmp_path / "again.gdb.zip", "--quiet").exit_code == 0
    result = run("import", folder, "--as", "back", "--output", tmp_path, "--quiet")
    assert json.loads(result.stdout)["features"] == len(atlas.layer("parks"))
    refused = run("export", "parks", "--output", folder, "--quiet")
    assert (refused.exit_code, refused.stderr.count("\n")) == (1, 1), "a folder that holds something stays"
    (tmp_path / "empty").mkdir()
    assert run("export", "parks", "--format", "gpkg", "--output", tmp_path / "empty").exit_code == 2

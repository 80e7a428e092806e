"""The commands that take something away and bring it back: exit 0 with a file, exit 2 with one message."""

from __future__ import annotations

import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyogrio
import pytest
import shapely
from click.testing import CliRunner, Result

from geo import Atlas
from geo.export import FORMATS
from geo.export.layer_file import layer_text
from tests.geo.pdf import text_of
from webmap.cli import common
from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_every_command_explains_itself() -> None:
    for command in ("export", "report", "sheet", "import"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.output


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


def test_a_sheet_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "s.pdf"
    box = ("--bbox", 121.8, 30.8, 122.0, 31.0)
    assert run("sheet", "--layer", "coast", "--layer", "parks", *box, "--paper", "A4", "--output", path).exit_code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_a_sheet_shows_order_opacity_a_place_and_a_file(tmp_path: Path) -> None:
    parcel, path = tmp_path / "parcel.geojson", tmp_path / "s.pdf"
    parcel.write_text(shapely.to_geojson(shapely.box(121.85, 30.88, 121.9, 30.92)), encoding="utf-8")
    looks = ("--order", "parks,scopes", "--opacity", "parks:40", "--opacity", "scopes:70")
    marks = ("--drawn", parcel, "--place", "fp-oriental-chip-port")
    box = ("--bbox", 121.7, 30.8, 122.0, 31.0)
    result = run("sheet", *looks, *marks, *box, "--paper", "A4", "--lang", "en", "--output", path)
    assert result.exit_code == 0, result.output
    text = text_of(path, "raw")
    assert "Drawnbythereader,notpartoftheatlas" in text
    assert "Selected:OrientalChipPort" in text
    assert re.search("Parks.*Scopes", text)


@pytest.mark.parametrize(
    "args",
    [
        ["export", "nowhere", "--format", "gpkg"],
        ["export", "parks", "--format", "pdf"],
        ["export", "parks", "--format", "gpkg", "--crs", "EPSG:3857"],
        ["export", "parks", "--format", "gpkg", "--crs", "nonsense"],
        ["export", "parks", "--format", "gpkg", "--grade", "Z"],
        ["export", "parks", "--format", "gpkg", "--output", "/nowhere/at/all.gpkg"],
        ["report", "nowhere", "--output", "r.pdf"],
        ["report", "nowhere.geojson", "--output", "r.pdf"],
        ["sheet", "--output", "s.doc"],
        ["sheet", "--layer", "nowhere", "--output", "s.pdf"],
        ["sheet", "--order", "parks,nowhere", "--output", "s.pdf"],
        ["sheet", "--opacity", "parks:7", "--output", "s.pdf"],
        ["sheet", "--opacity", "parks", "--output", "s.pdf"],
        ["sheet", "--drawn", "nowhere.gpkg", "--output", "s.pdf"],
        ["sheet", "--place", "nowhere", "--output", "s.pdf"],
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


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, link = tmp_path / "old.csv", tmp_path / "link.csv"
    old.write_text("old")
    link.symlink_to(old)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(common.shutil, "copy", full)
        result = run("export", "clusters", "--format", "csv", "--output", old)
    assert (result.exit_code, "No space left" in result.output) == (2, True)
    assert old.read_text() == "old"
    assert run("export", "clusters", "--format", "csv", "--output", link).exit_code == 0
    assert link.is_symlink()
    assert len(old.read_text(encoding="utf-8")) > 1000
    assert sorted(tmp_path.iterdir()) == [link, old]


def test_an_export_goes_into_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as pool:
        read = pool.submit(pipe.read_bytes)
        assert run("export", "clusters", "--format", "csv", "--output", pipe).exit_code == 0
        assert len(read.result(timeout=10)) > 1000

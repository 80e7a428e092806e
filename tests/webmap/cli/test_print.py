"""The commands report, sheet and bundle: exit 0 with a file, exit 2 with one message and no file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import shapely
from click.testing import CliRunner, Result

from tests.geo.pdf import text_of
from tests.geo.readers.project.files import text, view
from tests.stored_layers import LAYER
from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_a_sheet_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "s.pdf"
    box = ("--bbox", 121.8, 30.8, 122.0, 31.0)
    assert run("sheet", "--layer", "coast", "--layer", "parks", *box, "--paper", "A4", "--output", path).exit_code == 0
    assert path.read_bytes().startswith(b"%PDF")


def test_a_picture_has_its_world_file_a_title_block_and_layers_of_a_store(tmp_path: Path, store_folder: Path) -> None:
    path = tmp_path / "s.png"
    block = ("--author", "某某规划院", "--number", "LG-07")
    own = ("--store", store_folder, "--layer", LAYER, "--by", f"{LAYER}:use")
    result = run("sheet", "--layer", "coast", *own, *block, "--paper", "A4", "--dpi", 50, "--output", path)
    assert result.exit_code == 0, result.output
    assert path.read_bytes().startswith(b"\x89PNG")
    assert len(path.with_suffix(".pgw").read_text().split()) == 6


def test_a_sheet_shows_order_opacity_a_place_and_a_file(tmp_path: Path) -> None:
    parcel, path = tmp_path / "parcel.geojson", tmp_path / "s.pdf"
    parcel.write_text(shapely.to_geojson(shapely.box(121.85, 30.88, 121.9, 30.92)), encoding="utf-8")
    looks = ("--order", "parks,scopes", "--opacity", "parks:40", "--opacity", "scopes:70")
    marks = ("--drawn", parcel, "--place", "fp-oriental-chip-port", "--theme", "grade")
    box = ("--bbox", 121.7, 30.8, 122.0, 31.0)
    result = run("sheet", *looks, *marks, *box, "--paper", "A4", "--lang", "en", "--output", path)
    assert result.exit_code == 0, result.output
    text = text_of(path, "raw")
    assert "Drawnbythereader,notpartoftheatlas" in text
    assert "Selected:OrientalChipPort" in text
    assert re.search("Parks.*LingangNewArea873km²", text)


def test_a_project_is_printed_as_slides_and_says_what_is_not_there(tmp_path: Path) -> None:
    file, path = tmp_path / "p.lingang.json", tmp_path / "s.pdf"
    file.write_text(text(views=[view("芯港", state="layers=coast,mine")]), encoding="utf-8")
    result = run("slides", file, "--lang", "en", "--output", path)
    assert result.exit_code == 0, result.output
    assert "view 1: The atlas does not have these layers" in result.output
    assert "芯港" in text_of(path, "raw")
    file.write_text("{}", encoding="utf-8")
    path.unlink()
    assert run("slides", file, "--output", path).exit_code == 2
    assert not path.exists()


@pytest.mark.parametrize(
    "args",
    [
        ["report", "nowhere", "--output", "r.pdf"],
        ["report", "nowhere.geojson", "--output", "r.pdf"],
        ["sheet", "--output", "s.doc"],
        ["sheet", "--layer", "nowhere", "--output", "s.pdf"],
        ["sheet", "--order", "parks,nowhere", "--output", "s.pdf"],
        ["sheet", "--opacity", "parks:7", "--output", "s.pdf"],
        ["sheet", "--opacity", "parks", "--output", "s.pdf"],
        ["sheet", "--drawn", "nowhere.gpkg", "--output", "s.pdf"],
        ["sheet", "--place", "nowhere", "--output", "s.pdf"],
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


def test_a_report_says_how_far_it_is_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "r.pdf"
    shown = run("report", "cluster-wanxiang-shuyuan", "--output", path)
    assert shown.stderr.splitlines()[:2] == ["looking up what applies", "setting the report"]
    quiet = run("report", "cluster-wanxiang-shuyuan", "--output", path, "--quiet")
    assert len(quiet.stderr.splitlines()) == 1

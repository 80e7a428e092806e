"""The commands extract and verify."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result

from tests.conftest import DataFolders
from webmap.cli.main import main

PLACE = "park-intl-data"


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("extract") / "e.pdf"
    assert run("extract", PLACE, "--output", path).exit_code == 0
    return path


def test_an_extract_of_today_is_what_the_atlas_says(written: Path) -> None:
    result = run("verify", written)
    assert result.exit_code == 0, result.output
    assert "the atlas says the same" in result.output


def test_other_data_are_told_row_by_row(written: Path, folders: DataFolders) -> None:
    folders.edit("measures.csv", "扩大管理自主权", "扩大自主权")
    result = run("--layers", folders.layers, "--seeds", folders.seeds, "verify", written)
    assert result.exit_code == 1, result.output
    assert "changed  measures  measure  p0-02  扩大自主权 (what_zh)" in result.output
    assert "1 rows differ" in result.output


def test_a_file_is_a_site_and_json_can_be_verified_too(tmp_path: Path) -> None:
    parcel, path = tmp_path / "parcel.geojson", tmp_path / "e.json"
    parcel.write_text(shapely.to_geojson(shapely.box(121.85, 30.88, 121.86, 30.89)), encoding="utf-8")
    assert run("extract", parcel, "--as-of", "2022-06-01", "--output", path).exit_code == 0
    assert json.loads(path.read_bytes())["as_of"] == "2022-06-01"
    assert run("verify", path, "--as-of", "2022-06-01").exit_code == 0
    assert run("verify", path).exit_code == 1


def test_a_document_for_word_is_written_and_verified(tmp_path: Path, folders: DataFolders) -> None:
    path = tmp_path / "e.docx"
    assert run("extract", PLACE, "--lang", "en", "--output", path).exit_code == 0
    assert "the atlas says the same" in run("verify", path).output
    folders.edit("measures.csv", "扩大管理自主权", "扩大自主权")
    result = run("--layers", folders.layers, "--seeds", folders.seeds, "verify", path)
    assert result.exit_code == 1, result.output
    assert "1 rows differ" in result.output


def test_a_workbook_is_written(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    assert run("extract", PLACE, "--lang", "en", "--output", path).exit_code == 0
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "args",
    [
        ["extract", "nowhere", "--output", "e.json"],
        ["extract", "nowhere.geojson", "--output", "e.json"],
        ["extract", PLACE, "--output", "e.doc"],
        ["extract", PLACE, "--as-of", "soon", "--output", "e.json"],
        ["verify", "nowhere.pdf"],
        ["verify", "other.pdf"],
        ["verify", "other.docx"],
        ["verify", "other.json"],
    ],
)
def test_a_wrong_call_is_exit_2_with_a_message(
    args: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("other.pdf").write_bytes(b"no pdf")
    Path("other.docx").write_bytes(b"no package")
    Path("other.json").write_bytes(b"[]")
    result = run(*args)
    assert result.exit_code == 2, result.output
    assert result.output
    assert not Path("e.json").exists()


def test_each_shape_of_a_file_is_a_row_of_one_workbook(tmp_path: Path) -> None:
    file, out = tmp_path / "plots.geojson", tmp_path / "plots.xlsx"
    boxes = [shapely.box(121.86 + at, 30.86, 121.87 + at, 30.87) for at in (0.0, 0.02)]
    features = [
        {"type": "Feature", "properties": {"no": f"A-{at}"}, "geometry": shapely.geometry.mapping(box)}
        for at, box in enumerate(boxes)
    ]
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    result = run("extract", file, "--each", "--plot-name", "no", "--output", out)
    assert result.exit_code == 0, result.output
    names = [row[1] for row in openpyxl.load_workbook(out).worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert names[:3] == ["A-0", "A-1", "合计"]
    refused = run("extract", file, "--each", "--output", tmp_path / "plots.pdf")
    assert refused.exit_code == 2
    assert ".xlsx or .zip" in refused.output


def test_a_question_is_answered_for_the_site_and_verified_with_it(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    assert run("extract", PLACE, "--question", "industry=ind-info&area=5", "--output", path).exit_code == 0
    assert [one["answer"] for one in json.loads(path.read_bytes())["fit"]["answers"]] == ["yes", "unknown"]
    assert run("verify", path).exit_code == 0
    assert run("extract", PLACE, "--question", "colour=red", "--output", path).exit_code != 0
    assert run("extract", PLACE, "--each", "--question", "area=5", "--output", tmp_path / "e.zip").exit_code == 2

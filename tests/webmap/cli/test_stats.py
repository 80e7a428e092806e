"""The command stats: the same figures as the service, exit status 0, 1 or 2, one clear message."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from geo import Atlas
from geo.store import file_layer
from webmap.cli.main import main


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def sheets_of(workbook: bytes) -> dict[str, list[tuple[object, ...]]]:
    """Every cell of a workbook, formulas as they are written."""
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "geojson"])
def test_a_file_from_the_command_line_is_the_file_from_the_service(
    tmp_path: Path, client: FlaskClient, kind: str
) -> None:
    path = tmp_path / f"out.{kind}"
    assert run("stats", "functional_areas", "--format", kind, "--output", path).exit_code == 0
    served = client.get(f"/stats/functional_areas.{kind}").data
    if kind == "xlsx":
        assert sheets_of(path.read_bytes()) == sheets_of(served)
    elif kind == "json":
        answer = json.loads(served)
        assert {link["rel"] for link in answer.pop("links")} == {"self", "alternate", "describedby"}
        assert json.loads(path.read_bytes()) == answer
    else:
        assert path.read_bytes() == served


def test_several_zones_make_the_workbook_of_the_service(client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "areas.xlsx"
    assert run("stats", "scopes", "parks", "--format", "xlsx", "--output", str(path)).exit_code == 0
    served = client.get("/stats.xlsx?zones=scopes,parks")
    ours = sheets_of(path.read_bytes())
    assert list(ours) == ["范围", "园区", "来源", "计算方法"]
    assert ours == sheets_of(served.data)
    assert client.get("/stats.xlsx?zones=scopes,nowhere").status_code == 404
    assert client.get("/stats.xlsx?zone=scopes").status_code == 400


def test_stats_print_a_table_with_chinese_names_and_totals() -> None:
    output = run("stats", "functional_areas").output
    assert "前沿产业集聚区" in output
    assert "合并面积" in output


@pytest.mark.parametrize(
    "args",
    [
        ["stats", "nowhere"],
        ["stats", "belts"],
        ["stats"],
        ["stats", "scopes", "parks"],
        ["stats", "scopes", "--digits", "11"],
    ],
)
def test_a_wrong_call_is_exit_2(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_file_as_zones_shows_progress_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "parcel.geojson"
    path.write_text(shapely.to_geojson(shapely.box(121.85, 30.88, 121.9, 30.92)), encoding="utf-8")
    shown = run("stats", path)
    assert "reading parcel.geojson" in shown.stderr
    assert "reading" not in shown.stdout
    quiet = run("stats", path, "--quiet")
    assert (quiet.stderr, quiet.stdout) == ("", shown.stdout)
    assert run("stats", "scopes").stderr == ""


def test_files_larger_than_memory_show_how_much_of_them_is_done(tmp_path: Path, atlas: Atlas) -> None:
    frame = atlas.layer("functional_areas")
    frame[frame["area_km2"].notna()][["name_zh", "geometry"]].to_parquet(tmp_path / "p.parquet")
    result = run("stats", "scopes", "--by", tmp_path / "p.parquet", "--format", "csv")
    assert result.exit_code == 0, result.output
    assert result.stderr.splitlines() == ["dividing the zones among the files"]


def test_a_layer_of_a_store_is_zones_and_its_features_are_sites(store_folder: Path, stored_atlas: Atlas) -> None:
    layer = stored_atlas.stored["ws-parcels"]
    given = ["--store", store_folder]
    rows = json.loads(run("stats", "ws-parcels", "--format", "json", "--quiet", *given).stdout)["rows"]
    areas = layer.rows()["area_km2"]
    assert {row["place_id"]: row["area_km2"] for row in rows} == pytest.approx(areas.dropna().to_dict())
    site = json.loads(run("extract", "ws-parcels_1", "--output", "-", *given).stdout)
    assert site["input"]["geometry"]


def test_more_zones_than_an_account_can_list_are_refused(
    store_folder: Path, monkeypatch: pytest.MonkeyPatch, atlas: Atlas
) -> None:
    monkeypatch.setattr(file_layer, "MOST_HELD", 3)
    refused = run("stats", "ws-parcels", "--store", store_folder)
    assert refused.exit_code == 2
    assert "at most 3" in refused.stderr

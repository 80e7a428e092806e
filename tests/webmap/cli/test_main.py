"""The command line: exit status 0, 1 or 2, one clear message, the same figures as the service."""

from __future__ import annotations

import io
import json
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from geo.export import FORMATS
from geo.measure.area import area_km2
from geo.readers.vector_file import read_features
from tests.conftest import DataFolders
from webmap.cli.main import main


def run(*args: str) -> Result:
    return CliRunner().invoke(main, list(args))


def test_every_command_explains_itself() -> None:
    for command in ([], ["serve"], ["check"], ["stats"]):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.output


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "geojson"])
def test_a_file_from_the_command_line_is_the_file_from_the_service(
    tmp_path: Path, client: FlaskClient, kind: str
) -> None:
    path = tmp_path / f"out.{kind}"
    assert run("stats", "functional_areas", "--format", kind, "--output", str(path)).exit_code == 0
    served = client.get(f"/stats/functional_areas.{kind}").data
    if (
        kind == "xlsx"
    ):  # a workbook is a zip with the time of writing in it: its size and reading are compared elsewhere
        assert path.stat().st_size == pytest.approx(len(served), abs=64)
    else:
        assert path.read_bytes() == served


def test_several_zones_make_the_workbook_of_the_service(client: FlaskClient, tmp_path: Path) -> None:
    path = tmp_path / "areas.xlsx"
    assert run("stats", "scopes", "parks", "--format", "xlsx", "--output", str(path)).exit_code == 0
    served = client.get("/stats.xlsx?zones=scopes,parks")
    ours, theirs = (openpyxl.load_workbook(file) for file in (path, io.BytesIO(served.data)))
    assert ours.sheetnames == theirs.sheetnames == ["范围", "园区", "来源", "计算方法"]
    for mine, other in zip(ours, theirs, strict=True):
        assert list(mine.iter_rows(values_only=True)) == list(other.iter_rows(values_only=True))
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
        ["fly"],
    ],
)
def test_a_wrong_call_is_exit_2(args: list[str]) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_check_is_exit_0_on_the_data_that_came_with_it() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output


def test_check_on_a_broken_layer_is_exit_1_and_names_it(folders: DataFolders) -> None:
    (folders.layers / "parks.geojson").write_text("{", encoding="utf-8")
    result = run("--layers", str(folders.layers), "--seeds", str(folders.seeds), "check", "--json")
    assert result.exit_code == 1
    findings = json.loads(result.stdout)
    assert any("parks.geojson" in finding["where"] and finding["severity"] == "error" for finding in findings)


def test_serve_on_broken_data_is_one_message_and_exit_1(folders: DataFolders) -> None:
    (folders.seeds / "claims.csv").unlink()
    result = run("--layers", str(folders.layers), "--seeds", str(folders.seeds), "serve", "--port", "0")
    assert result.exit_code == 1
    assert "claims.csv: the file is missing" in result.output
    assert "Traceback" not in result.output


def test_serve_on_a_busy_port_is_one_message_and_exit_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "is in use by another program" in result.output
    assert "--port" in result.output


def test_serve_prints_the_address_it_answers_at() -> None:
    command = [sys.executable, "-c", "from webmap.cli.main import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
            with urllib.request.urlopen(address + "healthz", timeout=10) as answer:
                assert json.load(answer)["status"] == "ok"
        finally:
            process.terminate()


def test_a_setting_that_cannot_be_used_is_told_with_what_it_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGANG_BASEMAPS", "tianditu")
    run = CliRunner().invoke(main, ["serve"])
    assert run.exit_code == 2
    assert "LINGANG_BASEMAPS='tianditu'" in run.stderr
    assert "tianditu_key" in run.stderr
    assert "pydantic" not in run.stderr


def test_statistics_load_no_library_of_pages_and_print() -> None:
    """They took a second of every command."""
    script = (
        "import sys; from webmap.cli.main import main; "
        "main(['stats', 'parks', '--format', 'csv'], standalone_mode=False); "
        "heavy = [name for name in ('folium', 'matplotlib', 'ezdxf', 'pypinyin') if name in sys.modules]; "
        "print(heavy, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_ones_own_is_exported_in_every_format(tmp_path: Path, kind: str) -> None:
    shapes = [shapely.box(121.8, 30.9, 121.81, 30.91)]
    frame = gpd.GeoDataFrame({"name_zh": ["地块"]}, geometry=shapes, crs="EPSG:4326")
    frame.to_file(tmp_path / "我的 地块.geojson")
    out = tmp_path / f"out.{FORMATS[kind].suffix}"
    result = run("export", str(tmp_path / "我的 地块.geojson"), "--format", kind, "--output", str(out))
    assert result.exit_code == 0, result.output
    if kind not in {"xlsx", "csv"}:
        found = read_features(out)
        assert found["name_zh"].tolist() == ["地块"]
        areas = area_km2(found.geometry, found.crs)
        assert areas.tolist() == pytest.approx(area_km2(frame.geometry, frame.crs).tolist(), rel=1e-6)

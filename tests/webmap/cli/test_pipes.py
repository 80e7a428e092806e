"""The name - is standard input and output (C-14, C-15)."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pyogrio
import pytest
from click.testing import CliRunner, Result

from geo import Atlas
from webmap.cli.main import main
from webmap.cli.pipes import input_file

SAMPLES = Path(__file__).parents[2] / "data" / "samples"


def run(*args: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], input=given)


@pytest.mark.parametrize("kind", ["geojson", "gpkg", "kml", "fgb", "dxf", "txt", "shp", "parquet"])
def test_a_layer_goes_through_a_pipe_and_back(atlas: Atlas, kind: str) -> None:
    out = run("export", "clusters", "--format", kind, "--output", "-")
    assert out.exit_code == 0, out.stderr
    back = run("stats", "-", "--format", "csv", "--no-bom", given=out.stdout_bytes)
    assert back.exit_code == 0, back.stderr
    assert [line for line in back.stdout.splitlines() if "万祥" in line or "泥城" in line or "奉城" in line]


def test_a_pipe_without_a_format_or_without_bytes_is_told() -> None:
    assert "--format" in run("export", "parks", "--output", "-").stderr
    assert "empty" in run("stats", "-", given=b"").stderr


def test_the_ending_names_the_format_and_a_shapefile_is_files(tmp_path: Path, atlas: Atlas) -> None:
    for name in ("p.gpkg", "p.SHP.zip", "p.geojson", "s.shp"):
        result = run("export", "clusters", "--output", tmp_path / name)
        assert result.exit_code == 0, result.stderr
    assert zipfile.is_zipfile(tmp_path / "p.SHP.zip")
    assert {path.suffix for path in tmp_path.glob("s.*")} >= {".shp", ".shx", ".dbf", ".prj", ".cpg"}
    frame = pyogrio.read_dataframe(tmp_path / "s.shp")
    assert len(frame) == len(atlas.layer("clusters"))
    assert frame.crs is not None
    wrong = run("export", "clusters", "--output", tmp_path / "p.xyz")
    assert wrong.exit_code == 2
    assert "gpkg" in wrong.stderr


def test_standard_input_of_another_kind_is_told() -> None:
    result = run("stats", "-", given=b"\x00\x01nothing")
    assert result.exit_code in (1, 2)
    assert "lingang: " in result.stderr


def test_every_command_that_reads_or_writes_files_takes_a_pipe(atlas: Atlas, tmp_path: Path) -> None:
    parcels = (SAMPLES / "parcels.geojson").read_bytes()
    store = tmp_path / "store"
    imported = run("import", "-", "--as", "piped", "--store", store, given=parcels)
    assert json.loads(imported.stdout)["features"] == 12, imported.stderr
    divided = run("stats", "scopes", "--by", "-:use", "--format", "csv", given=parcels)
    assert "工业用地" in divided.stdout, divided.stderr
    site = json.loads(run("extract", "-", "--output", "-", given=parcels).stdout)
    assert site["version"] == atlas.version
    assert run("report", "-", "--output", "-", given=parcels).stdout_bytes.startswith(b"%PDF")
    assert not Path("-").exists()


def test_a_name_of_standard_output_is_a_pipe_too(atlas: Atlas) -> None:
    command = [sys.executable, "-c", "from webmap.cli.main import main; main()", "export", "belts"]
    done = subprocess.run([*command, "--output", "/dev/stdout", "--format", "geojson"], capture_output=True, check=True)
    assert len(json.loads(done.stdout)["features"]) == len(atlas.layer("belts"))


@pytest.mark.parametrize(
    ("beginning", "ending"),
    [(b'<?xml version="1.0"?>\n<gpx version="1.1">', ".gpx"), (b"<kml>", ".kml"), (b"  0\nSECTION\n", ".dxf")],
)
def test_a_pipe_is_known_by_how_it_begins(beginning: bytes, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(beginning)))
    with input_file("-") as name:
        assert name.endswith(ending)
        assert Path(name).read_bytes() == beginning

"""The name - is standard input and output (C-14, C-15)."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyogrio
import pytest
from click.testing import CliRunner, Result

from geo import Atlas
from webmap.cli.main import main


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

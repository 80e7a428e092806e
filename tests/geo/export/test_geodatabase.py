"""A zipped File Geodatabase: what GDAL, old and new, reads of it, and that it comes back as it went."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from pathlib import Path

import pyogrio
import pytest

from geo import Atlas
from geo.columns import FIELDS
from geo.readers.vector_file import read_features, read_layers
from tests.geo.export.layer_files import MM_DEG, assert_same_shapes, export


@pytest.fixture(scope="module")
def packed(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(atlas, tmp_path_factory.mktemp("gdb"), "parks", "gdb")


def test_each_kind_of_shape_is_a_class_and_the_seed_rows_are_tables(packed: Path) -> None:
    layers = dict(map(tuple, pyogrio.list_layers(packed)))
    assert layers == {"parks_polygon": "MultiPolygon", "parks_point": "Point"} | dict.fromkeys(
        ("claims", "relations", "documents", "field_dictionary", "notes")
    )
    assert "YSDM" in set(pyogrio.read_dataframe(packed, layer="field_dictionary")["code"])


@pytest.mark.parametrize(("layer", "crs"), [("parks", "EPSG:4326"), ("belts", "EPSG:4490"), ("nodes", "EPSG:4529")])
def test_it_comes_back_with_the_same_places_and_shapes(atlas: Atlas, tmp_path: Path, layer: str, crs: str) -> None:
    found = read_features(export(atlas, tmp_path, layer, "gdb", crs=crs, naming="codes"))
    assert_same_shapes(found, atlas.layer(layer), MM_DEG)
    assert dict(found["name_zh"]) == dict(atlas.layer(layer)["name_zh"])


def test_a_folder_is_read_as_its_archive_is_and_layer_by_layer(packed: Path, atlas: Atlas, tmp_path: Path) -> None:
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / "parks.gdb"
    assert set(read_features(folder).index) == set(atlas.layer("parks").index)
    assert list(read_layers(folder)) == ["parks_polygon", "parks_point"]


@pytest.mark.skipif(not shutil.which("ogrinfo"), reason="GDAL of the system is not installed")
def test_gdal_of_the_system_reads_it_with_the_chinese_headings_as_aliases(
    atlas: Atlas, packed: Path, tmp_path: Path
) -> None:
    command = ["ogrinfo", "-ro", "-so", str(packed), "parks_polygon"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "using driver `OpenFileGDB' successful" in said
    assert "Feature Count: 22" in said
    only = ["ogrinfo", "-ro", "-so", str(export(atlas, tmp_path, "nodes", "gdb")), "nodes"]
    for text in (said, subprocess.run(only, capture_output=True, text=True, check=True).stdout):
        assert text.count("alternative name=") == len(FIELDS)
        assert f'area_km2: Real (0.0), alternative name="{FIELDS["area_km2"].heading[0]}"' in text

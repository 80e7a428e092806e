"""A data folder somebody broke: each fault is named with file, row or feature, and remedy, all in one run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from geo import load_atlas
from geo.atlas.load import version_of
from geo.errors import AtlasError, JoinError
from tests.conftest import DataFolders


def faults_of(folders: DataFolders) -> str:
    with pytest.raises(AtlasError) as raised:
        load_atlas(folders.layers, folders.seeds)
    assert all(fault.rule != "" and fault.where for fault in raised.value.faults)
    return str(raised.value)


def test_the_copy_itself_loads_and_has_the_same_version(folders: DataFolders) -> None:
    atlas = load_atlas(folders.layers, folders.seeds)
    assert atlas.version == load_atlas().version == version_of([folders.layers, folders.seeds])


def test_a_changed_byte_changes_the_version(folders: DataFolders) -> None:
    before = version_of([folders.layers, folders.seeds])
    folders.edit("places.csv", "Lingang", "Lin-gang")
    assert version_of([folders.layers, folders.seeds]) != before


def test_a_missing_table_and_a_broken_layer_are_both_reported(folders: DataFolders) -> None:
    (folders.seeds / "claims.csv").unlink()
    (folders.layers / "parks.geojson").write_text('{"type": "FeatureCollection", "features": [', encoding="utf-8")
    message = faults_of(folders)
    assert "claims.csv: the file is missing" in message
    assert "parks.geojson" in message
    assert "expected GeoJSON" in message


def test_gbk_text_is_told_as_such(folders: DataFolders) -> None:
    path = folders.seeds / "places.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    assert "not UTF-8 (GBK?)" in faults_of(folders)


def test_a_byte_order_mark_is_no_fault(folders: DataFolders) -> None:
    path = folders.seeds / "places.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(load_atlas(folders.layers, folders.seeds).places) > 80


def test_a_renamed_column_a_wrong_word_and_a_double_id_are_found(folders: DataFolders) -> None:
    folders.edit("claims.csv", "summary_en", "summary")
    folders.edit("places.csv", ",belt,lingang,", ",belt,lingan,")
    folders.edit("documents.csv", "parks-2021", "lg-plan-2020")
    message = faults_of(folders)
    assert "no column summary_en" in message
    assert "'lingan'" in message
    assert "documents.csv, row" in message
    assert "occurs once" in message


def test_a_row_with_too_few_cells_is_found(folders: DataFolders) -> None:
    path = folders.seeds / "places.csv"
    path.write_text(path.read_text(encoding="utf-8") + "only,three,cells\n", encoding="utf-8")
    assert "3 cells; expected 9 cells" in faults_of(folders)


def edit_feature(path: Path, feature_id: str, **members: object) -> None:
    document = json.loads(path.read_text(encoding="utf-8"))
    feature = next(feature for feature in document["features"] if feature["id"] == feature_id)
    feature.update(members)
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


def test_a_geometry_that_cannot_be_measured_is_refused_with_its_feature(folders: DataFolders) -> None:
    edit_feature(folders.layers / "functional_areas.geojson", "fa-frontier", geometry={"type": "Blob"})
    message = faults_of(folders)
    assert "an unreadable geometry" in message
    assert "feature fa-frontier" in message


def test_a_missing_attribute_is_found(folders: DataFolders) -> None:
    edit_feature(folders.layers / "functional_areas.geojson", "fa-frontier", properties={"method": "traced"})
    assert "functional_areas.geojson" in faults_of(folders)


def test_a_layer_with_a_crs_member_is_refused(folders: DataFolders) -> None:
    folders.edit("clusters.geojson", '"FeatureCollection"', '"FeatureCollection", "crs": {"type": "name"}')
    assert "RFC 7946" in faults_of(folders)


def test_an_unknown_key_of_the_catalogue_is_found(folders: DataFolders) -> None:
    folders.edit("catalogue.toml", "visible", "visibel")
    assert "visibel" in faults_of(folders)


def test_broken_toml_is_found(folders: DataFolders) -> None:
    folders.edit("catalogue.toml", "[[layer]]", "[[layer]")
    assert "expected TOML" in faults_of(folders)


def test_rows_that_join_to_nothing_are_errors_of_their_own_class(folders: DataFolders) -> None:
    edit_feature(folders.layers / "clusters.geojson", "xinghuo", id="xinghuo-2")
    folders.edit("indicators.csv", "lg-plan-2020", "lg-plan-2021")
    with pytest.raises(JoinError) as raised:
        load_atlas(folders.layers, folders.seeds)
    message = str(raised.value)
    assert "feature xinghuo-2: no such place" in message
    assert "indicators.csv, row" in message

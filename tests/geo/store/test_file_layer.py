"""A file is one more layer of the atlas for one question."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import GeometryError, ParameterError, SourceError
from geo.export.layer_content import layer_content
from geo.measure.area import area_km2
from geo.stats.accounts import make_account
from geo.store.file_layer import resolve_layer, with_attributes, with_extra_layer, with_file_layer
from tests.geo.shapes import frame, scattered, tiles

SQUARE = shapely.box(121.7, 30.88, 121.8, 30.95)


def write(layer: gpd.GeoDataFrame, path: Path) -> Path:
    layer.to_file(path)
    return path


def test_the_zones_of_a_file_are_measured_as_those_of_a_layer(atlas: Atlas, tmp_path: Path) -> None:
    zones = scattered(5, 0.03, 3).to_crs("EPSG:4529")
    path = write(zones, tmp_path / "分区.gpkg")
    account = make_account(with_file_layer(atlas, path), path.name)
    assert account.zones == {"id": path.name, "title_zh": "分区.gpkg", "title_en": "分区.gpkg"}
    areas = [row["area_km2"] for row in account.rows]
    assert areas == pytest.approx(area_km2(zones.geometry, zones.crs).tolist(), rel=1e-9)
    assert {row["uncertainty_km2"] for row in account.rows} == {None}


def test_a_layer_is_divided_by_a_file_and_by_a_field_of_it(atlas: Atlas, tmp_path: Path) -> None:
    path = write(tiles(12, 8, 3), tmp_path / "parcels.geojson")
    extended = with_file_layer(atlas, path)
    for by, members in ((path.name, 96), (f"{path.name}:use", 3)):
        account = make_account(extended, "scopes", by)
        assert 1 < len({row["member"] for row in account.rows if row["row"] == "member"}) <= members
        of_zone = [row for row in account.rows if row["place_id"] == "lg-new-area"]
        whole = atlas.layer("scopes").at["lg-new-area", "area_km2"]
        assert sum(row["area_km2"] for row in of_zone) == pytest.approx(whole, rel=1e-9)


def test_the_atlas_itself_stays_as_it_was_and_the_version_is_that_of_both(atlas: Atlas, tmp_path: Path) -> None:
    path = write(frame(SQUARE), tmp_path / "a.geojson")
    before = (atlas.version, atlas.layer_ids)
    extended = with_file_layer(atlas, path)
    assert (atlas.version, atlas.layer_ids) == before
    assert extended.version != atlas.version
    write(frame(SQUARE.buffer(0.01)), path)
    assert with_file_layer(atlas, path).version not in {atlas.version, extended.version}


def test_an_export_of_a_file_carries_the_columns_of_the_file(atlas: Atlas, tmp_path: Path) -> None:
    path = write(tiles(2, 2, 3).assign(grade="A", floors=[1, 2, 3, None]), tmp_path / "parcels.gpkg")
    content = layer_content(with_attributes(with_file_layer(atlas, path), path.name), path.name)
    assert {"floors", "use"} <= {*content.attributes}
    assert [row["floors"] for row, _ in content.shapes()] == [1, 2, 3, None]
    assert all("自有数据" in note.zh for note in content.notes() if note.key == "licence")


def test_what_a_file_says_of_its_accuracy_bounds_its_area(atlas: Atlas, tmp_path: Path) -> None:
    square = frame(SQUARE).assign(accuracy_m=10.0, method="traced")
    path = write(square, tmp_path / "a.gpkg")
    row = make_account(with_file_layer(atlas, path), path.name).rows[0]
    assert row["uncertainty_km2"] == pytest.approx(row["perimeter_km"] * 0.01, rel=1e-9)


def test_two_features_of_one_id_a_ring_across_the_antimeridian_and_a_missing_file_are_refused(
    atlas: Atlas, tmp_path: Path
) -> None:
    twice = frame(SQUARE, SQUARE.buffer(0.01)).assign(place_id="same")
    with pytest.raises(ParameterError, match="'same' twice"):
        with_file_layer(atlas, write(twice, tmp_path / "twice.gpkg"))
    with pytest.raises(GeometryError, match="antimeridian"):
        with_file_layer(atlas, write(frame(shapely.box(-179, 30, 179, 31)), tmp_path / "around.geojson"))
    with pytest.raises(SourceError, match="missing"):
        with_file_layer(atlas, tmp_path / "nowhere.gpkg")


def test_the_id_of_a_layer_stays_and_the_name_of_a_file_becomes_a_layer(atlas: Atlas, tmp_path: Path) -> None:
    assert resolve_layer(atlas, "parks") == (atlas, "parks")
    path = write(frame(SQUARE), tmp_path / "a.geojson")
    extended, layer = resolve_layer(atlas, str(path))
    assert layer == "a.geojson"
    assert len(extended.layer(layer)) == 1
    assert layer not in atlas.layer_ids


def test_an_extra_layer_has_all_columns_of_a_layer_and_keeps_those_it_has(atlas: Atlas) -> None:
    features = frame(SQUARE).assign(name_zh="甲", stated_area_km2="74", use="park").to_crs("EPSG:4326")
    features["place_id"] = features.index
    extended = with_extra_layer(atlas, features, "mine", ("我的", "Mine"), "digest")
    row = extended.layer("mine").iloc[0]
    assert set(atlas.layers["coast"].columns) - set(extended.layer("mine").columns) == set()
    assert (row["name_en"], row["stated_area_km2"], row["use"]) == ("甲", 74.0, "park")
    assert row["grade"] is None
    assert extended.entry("mine").title_en == "Mine"
    assert "use" in features
    assert "grade" not in features


def test_an_extra_layer_needs_an_id_of_its_own(atlas: Atlas) -> None:
    with pytest.raises(ParameterError, match="'parks' exists"):
        with_extra_layer(atlas, frame(SQUARE), "parks", ("园区", "Parks"), "digest")


def test_what_was_assumed_to_read_a_file_is_its_description(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A 3420000 400000\nB 3420000 400100\nC 3420100 400100\n", encoding="utf-8")
    entry = with_file_layer(atlas, path).entry("a.txt")
    assert "41 带" in entry.description_zh
    assert "zone 41" in entry.description_en
    assert entry.title_en != "a.txt"

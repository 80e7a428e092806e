"""A file brought along is one more layer for the length of a question."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import GeometryError, ParameterError, SourceError
from geo.measure.area import area_km2
from geo.stats.accounts import make_account
from geo.store.file_layer import with_file_layer
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
    guest = with_file_layer(atlas, path)
    for by, members in ((path.name, 96), (f"{path.name}:use", 3)):
        account = make_account(guest, "scopes", by)
        assert 1 < len({row["member"] for row in account.rows if row["row"] == "member"}) <= members
        of_zone = [row for row in account.rows if row["place_id"] == "lg-new-area"]
        whole = atlas.layer("scopes").at["lg-new-area", "area_km2"]
        assert sum(row["area_km2"] for row in of_zone) == pytest.approx(whole, rel=1e-9)


def test_the_atlas_itself_stays_as_it_was_and_the_version_is_that_of_both(atlas: Atlas, tmp_path: Path) -> None:
    path = write(frame(SQUARE), tmp_path / "a.geojson")
    before = (atlas.version, atlas.layer_ids)
    guest = with_file_layer(atlas, path)
    assert (atlas.version, atlas.layer_ids) == before
    assert guest.version != atlas.version
    write(frame(SQUARE.buffer(0.01)), path)
    assert with_file_layer(atlas, path).version not in {atlas.version, guest.version}


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

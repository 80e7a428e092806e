"""Zonal areas of a stored layer: the figures of the same features in memory, whatever the pieces."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest

from geo.atlas.added.stored_layer import StoredLayer
from geo.coordinates.crs import WGS84
from geo.errors import ParameterError
from geo.overlay.zonal_area import zonal_area
from geo.stats.stored import area
from geo.stats.stored.area import stored_area
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store
from tests.geo.shapes import scattered, tiles
from tests.geo.stats.test_partitions import assert_same

ZONES = scattered(4, 0.05, 77, (50, 200)).to_crs(WGS84)


def stored(folder: Path, features: gpd.GeoDataFrame) -> StoredLayer:
    features.to_crs(WGS84).to_file(folder / "them.gpkg")
    import_layer(folder / "them.gpkg", folder / "store", ImportOptions(name="them"))
    return open_store(folder / "store")["ws-them"]


@pytest.mark.parametrize("by", [None, "use"])
@pytest.mark.parametrize("most", [20_000, 30])
def test_the_figures_are_those_of_the_features_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, by: str | None, most: int
) -> None:
    monkeypatch.setattr(area, "PIECE", most)
    parcels = tiles(12, 10, 3).reset_index(drop=True)
    layer = stored(tmp_path, parcels)
    named = parcels.to_crs(WGS84).set_index(layer.rows().index)
    assert_same(stored_area(ZONES, layer, by), zonal_area(ZONES, named, by))


def test_ground_shared_by_features_of_different_pieces_is_taken_off_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(area, "PIECE", 12)
    stars = scattered(60, 0.02, 5).reset_index(drop=True)
    account = stored_area(ZONES, stored(tmp_path, stars), "use")
    expected = zonal_area(ZONES, stars.to_crs(WGS84), "use")
    # How many features lie on others' ground depends on the order of the features; the ground does not.
    assert_same(account.assign(count=0), expected.assign(count=0))
    assert expected.loc[expected["kind"] == "overlap", "area_km2"].min() < -0.1


def test_what_lies_beyond_the_bounds_a_layer_states_is_counted_too(tmp_path: Path) -> None:
    parcels = tiles(6, 6, 3).reset_index(drop=True)
    layer = stored(tmp_path, parcels)
    whole = stored_area(ZONES, layer, "use")
    with closing(sqlite3.connect(tmp_path / "store" / "ws-them.gpkg")) as database, database:
        database.execute("UPDATE gpkg_contents SET min_x = 121.7, max_x = 121.8, min_y = 30.88, max_y = 30.92")
    assert_same(stored_area(ZONES, layer, "use"), whole)


def test_it_refuses_a_column_it_does_not_have_and_a_member_for_each_of_very_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = stored(tmp_path, tiles(3, 3, 3))
    with pytest.raises(ParameterError, match="nothing"):
        stored_area(ZONES, layer, "nothing")
    monkeypatch.setattr(area, "MOST_MEMBERS", 5)
    with pytest.raises(ParameterError, match="take one of its columns"):
        stored_area(ZONES, layer)

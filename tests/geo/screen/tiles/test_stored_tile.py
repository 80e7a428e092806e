"""Tiles of a stored layer: from the features near them, a preview of too many, and from a pyramid."""

from __future__ import annotations

import gzip
from pathlib import Path

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pyogrio
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader

from geo.atlas.added.stored_layer import StoredLayer, StoredQuery
from geo.errors import ParameterError
from geo.screen.tiles import stored_tile
from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.pyramid_writer import TiledBatch, TiledLayer, write_pyramid
from geo.screen.tiles.tile_bytes import MOST_BYTES
from geo.screen.tiles.tile_grid import TileAddress
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store
from tests.geo.screen.test_vector_tile import tile_of
from tests.geo.screen.tiles.coverage import sheet

SIDE = 40
COUNT = SIDE * SIDE


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    frame = gpd.GeoDataFrame(
        {"use": ["R", None] * (COUNT // 2), "far": np.arange(COUNT) / 4, "kind": "lot"},
        geometry=sheet(SIDE),
        crs="EPSG:4326",
    )
    frame.to_file(folder / "sheet.fgb", spatial_index=False)
    import_layer(folder / "sheet.fgb", folder, ImportOptions(name="sheet", title="地块"))
    return folder


@pytest.fixture(scope="module")
def layer(folder: Path) -> StoredLayer:
    return open_store(folder)["ws-sheet"]


@pytest.fixture(scope="module")
def pyramid(folder: Path, layer: StoredLayer) -> Pyramid:
    steps = []
    with pytest.MonkeyPatch.context() as patch:
        # So that the shallow zooms of a small layer are as full as those of a large one.
        patch.setattr("geo.screen.tiles.level.MOST_FEATURES", 300)
        path = folder / "ws-sheet.pmtiles"
        write_pyramid(
            stored_tile.stored_batches(layer),
            stored_tile.tiled_layer(layer),
            path,
            progress=lambda step, done, total: steps.append((step, done, total)),
        )
    assert ("reading", COUNT, COUNT) in steps
    assert {step for step, _, _ in steps} == {"reading", "planning", "writing tiles"}
    assert steps[-1][1] == steps[-1][2]
    return Pyramid(path)


def near(zoom: int) -> TileAddress:
    return TileAddress(zoom, *tile_of(121.73, 30.91, zoom))


def features(body: bytes, name: str = "ws-sheet") -> list[dict]:
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})[name]["features"]


def test_a_tile_holds_the_features_near_it_with_their_own_columns(layer: StoredLayer) -> None:
    made = stored_tile.stored_tile(layer, near(14))
    assert not made.is_preview
    found = features(made.body)
    rows = layer.rows(StoredQuery(bbox=near(14).bounds))
    assert {one["properties"]["place_id"] for one in found} <= set(rows.index)
    assert len(found) >= len(rows) - 2
    for one in found:
        row = rows.loc[one["properties"]["place_id"]]
        assert one["properties"]["place_id"] == f"ws-sheet_{one['id']}"
        assert one["properties"]["far"] == row["far"]
        assert one["properties"].get("use") == row["use"]
        assert (one["properties"]["kind"], one["properties"]["kind_own"]) == ("lot", "lot")
        assert one["properties"]["area_km2"] == row["area_km2"]
    carried = {key for one in found for key in one["properties"]}
    assert carried <= set(stored_tile.stored_fields(layer))


def test_a_tile_beside_the_layer_is_empty(layer: StoredLayer) -> None:
    assert stored_tile.stored_tile(layer, TileAddress(8, 0, 0)).body == b""


def test_of_too_many_features_a_preview_is_made(layer: StoredLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_tile, "MOST_DIRECT", 100)
    monkeypatch.setattr(stored_tile, "_PREVIEW", 200)
    made = stored_tile.stored_tile(layer, near(9))
    assert made.is_preview
    drawn = features(made.body)
    (counted,) = features(made.body, "ws-sheet-left-out")
    assert 150 < len(drawn) == counted["properties"]["drawn"] < 230
    inside = layer.count(StoredQuery(bbox=near(9).bounds))
    assert counted["properties"]["left_out"] + len(drawn) == pytest.approx(inside, rel=0.1)


def test_a_pyramid_counts_what_it_leaves_out_and_covers_the_ground_once(pyramid: Pyramid) -> None:
    for zoom in (6, 9, 10):
        body = pyramid.plain_tile(near(zoom))
        assert len(body) <= MOST_BYTES
        shapes = np.array([shapely.geometry.shape(one["geometry"]) for one in features(body)], dtype=object)
        whole = shapely.union_all(shapes)
        assert shapely.area(shapes).sum() == whole.area
        assert not shapely.get_num_interior_rings(shapely.get_parts(whole)).any()
    (counted,) = features(pyramid.plain_tile(near(6)), "ws-sheet-left-out")
    assert counted["properties"]["left_out"] == pyramid.metadata["left_out"]["6"]
    assert counted["properties"]["left_out"] + counted["properties"]["drawn"] == COUNT


def test_its_deepest_tiles_are_those_made_from_the_features(pyramid: Pyramid, layer: StoredLayer) -> None:
    address = near(pyramid.most_zoom)
    one, other = (features(body) for body in (pyramid.plain_tile(address), stored_tile.stored_tile(layer, address).body))
    by_id = {feature["id"]: feature for feature in other}
    assert {feature["id"] for feature in one} == set(by_id)
    assert all(feature == by_id[feature["id"]] for feature in one)


def test_other_programs_read_a_pyramid(pyramid: Pyramid, folder: Path) -> None:
    path = folder / "ws-sheet.pmtiles"
    with path.open("rb") as file:
        reader = Reader(MmapSource(file))
    address = near(10)
    assert gzip.decompress(reader.get(address.zoom, address.column, address.row)) == pyramid.plain_tile(address)
    assert pyramid.tile(TileAddress(8, 0, 0)) == b""
    assert pyogrio.read_info(path)["driver"] == "PMTiles"
    found = pyogrio.read_dataframe(path, layer="ws-sheet")
    assert found["place_id"].nunique() == COUNT
    assert set(found["use"].dropna()) == {"R"}
    assert found.crs == "EPSG:3857"


def test_a_layer_without_shapes_has_no_pyramid(tmp_path: Path) -> None:
    empty = TiledBatch(np.arange(1, 3), np.array([None, shapely.Point()], dtype=object), {"use": ["R", "S"]})
    with pytest.raises(ParameterError):
        write_pyramid([empty], TiledLayer("x", "x", "1", {}, 2), tmp_path / "x.pmtiles")
    assert list(tmp_path.iterdir()) == []

"""A pyramid covers the ground once, counts what it leaves out, and ends in the tiles made from the features."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import shapely

from geo.atlas.added.stored_layer import StoredLayer
from geo.errors import ParameterError
from geo.screen.tiles import stored_tile
from geo.screen.tiles.level import tiles_reached
from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.pyramid_writer import TiledBatch, TiledLayer, write_pyramid
from geo.screen.tiles.tile_bytes import MOST_BYTES
from geo.screen.tiles.tile_grid import EXTENT, TileAddress, bounds_in_units, in_mercator, unit_m
from tests.geo.screen.tiles.coverage import COUNT, features, near


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


def test_no_zoom_leaves_ground_bare(pyramid: Pyramid, layer: StoredLayer) -> None:
    metres = shapely.transform(layer.rows().geometry.to_numpy(), in_mercator)
    square = shapely.box(0, 0, EXTENT, EXTENT)
    for zoom in range(5, pyramid.most_zoom + 1):
        tiles, _, _ = tiles_reached(bounds_in_units(shapely.bounds(metres), zoom), zoom)
        drawn = 0.0
        for column, row in tiles.tolist():
            if body := pyramid.plain_tile(TileAddress(zoom, column, row)):
                shapes = [shapely.geometry.shape(one["geometry"]) for one in features(body)]
                drawn += shapely.intersection(shapely.union_all(shapes), square).area
        assert drawn == pytest.approx(shapely.area(metres).sum() / unit_m(zoom) ** 2, rel=0.1), zoom


def test_its_deepest_tiles_are_those_made_from_the_features(pyramid: Pyramid, layer: StoredLayer) -> None:
    address = near(pyramid.most_zoom)
    one, other = (
        features(body) for body in (pyramid.plain_tile(address), stored_tile.stored_tile(layer, address).body)
    )
    by_id = {feature["id"]: feature for feature in other}
    assert {feature["id"] for feature in one} == set(by_id)
    assert all(feature == by_id[feature["id"]] for feature in one)


def test_a_layer_without_shapes_has_no_pyramid(tmp_path: Path) -> None:
    empty = TiledBatch(np.arange(1, 3), np.array([None, shapely.Point()], dtype=object), {"use": ["R", "S"]})
    with pytest.raises(ParameterError):
        write_pyramid([empty], TiledLayer("x", "x", "1", {}, 2), tmp_path / "x.pmtiles")
    assert list(tmp_path.iterdir()) == []

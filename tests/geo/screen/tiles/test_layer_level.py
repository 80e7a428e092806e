"""The shapes that tiles draw: of large layers what a tile can hold, and neighbours that keep one edge between them."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.screen.tiles.layer_level import MOST_SIMPLIFIED, shapes_in_mercator, simplified, tile_level
from geo.screen.tiles.level import level_of
from geo.screen.tiles.tile_bytes import MOST_BYTES
from geo.screen.tiles.tile_grid import EXTENT, TileAddress, unit_m
from geo.screen.vector_tile import vector_tile
from tests.geo.screen.test_vector_tile import tile_of

SIDE = 100


@pytest.fixture(scope="module")
def crowd(atlas: Atlas) -> Atlas:
    """Return an atlas whose layer of nodes is a sheet of 10,000 parcels with a column of their own."""
    across, up = (grid.ravel() for grid in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    west, south = 121.6 + across * 0.002, 30.8 + up * 0.0016
    ids = pd.Index([f"parcel-{number}" for number in range(SIDE * SIDE)], name="place_id")
    frame = gpd.GeoDataFrame(
        {"name_zh": [f"地块{number}" for number in range(SIDE * SIDE)], "kind": "own"},
        geometry=shapely.box(west, south, west + 0.002, south + 0.0016),
        index=ids,
        crs="EPSG:4326",
    )
    own = pd.DataFrame({"use": "R", "kind": 7}, index=ids)
    return replace(atlas, layers={**atlas.layers, "nodes": frame}, own={"nodes": own})


@pytest.mark.parametrize("zoom", [7, 9, 10, 11, 12])
def test_a_tile_of_a_crowd_is_small_and_carries_ids_own_columns_and_what_it_leaves_out(crowd: Atlas, zoom: int) -> None:
    tile = vector_tile(crowd, "nodes", zoom, *tile_of(121.7, 30.88, zoom))
    assert 0 < len(tile) <= MOST_BYTES
    layers = mapbox_vector_tile.decode(tile)
    for feature in layers["nodes"]["features"]:
        carried = feature["properties"]
        assert carried["place_id"] == f"parcel-{feature['id'] - 1}"
        assert (carried["use"], carried["kind"], carried["kind_own"]) == ("R", "own", 7)
    left = layers.get("nodes-left-out", {"features": []})["features"]
    assert sum(one["properties"]["left_out"] for one in left) + len(layers["nodes"]["features"]) <= SIDE * SIDE * 1.05
    assert bool(left) == (zoom <= 10)


def test_what_is_drawn_of_a_crowd_covers_its_ground_once(crowd: Atlas) -> None:
    assert MOST_SIMPLIFIED < SIDE * SIDE
    address = TileAddress(9, *tile_of(121.7, 30.88, 9))
    level = tile_level(crowd, "nodes", address)
    assert level.cell > 1
    assert len(level.rows) + len(level.lost) == SIDE * SIDE
    assert level.lost_in(address) > 0
    whole = shapely.union_all(level.shapes)
    assert shapely.area(level.shapes).sum() == whole.area
    assert not shapely.get_num_interior_rings(whole)
    exact = level_of(shapes_in_mercator(crowd, "nodes"), 13)
    assert exact.cell == 1
    assert len(exact.rows) == SIDE * SIDE
    assert whole.area * 16**2 == pytest.approx(shapely.area(exact.shapes).sum(), rel=0.05)


@pytest.mark.parametrize("zoom", [9, 12])
def test_functional_areas_have_no_sliver_between_them(atlas: Atlas, zoom: int) -> None:
    # They share edges and overlap elsewhere; between two that share an edge nothing may be left.
    frame = atlas.layers["functional_areas"]
    address = TileAddress(zoom, *tile_of(121.85, 30.9, zoom))
    level = tile_level(atlas, "functional_areas", address)
    assert len(level.rows) == len(frame)
    shapes, found = dict(zip(level.rows, level.shapes, strict=True)), 0
    for one, other in np.transpose(np.triu_indices(len(frame), 1)):
        source = frame.geometry.iloc[one], frame.geometry.iloc[other]
        shared = shapely.intersection(*source)
        if shapely.intersection(*map(shapely.boundary, source)).length and not shared.area:
            found += 1
            assert shapely.intersection(shapes[one], shapes[other]).area == 0
            gaps = shapely.get_parts(shapely.union(shapes[one], shapes[other]))
            assert all(shapely.Polygon(ring).area > 50 for part in gaps for ring in part.interiors)
    assert found


def test_neighbours_keep_one_edge_between_them() -> None:
    zoom = 9
    # A wavy edge that both have, simplified apart, would leave slivers.
    up = np.linspace(0, 1, 200)
    wave = np.column_stack([np.sin(up * 40) * unit_m(zoom) * 3, up * unit_m(zoom) * EXTENT])
    width = unit_m(zoom) * 500
    left = shapely.Polygon([(-width, 0), *wave, (-width, wave[-1, 1])])
    right = shapely.Polygon([(width, 0), *wave, (width, wave[-1, 1])])
    one, other = simplified(np.array([left, right], dtype=object), zoom)
    assert shapely.get_num_coordinates(one) < shapely.get_num_coordinates(left)
    assert shapely.intersection(one, other).area == pytest.approx(0, abs=1e-6)
    hull = shapely.union(one, other)
    assert not shapely.get_num_interior_rings(hull)
    assert shapely.area(one) + shapely.area(other) == pytest.approx(hull.area)

"""The shapes that tiles draw: one in each pixel of a crowd, and neighbours that keep one edge between them."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
import mapbox_vector_tile
import numpy as np
import pandas as pd
import pytest
import shapely

from geo import Atlas
from geo.screen.tile_shapes import EXTENT, MOST_WHOLE, PIXEL, simplified, tile_shapes, unit_m
from geo.screen.vector_tile import MOST_BYTES, vector_tile
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


@pytest.mark.parametrize("zoom", [7, 8, 9, 10, 11, 12])
def test_a_tile_of_a_crowd_is_small_and_carries_ids_and_own_columns(crowd: Atlas, zoom: int) -> None:
    tile = vector_tile(crowd, "nodes", zoom, *tile_of(121.7, 30.88, zoom))
    assert 0 < len(tile) <= MOST_BYTES
    features = mapbox_vector_tile.decode(tile)["nodes"]["features"]
    for feature in features:
        carried = feature["properties"]
        assert carried["place_id"] == f"parcel-{feature['id'] - 1}"
        assert (carried["use"], carried["kind"], carried["kind_own"]) == ("R", "own", 7)


def test_of_the_shapes_below_a_pixel_one_is_drawn_in_each(crowd: Atlas) -> None:
    found = tile_shapes(crowd, "nodes", 8)
    assert MOST_WHOLE < SIDE * SIDE
    assert len(found.rows) < SIDE * SIDE / 2
    pixel = unit_m(8) * PIXEL
    middles = np.floor((found.bounds[:, :2] + found.bounds[:, 2:]) / 2 / pixel + 1e-6)
    assert len(np.unique(middles, axis=0)) == len(found.rows)
    # Together they cover what all parcels cover, as a filled pixel is drawn whole.
    assert shapely.area(found.shapes).sum() == pytest.approx(
        shapely.area(tile_shapes(crowd, "nodes", 15).shapes).sum(), rel=0.05
    )


def test_neighbours_keep_one_edge_between_them(crowd: Atlas) -> None:
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
    assert simplified(np.array([left], dtype=object), 15)[0] == left

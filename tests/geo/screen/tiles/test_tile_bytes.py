"""Tiles of a coverage: no gap and no overlap in a tile at any zoom, and one edge on both sides of a tile's border."""

from __future__ import annotations

from functools import cache

import mapbox_vector_tile
import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from geo.screen.tiles.layer_level import fitting_level
from geo.screen.tiles.level import Level, level_of
from geo.screen.tiles.mvt import TileColumns, tile_columns
from geo.screen.tiles.tile_bytes import LEFT_OUT, MOST_BYTES, tile_bytes
from geo.screen.tiles.tile_grid import BUFFER, EXTENT, TileAddress, in_mercator
from tests.geo.screen.tiles.coverage import sheet

SIDE = 90


@cache
def metres() -> NDArray[np.object_]:
    return np.asarray(shapely.transform(sheet(SIDE), in_mercator), dtype=object)


@cache
def level(zoom: int) -> Level:
    return fitting_level(metres(), zoom, np.full(SIDE * SIDE, 60.0))


def columns(text: str = "") -> TileColumns:
    return tile_columns({"row": [f"{text}{row}" for row in range(SIDE * SIDE)]})


def read(zoom: int, column: int, row: int, carried: TileColumns | None = None) -> dict:
    ids = np.arange(1, SIDE * SIDE + 1)
    body = tile_bytes(level(zoom), TileAddress(zoom, column, row), "sheet", carried or columns(), ids)
    assert len(body) <= MOST_BYTES
    return mapbox_vector_tile.decode(body, default_options={"y_coord_down": True})


def shapes_of(found: dict) -> dict[int, shapely.Geometry]:
    return {one["id"]: shapely.geometry.shape(one["geometry"]) for one in found["sheet"]["features"]}


def beside(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move what is in units of a tile into those of its western neighbour."""
    return np.asarray(xy + np.array([EXTENT, 0]))


@pytest.mark.parametrize("zoom", [6, 8, 10, 11, 13])
def test_a_coverage_stays_one_in_every_tile(zoom: int) -> None:
    tiles = level(zoom).tiles()
    for column, row in tiles[:: max(1, len(tiles) // 6)]:
        shapes = np.array(list(shapes_of(read(zoom, column, row)).values()), dtype=object)
        assert shapely.is_valid(shapes).all()
        whole = shapely.union_all(shapes)
        assert shapely.area(shapes).sum() == whole.area
        assert not shapely.get_num_interior_rings(shapely.get_parts(whole)).any()


def test_the_edges_of_neighbours_agree_on_both_sides_of_a_border() -> None:
    zoom = 12
    tiles = set(level(zoom).tiles())
    column, row = next((x, y) for x, y in sorted(tiles) if {(x + 1, y), (x, y + 1), (x - 1, y)} <= tiles)
    one, other = shapes_of(read(zoom, column, row)), shapes_of(read(zoom, column + 1, row))
    border = shapely.LineString([(EXTENT, 0), (EXTENT, EXTENT)])
    both = 0
    for number in set(one) & set(other):
        here = shapely.intersection(one[number], border)
        there = shapely.intersection(shapely.transform(other[number], beside), border)
        assert here.is_empty == there.is_empty
        if not here.is_empty:
            both += 1
            assert np.abs(np.subtract(here.bounds, there.bounds)).max() <= 0.5
    assert both > 10
    # What lies wholly in both, in the buffers at the border, is the same to the unit.
    inside = shapely.box(EXTENT - BUFFER + 1, 0, EXTENT + BUFFER - 1, EXTENT)
    same = [number for number in set(one) & set(other) if shapely.within(one[number], inside)]
    for number in same:
        assert one[number].equals(shapely.transform(other[number], beside))


def test_what_falls_into_a_cell_falls_into_one_at_the_zoom_above() -> None:
    drawn = [set(level_of(metres()[:2000], zoom, 8).rows) for zoom in (8, 7, 6)]
    assert drawn[0] > drawn[1] > drawn[2]


def test_a_tile_that_would_be_too_large_leaves_out_the_smallest_and_counts_them() -> None:
    zoom = 11
    column, row = level(zoom).tiles()[0]
    found = read(zoom, column, row, columns("a text that is long " * 20))
    (counted,) = found[f"sheet{LEFT_OUT}"]["features"]
    assert counted["properties"]["drawn"] == len(found["sheet"]["features"])
    before = read(zoom, column, row)
    lost = before.get(f"sheet{LEFT_OUT}", {"features": [{"properties": {"left_out": 0}}]})["features"][0]
    all_of_them = len(before["sheet"]["features"]) + lost["properties"]["left_out"]
    assert counted["properties"]["left_out"] + counted["properties"]["drawn"] == all_of_them


def test_lines_and_points_are_cut_and_thinned() -> None:
    line = shapely.LineString([(121.0, 30.9), (122.5, 30.9)])
    points = [shapely.Point(121.8 + step * 1e-6, 30.9) for step in range(5)]
    mixed = np.array([line, *points, shapely.MultiPoint([(121.8, 30.91), (121.81, 30.92)])], dtype=object)
    address = TileAddress(10, 858, 419)
    found = level_of(np.asarray(shapely.transform(mixed, in_mercator)), 10, 16)
    assert list(found.rows) == [0, 1, 6]
    assert found.lost_in(address) == 4
    body = tile_bytes(found, address, "sheet", tile_columns({"n": list(range(7))}), np.arange(1, 8))
    shapes = shapes_of(mapbox_vector_tile.decode(body))
    assert {number: shape.geom_type for number, shape in shapes.items()} == {
        1: "LineString",
        2: "Point",
        7: "MultiPoint",
    }
    assert shapes[1].length == EXTENT + 2 * BUFFER

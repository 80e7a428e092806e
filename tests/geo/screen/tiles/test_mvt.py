"""What is written into a tile is read back by another program, value by value."""

from __future__ import annotations

import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from geo.screen.tiles.mvt import layer_bytes, tile_columns
from geo.screen.tiles.parts import kinds_of, parts_of

SHAPES = [
    shapely.box(0, 0, 100, 200),
    shapely.Polygon(shapely.box(0, 0, 4096, 4096).exterior, [shapely.box(10, 10, 20, 20).exterior]),
    shapely.MultiPolygon([shapely.box(-64, -64, 5, 5), shapely.box(50, 50, 60, 70)]),
    shapely.LineString([(0, 0), (4000, 3), (17, 18)]),
    shapely.MultiLineString([[(0, 0), (1, 1)], [(300, 4), (5, 6), (7, 8)]]),
    shapely.Point(4095, 1),
    shapely.MultiPoint([(1, 2), (3, 4), (0, 4000)]),
]
TABLE = {
    "name": ["一", "二", None, "一", "long " * 60, "", "x"],
    "number": [0, -1, 2**40, None, 127, 128, -(2**40)],
    "share": [0.5, None, 1e300, -0.25, 1.0, 2.0, 3.0],
    "flag": [True, False, None, True, True, True, True],
}


def tile(shapes: list, table: dict, ids: list[int]) -> dict:
    array = np.array(shapes, dtype=object)
    kinds = kinds_of(array)
    groups = []
    for kind in np.unique(kinds):
        rows = np.flatnonzero(kinds == kind)
        groups.append((parts_of(array[rows], kind), rows, np.array(ids)[rows]))
    found = mapbox_vector_tile.decode(
        layer_bytes("here", groups, tile_columns(table)), default_options={"y_coord_down": True}
    )
    return {one["id"]: one for one in found["here"]["features"]}


def test_shapes_and_values_come_back() -> None:
    ids = [1, 127, 128, 2**21, 5, 2**33, 7]
    found = tile(SHAPES, TABLE, ids)
    assert set(found) == set(ids)
    for row, (number, shape) in enumerate(zip(ids, SHAPES, strict=True)):
        feature = found[number]
        assert shapely.geometry.shape(feature["geometry"]).equals(shape), shape
        expected = {key: column[row] for key, column in TABLE.items() if column[row] is not None}
        assert feature["properties"] == expected


def test_no_shape_is_no_tile_and_no_column_no_fault() -> None:
    assert layer_bytes("here", [], tile_columns({})) == b""
    assert tile([SHAPES[0]], {}, [4])[4]["properties"] == {}


@pytest.mark.parametrize("seed", range(3))
def test_any_rings_come_back(seed: int) -> None:
    rng = np.random.default_rng(seed)
    corners = rng.integers(-64, 4160, (200, 3, 2))
    made = [one for one in shapely.polygons(corners.astype(float)) if one.area]
    found = tile(made, {"row": list(range(len(made)))}, list(range(1, len(made) + 1)))
    for number, shape in enumerate(made, start=1):
        assert shapely.geometry.shape(found[number]["geometry"]).equals(shape)
        assert found[number]["properties"]["row"] == number - 1

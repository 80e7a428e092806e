"""Shapes taken apart and put together again are the same."""

from __future__ import annotations

import numpy as np
import shapely

from geo.screen.tiles.parts import AREA, LINE, POINT, kinds_of, parts_of

RING = shapely.Polygon([(0, 0), (10, 0), (10, 10), (0, 10)], [[(2, 2), (4, 2), (4, 4), (2, 4)]])
SHAPES = {
    AREA: [RING, shapely.MultiPolygon([shapely.box(20, 0, 30, 5), RING]), shapely.box(1, 1, 2, 2)],
    LINE: [shapely.LineString([(0, 0), (1, 1)]), shapely.MultiLineString([[(0, 0), (1, 1)], [(2, 2), (3, 3), (4, 1)]])],
    POINT: [shapely.Point(1, 2), shapely.MultiPoint([(3, 4), (5, 6)])],
}


def test_they_come_back_with_the_parts_of_each() -> None:
    for kind, shapes in SHAPES.items():
        array = np.array(shapes, dtype=object)
        assert set(kinds_of(array)) == {kind}
        parts = parts_of(array, kind)
        assert [one.equals(other) for one, other in zip(parts.to_shapes(len(shapes)), shapes, strict=True)]
        assert all(one.equals(other) for one, other in zip(parts.to_shapes(len(shapes)), shapes, strict=True))
        assert set(parts.shape) == set(range(len(shapes)))


def test_rings_run_as_a_tile_wants_them() -> None:
    turned = np.array([RING, shapely.reverse(RING)], dtype=object)
    parts = parts_of(turned, AREA)
    assert (parts.hole == [False, True, False, True]).all()
    assert (parts.ring_areas() == [100, -4, 100, -4]).all()


def test_what_no_tile_holds_has_no_kind() -> None:
    strange = [shapely.Point(), shapely.GeometryCollection([shapely.Point(1, 1)]), None]
    assert kinds_of(np.array(strange, dtype=object)).tolist() == [0, 0, 0]


def test_parts_that_lose_their_vertices_go() -> None:
    parts = parts_of(np.array(SHAPES[LINE], dtype=object), LINE)
    some = parts.kept(parts.part != 1)
    assert some.shape.tolist() == [0, 1]
    assert some.to_shapes(3)[2] is None

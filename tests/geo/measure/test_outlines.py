"""The rings and segments of geometries of any type."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from geo.errors import CRSError, GeometryError
from geo.measure.outlines import measure, outlines_of, require_whole, segments_of
from tests.geo.shapes import LONLAT, star

BOX, HOLE = shapely.box(121.0, 30.0, 121.2, 30.2), shapely.box(121.05, 30.05, 121.1, 30.1)
LINE = shapely.LineString([(121, 30), (122, 31), (123, 30)])


def objects(*shapes: object) -> np.ndarray:
    out = np.empty(len(shapes), dtype=object)
    out[:] = shapes
    return out


def test_rings_of_polygons_without_holes_come_first_each_with_its_row_and_sign() -> None:
    triangle = star(121.5, 30.5, 0.1, 3, 1)
    deep = shapely.GeometryCollection([shapely.Point(0, 0), shapely.MultiPolygon([triangle, BOX.difference(HOLE)])])
    coords, offsets, sign, owner = outlines_of(objects(BOX, None, deep, triangle, LINE), LONLAT, "shapes")
    assert owner.tolist() == [0, 3, 2, 2, 2]
    assert sign.tolist() == [1.0, 1.0, 1.0, 1.0, -1.0]
    assert offsets.tolist() == [0, 5, 9, 13, 18, 23]
    assert coords[:5].tolist() == shapely.get_coordinates(BOX).tolist()
    assert shapely.Polygon(coords[18:]).equals(HOLE)


def test_empty_shapes_have_no_ring() -> None:
    coords, offsets, sign, owner = outlines_of(objects(shapely.Polygon(), None, shapely.MultiPolygon()), LONLAT, "x")
    assert (len(coords), offsets.tolist(), len(sign), len(owner)) == (0, [0], 0, 0)
    mixed = outlines_of(objects(shapely.Polygon(), BOX), LONLAT, "x")
    assert (mixed.offsets.tolist(), mixed.owner.tolist()) == ([0, 5], [1])


def test_vertices_in_metres_are_converted_one_by_one() -> None:
    there = pyproj.Transformer.from_crs(LONLAT, "EPSG:4529", always_xy=True)
    metres = shapely.transform(BOX, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
    made = outlines_of(objects(metres), "EPSG:4529", "shapes")
    assert made.coords == pytest.approx(shapely.get_coordinates(BOX), abs=1e-9)


def test_segments_of_lines_and_rings_stand_with_the_row_of_their_shape() -> None:
    ends, owner = segments_of(objects(LINE, None, BOX.difference(HOLE), shapely.Point(0, 0)))
    assert owner.tolist() == [2] * 8 + [0] * 2
    assert ends[-2:].tolist() == [[[121, 30], [122, 31]], [[122, 31], [123, 30]]]
    assert ends.shape == (10, 2, 2)


def test_a_ring_that_spans_more_than_half_the_globe_and_numbers_that_are_no_degrees_are_refused() -> None:
    require_whole(np.array([[-90.0, -90.0, 90.0, 90.0], [-360.0, 0.0, -180.0, 1.0]]), "shapes")
    with pytest.raises(GeometryError, match="antimeridian"):
        require_whole(np.array([[-90.0, 0.0, 90.1, 1.0]]), "shapes")
    for box in ([360.5, 0.0, 361.0, 1.0], [0.0, -90.5, 1.0, 0.0]):
        with pytest.raises(CRSError, match="projected metres"):
            require_whole(np.array([box]), "shapes")
    with pytest.raises(GeometryError, match="finite"):
        require_whole(np.array([[0.0, np.nan, 1.0, 1.0]]), "shapes")


def test_rings_are_measured_in_their_order() -> None:
    made = outlines_of(objects(BOX, BOX.reverse()), LONLAT, "shapes")
    box, signed = measure(made.coords, made.offsets, "shapes")
    assert box.tolist() == [[121.0, 30.0, 121.2, 30.2]] * 2
    assert signed[0] == -signed[1] != 0.0

"""Path data holds what is on the canvas, in whole steps, and loses nothing that could be seen."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.screen.canvas import PaperWindow, paper_canvas
from geo.screen.drawing.paths import on_canvas, path_data
from tests.geo.screen.paths import drawn_points

CANVAS = paper_canvas(PaperWindow(41_385_000.0, 3_425_000.0, 50_000, 200.0, 120.0))


def test_what_is_off_the_canvas_is_empty_and_what_is_large_is_cut() -> None:
    shapes = [shapely.box(120.0, 30.0, 120.1, 30.1), shapely.box(121.0, 30.0, 122.5, 32.0), shapely.Point(121.8, 30.95)]
    away, large, point = on_canvas(CANVAS, shapes)
    assert away.is_empty
    assert large.bounds == pytest.approx(CANVAS.box, abs=2.0)
    assert point.geom_type == "Point"


def test_an_area_cut_at_its_edge_keeps_no_line_of_it() -> None:
    shell = [(121.7, 30.9), (121.9, 30.9), (121.9, 31.2), (121.7, 31.2)]
    [shape] = on_canvas(CANVAS, [shapely.Polygon(shell)])
    assert shapely.get_dimensions(shape) == 2
    assert shapely.get_num_geometries(shape) >= 1


def test_points_that_nobody_sees_are_left_out() -> None:
    angles = np.linspace(0, 2 * np.pi, 5000)
    ring = np.column_stack([121.8 + 0.02 * np.cos(angles), 30.95 + 0.02 * np.sin(angles)])
    [shape] = on_canvas(CANVAS, [shapely.Polygon(ring)])
    assert shapely.get_num_coordinates(shape) < 400
    exact = shapely.transform(shapely.Polygon(ring), CANVAS.to_steps)
    assert shapely.hausdorff_distance(shape, exact) < 3.0


def test_rings_are_closed_by_z_and_lines_are_not() -> None:
    path = path_data([shapely.box(0, 0, 10, 20), shapely.LineString([(0, 0), (5, 5), (5.2, 5.2), (9, 1)])])
    ring, line = drawn_points(path)
    assert path.count("z") == 1
    assert len(ring) == 4
    assert {tuple(point) for point in ring.tolist()} == {(0.0, 0.0), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0)}
    assert line.tolist() == [[0.0, 0.0], [5.0, 5.0], [9.0, 1.0]]


def test_holes_run_against_their_rings() -> None:
    area = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    outer, hole = drawn_points(path_data([area]))
    assert shapely.LinearRing(outer).is_ccw != shapely.LinearRing(hole).is_ccw


def test_nothing_is_no_path() -> None:
    assert path_data([shapely.Point(1, 1)]) == ""
    assert path_data([]) == ""
    assert len(on_canvas(CANVAS, [])) == 0

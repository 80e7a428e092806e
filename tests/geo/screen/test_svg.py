"""Shapes as SVG path data: projected as web maps do, rounded without a drift, rings without their closing point."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely import Point, Polygon

from geo import Atlas
from geo.screen.svg import PixelWindow, largest_first, screen_shape, shape_kind, world_pixels
from tests.geo.screen.paths import drawn_points


def test_the_world_is_projected_as_web_maps_do() -> None:
    assert world_pixels([[0.0, 0.0], [180.0, 0.0]], 1).tolist() == [[256.0, 256.0], [512.0, 256.0]]
    # The square of Web Mercator ends at 85.0511° north.
    ((x, y),) = world_pixels([[-180.0, 85.0511287798066]], 3)
    assert (x, y) == pytest.approx((0.0, 0.0), abs=1e-6)


def test_a_ring_is_written_without_its_closing_point_and_holes_follow() -> None:
    window = PixelWindow(0, 0, 0, 256, 256)
    shell = [(-90, 0), (90, 0), (90, -45), (-90, -45)]
    path = window.path(shapely.Polygon(shell, [[(-10, -10), (10, -10), (0, -20)]]), 1)
    assert path.count("z") == 2
    outer, inner = drawn_points(path)
    assert outer[0].tolist() == [64.0, 128.0]
    assert len(outer) == 4
    assert len(inner) == 3


def test_roundings_do_not_add_up_along_a_line() -> None:
    lon = np.linspace(121.0, 122.0, 3001)
    line = shapely.LineString(np.column_stack([lon, np.full_like(lon, 31.0)]))
    window = PixelWindow.around((121.0, 30.5, 122.0, 31.5), 10.5)
    (points,) = drawn_points(window.path(line, 1))
    assert points[-1] == pytest.approx(window.pixels([[122.0, 31.0]])[0], abs=0.051)


def test_a_window_is_the_smallest_around_a_box() -> None:
    box = (121.46, 30.60, 122.15, 31.14)
    window = PixelWindow.around(box, 10.5)
    corners = window.pixels([[box[0], box[3]], [box[2], box[1]]])
    assert (corners[0] >= 0).all()
    assert (corners[0] < 1).all()
    assert (corners[1] <= [window.width, window.height]).all()
    assert (corners[1] > [window.width - 2, window.height - 2]).all()


def test_points_in_one_pixel_are_written_once() -> None:
    line = shapely.LineString([(0, 0), (1e-9, 0), (90, 0)])
    assert PixelWindow(0, 0, 0, 256, 256).path(line, 1) == "M128 128l64 0"


@pytest.mark.parametrize(
    ("wkt", "kind"),
    [("POINT (1 1)", "point"), ("MULTILINESTRING ((0 0, 1 1))", "line"), ("POLYGON ((0 0, 1 0, 1 1, 0 0))", "area")],
)
def test_the_kind_of_a_shape_is_that_of_its_dimension(wkt: str, kind: str) -> None:
    assert shape_kind(shapely.from_wkt(wkt)) == kind


def test_coordinates_are_rounded_to_six_decimals() -> None:
    assert screen_shape(Point(121.12345678, 30.98765432)) == Point(121.123457, 30.987654)


def test_small_shapes_are_drawn_after_large_ones_and_unlocated_ones_not_at_all(atlas: Atlas) -> None:
    for layer in atlas.layer_ids:
        frame = largest_first(atlas.layers[layer])
        assert set(frame.index) == set(atlas.layers[layer].index[atlas.layers[layer].geometry.notna()])
        bounds = frame.geometry.bounds
        extent = (bounds["maxx"] - bounds["minx"]) * (bounds["maxy"] - bounds["miny"])
        assert extent.is_monotonic_decreasing


def test_rings_run_as_rfc_7946_has_them_so_that_shapes_may_share_a_path() -> None:
    clockwise = Polygon([(0, 0), (0, 3), (3, 3), (3, 0)], [[(1, 1), (2, 1), (2, 2), (1, 2)]])
    drawn = screen_shape(clockwise)
    assert drawn.exterior.is_ccw
    assert not drawn.interiors[0].is_ccw


def test_a_point_is_a_line_without_length() -> None:
    window = PixelWindow(0, 0, 0, 256, 256)
    assert window.dots([(0, 0), (-90, 0)]) == "M128.00 128.00h0M64.00 128.00h0"

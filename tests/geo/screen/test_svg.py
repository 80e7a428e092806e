"""Shapes as SVG path data: projected as web maps do, rounded without a drift, rings without their closing point."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.screen.svg import PixelWindow, shape_kind, world_pixels
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

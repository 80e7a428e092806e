"""A canvas places ground where its scale says, on paper and on the screen."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.screen.canvas import PaperWindow, degrees_of, on_grid, paper_canvas, round_scale, screen_canvas, window_around
from geo.screen.svg import PixelWindow

WINDOW = PaperWindow(41_385_000.0, 3_425_000.0, 50_000, 200.0, 120.0)


def in_degrees(*points: tuple[float, float]) -> np.ndarray:
    return (
        gpd.GeoSeries(gpd.points_from_xy(*zip(*points, strict=True)), crs="EPSG:4529")
        .to_crs(4326)
        .get_coordinates()
        .to_numpy()
    )


def test_a_window_covers_its_size_times_its_scale() -> None:
    assert WINDOW.bounds == (41_380_000.0, 3_422_000.0, 41_390_000.0, 3_428_000.0)
    assert WINDOW.mm(1000.0) == 20.0


def test_paper_counts_hundredths_of_a_millimetre_from_the_upper_left_corner() -> None:
    canvas = paper_canvas(WINDOW)
    steps = canvas.to_steps(in_degrees((41_380_000, 3_428_000), (41_390_000, 3_422_000), (41_385_000, 3_425_000)))
    assert steps == pytest.approx(np.array([[0, 0], [20_000, 12_000], [10_000, 6_000]]), abs=0.01)
    assert canvas.size == (20_000.0, 12_000.0)


def test_the_zoom_of_paper_is_that_at_which_a_pixel_covers_as_much_ground() -> None:
    # A CSS pixel is 0.2646 mm, 13.23 m at 1:50 000; a pixel of zoom 13 covers 16.4 m at 31° N.
    assert paper_canvas(WINDOW).zoom == pytest.approx(13.31, abs=0.01)
    finer = paper_canvas(WINDOW, 0.5)
    assert finer.zoom == pytest.approx(14.31, abs=0.01)
    assert finer.px == pytest.approx(13.23, abs=0.01)


def test_the_extent_of_a_canvas_holds_its_corners() -> None:
    west, south, east, north = paper_canvas(WINDOW).extent
    corners = in_degrees(*shapely.get_coordinates(shapely.box(*WINDOW.bounds)))
    assert (corners > [west, south]).all()
    assert (corners < [east, north]).all()
    assert degrees_of(WINDOW)[0] > west


def test_the_screen_counts_tenths_of_pixels() -> None:
    window = PixelWindow.around((121.8, 30.8, 122.0, 31.0), 11.0)
    canvas = screen_canvas(window)
    assert canvas.to_steps([[121.8, 31.0]]) == pytest.approx(window.pixels([[121.8, 31.0]]) * 10)
    west, south, east, north = canvas.extent
    assert west < 121.8
    assert east > 122.0
    assert south < 30.8
    assert north > 31.0


@pytest.mark.parametrize(
    ("ground_m", "paper_mm", "scale"), [(5000.0, 100.0, 50_000), (5001.0, 100.0, 75_000), (1.0, 100.0, 500)]
)
def test_a_scale_is_the_largest_that_fits(ground_m: float, paper_mm: float, scale: int) -> None:
    assert round_scale(ground_m, 1.0, paper_mm, 100.0) == scale
    assert round_scale(1.0, ground_m, 100.0, paper_mm) == scale


def test_beyond_the_list_scales_are_full_millions() -> None:
    assert round_scale(230_000.0, 1.0, 100.0, 100.0) == 3_000_000


def test_a_window_around_shapes_holds_them_in_its_middle() -> None:
    shape = shapely.box(121.9, 30.88, 121.95, 30.92)
    window = window_around([shape], (100.0, 80.0), filled=0.5)
    west, south, east, north = window.bounds
    xy = on_grid(shapely.get_coordinates(shape))
    assert (xy > [west, south]).all()
    assert (xy < [east, north]).all()
    assert (xy.max(axis=0) - xy.min(axis=0)).max() < 0.55 * (east - west)
    assert window_around([shapely.Point(121.9, 30.9)], (100.0, 80.0), least_m=6000).mm(6000) <= 90.0

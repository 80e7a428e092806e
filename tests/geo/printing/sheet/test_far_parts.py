"""An island far from the rest gets a map of its own where that gains a larger scale, in an empty corner."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.printing.sheet.far_parts import far_maps, main_and_far
from geo.screen.canvas import PaperWindow

SIZE = (300.0, 200.0)
MAIN = shapely.box(0, 0, 30_000, 20_000)
ISLAND = shapely.box(60_000, -30_000, 63_000, -28_000)


def test_an_island_is_left_out_of_the_main_map() -> None:
    bounds, far = main_and_far(np.array([MAIN, ISLAND]), SIZE)
    assert bounds == MAIN.bounds
    assert far == [ISLAND.bounds]


@pytest.mark.parametrize(
    "shapes",
    [
        [MAIN],
        [MAIN, shapely.box(60_000, -30_000, 90_000, -10_000)],
        [MAIN, shapely.box(37_000, 0, 39_000, 2_000)],
        [shapely.LineString([(0, 0), (90_000, 0)]), shapely.Point(0, 50_000)],
        [MAIN, *(shapely.box(x, -40_000, x + 900, -39_000) for x in (0, 30_000, 60_000))],
    ],
    ids=["alone", "as large as the rest", "near", "no area", "many"],
)
def test_others_stay_on_the_main_map(shapes: list[shapely.Geometry]) -> None:
    bounds, far = main_and_far(np.array(shapes, dtype=object), SIZE)
    assert far == []
    assert bounds == pytest.approx(tuple(shapely.total_bounds(shapes)))


def test_its_map_has_the_same_scale_and_lies_in_an_empty_corner() -> None:
    window = PaperWindow(15_000, 10_000, 150_000, *SIZE)
    corner = shapely.box(31_000, -4_000, 37_000, 2_000)
    [place] = far_maps([ISLAND.bounds], window, np.array([MAIN, corner]), 1.0)
    assert place.window.scale == 150_000
    assert shapely.box(*place.window.bounds).contains(ISLAND)
    left, top, right, bottom = place.box_mm
    assert 0 < left < right < SIZE[0]
    assert 0 < top < bottom < SIZE[1]
    on_ground = shapely.box(left * 150 - 7_500, 25_000 - bottom * 150, right * 150 - 7_500, 25_000 - top * 150)
    assert on_ground.intersection(MAIN.union(corner)).area == 0.0


def test_there_is_no_map_without_an_empty_corner() -> None:
    window = PaperWindow(15_000, 10_000, 100_000, *SIZE)
    assert far_maps([ISLAND.bounds], window, np.array([MAIN]), 1.0) == []
    wide = PaperWindow(40_000, 0, 500_000, *SIZE)
    assert far_maps([ISLAND.bounds], wide, np.array([MAIN]), 1.0) == [], "it is on the main map"
    assert far_maps([(0.0, 0.0, 20_000.0, 2_000.0)], window, np.array([ISLAND]), 1.0) == [], "too large"

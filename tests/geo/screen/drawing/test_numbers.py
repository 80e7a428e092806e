"""Numbers stand in their shapes, the first of those that would overlap, and say what they cover."""

from __future__ import annotations

import pytest
import shapely

from geo.screen.canvas import PaperWindow, paper_canvas
from geo.screen.drawing.numbers import placed_numbers

CANVAS = paper_canvas(PaperWindow(41_395_000.0, 3_420_000.0, 50_000, 100, 80))


def test_the_first_has_the_spot_and_what_is_off_the_canvas_none() -> None:
    one, other, off = shapely.box(1000, 1000, 3000, 3000), shapely.box(5000, 5000, 12_000, 9000), shapely.Point(-9, 9)
    placed = placed_numbers([("1", one), ("2", shapely.Point(2000, 2010)), ("10", other), ("3", off)], CANVAS)
    assert [number.text for number in placed] == ["1", "10"]
    assert shapely.contains_xy(shapely.box(5000, 5000, 10_000, 8000), placed[1].x, placed[1].y)
    left, top, right, bottom = placed[0].box(CANVAS)
    assert (left + right) / 2 == pytest.approx(20.0)
    assert right - left == pytest.approx(bottom - top) == pytest.approx(2 * 10.5 * 25.4 / 96)
    assert ">1</text>" in placed[0].element(CANVAS.px)

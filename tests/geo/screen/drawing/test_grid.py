"""Grid lines stand at round coordinates and are called by their kilometres."""

from __future__ import annotations

import pytest

from geo.screen.canvas import PaperWindow
from geo.screen.drawing.grid import grid_lines, grid_svg, longest_step_m, step_m

WINDOW = PaperWindow(41_385_000.0, 3_425_000.0, 50_000, 200.0, 120.0)


def test_a_grid_step_is_the_smallest_that_is_wide_enough() -> None:
    assert step_m(WINDOW, 30.0) == 2000
    assert step_m(WINDOW, 20.0) == 1000
    assert step_m(PaperWindow(0.0, 0.0, 5_000_000, 10.0, 10.0), 30.0) == 50_000


def test_a_bar_takes_the_largest_step_there_is_room_for() -> None:
    assert longest_step_m(WINDOW, 22.0) == 1000
    assert longest_step_m(WINDOW, 0.1) == 50


def test_lines_are_named_by_their_kilometres() -> None:
    # 41 380 to 41 390 km east, 3 422 to 3 428 km north, a line every 2 km.
    upright, level = grid_lines(WINDOW)
    assert [name for _, name in upright] == [f"{km}" for km in range(41_380, 41_391, 2)]
    assert [name for _, name in level] == [f"{km}" for km in range(3422, 3429, 2)]
    assert {name: at for at, name in upright}["41384"] == pytest.approx(4000 / 50)
    assert {name: at for at, name in level}["3424"] == pytest.approx(120.0 - 2000 / 50)


def test_the_drawing_has_a_line_for_each() -> None:
    svg = grid_svg(WINDOW)
    assert svg.count("V12000") == 6
    assert svg.count("H20000") == 4
    assert "M8000 0V" in svg

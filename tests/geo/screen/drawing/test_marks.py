"""Marks differ in colour and in line, and say nothing where they are off the canvas."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.screen.canvas import Canvas
from geo.screen.drawing.marks import LOOKS, mark_elements

CANVAS = Canvas(10.0, 10.0, "mm", 100, 20.0, 12.0, (0.0, 0.0, 1.0, 1.0), np.asarray)
AREA = shapely.box(0, 0, 100, 100)


@pytest.mark.parametrize("kind", list(LOOKS))
def test_a_mark_has_its_lines_over_one_another(kind: str) -> None:
    svg = mark_elements(kind, AREA, CANVAS)
    fill, _, lines = LOOKS[kind]
    assert svg.count("<path") == len(lines) + bool(fill)
    assert svg.rindex(lines[-1][0]) > svg.index(lines[0][0])


def test_only_the_drawn_shape_is_dash_and_dot() -> None:
    dashed = {kind for kind in LOOKS if "dasharray" in mark_elements(kind, AREA, CANVAS)}
    assert dashed == {"drawn"}


def test_points_are_rings_and_nothing_is_nothing() -> None:
    svg = mark_elements("drawn", shapely.Point(50, 50), CANVAS)
    assert "a120 120" in svg
    assert "fill-opacity" not in svg
    assert "fill-opacity" not in mark_elements("found", AREA, CANVAS, filled=False)
    assert mark_elements("found", shapely.Polygon(), CANVAS) == ""

"""Shapes of a theme: filled by class, hatched without an answer, grown with the step, small ones on top."""

from __future__ import annotations

import re

import numpy as np
import shapely

from geo.screen.canvas import Canvas
from geo.screen.drawing.classes import ClassPaint, class_elements

CANVAS = Canvas(100, 100, "px", 10, 10.0, 11.0, (0.0, 0.0, 0.0, 0.0), np.asarray)
SMALL, LARGE = shapely.box(100, 100, 300, 300), shapely.box(0, 0, 900, 900)
GREEN, UNTOLD = ClassPaint("#112233", 2), ClassPaint("#445566", known=False)


def test_a_class_fills_an_area_and_one_that_holds_others_has_its_line_alone() -> None:
    assert 'fill="#112233"' in class_elements([(SMALL, GREEN)], CANVAS)
    whole = class_elements([(SMALL, ClassPaint("#112233", 2, whole=True))], CANVAS)
    assert 'fill="none"' in whole
    assert 'stroke="#112233"' in whole


def test_what_no_document_says_is_hatched_with_lines_within_it() -> None:
    hatch, edge = re.findall(r"<path[^>]*>", class_elements([(SMALL, UNTOLD)], CANVAS))
    assert hatch.count("M") > 2
    assert "z" not in re.findall(r'd="([^"]*)"', hatch)[0]
    assert "z" in edge
    assert class_elements([(SMALL, ClassPaint("#445566", whole=True, known=False))], CANVAS).count("<path") == 1


def test_points_and_lines_grow_with_the_step() -> None:
    def radius(step: int) -> float:
        return float(
            re.findall(r'r="(\d+)"', class_elements([(shapely.Point(5, 5), ClassPaint("#1", step))], CANVAS))[0]
        )

    def width(step: int) -> float:
        line = shapely.LineString([(0, 0), (50, 50)])
        return float(
            re.findall(r'stroke-width="([\d.]+)"', class_elements([(line, ClassPaint("#1", step))], CANVAS))[0]
        )

    assert radius(5) > radius(1)
    assert width(5) > width(1)
    assert 'fill="#1"' not in class_elements([(shapely.Point(5, 5), ClassPaint("#1", known=False))], CANVAS)


def test_answers_lie_over_what_has_none_and_small_ones_over_large_ones() -> None:
    drawn = class_elements([(SMALL, GREEN), (LARGE, ClassPaint("#aa0000")), (LARGE, UNTOLD)], CANVAS)
    assert drawn.index("#445566") < drawn.index("#aa0000") < drawn.index("#112233")
    assert class_elements([(shapely.Point(), GREEN)], CANVAS) == ""

"""The kilometre grid of a paper drawing: lines of EPSG:4529 at round coordinates, and where they meet the edges."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from geo.atlas.symbology import KM_COLOURS
from geo.screen.canvas import STEPS_PER_MM
from geo.screen.drawing.paints import attributes_of

if TYPE_CHECKING:
    from geo.screen.canvas import PaperWindow

_STEPS_M = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
#: Least distance of grid lines on paper in millimetres.
LEAST_MM = 30.0
_WIDTH_MM, _OPACITY = 0.1, 0.45


def step_m(window: PaperWindow, least_mm: float = LEAST_MM) -> int:
    """Return the smallest round step in metres that is at least `least_mm` on paper."""
    return next((step for step in _STEPS_M if window.mm(step) >= least_mm), _STEPS_M[-1])


def longest_step_m(window: PaperWindow, most_mm: float) -> int:
    """Return the largest round step in metres that is at most `most_mm` on paper, or the smallest there is."""
    return next((step for step in reversed(_STEPS_M) if window.mm(step) <= most_mm), _STEPS_M[0])


def grid_lines(window: PaperWindow) -> tuple[list[tuple[float, str]], list[tuple[float, str]]]:
    """Compute where grid lines lie and what they are called.

    Parameters
    ----------
    window : PaperWindow

    Returns
    -------
    list of tuple
        Of each line to the north: millimetres from the left edge, and its easting in kilometres.
    list of tuple
        Of each line to the east: millimetres from the upper edge, and its northing in kilometres.
    """
    step = step_m(window)
    west, south, east, north = window.bounds
    digits = 1 if step < 1000 else 0
    upright = [(window.mm(value - west), f"{value / 1000:.{digits}f}") for value in _values(west, east, step)]
    level = [(window.mm(north - value), f"{value / 1000:.{digits}f}") for value in _values(south, north, step)]
    return upright, level


def _values(first: float, last: float, step: int) -> range:
    return range(math.ceil(first / step) * step, math.floor(last) + 1, step)


def grid_svg(window: PaperWindow) -> str:
    """Return the lines of the grid as one path of a drawing."""
    upright, level = grid_lines(window)
    width, height = window.width_mm * STEPS_PER_MM, window.height_mm * STEPS_PER_MM
    lines = [f"M{at * STEPS_PER_MM:.0f} 0V{height:.0f}" for at, _ in upright]
    lines += [f"M0 {at * STEPS_PER_MM:.0f}H{width:.0f}" for at, _ in level]
    stroke = f"{_WIDTH_MM * STEPS_PER_MM:.0f}"
    style = attributes_of(fill="none", stroke=KM_COLOURS[0], stroke_width=stroke, stroke_opacity=_OPACITY)
    return f'<path d="{"".join(lines)}"{style}/>'

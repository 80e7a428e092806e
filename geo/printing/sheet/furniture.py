"""Grid with coordinates, scale bar and north arrow of a map, and the round scales."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from matplotlib.lines import Line2D

from geo import words
from geo.atlas.symbology import PRINT_PALETTE
from geo.printing import fonts
from geo.printing.page import FAINT, INK, SOFT, Page

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from geo.printing.page import PaperWindow

#: Denominators of the scales a sheet takes by itself: those of common scale rulers.
ROUND_SCALES: tuple[int, ...] = (
    500,
    1000,
    2000,
    5000,
    10_000,
    15_000,
    20_000,
    25_000,
    30_000,
    40_000,
    50_000,
    75_000,
    100_000,
)
ROUND_SCALES += (150_000, 200_000, 250_000, 300_000, 400_000, 500_000, 750_000, 1_000_000)
_GRID_STEPS_M = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)


def round_scale(width_m: float, height_m: float, width_mm: float, height_mm: float) -> int:
    """Compute the largest round scale at which a rectangle on the ground (metres) fits the paper (millimetres)."""
    needed = max(width_m / width_mm, height_m / height_mm) * 1000.0
    return next((scale for scale in ROUND_SCALES if scale >= needed), int(math.ceil(needed / 1e6) * 1_000_000))


def step_m(window: PaperWindow, least_mm: float) -> int:
    """Return the smallest round step in metres that is at least `least_mm` on paper."""
    return next((step for step in _GRID_STEPS_M if window.mm(step) >= least_mm), _GRID_STEPS_M[-1])


def draw_grid(page: Page, axes: Axes, x: float, y: float, window: PaperWindow, size: float) -> None:
    """Draw grid lines with their coordinates in kilometres; (`x`, `y`) is the upper left corner of the map."""
    step = step_m(window, 30.0)
    west, south, east, north = window.bounds
    digits = 1 if step < 1000 else 0
    for value in range(math.ceil(west / step) * step, int(east) + 1, step):
        axes.add_line(_grid_line([value, value], [south, north]))
        at = x + window.mm(value - west)
        for edge in (y - 1.2, y + window.height_mm + size / fonts.PT_PER_MM + 0.8):
            page.text(at, edge, f"{value / 1000:.{digits}f}", size, color=FAINT, align="center")
    for value in range(math.ceil(south / step) * step, int(north) + 1, step):
        axes.add_line(_grid_line([west, east], [value, value]))
        at = y + window.mm(north - value)
        page.text(x - 1.0, at, f"{value / 1000:.{digits}f}", size, color=FAINT, align="center", rotation=90)
        right = x + window.width_mm + size / fonts.PT_PER_MM + 0.6
        page.text(right, at, f"{value / 1000:.{digits}f}", size, color=FAINT, align="center", rotation=90)


def _grid_line(xs: list[float], ys: list[float]) -> Line2D:
    return Line2D(xs, ys, color=PRINT_PALETTE["grid"], linewidth=0.22, alpha=0.6, zorder=40)


def draw_scale_bar(
    page: Page, x: float, y: float, window: PaperWindow, *, most_mm: float, lang: str, unit: float = 1.0
) -> None:
    """Draw a scale bar of four fields with lengths above and the scale below; its upper edge is at `y`."""
    step = next((step for step in reversed(_GRID_STEPS_M) if window.mm(step * 4) <= most_mm), _GRID_STEPS_M[0])
    field = window.mm(step)
    for number in range(4):
        fill = INK if number % 2 == 0 else "white"
        page.box(x + number * field, y, field, 1.4 * unit, fill=fill, edge=INK, line=0.4)
    for number in (0, 1, 2, 4):
        label = f"{number * step / 1000:g}" if step >= 1000 or number else "0"
        tail = f" {words.say('unit.km', lang)}" if number == 4 else ""
        page.text(x + number * field, y - 1.0 * unit, label + tail, 6.5 * unit, color=SOFT, align="center")
    ratio = words.say("scale.ratio", lang, scale=f"{window.scale:,}")
    page.text(x, y + 5.4 * unit, ratio, 8.0 * unit, color=INK)


def draw_north(page: Page, x: float, y: float, height: float = 11.0) -> None:
    """Draw an arrow to grid north, its tip at (`x`, `y`)."""
    half = height * 0.22
    page.polygon([(x, y), (x - half, y + height), (x, y + height * 0.74)], fill=INK, edge=INK)
    page.polygon([(x, y), (x + half, y + height), (x, y + height * 0.74)], fill="white", edge=INK)
    page.text(x, y - 1.0, "N", 8.0, align="center")

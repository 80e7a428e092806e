"""Numbers on shapes of a drawing, such as ranks: discs where there is room, the first of those that would overlap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from geo.atlas.symbology import PALETTE, PAPER
from geo.screen.drawing.name_text import FONT
from geo.screen.drawing.paints import attributes_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.screen.canvas import Canvas

#: Radius of a disc, width of its rim, size of a number, and least distance of two discs, in CSS pixels.
_RADIUS, _RIM, _SIZE, _APART = 9.0, 1.5, 11.0, 20.0
#: How far the baseline lies below the middle of a figure, as a share of its size.
_BASELINE = 0.36


@dataclass(frozen=True)
class PlacedNumber:
    """A number and the middle of its disc, in steps."""

    text: str
    x: float
    y: float

    def box(self, canvas: Canvas) -> tuple[float, float, float, float]:
        """Return what the disc covers, in the unit of the canvas: left, top, right, bottom."""
        reach = (_RADIUS + _RIM) * canvas.px
        left, top, right, bottom = self.x - reach, self.y - reach, self.x + reach, self.y + reach
        return left / canvas.steps, top / canvas.steps, right / canvas.steps, bottom / canvas.steps

    def element(self, px: float) -> str:
        """Return the number on its disc as SVG."""
        rim = attributes_of(fill=PALETTE["brand"], stroke=PAPER, stroke_width=f"{_RIM * px:.1f}")
        font = attributes_of(font_family=FONT, font_size=f"{_SIZE * px:.1f}", font_weight=700, fill=PAPER)
        at = f'x="{self.x:.0f}" y="{self.y + _BASELINE * _SIZE * px:.0f}" text-anchor="middle"'
        disc = f'<circle cx="{self.x:.0f}" cy="{self.y:.0f}" r="{_RADIUS * px:.0f}"{rim}/>'
        return f"{disc}<text {at}{font}>{self.text}</text>"


def placed_numbers(numbered: Iterable[tuple[str, Any]], canvas: Canvas) -> list[PlacedNumber]:
    """Place numbers in their shapes; one that has no room is left out.

    Parameters
    ----------
    numbered : iterable of tuple
        Numbers, the most important first, each with its shape in steps.
    canvas : Canvas
    """
    frame, near = shapely.box(0, 0, *canvas.size), _APART * canvas.px
    out: list[PlacedNumber] = []
    for text, shape in numbered:
        seen = shapely.intersection(shapely.make_valid(shape), frame)
        if seen.is_empty:
            continue
        spot = shapely.point_on_surface(seen)
        if all(abs(spot.x - one.x) >= near or abs(spot.y - one.y) >= near for one in out):
            out.append(PlacedNumber(text, spot.x, spot.y))
    return out

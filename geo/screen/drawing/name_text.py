"""The text of a name on a drawing: its width, and its SVG on a spot."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geo.atlas.looks.names import HALO_WIDTH
from geo.atlas.symbology import HALO, PLATE_COLOURS
from geo.screen.drawing.paints import attributes_of

if TYPE_CHECKING:
    from geo.screen.drawing.name_room import Spot

#: Font of all names: that of everything printed.
FONT = "Noto Sans CJK SC"
#: Widths of letters as shares of the size, as in common sans-serif fonts: narrow ones, small, capitals, figures.
_NARROW, _SMALL, _CAPITAL, _FIGURE, _SPACE, _WIDE = 0.3, 0.56, 0.67, 0.56, 0.23, 0.9
_NARROW_LETTERS = frozenset("iljtf.,:;'|!()[]/·")
#: A bold letter is wider by this.
_BOLDER = 1.03
#: From the middle of letters down to their baseline, in sizes.
_BASELINE = 0.36
#: Width of a halo on paper and screen, as a share of the size of the letters, at most.
_MOST_HALO = 0.26


@dataclass(frozen=True)
class NameText:
    """A text and how it is written; `size` and `spacing` in steps."""

    text: str
    size: float
    weight: int
    colour: str
    spacing: float = 0.0
    italic: bool = False

    @cached_property
    def width(self) -> float:
        """Width in steps, near enough to keep names apart."""
        bold = _BOLDER if self.weight >= 600 else 1.0
        return sum(_advance(char) * bold * self.size + self.spacing for char in self.text)


def _advance(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if char == " ":
        return _SPACE
    if char in _NARROW_LETTERS:
        return _NARROW
    if char in "mwMW%":
        return _WIDE
    return _FIGURE if char.isdigit() else _CAPITAL if char.isupper() else _SMALL


def escaped(text: str) -> str:
    """Return a text for SVG; control characters become spaces."""
    plain = "".join(char if char >= " " else " " for char in text)
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def name_svg(text: NameText, spot: Spot, px: float, key: str) -> str:
    """Return a name at its spot, with a halo under its letters and a leader line where it stands off.

    Parameters
    ----------
    text : NameText
    spot : Spot
    px : float
        Steps to a CSS pixel.
    key : str
        Id of the line a curved name follows.
    """
    halo = min(HALO_WIDTH * px, _MOST_HALO * text.size)
    style = _font(text) + attributes_of(
        stroke=HALO, stroke_width=f"{halo:.1f}", stroke_linejoin="round", paint_order="stroke", text_anchor="middle"
    )
    if spot.curve:
        line = np.array(spot.curve)
        ahead = np.gradient(line, axis=0)
        ahead /= np.maximum(np.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
        line += np.column_stack([-ahead[:, 1], ahead[:, 0]]) * _BASELINE * text.size
        path = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in line)
        along = f'<textPath href="#{key}" startOffset="50%">{escaped(text.text)}</textPath>'
        return f'<defs><path id="{key}" d="{path}"/></defs><text{style}>{along}</text>'
    y = spot.y + _BASELINE * text.size
    return f'{_leader(text, spot, px)}<text x="{spot.x:.0f}" y="{y:.0f}"{style}>{escaped(text.text)}</text>'


def _leader(text: NameText, spot: Spot, px: float) -> str:
    if spot.leader is None:
        return ""
    (left, top, right, bottom), (x, y) = spot.boxes[0], spot.leader
    end_x, end_y = min(max(x, left), right), min(max(y, top), bottom)
    line = f"M{x:.0f} {y:.0f}L{end_x:.0f} {end_y:.0f}"
    return f'<path d="{line}"{attributes_of(fill="none", stroke=text.colour, stroke_width=f"{0.8 * px:.1f}")}/>'


def plate_svg(text: NameText, spot: Spot, width: float, height: float) -> str:
    """Return the number of a road on its plate."""
    x, y = spot.x - width / 2, spot.y - height / 2
    plate = attributes_of(
        x=f"{x:.0f}",
        y=f"{y:.0f}",
        width=f"{width:.0f}",
        height=f"{height:.0f}",
        rx=f"{height / 6:.0f}",
        fill=PLATE_COLOURS[0],
    )
    at = f'x="{spot.x:.0f}" y="{spot.y + _BASELINE * text.size:.0f}" text-anchor="middle"'
    return f"<rect{plate}/><text {at}{_font(text)}>{escaped(text.text)}</text>"


def ring_svg(at: tuple[float, float], px: float, colour: str) -> str:
    """Return the ring of a town, which comes and goes with its name."""
    circle = attributes_of(cx=f"{at[0]:.0f}", cy=f"{at[1]:.0f}", r=f"{2.4 * px:.0f}")
    return f"<circle{circle}{attributes_of(fill=HALO, stroke=colour, stroke_width=f'{1.2 * px:.1f}')}/>"


def _font(text: NameText) -> str:
    # A weight of 400 is set as a variation: the reader of SVG inside Typst draws it thin otherwise.
    weight = {"font_weight": text.weight} if text.weight > 400 else {"style": "font-variation-settings:'wght' 400"}
    return attributes_of(
        font_family=FONT,
        font_size=f"{text.size:.1f}",
        letter_spacing=f"{text.spacing:.1f}" if text.spacing else None,
        font_style="italic" if text.italic else None,
        fill=text.colour,
        **weight,
    )

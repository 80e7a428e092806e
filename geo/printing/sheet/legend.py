"""The legend: what is shown, as it is shown, in the room there is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.atlas.symbology import SCHEMATIC_DASH
from geo.printing import fonts
from geo.printing.page import INK, SOFT
from geo.printing.sheet.draw_layers import PT_PER_PX

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.printing.page import Page
    from geo.printing.sheet.draw_layers import Placed

_HATCHES = {"diagonal": "//////", "back_diagonal": "\\\\\\\\\\\\", "cross": "xxxx", "dots": "....."}
_HATCHES |= {"horizontal": "-----", "vertical": "|||||"}
_SIZE_PT, _LEADING_MM, _GAP_MM = 7.5, 4.2, 1.2
_ACROSS, _HIGH, _INDENT = 8.0, 3.6, 11.0
#: A legend that is too long for its room is set smaller.
_SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.72, 0.66)


@dataclass(frozen=True)
class Entry:
    """One line of a legend.

    Attributes
    ----------
    words : str
    swatch : callable
        Draws the picture: page, left and upper edge in millimetres, and the unit all its lengths are multiplied by.
    color : str
        Of the words.
    """

    words: str
    swatch: Callable[[Page, float, float, float], None]
    color: str = INK


def layer_entries(placed: Sequence[Placed], lang: str) -> list[Entry]:
    """Give the entries of the layers shown, from the top of the map to the bottom, the background last."""
    shown = sorted(placed, key=lambda item: (item.entry.role == "context", -item.height))
    out = [Entry(_title(layer, lang), layer_swatch(layer)) for layer in shown if layer.entry.id != "coast"]
    if any(layer.entry.role == "planning" and (layer.frame["grade"] == "C").any() for layer in shown):
        words = "短虚线：C 级示意图形" if lang == "zh" else "short dashes: schematic (grade C)"
        dash = (0, tuple(part / 1.4 for part in SCHEMATIC_DASH))
        out.append(Entry(words, lambda page, x, y, unit: box(page, x, y, unit, edge=SOFT, line=0.9, dash=dash), SOFT))
    return out


def _title(layer: Placed, lang: str) -> str:
    own = "" if layer.entry.role != "workspace" else "（自有图层）" if lang == "zh" else " (own layer)"
    return (layer.entry.title_zh if lang == "zh" else layer.entry.title_en) + own


def draw_legend(
    page: Page, at: tuple[float, float, float, float], entries: Sequence[Entry], *, columns: int, unit: float
) -> None:
    """Draw entries in columns, set as large as their room allows.

    Parameters
    ----------
    page : Page
    at : tuple of float
        Left, top, width and height of the room in millimetres.
    entries : sequence of Entry
    columns : int
    unit : float
        Scales the type.
    """
    left, top, width, height = at
    column = width / columns - (5.0 * unit if columns > 1 else 0.0)
    for shrink in _SHRINKS:
        size = unit * shrink
        parts = _in_columns([(entry, _height(entry, column, size)) for entry in entries], columns)
        if max(sum(high for _, high in part) for part in parts) <= height:
            break
    for number, part in enumerate(parts):
        x, y = left + number * width / columns, top
        for entry, high in part:
            entry.swatch(page, x, y, size)
            style = {"color": entry.color, "leading": _LEADING_MM * size}
            page.paragraph(
                x + _INDENT * size, y + 3.0 * size, column - _INDENT * size, entry.words, _SIZE_PT * size, **style
            )
            y += high


def _height(entry: Entry, width: float, unit: float) -> float:
    lines = fonts.wrap(entry.words, _SIZE_PT * unit, width - _INDENT * unit)
    return (len(lines) * _LEADING_MM + _GAP_MM) * unit


def _in_columns(entries: Sequence[tuple[Entry, float]], columns: int) -> list[list[tuple[Entry, float]]]:
    """Divide entries among columns of about the same height, in their order."""
    each = sum(high for _, high in entries) / columns
    out: list[list[tuple[Entry, float]]] = [[] for _ in range(columns)]
    above = 0.0
    for entry, high in entries:
        out[min(int((above + high / 2) / each), columns - 1)].append((entry, high))
        above += high
    return out


def layer_swatch(layer: Placed) -> Callable[[Page, float, float, float], None]:
    """Give the picture of a layer, as strong as it is drawn."""
    style, kinds, share = layer.entry.style, set(layer.frame.geometry.geom_type), layer.share
    parts = [float(part) for part in style.dash.split()]
    dash = (0, tuple(part / max(style.stroke_width, 0.5) for part in parts)) if parts else "solid"
    width, stroke = style.stroke_width * PT_PER_PX, mixed(style.stroke, share)

    def areal(page: Page, x: float, y: float, unit: float) -> None:
        box(page, x, y, unit, fill=mixed(style.fill, style.fill_opacity * share))
        if style.hatch != "none":
            box(page, x, y, unit, edge=mixed(style.stroke, 0.5 * share), line=0.0, hatch=_HATCHES[style.hatch])
        box(page, x, y, unit, edge=stroke, line=min(width, 1.6), dash=dash)

    def linear(page: Page, x: float, y: float, unit: float) -> None:
        line(page, x, y, unit, color=stroke, width=min(width * 0.8, 2.6), dash=dash)

    def dot(page: Page, x: float, y: float, unit: float) -> None:
        disc(page, x, y, unit, fill=mixed(style.fill, share), edge=stroke, line=0.6)

    if kinds & {"Polygon", "MultiPolygon"}:
        return areal
    return linear if kinds & {"LineString", "MultiLineString"} else dot


def box(page: Page, x: float, y: float, unit: float, **style: object) -> None:
    """Draw the rectangle of a swatch."""
    page.box(x, y, _ACROSS * unit, _HIGH * unit, **style)


def line(page: Page, x: float, y: float, unit: float, **style: Any) -> None:
    """Draw the line of a swatch."""
    middle = y + _HIGH * unit / 2
    page.rule(x, middle, x + _ACROSS * unit, middle, **style)


def disc(page: Page, x: float, y: float, unit: float, **style: object) -> None:
    """Draw a dot in the middle of a swatch."""
    across, high, radius = x + _ACROSS * unit / 2, y + _HIGH * unit / 2, 1.1 * unit
    angles = [number / 12 * math.pi for number in range(24)]
    page.polygon([(across + radius * math.cos(a), high + radius * math.sin(a)) for a in angles], **style)


def mixed(colour: str, opacity: float) -> str:
    """Give a colour as it looks on white paper."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * opacity):02x}" for part in parts)

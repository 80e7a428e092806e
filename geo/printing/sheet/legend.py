"""The legend: a symbol and a text for each layer and mark, as large as the space allows."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.symbology import SCHEMATIC_DASH
from geo.printing import fonts
from geo.printing.page import INK, SOFT
from geo.printing.sheet.draw_layers import PT_PER_PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.symbology import Shape
    from geo.printing.page import Page
    from geo.printing.sheet.draw_layers import Placed

_HATCHES = {"diagonal": "//////", "back_diagonal": "\\\\\\\\\\\\", "cross": "xxxx", "dots": "....."}
_HATCHES |= {"horizontal": "-----", "vertical": "|||||"}
_SIZE_PT, _LEADING_MM, _GAP_MM = 7.5, 4.2, 1.2
_ACROSS, _HIGH, _INDENT = 8.0, 3.6, 11.0
#: Sizes tried in turn until the legend fits its space.
_SHRINKS = (1.0, 0.92, 0.85, 0.78, 0.72, 0.66)


@dataclass(frozen=True)
class Swatch:
    """The symbol of a legend entry.

    Attributes
    ----------
    shape : {"area", "line", "point"}
    edge : str
        Colour of the outline or the line.
    width : float
        Width of the outline or the line in points.
    fill : str
        Fill colour, or "none".
    dash : str or tuple
        Line style of matplotlib.
    hatch : str, optional
        Hatch of matplotlib.
    hatch_colour : str
        Colour of the hatch lines.
    """

    shape: Shape
    edge: str
    width: float
    fill: str = "none"
    dash: Any = "solid"
    hatch: str | None = None
    hatch_colour: str = "none"

    def draw(self, page: Page, x: float, y: float, unit: float) -> None:
        """Draw the symbol, its upper left corner at (`x`, `y`) in millimetres; lengths are multiplied by `unit`."""
        across, high = _ACROSS * unit, _HIGH * unit
        if self.shape == "line":
            page.rule(x, y + high / 2, x + across, y + high / 2, self.width, self.edge, self.dash)
        elif self.shape == "point":
            angles = [number / 12 * math.pi for number in range(24)]
            radius, east, north = 1.1 * unit, x + across / 2, y + high / 2
            dot = [(east + radius * math.cos(angle), north + radius * math.sin(angle)) for angle in angles]
            page.polygon(dot, fill=self.fill, edge=self.edge, line=self.width)
        else:
            page.box(x, y, across, high, fill=self.fill)
            if self.hatch:
                page.box(x, y, across, high, edge=self.hatch_colour, line=0.0, hatch=self.hatch)
            page.box(x, y, across, high, edge=self.edge, line=self.width, dash=self.dash)


@dataclass(frozen=True)
class Entry:
    """One entry of a legend: its text, its symbol and the colour of the text."""

    words: str
    swatch: Swatch
    color: str = INK


def layer_entries(placed: Sequence[Placed], lang: str) -> list[Entry]:
    """List the legend entries of the layers from top to bottom, the background last."""
    shown = sorted(placed, key=lambda item: (item.entry.role == "context", -item.height))
    out = [Entry(_title(layer, lang), layer_swatch(layer)) for layer in shown if layer.entry.id != "coast"]
    if any(layer.entry.role == "planning" and (layer.frame["grade"] == "C").any() for layer in shown):
        dash = (0, tuple(part / 1.4 for part in SCHEMATIC_DASH))
        out.append(Entry(words.say("legend.schematic", lang), Swatch("area", SOFT, 0.9, dash=dash), SOFT))
    return out


def _title(layer: Placed, lang: str) -> str:
    title = words.pick(layer.entry, "title", lang)
    return words.say("legend.own_layer", lang, title=title) if layer.entry.role == "workspace" else title


def draw_legend(
    page: Page, at: tuple[float, float, float, float], entries: Sequence[Entry], *, columns: int, unit: float
) -> None:
    """Draw entries in columns, as large as the space allows.

    Parameters
    ----------
    page : Page
    at : tuple of float
        Left, top, width and height of the space in millimetres.
    entries : sequence of Entry
    columns : int
    unit : float
        Factor of the type size.
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
            entry.swatch.draw(page, x, y, size)
            style = {"color": entry.color, "leading": _LEADING_MM * size}
            page.paragraph(
                x + _INDENT * size, y + 3.0 * size, column - _INDENT * size, entry.words, _SIZE_PT * size, **style
            )
            y += high


def _height(entry: Entry, width: float, unit: float) -> float:
    lines = fonts.wrap(entry.words, _SIZE_PT * unit, width - _INDENT * unit)
    return (len(lines) * _LEADING_MM + _GAP_MM) * unit


def _in_columns(entries: Sequence[tuple[Entry, float]], columns: int) -> list[list[tuple[Entry, float]]]:
    """Divide entries, in their order, among columns of about the same height."""
    each = sum(high for _, high in entries) / columns
    out: list[list[tuple[Entry, float]]] = [[] for _ in range(columns)]
    above = 0.0
    for entry, high in entries:
        out[min(int((above + high / 2) / each), columns - 1)].append((entry, high))
        above += high
    return out


def layer_swatch(layer: Placed) -> Swatch:
    """Make the symbol of a layer, with the opacity of the layer."""
    style, kinds, share = layer.entry.style, set(layer.frame.geometry.geom_type), layer.share
    parts = [float(part) for part in style.dash.split()]
    dash = (0, tuple(part / max(style.stroke_width, 0.5) for part in parts)) if parts else "solid"
    width, stroke = style.stroke_width * PT_PER_PX, mixed(style.stroke, share)
    if kinds & {"Polygon", "MultiPolygon"}:
        fill, lines = mixed(style.fill, style.fill_opacity * share), mixed(style.stroke, 0.5 * share)
        return Swatch("area", stroke, min(width, 1.6), fill, dash, _HATCHES.get(style.hatch), lines)
    if kinds & {"LineString", "MultiLineString"}:
        return Swatch("line", stroke, min(width * 0.8, 2.6), dash=dash)
    return Swatch("point", stroke, 0.6, mixed(style.fill, share))


def mixed(colour: str, opacity: float) -> str:
    """Compute the opaque colour that a colour with this opacity has on white paper."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * opacity):02x}" for part in parts)

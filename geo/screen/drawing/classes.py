"""Shapes in the colours of their classes, as the map page draws a theme (``theme_drawing.js``).

Areas are filled, points and lines grow with the step of the class, and what no document says is hatched. The lines of
the hatching are lines, not a pattern, so that every program that reads the drawing shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.symbology import PAPER, THEME_OPACITY
from geo.screen.drawing.paints import attributes_of
from geo.screen.drawing.paths import path_data

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.screen.canvas import Canvas

#: Radius of a point and width of a line less one step, distance and width of the lines of the hatching: CSS pixels.
_POINT, _LINE, _APART, _THIN = 4.0, 2.0, 7.0, 2.0
#: Opacity of the hatching and of the line around it.
_HATCH_OPACITY, _EDGE_OPACITY = 0.7, 0.6


@dataclass(frozen=True)
class ClassPaint:
    """How a class is painted.

    Attributes
    ----------
    colour : str
    step : int
        0 to 5: points and lines grow with it.
    whole : bool
        Whether the area holds others of the theme: it is drawn by its line, so as not to answer for them.
    known : bool
        False of what no document says.
    """

    colour: str
    step: int = 0
    whole: bool = False
    known: bool = True


def class_elements(painted: Iterable[tuple[Any, ClassPaint]], canvas: Canvas) -> str:
    """Return shapes as SVG: those without an answer below, then large ones below small ones.

    Parameters
    ----------
    painted : iterable of tuple
        Shapes in steps, each with its paint.
    canvas : Canvas
    """
    ordered = sorted(painted, key=lambda one: (one[1].known, -_size(one[0])))
    return "".join(_element(shape, paint, canvas) for shape, paint in ordered if not shape.is_empty)


def _size(shape: Any) -> float:
    west, south, east, north = shape.bounds or (0.0, 0.0, 0.0, 0.0)
    return float((east - west) * (north - south))


def _element(shape: Any, paint: ClassPaint, canvas: Canvas) -> str:
    kind = int(shapely.get_dimensions(shape))
    if kind == 0:
        return _points(shape, paint, canvas)
    if kind == 1:
        return _path([shape], canvas, fill="none", stroke=paint.colour, width=_LINE + paint.step)
    if not paint.known:
        lines = [] if paint.whole else [_hatching(shape, canvas)]
        hatch = _path(lines, canvas, stroke=paint.colour, width=_THIN, opacity=_HATCH_OPACITY)
        return hatch + _path([shape], canvas, stroke=paint.colour, width=1.0, opacity=_EDGE_OPACITY)
    if paint.whole:
        return _path([shape], canvas, stroke=paint.colour, width=_LINE + 1.0)
    return _path([shape], canvas, stroke=paint.colour, width=1.0, fill=paint.colour, fill_opacity=THEME_OPACITY)


def _path(
    shapes: list[Any],
    canvas: Canvas,
    *,
    stroke: str,
    width: float,
    fill: str = "none",
    fill_opacity: float | None = None,
    opacity: float | None = None,
) -> str:
    style = attributes_of(
        fill=fill,
        fill_opacity=fill_opacity,
        stroke=stroke,
        stroke_width=f"{width * canvas.px:.1f}",
        stroke_opacity=opacity,
        stroke_linejoin="round",
    )
    data = path_data(shapes)
    return f'<path d="{data}"{style}/>' if data else ""


def _points(shape: Any, paint: ClassPaint, canvas: Canvas) -> str:
    """Draw points as discs with a rim of paper; one without an answer is a ring."""
    radius, rim = (_POINT + paint.step) * canvas.px, 1.2 * canvas.px
    fill, stroke = (paint.colour, PAPER) if paint.known else (PAPER, paint.colour)
    style = attributes_of(fill=fill, stroke=stroke, stroke_width=f"{rim:.1f}")
    xy = np.rint(shapely.get_coordinates(shape)).astype(int).tolist()
    return "".join(f'<circle cx="{x}" cy="{y}" r="{radius:.0f}"{style}/>' for x, y in xy)


def _hatching(shape: Any, canvas: Canvas) -> Any:
    """Return the lines of the hatching of an area; they lie on one grid, so that those of neighbours meet."""
    west, south, east, north = shape.bounds
    apart = _APART * canvas.px * np.sqrt(2.0)
    starts = np.arange(np.floor((west - north) / apart), np.ceil((east - south) / apart) + 1) * apart
    lines = [[(start + south, south), (start + north, north)] for start in starts]
    return shapely.intersection(shapely.multilinestrings(lines), shape)

"""The symbol of a style in a legend: a small drawing with the same paints as the map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.screen.canvas import STEPS_PER_MM, Canvas
from geo.screen.drawing.classes import class_elements
from geo.screen.drawing.marks import mark_elements
from geo.screen.drawing.paints import ShapeGroup, svg_of
from geo.screen.layer_styles import draw_order

if TYPE_CHECKING:
    from geo.atlas.symbology import Shape
    from geo.screen.drawing.classes import ClassPaint
    from geo.screen.layer_styles import LayerStyle

#: Width and height of a symbol in millimetres, and zoom whose widths it has: wider ones would not fit.
SIZE_MM = (9.0, 4.6)
ZOOM = 11.0
#: Free space round the shape, as a share of the height.
_MARGIN = 0.2
#: Size of a point of a class beside the map's.
_SMALL_POINT = 0.75
#: Where the edge of an area lies that is shown as a line, as a share of the height.
_EDGE = 0.35


def swatch_canvas(px_mm: float) -> Canvas:
    """Return the canvas of a symbol; `px_mm` is the size of a CSS pixel in millimetres."""
    return Canvas(*SIZE_MM, "mm", STEPS_PER_MM, px_mm * STEPS_PER_MM, ZOOM, (0.0, 0.0, 0.0, 0.0), np.asarray)


def sample_shape(shape: Shape) -> Any:
    """Return an area, a line or a point in the middle of a symbol, in steps."""
    width, height = (side * STEPS_PER_MM for side in SIZE_MM)
    margin = _MARGIN * height
    if shape == "area":
        return shapely.box(margin, margin, width - margin, height - margin)
    if shape == "line":
        return shapely.LineString([(margin, height / 2), (width - margin, height / 2)])
    return shapely.Point(width / 2, height / 2)


def swatch_svg(style: LayerStyle, canvas: Canvas, land: str, share: float = 1.0) -> str:
    """Return the symbol of a style.

    Parameters
    ----------
    style : LayerStyle
    canvas : Canvas
        From `swatch_canvas`.
    land : str
        Colour of the ground under it.
    share : float
        Opacity of its layer.

    Returns
    -------
    str
    """
    width, height = canvas.size
    # Of a line along an edge the edge is shown, and nothing else.
    edge = style.style.look.recipe == "scope"
    shape = shapely.box(-width, height * _EDGE, 2 * width, 3 * height) if edge else sample_shape(style.shape)
    middle = np.array([[width / 2, height / 2]])
    heads = np.array([[[width - height * _MARGIN, height / 2], [0.0, height / 2]]])
    group = ShapeGroup(
        "s",
        np.array([shape]),
        middle if style.stops else np.empty((0, 2)),
        heads if style.heads else np.empty((0, 2, 2)),
    )
    # A style that begins at a larger scale has the widths of its first zoom.
    first = min((paint.least_zoom for paint in style.style.paints), default=ZOOM)
    canvas = replace(canvas, zoom=max(canvas.zoom, first))
    drawn = "".join(svg_of(group, paint, canvas) for _, paint in draw_order([style]))
    inner = f'<defs>{group.definition(style.style.paints)}</defs><g opacity="{share:.3g}">{drawn}</g>'
    return _document(canvas, inner, land)


def mark_swatch_svg(kind: str, shape: Shape, canvas: Canvas) -> str:
    """Return the symbol of a mark (`geo.screen.drawing.marks.LOOKS`)."""
    return _document(canvas, mark_elements(kind, sample_shape(shape), canvas), "none")


def class_swatch_svg(paint: ClassPaint, canvas: Canvas) -> str:
    """Return the symbol of a class of a theme: an area, and the point that grows with its step."""
    width, height = canvas.size
    margin = _MARGIN * height
    area = shapely.box(margin, margin, width * 0.58, height - margin)
    # The largest point of the map would not fit.
    small = replace(canvas, px=canvas.px * _SMALL_POINT)
    point = shapely.Point(width * 0.82, height / 2)
    return _document(canvas, class_elements([(area, paint)], canvas) + class_elements([(point, paint)], small), "none")


def _document(canvas: Canvas, inner: str, ground: str) -> str:
    width, height = canvas.size
    size = f'width="{canvas.width:g}mm" height="{canvas.height:g}mm" viewBox="0 0 {width:.0f} {height:.0f}"'
    rect = f'<rect width="{width:.0f}" height="{height:.0f}" fill="{ground}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{rect}{inner}</svg>'

"""One place as SVG with all its paints, for small pictures: the same paints as on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.screen.drawing.paints import ShapeGroup, svg_of
from geo.screen.drawing.paths import on_canvas
from geo.screen.layer_styles import draw_order, place_style

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.screen.canvas import Canvas


def place_svg(atlas: Atlas, place_id: str, canvas: Canvas, key: str) -> str:
    """Return a located place as SVG, scaled from the steps of a canvas to its unit.

    Parameters
    ----------
    atlas : Atlas
    place_id : str
    canvas : Canvas
    key : str
        Id of its path, unlike any other of the page.

    Returns
    -------
    str
        Empty where nothing of the place is on the canvas.
    """
    style = place_style(atlas, place_id)
    shapes = on_canvas(canvas, style.shapes)
    if all(shape.is_empty for shape in shapes):
        return ""
    stops = canvas.to_steps(style.stops) if style.stops else np.empty((0, 2))
    heads = canvas.to_steps(np.reshape(style.heads, (-1, 2))) if style.heads else np.empty((0, 2))
    group = ShapeGroup(key, shapes, stops, heads.reshape(-1, 2, 2))
    drawn = "".join(svg_of(group, paint, canvas) for _, paint in draw_order([style]))
    defs = group.definition(style.style.paints)
    return f'<g transform="scale({1 / canvas.steps:g})">{f"<defs>{defs}</defs>" if defs else ""}{drawn}</g>'

"""Some places as SVG with all their paints, for small pictures: drawn as the map draws its layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.screen.drawing.paints import ShapeGroup, svg_of
from geo.screen.drawing.paths import on_canvas
from geo.screen.layer_styles import place_style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from geo.atlas.atlas import Atlas
    from geo.screen.canvas import Canvas
    from geo.screen.layer_styles import LayerStyle


def places_svg(atlas: Atlas, place_ids: Iterable[str], canvas: Canvas, key: str) -> str:
    """Return located places as SVG, scaled from the steps of a canvas to its unit.

    Layers lie in the order of the catalogue, and in a layer all paints of one level over those of the level below.

    Parameters
    ----------
    atlas : Atlas
    place_ids : iterable of str
        The lower before the upper where they are of one layer and level.
    canvas : Canvas
    key : str
        Ids of the paths begin with it; the id of a place follows.

    Returns
    -------
    str
    """
    layers: dict[str, dict[bytes, tuple[str, LayerStyle]]] = {}
    for place in place_ids:
        style = place_style(atlas, place)
        # Places of one shape are drawn once.
        layers.setdefault(str(atlas.places.at[place, "layer"]), {}).setdefault(style.shapes[0].wkb, (place, style))
    drawn = [
        _layer_svg(dict(layers[layer].values()), canvas, key)
        for layer in sorted(layers, key=lambda layer: atlas.entry(layer).order)
    ]
    return f'<g transform="scale({1 / canvas.steps:g})">{"".join(drawn)}</g>'


def _layer_svg(styles: dict[str, LayerStyle], canvas: Canvas, key: str) -> str:
    shapes = _on_canvas(styles, canvas)
    groups = {
        place: _group(styles[place], shapes[place], canvas, key + place)
        for place in styles
        if not shapes[place][0].is_empty
    }
    defs = "".join(group.definition(styles[place].style.paints) for place, group in groups.items())
    pairs = [(groups[place], paint) for place in groups for paint in styles[place].style.paints]
    drawn = "".join(svg_of(group, paint, canvas) for group, paint in sorted(pairs, key=lambda pair: pair[1].level))
    return f"<defs>{defs}</defs>{drawn}" if defs else drawn


def _on_canvas(styles: dict[str, LayerStyle], canvas: Canvas) -> dict[str, Any]:
    """Return the shapes of each place on the canvas; all are brought there at once."""
    ends = np.cumsum([len(style.shapes) for style in styles.values()])
    drawn = on_canvas(canvas, [shape for style in styles.values() for shape in style.shapes])
    return dict(zip(styles, np.split(drawn, ends[:-1]), strict=True))


def _group(style: LayerStyle, shapes: Any, canvas: Canvas, key: str) -> ShapeGroup:
    stops = canvas.to_steps(style.stops) if style.stops else np.empty((0, 2))
    heads = canvas.to_steps(np.reshape(style.heads, (-1, 2))) if style.heads else np.empty((0, 2))
    return ShapeGroup(key, shapes, stops, heads.reshape(-1, 2, 2))

"""The first view: the shapes of the opening view as SVG, inside the page.

The browser shows it before any script has run. The live map then draws the same shapes in the same place with the same
paints (`geo.screen.layer_styles`). The corners of each shape travel once; paints and links refer to it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import shapely

from geo.atlas.looks.paint import EVERY_ZOOM, at_zoom
from geo.screen.layer_styles import draw_order, layer_styles
from geo.screen.map_document import edge_mask
from geo.screen.svg import PixelWindow, largest_first, screen_shape, shape_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas
    from geo.atlas.looks.paint import ByZoom, Paint
    from geo.atlas.schema import Layer
    from geo.screen.layer_styles import LayerStyle

#: Zoom level of the first view: that of the map in a window of 1440 × 900 CSS pixels.
ZOOM = 10.5
#: Decimal places of a pixel: 0.1 is at most a third of a pixel of the screen.
_DECIMALS = 1
#: Head of an arrow of length 1, beyond the end of its line at 0 0: the ring of the last stop stays free.
ARROW_HEAD = "M1.5 0L.5-.42V.42z"
#: Width in pixels of the link on a line and on an edge that has no fill.
_LINK_WIDTH = 8


def first_view(atlas: Atlas, frame: Sequence[float]) -> dict[str, Any]:
    """Compute the SVG shapes of the layers that are visible at first.

    Parameters
    ----------
    atlas : Atlas
    frame : sequence of float
        West, south, east and north of the first view in degrees.

    Returns
    -------
    dict
        ``window`` (`PixelWindow` around the frame), and ``layers`` from the lowest up, each with ``id``, ``role``,
        ``shapes`` (``key``, path data ``d`` in the pixels of the window; of a place also its ``id``, ``name_zh``,
        ``name_en`` and the ``attributes`` of the link on it) and ``paints``, from the lowest up: SVG ``attributes``,
        and ``uses``, keys of the shapes painted, or none if the path data are among the attributes; ``clip`` is the
        name of the clip path of a stroke that is cut to them. ``data-w`` and ``data-o`` are width and opacity by zoom,
        ``data-z`` the lowest zoom. The layer ``sheet`` is the edge mask (`geo.screen.map_document.edge_mask`).
    """
    window = PixelWindow.around(frame, ZOOM)
    # Own layers are drawn by the live map only.
    shown = [layer for layer in atlas.catalogue.layer if layer.visible and layer.role != "workspace"]
    layers = [(layer.order, _layer(atlas, layer, window)) for layer in shown]
    mask = edge_mask(atlas)
    if mask:
        paints = [{"attributes": attributes, "uses": []} for attributes in _mask_shapes(mask, window)]
        layers.append((mask["order"], {"id": "sheet", "role": "sheet", "shapes": [], "paints": paints}))
    return {"window": window, "layers": [layer for _, layer in sorted(layers, key=lambda item: item[0])]}


def _layer(atlas: Atlas, layer: Layer, window: PixelWindow) -> dict[str, Any]:
    styles = layer_styles(atlas, layer.id)
    linked = layer.role == "planning"
    shapes = _places(atlas, layer, styles, window) if linked else _merged(styles, window)
    paints = [_paint(style, paint, window, linked=linked) for style, paint in draw_order(styles) if style.drawn]
    return {"id": layer.id, "role": layer.role, "shapes": shapes, "paints": paints}


def _merged(styles: Sequence[LayerStyle], window: PixelWindow) -> list[dict[str, Any]]:
    """Return one shape for each style of a layer whose shapes are no links."""
    return [
        {"key": style.id, "id": None, "d": "".join(_path(shape, window) for shape in style.shapes)} for style in styles
    ]


def _places(atlas: Atlas, layer: Layer, styles: Sequence[LayerStyle], window: PixelWindow) -> list[dict[str, Any]]:
    """Return each place of a layer, whose path is the link to its page; the largest first."""
    filled = {
        place for style in styles if any(p.part == "fill" for p in style.style.paints) for place in style.features
    }
    out = []
    for row in largest_first(atlas.layers[layer.id]).to_dict("records"):
        place, geometry = row["place_id"], screen_shape(row["geometry"])
        link = {} if place in filled else {"fill": "none", "stroke-width": _LINK_WIDTH}
        names = {"id": place, "name_zh": row["name_zh"], "name_en": row["name_en"]}
        out.append({"key": _key(layer.id, place), **names, "d": _path(geometry, window), "attributes": link})
    return out


def _key(layer: str, place: str) -> str:
    return f"{layer}-{place}"


def _path(geometry: Any, window: PixelWindow) -> str:
    if shape_kind(geometry) == "point":
        return window.dots(shapely.get_coordinates(geometry))
    return window.path(geometry, _DECIMALS)


def _paint(style: LayerStyle, paint: Paint, window: PixelWindow, *, linked: bool) -> dict[str, Any]:
    if paint.part == "arrow":
        return {"attributes": _arrow(style, paint, window), "uses": []}
    attributes = svg_attributes(paint)
    if paint.at == "stops":
        return {"attributes": {**attributes, "d": window.dots(style.stops)}, "uses": []}
    layer = style.id.split("-", 1)[0]
    uses = [_key(layer, place) for place in style.drawn] if linked else [style.id]
    clip = {"clip": f"{style.id}-{paint.level}"} if paint.inside else {}
    return {"attributes": attributes, "uses": uses, **clip}


def svg_attributes(paint: Paint) -> dict[str, Any]:
    """Return the SVG attributes of a paint in the first view.

    Parameters
    ----------
    paint : Paint
        No arrow.

    Returns
    -------
    dict
        Attributes at zoom 10.5, and ``data-w``, ``data-o``, ``data-z`` for other zooms.
    """
    name = "fill" if paint.part == "fill" else "stroke"
    out: dict[str, Any] = {name: paint.colour}
    if paint.part != "fill":
        # What lies outside of the shape is cut off, so the stroke is twice as wide as what is seen of it.
        factor = 2 if paint.inside else 1
        out |= {"fill": "none", "stroke-width": _short(at_zoom(paint.width, ZOOM) * factor)}
        out |= _by_zoom("data-w", paint.width, factor)
    if paint.part == "dot" or paint.cap == "round":
        out["stroke-linecap"] = "round"
    if paint.dash:
        out["stroke-dasharray"] = paint.dash
    if paint.opacity != 1.0:
        # Of all together: shapes painted alike do not darken one another.
        out["opacity"] = _short(at_zoom(paint.opacity, ZOOM))
        out |= _by_zoom("data-o", paint.opacity)
    if paint.least_zoom > EVERY_ZOOM:
        out["data-z"] = _short(paint.least_zoom)
        if paint.least_zoom > ZOOM:
            out["display"] = "none"
    return out


def _by_zoom(name: str, value: ByZoom, factor: float = 1) -> dict[str, str]:
    if isinstance(value, int | float):
        return {}
    return {name: " ".join(f"{_short(zoom)} {_short(number * factor)}" for zoom, number in value)}


def _short(number: float) -> str:
    return f"{number:.4g}"


def _arrow(style: LayerStyle, paint: Paint, window: PixelWindow) -> dict[str, Any]:
    """Return the head of an arrow; ``data-a`` is where and how it lies: its length does not grow with the picture."""
    ((x, y, *back),) = style.heads
    (tip, tail) = window.pixels([(x, y), tuple(back)])
    angle = math.degrees(math.atan2(tip[1] - tail[1], tip[0] - tail[0]))
    place = f"translate({tip[0]:.1f} {tip[1]:.1f}) rotate({angle:.1f})"
    size = at_zoom(paint.width, ZOOM)
    by_zoom = _by_zoom("data-w", paint.width)
    return {
        "d": ARROW_HEAD,
        "fill": paint.colour,
        "data-a": place,
        "transform": f"{place} scale({size:.3g})",
        **by_zoom,
    }


def _mask_shapes(mask: dict[str, Any], window: PixelWindow) -> list[dict[str, Any]]:
    shapes = []
    for step in mask["fades"]:
        ring = shapely.orient_polygons(shapely.Polygon(_ring(step["outer"]), [_ring(step["inner"])]))
        attributes = {"fill": mask["fill"], "fill-opacity": step["opacity"], "d": window.path(ring, _DECIMALS)}
        shapes.append(attributes)
    return shapes


def _ring(box: Sequence[float]) -> Any:
    west, south, east, north = box
    return shapely.get_coordinates(shapely.box(west, south, east, north))

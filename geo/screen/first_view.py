"""The first view: an SVG of the layers that are visible at first, which the server writes into the page.

The browser shows it before any script has run. The live map then draws the same shapes in the same place: with the
same coordinates and order (`geo.screen.map_document`) and the same symbology (`geo.atlas.symbology`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import shapely

from geo.atlas.symbology import hatched, pattern_id, shape_symbology
from geo.screen.map_document import edge_mask, largest_first, screen_shape
from geo.screen.svg import PixelWindow, shape_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

#: Zoom level of the first view: that of the map in a window of 1440 × 900 CSS pixels.
ZOOM = 10.5
#: Decimal places of a pixel: 0.1 is at most a third of a pixel of the screen.
_DECIMALS = 1


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
        ``window`` (`PixelWindow` around the frame), ``hatches`` (ids of the map's patterns it needs; the first view
        defines its own copies, with ``still-`` before the id), and ``layers`` from the lowest up, each with ``id``,
        ``role`` and ``shapes``: ``id``, ``name_zh`` and ``name_en`` of the place and ``attributes`` of an SVG path in
        the pixels of the window; ``data-r`` and ``data-at`` are radius and centre of a point. The layer ``sheet`` is
        the edge mask (`geo.screen.map_document.edge_mask`).
    """
    window = PixelWindow.around(frame, ZOOM)
    # Own layers are drawn by the live map only.
    shown = [layer for layer in atlas.catalogue.layer if layer.visible and layer.role != "workspace"]
    layers = [
        (layer.order, {"id": layer.id, "role": layer.role, "shapes": _shapes(atlas, layer, window)}) for layer in shown
    ]
    mask = edge_mask(atlas)
    if mask:
        layers.append((mask["order"], {"id": "sheet", "role": "sheet", "shapes": _mask_shapes(mask, window)}))
    return {
        "window": window,
        "hatches": [pattern_id(layer) for layer in shown if hatched(layer)],
        "layers": [layer for _, layer in sorted(layers, key=lambda item: item[0])],
    }


def _shapes(atlas: Atlas, layer: Layer, window: PixelWindow) -> list[dict[str, Any]]:
    out = []
    for row in largest_first(atlas.layers[layer.id]).to_dict("records"):
        geometry = screen_shape(row["geometry"])
        kind = shape_kind(geometry)
        attributes = shape_symbology(layer, kind, row["grade"])
        if kind == "point":
            attributes |= _disc(window, geometry, attributes.pop("r"))
        else:
            attributes["d"] = window.path(geometry, _DECIMALS)
        if kind == "area" and hatched(layer):
            attributes["fill"] = f"url(#still-{pattern_id(layer)})"
        names = {"id": row["place_id"], "name_zh": row["name_zh"], "name_en": row["name_en"]}
        out.append({**names, "attributes": attributes})
    return out


def _disc(window: PixelWindow, point: Any, radius: int) -> dict[str, Any]:
    """Return the path of a disc with the same commands as Leaflet writes: two half circles from its left end."""
    ((x, y),) = window.pixels([[point.x, point.y]])
    arc = f"a{radius} {radius} 0 1 0 "
    path = f"M{x - radius:.2f} {y:.2f}{arc}{2 * radius} 0{arc}{-2 * radius} 0"
    return {"d": path, "data-r": radius, "data-at": f"{x:.2f} {y:.2f}"}


def _mask_shapes(mask: dict[str, Any], window: PixelWindow) -> list[dict[str, Any]]:
    shapes = []
    for step in mask["fades"]:
        ring = shapely.Polygon(_ring(step["outer"]), [_ring(step["inner"])])
        attributes = {"fill": mask["fill"], "fill-opacity": step["opacity"], "d": window.path(ring, _DECIMALS)}
        shapes.append({"id": None, "attributes": attributes})
    return shapes


def _ring(box: Sequence[float]) -> Any:
    west, south, east, north = box
    return shapely.get_coordinates(shapely.box(west, south, east, north))

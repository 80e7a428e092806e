"""The first view as a picture: the layers a fresh page shows, drawn by the server for the page itself to carry.

The page shows it before any script has run, and the live map then draws the same shapes in the same place: same
coordinates and order (`geo.screen.map_document`), same looks (`geo.atlas.symbology`).
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

#: Zoom level at which the picture is written: that of a window of 1440 × 900.
ZOOM = 10.5
#: Decimal places of a pixel: at the closest view it is scaled to, that is a third of a pixel of the screen.
_DECIMALS = 1


def first_view(atlas: Atlas, frame: Sequence[float]) -> dict[str, Any]:
    """Draw the layers that are visible at first.

    Parameters
    ----------
    atlas : Atlas
    frame : sequence of float
        West, south, east and north of the first view in degrees.

    Returns
    -------
    dict
        ``window`` (`PixelWindow` around the frame), ``hatches`` (ids of the patterns it needs: its own is called like
        that of the map with ``still-`` before it), and ``layers`` from the lowest up, each with ``id``, ``role`` and
        ``shapes``: ``id``, ``name_zh`` and ``name_en`` of the place and ``attributes`` of an SVG path in the pixels
        of the window; ``data-r`` and ``data-at`` are radius and middle of a point. The layer ``sheet`` is the paper
        that lies over the ends of the background.
    """
    window = PixelWindow.around(frame, ZOOM)
    # Layers of the reader's own are drawn by the live map: the picture is that of the atlas.
    shown = [layer for layer in atlas.catalogue.layer if layer.visible and layer.role != "workspace"]
    layers = [
        (layer.order, {"id": layer.id, "role": layer.role, "shapes": _shapes(atlas, layer, window)}) for layer in shown
    ]
    paper = edge_mask(atlas)
    if paper:
        layers.append((paper["order"], {"id": "sheet", "role": "sheet", "shapes": _fades(paper, window)}))
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
    """Write a disc as Leaflet does: from the left, under the middle, round to the left again."""
    ((x, y),) = window.pixels([[point.x, point.y]])
    arc = f"a{radius} {radius} 0 1 0 "
    path = f"M{x - radius:.2f} {y:.2f}{arc}{2 * radius} 0{arc}{-2 * radius} 0"
    return {"d": path, "data-r": radius, "data-at": f"{x:.2f} {y:.2f}"}


def _fades(paper: dict[str, Any], window: PixelWindow) -> list[dict[str, Any]]:
    shapes = []
    for fade in paper["fades"]:
        ring = shapely.Polygon(_ring(fade["outer"]), [_ring(fade["inner"])])
        attributes = {"fill": paper["fill"], "fill-opacity": fade["opacity"], "d": window.path(ring, _DECIMALS)}
        shapes.append({"id": None, "attributes": attributes})
    return shapes


def _ring(box: Sequence[float]) -> Any:
    west, south, east, north = box
    return shapely.get_coordinates(shapely.box(west, south, east, north))

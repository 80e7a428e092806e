"""The style of the vector tiles for MapLibre: the paints of the map, so that tiles look as the map does.

MapLibre counts zooms by tiles of 512 pixels, the map by tiles of 256: its zoom is one less. A stroke inside an edge is
a line set off to the right, where the inside of a ring lies in a tile. Stops are points in the document itself; the
head of an arrow is left out, because MapLibre draws one from an image only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.added.own_layers import entry_of, stored_entries
from geo.atlas.looks.paint import EVERY_ZOOM, at_zoom, scaled
from geo.atlas.symbology import OPENING_ZOOM, PALETTE
from geo.screen.layer_styles import draw_order, layer_styles

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.atlas.looks.paint import ByZoom, Paint
    from geo.atlas.schema import Layer
    from geo.screen.layer_styles import LayerStyle

#: Zooms of MapLibre below those of the map.
_ZOOM_SHIFT = 1
MOST_TILE_ZOOM = 16


def tile_style(atlas: Atlas, root: str, layer_id: str | None = None, version: str | None = None) -> dict[str, Any]:
    """Return the style document of a layer, or of all together.

    Parameters
    ----------
    atlas : Atlas
    root : str
        Address of the service, without a slash at the end.
    layer_id : str, optional
        A layer of the atlas or a stored one; by default all.
    version : str, optional
        Version of the data, which the addresses of the tiles then name.

    Returns
    -------
    dict
        A MapLibre style (version 8). Of all layers together those that the map does not begin with are not visible.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    """
    stored = list(stored_entries(atlas).values())
    entries = [*atlas.catalogue.layer]
    if layer_id is not None:
        shown = entry_of(atlas, layer_id).model_copy(update={"visible": True})
        entries, stored = ([], [shown]) if layer_id in atlas.stored else ([shown], [])
    sources: dict[str, Any] = {}
    layers = [{"id": "sea", "type": "background", "paint": {"background-color": PALETTE["sea"]}}]
    for entry in sorted(entries, key=lambda layer: layer.order):
        sources[entry.id] = _source(entry.id, root, version)
        for number, (style, paint) in enumerate(draw_order(layer_styles(atlas, entry.id))):
            if paint.part == "arrow" or not style.drawn:
                continue
            if paint.at == "stops":
                sources[f"{style.id}-stops"] = _stops(style)
            layers.append(_layer(entry, number, style, paint))
    for entry in sorted(stored, key=lambda entry: entry.order):
        sources[entry.id] = _source(entry.id, root, version)
        layers += _stored_layers(entry)
    name = "Lingang Atlas" if layer_id is None else f"Lingang Atlas: {layer_id}"
    return {"version": 8, "name": name, "sources": sources, "layers": layers}


def _source(layer_id: str, root: str, version: str | None) -> dict[str, Any]:
    tiles = f"{root}/tiles/{layer_id}/{{z}}/{{x}}/{{y}}.mvt{f'?v={version}' if version else ''}"
    return {"type": "vector", "tiles": [tiles], "maxzoom": MOST_TILE_ZOOM}


def _stored_layers(entry: Layer) -> list[dict[str, Any]]:
    """Return the layers that draw a stored layer: its areas filled and outlined, its lines, its points."""
    look = entry.style
    fill = {"fill-color": look.fill, "fill-opacity": look.fill_opacity}
    # Where areas are a pixel wide, an outline would cover them.
    width = ["interpolate", ["linear"], ["zoom"], 11, look.stroke_width / 8.0, 16, look.stroke_width]
    line = {"line-color": look.stroke, "line-width": width}
    dot = {"circle-color": look.stroke, "circle-radius": look.stroke_width}
    drawn = (
        ("Polygon", "fill", fill),
        ("Polygon", "line", line),
        ("LineString", "line", {**line, "line-width": look.stroke_width}),
        ("Point", "circle", dot),
    )
    return [
        {
            "id": f"{entry.id}-{number}",
            "type": kind,
            "source": entry.id,
            "source-layer": entry.id,
            "filter": ["==", ["geometry-type"], shape],
            "layout": {"visibility": "visible" if entry.visible else "none"},
            "paint": paint,
        }
        for number, (shape, kind, paint) in enumerate(drawn)
    ]


def _stops(style: LayerStyle) -> dict[str, Any]:
    data = {"type": "MultiPoint", "coordinates": [list(stop) for stop in style.stops]}
    return {"type": "geojson", "data": data}


def _layer(entry: Layer, number: int, style: LayerStyle, paint: Paint) -> dict[str, Any]:
    kind, values = _DRAWN[paint.part](paint)
    layout = {"visibility": "visible" if entry.visible else "none"}
    if kind == "line":
        layout |= {"line-join": "round", "line-cap": paint.cap}
    at_stops = paint.at == "stops"
    out: dict[str, Any] = {
        "id": f"{entry.id}-{number}",
        "type": kind,
        "source": f"{style.id}-stops" if at_stops else entry.id,
        "layout": layout,
        "paint": values,
    }
    if not at_stops:
        wanted = ["in", ["get", "place_id"], ["literal", list(style.drawn)]]
        out |= {"source-layer": entry.id, "filter": wanted}
    if paint.least_zoom > EVERY_ZOOM:
        out["minzoom"] = paint.least_zoom - _ZOOM_SHIFT
    return out


def _fill(paint: Paint) -> tuple[str, dict[str, Any]]:
    return "fill", {"fill-color": paint.colour, "fill-opacity": _by_zoom(paint.opacity), "fill-antialias": False}


def _line(paint: Paint) -> tuple[str, dict[str, Any]]:
    values = {
        "line-color": paint.colour,
        "line-opacity": _by_zoom(paint.opacity),
        "line-width": _by_zoom(paint.width),
    }
    if paint.inside:
        values["line-offset"] = _by_zoom(scaled(paint.width, 0.5))
    if paint.dash:
        # Dashes are measured in widths of the line.
        width = at_zoom(paint.width, OPENING_ZOOM)
        values["line-dasharray"] = [round(float(part) / width, 2) for part in paint.dash.split()]
    return "line", values


def _dot(paint: Paint) -> tuple[str, dict[str, Any]]:
    radius = _by_zoom(scaled(paint.width, 0.5))
    return "circle", {"circle-color": paint.colour, "circle-opacity": _by_zoom(paint.opacity), "circle-radius": radius}


_DRAWN = {"fill": _fill, "line": _line, "dot": _dot}


def _by_zoom(value: ByZoom) -> Any:
    if isinstance(value, int | float):
        return value
    stops = [part for zoom, number in value for part in (zoom - _ZOOM_SHIFT, number)]
    return ["interpolate", ["linear"], ["zoom"], *stops]

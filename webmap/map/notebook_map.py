"""A Folium map of layers of an atlas, for notebooks.

Leaflet is part of the document, as ``data:`` addresses. So a map saved by ``map.save(path)`` opens from a disk and
without internet.
"""

from __future__ import annotations

import base64
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import folium

from geo.screen.map_document import map_document
from webmap.http.assets import LEAFLET
from webmap.map.folium_map import FRAME

if TYPE_CHECKING:
    from geo import Atlas

_NAMES = ("name_zh", "name_en", "kind", "grade")
#: Attributes of an SVG path and the Leaflet options for them.
_OPTIONS = {
    "stroke": "color",
    "stroke-width": "weight",
    "stroke-dasharray": "dashArray",
    "fill": "fillColor",
    "fill-opacity": "fillOpacity",
}


def folium_map(atlas: Atlas, *layer_ids: str, lang: str = "zh") -> folium.Map:
    """Draw layers of an atlas on a Folium map.

    Parameters
    ----------
    atlas : geo.Atlas
    *layer_ids : str
        By default the layers visible at start on the map page.
    lang : {"zh", "en"}
        Language of the layer titles.

    Returns
    -------
    folium.Map
        In the styles of the catalogue, without a basemap; a tooltip shows the names of a place.

    Raises
    ------
    UnknownLayerError
        If no layer has one of the ids.
    """
    wanted = {atlas.entry(layer_id).id for layer_id in layer_ids}
    out = folium.Map(tiles=None, control_scale=True, attribution_control=False)
    out.default_js = [("leaflet", _data_address("leaflet.js", "text/javascript"))]
    out.default_css = [("leaflet_css", _data_address("leaflet.css", "text/css"))]
    layers = map_document(atlas, tiled=False)["layers"]
    for layer in sorted(layers, key=lambda layer: layer["order"]):
        if layer["id"] in wanted or (not wanted and layer["visible"]):
            _add_layer(out, layer, lang)
    # Not collapsed: the icon of the button would be another file to load.
    folium.LayerControl(collapsed=False).add_to(out)
    out.fit_bounds([list(corner) for corner in FRAME])
    return out


def _add_layer(to: folium.Map, layer: dict[str, Any], lang: str) -> None:
    features = [feature for feature in layer["features"] if feature["geometry"] is not None]
    if not features:
        return
    collection = {"type": "FeatureCollection", "features": [_feature(layer, feature) for feature in features]}
    folium.GeoJson(
        collection,
        name=escape(layer[f"title_{lang}"]).replace("$", "&#36;"),
        style_function=lambda feature: feature["properties"]["style"],
        marker=folium.CircleMarker(),
        tooltip=folium.GeoJsonTooltip(list(_NAMES), labels=False),
    ).add_to(to)


def _feature(layer: dict[str, Any], feature: dict[str, Any]) -> dict[str, Any]:
    """Make a GeoJSON feature with escaped texts, because Folium writes them into the page as HTML."""
    texts = {key: escape(str(feature.get(key) or "")) for key in _NAMES}
    return {
        "type": "Feature",
        "id": feature["id"],
        "geometry": feature["geometry"],
        "properties": {**texts, "style": _style(layer, feature)},
    }


def _style(layer: dict[str, Any], feature: dict[str, Any]) -> dict[str, Any]:
    kind = {"Point": "point", "LineString": "line"}.get(feature["geometry"]["type"].removeprefix("Multi"), "area")
    attributes = layer["looks"][kind]["schematic" if feature.get("grade") == "C" else "known"]
    style = {leaflet: attributes[svg] for svg, leaflet in _OPTIONS.items() if svg in attributes}
    return {**style, "fill": attributes.get("fill") != "none", "radius": attributes.get("r", 5)}


def _data_address(name: str, media_type: str) -> str:
    data = resources.files("webmap").joinpath("static", "vendor", LEAFLET, name).read_bytes()
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"

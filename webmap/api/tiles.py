"""Vector tiles of every layer, their description, and the style that draws them as the map does."""

from __future__ import annotations

from flask import Response, json, request

from geo.registers.themes.attribute_classes import attribute_classes
from geo.screen.tile_description import tile_description
from geo.screen.tile_style import tile_style
from geo.screen.vector_tile import MEDIA_TYPE, vector_tile
from webmap.http.current import current_atlas
from webmap.http.option import word
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import address_version
from webmap.http.shared_options import NAME
from webmap.i18n import current_lang

bp = strict_blueprint("tiles")


@bp.get("/tiles/style.json")
def style() -> Response:
    """Return the style of the tiles for MapLibre: the colours, widths and order of the map."""
    root = request.url_root.rstrip("/")
    return ready(lambda: json.dumps(tile_style(current_atlas(), root)), "application/json", f"tile-style-{root}")


@bp.get("/tiles/<layer_id>.json")
def tilejson(layer_id: str) -> Response:
    """Return the description of a layer's tiles (TileJSON 3.0.0); its addresses name the version of the data."""
    atlas, root, version = current_atlas(), request.url_root.rstrip("/"), address_version()

    def write() -> str:
        described = tile_description(atlas, layer_id, current_lang())
        address = f"{root}/tiles/{layer_id}/{{z}}/{{x}}/{{y}}.mvt?v={version}"
        return json.dumps({**described, "tiles": [address]})

    return ready(write, "application/json", f"tilejson-{layer_id}-{root}-{version}-{current_lang()}")


@bp.get("/tiles/<layer_id>/classes.json")
@options(by=word(NAME, "Column of the layer."))
def classes(layer_id: str, by: str) -> Response:
    """Return the classes of a column of a layer of the reader's own, by which a map colours its features."""
    atlas = current_atlas()
    variant = f"classes-{layer_id}-{by}"
    return ready(lambda: json.dumps(attribute_classes(atlas, layer_id, by)), "application/json", variant)


@bp.get("/tiles/<layer_id>/<number:zoom>/<number:column>/<number:row>.mvt")
def tile(layer_id: str, zoom: int, column: int, row: int) -> Response:
    """Return one tile; a tile without features has no content (204)."""
    atlas, variant = current_atlas(), f"tile-{layer_id}-{zoom}-{column}-{row}"
    response = ready(lambda: vector_tile(atlas, layer_id, zoom, column, row), MEDIA_TYPE, variant)
    if not response.content_length and response.status_code == 200:
        response.status_code = 204
    return response

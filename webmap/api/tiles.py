"""Vector tiles of every layer, and the style that draws them as the map does."""

from __future__ import annotations

from flask import Response, json, request

from geo.screen.tile_style import tile_style
from geo.screen.vector_tile import MEDIA_TYPE, vector_tile
from webmap.http.current import current_atlas
from webmap.http.query import strict_blueprint
from webmap.http.ready_answers import ready

bp = strict_blueprint("tiles")


@bp.get("/tiles/style.json")
def style() -> Response:
    """Return the style of the tiles for MapLibre: the colours, widths and order of the map."""
    root = request.url_root.rstrip("/")
    return ready(lambda: json.dumps(tile_style(current_atlas(), root)), "application/json", f"tile-style-{root}")


@bp.get("/tiles/<layer_id>/<number:zoom>/<number:column>/<number:row>.mvt")
def tile(layer_id: str, zoom: int, column: int, row: int) -> Response:
    """Return one tile; a tile without features has no content (204)."""
    atlas, variant = current_atlas(), f"tile-{layer_id}-{zoom}-{column}-{row}"
    response = ready(lambda: vector_tile(atlas, layer_id, zoom, column, row), MEDIA_TYPE, variant)
    if not response.content_length and response.status_code == 200:
        response.status_code = 204
    return response

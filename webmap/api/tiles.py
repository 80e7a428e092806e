"""Vector tiles of every layer."""

from __future__ import annotations

from flask import Response

from geo.screen.vector_tile import MEDIA_TYPE, vector_tile
from webmap.http.current import current_atlas
from webmap.http.query import strict_blueprint
from webmap.http.responses import versioned

bp = strict_blueprint("tiles")


@bp.get("/tiles/<layer_id>/<number:zoom>/<number:column>/<number:row>.mvt")
def tile(layer_id: str, zoom: int, column: int, row: int) -> Response:
    """Return one tile; a tile without features has no content (204)."""
    body = vector_tile(current_atlas(), layer_id, zoom, column, row)
    response = versioned(body, MEDIA_TYPE, f"tile-{layer_id}-{zoom}-{column}-{row}")
    if not body and response.status_code == 200:
        response.status_code = 204
    return response

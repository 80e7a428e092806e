"""Vector tiles of every layer."""

from __future__ import annotations

from flask import Blueprint, Response

from geo.screen.vector_tile import MEDIA_TYPE, vector_tile
from webmap.http.current import current_atlas
from webmap.http.responses import versioned

bp = Blueprint("tiles", __name__)


@bp.get("/tiles/<layer_id>/<number:zoom>/<number:column>/<number:row>.mvt")
def tile(layer_id: str, zoom: int, column: int, row: int) -> Response:
    """Give one tile; one without features has no content."""
    body = vector_tile(current_atlas(), layer_id, zoom, column, row)
    response = versioned(body, MEDIA_TYPE, f"tile-{layer_id}-{zoom}-{column}-{row}")
    if not body and response.status_code == 200:
        response.status_code = 204
    return response

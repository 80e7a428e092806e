"""The map document: all layers and features the map draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, json

from geo.atlas.per_atlas import per_atlas
from geo.screen.map_document import map_document
from webmap.http.current import current_atlas
from webmap.http.query import strict_blueprint
from webmap.http.responses import versioned

if TYPE_CHECKING:
    from geo import Atlas

bp = strict_blueprint("map_document")


@bp.get("/map.json")
def map_json() -> Response:
    """Return the map document."""
    return versioned(_document(current_atlas()), "application/json", "map")


@per_atlas
def _document(atlas: Atlas) -> str:
    """Write the document once for each atlas: it is the largest answer, and the first view waits for it."""
    return json.dumps(map_document(atlas), separators=(",", ":"))

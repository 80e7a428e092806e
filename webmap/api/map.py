"""The map document: all layers and features the map draws."""

from __future__ import annotations

from flask import Response, json

from geo.screen.frameworks import framework_list
from geo.screen.map_document import map_document
from webmap.http.current import current_atlas, is_live
from webmap.http.query import strict_blueprint
from webmap.http.ready_answers import ready

bp = strict_blueprint("map_document")


@bp.get("/map.json")
def map_json() -> Response:
    """Return the map document."""

    def write() -> str:
        # Where no service answers, there are no tiles.
        return json.dumps(map_document(current_atlas(), tiled=is_live()), separators=(",", ":"))

    return ready(write, "application/json", f"map-{is_live()}")


@bp.get("/frameworks.json")
def frameworks_json() -> Response:
    """Return the spatial frameworks of the documents with the places each is made of."""

    def write() -> str:
        atlas = current_atlas()
        return json.dumps({"frameworks": framework_list(atlas), "version": atlas.version})

    return ready(write, "application/json", "frameworks")

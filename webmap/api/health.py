"""The health address: whether the service answers, and with which data."""

from __future__ import annotations

from flask import Response, json

from webmap.http.current import current_atlas
from webmap.http.query import strict_blueprint

bp = strict_blueprint("health")


@bp.get("/healthz")
def healthz() -> Response:
    """Return the data version and how many layers and places there are."""
    atlas = current_atlas()
    body = {"status": "ok", "version": atlas.version, "layers": len(atlas.layers), "places": len(atlas.places)}
    return Response(json.dumps(body), mimetype="application/json", headers={"Cache-Control": "no-store"})

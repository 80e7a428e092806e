"""What the service says of itself: whether it answers, with which data, and what its addresses take and return."""

from __future__ import annotations

from flask import Flask, Response, current_app, json, url_for

from webmap.api.service_description import describe_service
from webmap.http.current import current_atlas
from webmap.http.query import strict_blueprint
from webmap.http.responses import versioned

bp = strict_blueprint("health")


@bp.get("/healthz")
def healthz() -> Response:
    """Return the data version and how many layers and places there are."""
    atlas = current_atlas()
    body = {"status": "ok", "version": atlas.version, "layers": len(atlas.layers), "places": len(atlas.places)}
    return Response(json.dumps(body), mimetype="application/json", headers={"Cache-Control": "no-store"})


@bp.get("/openapi.json")
def openapi_json() -> Response:
    """Return the description of all addresses as OpenAPI 3.1."""
    server = url_for("pages.index", _external=True).rstrip("/")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    document = describe_service(app, server, current_atlas())
    return versioned(json.dumps(document), "application/vnd.oai.openapi+json;version=3.1", f"openapi-{server}")

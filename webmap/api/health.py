"""What the service says of itself: whether it answers and takes requests, its figures, and its description."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response, current_app, json, url_for

from webmap.api.answer_schemas import PUBLISHED, served
from webmap.api.service_description import describe_service
from webmap.http.current import current_atlas, is_stale
from webmap.http.json_links import schema_address
from webmap.http.query import strict_blueprint
from webmap.http.responses import versioned
from webmap.service.readiness import reasons

if TYPE_CHECKING:
    from webmap.service.metrics import Metrics

bp = strict_blueprint("health")


@bp.get("/healthz")
def healthz() -> Response:
    """Return the data version and how many layers and places there are."""
    atlas = current_atlas()
    body = {"status": "ok", "version": atlas.version, "layers": len(atlas.layers), "places": len(atlas.places)}
    return _answer(body, 200)


@bp.get("/readyz")
def readyz() -> Response:
    """Return whether the service takes requests; 503 with the reasons while it does not."""
    found = reasons(current_app)
    return _answer(
        {"status": "not ready" if found else "ready", "reasons": found, "stale": is_stale()}, 503 if found else 200
    )


@bp.get("/metrics")
def metrics() -> Response:
    """Return the figures of the service for Prometheus."""
    figures: Metrics = current_app.extensions["metrics"]
    text, media_type = figures.text()
    return Response(text, content_type=media_type, headers={"Cache-Control": "no-store"})


@bp.get("/openapi.json")
def openapi_json() -> Response:
    """Return the description of all addresses as OpenAPI 3.1."""
    server = url_for("pages.index", _external=True).rstrip("/")
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    document = describe_service(app, server, current_atlas())
    return versioned(json.dumps(document), "application/vnd.oai.openapi+json;version=3.1", f"openapi-{server}")


@bp.get(f"/schemas/<any({','.join(PUBLISHED)}):kind>.json")
def schema(kind: str) -> Response:
    """Return the JSON Schema of an answer."""
    address = schema_address(kind)
    return versioned(json.dumps(served(kind, address)), "application/schema+json", f"schema-{address}")


def _answer(body: dict[str, object], status: int) -> Response:
    return Response(json.dumps(body), status=status, mimetype="application/json", headers={"Cache-Control": "no-store"})

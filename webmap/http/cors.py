"""Which addresses the pages of other origins may read (CORS).

Anyone may read the data of the atlas' own layers. A layer of the reader's own, or a list that may name one, is read by
the origins of the setting ``cors_origins`` alone: else any page a planner opens could read the office's parcels.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import current_app, request

from webmap.http.own_layers import shows_own_layers

if TYPE_CHECKING:
    from flask import Flask, Response

#: Read-only addresses of data.
_READABLE = re.compile(
    r"/(ogc(/.*)?|tiles/.*|export/.*|extract/.*|places(/[^/]+)?\.(geo)?json|stats(/[^/]+)?\.\w+"
    r"|(tables|documents|themes)/[^/]+\.(json|csv|xlsx)"
    r"|(documents|measures|indicators|industries|cities|themes|timeline|fit|side)\.(json|csv|xlsx)"
    r"|(map|openapi|frameworks|tiles|schemas/\w+)\.json)",
    re.DOTALL,
)
_METHODS = ("GET", "HEAD", "OPTIONS")
_EXPOSED = "Content-Crs, Content-Disposition, ETag, Link, Retry-After, X-Request-ID"
_ASKED = "Accept, Accept-Language, Authorization, Cache-Control, Content-Type, If-None-Match, Range"


def init_app(app: Flask) -> None:
    """Add the headers to the answers other origins may read."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Say which origin may read the answer."""
    if not _READABLE.fullmatch(request.path) or request.method not in _METHODS:
        return response
    origin = _origin()
    headers = response.headers
    if origin != "*":
        response.vary.add("Origin")
    if origin is None:
        return response
    headers["Access-Control-Allow-Origin"] = origin
    headers["Access-Control-Expose-Headers"] = _EXPOSED
    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        headers["Access-Control-Allow-Methods"] = ", ".join(_METHODS)
        headers["Access-Control-Allow-Headers"] = _ASKED
        headers["Access-Control-Max-Age"] = "86400"
        response.status_code = 204
        del headers["Content-Type"]
    return response


def _origin() -> str | None:
    """Return the origin that may read the answer, ``*`` for all, None for no other."""
    if not shows_own_layers():
        return "*"
    given = request.headers.get("Origin", "")
    return given if given in current_app.config["CORS_ORIGINS"] else None

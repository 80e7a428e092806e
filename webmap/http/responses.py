"""How an answer is wrapped: its ETag, whether a person or a program asked, and the name of a file."""

from __future__ import annotations

import hashlib

from flask import Response, current_app, request

from webmap.http.current import current_atlas


def versioned(body: str | bytes, mimetype: str, variant: str) -> Response:
    """Answer with an ETag of data version and variant: a second visit costs no body.

    Parameters
    ----------
    body : str or bytes
    mimetype : str
    variant : str
        What besides the data decides the body, e.g. the query.
    """
    response = Response(body, mimetype=mimetype)
    # Hashed: a query may hold characters that no ETag may.
    mark = hashlib.sha256(variant.encode()).hexdigest()[:12]
    response.set_etag(f"{current_atlas().version}-{mark}")
    response.cache_control.no_cache = True
    response.make_conditional(request)
    return response


def attached(response: Response, filename: str) -> Response:
    """Have the browser save an answer under a name."""
    response.headers.set("Content-Disposition", "attachment", filename=filename)
    return response


def shown(body: bytes, mimetype: str, name: str) -> Response:
    """Have the browser show a file made for this request, and save it under a name."""
    response = Response(body, mimetype=mimetype)
    response.headers.set("Content-Disposition", "inline", filename=name)
    response.headers["Cache-Control"] = "no-cache"
    return response


def review_number() -> str | None:
    """Give the map review number (审图号) of the service."""
    number: str | None = current_app.config.get("MAP_REVIEW_NUMBER")
    return number


def wants_page() -> bool:
    """Tell a person's browser from a program; one that says nothing gets JSON."""
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"

"""Headers that keep a page from running or loading what is not ours; the nonce Folium's inline script needs."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import g

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask, Response

_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src-elem 'self' 'nonce-{nonce}'; "
    # Leaflet positions its panes through element.style, which this directive governs.
    "style-src-attr 'unsafe-inline'; img-src {images}; connect-src 'self'; frame-ancestors 'self'; "
    "base-uri 'none'; object-src 'none'; form-action 'self'"
)

#: Stands in a page that is kept between requests, where the nonce of the request goes.
NONCE_SLOT = "nonce-of-the-request"


def nonce() -> str:
    """Return the nonce of the current request, the same one each time."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def init_app(app: Flask, image_hosts: Callable[[], Iterable[str]]) -> None:
    """Add the headers to every answer and ``csp_nonce()`` to the templates.

    Parameters
    ----------
    app : flask.Flask
    image_hosts : callable
        Returns the foreign hosts the page of the current request may load images from.
    """
    app.jinja_env.globals["csp_nonce"] = nonce

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        if response.mimetype == "text/html":
            images = " ".join(["'self'", "data:", *image_hosts()])
            headers["Content-Security-Policy"] = _POLICY.format(nonce=nonce(), images=images)
            # A page carries a nonce, so no cache may keep it; data addresses have ETags instead.
            headers.setdefault("Cache-Control", "no-store")
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        return response

"""Headers that keep a page from running or loading what is not ours; the nonce Folium's inline script needs.

``Strict-Transport-Security`` is left to the proxy that holds the certificate: only it knows that every name it answers
to has one.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from flask import g, request

from webmap.http.problem import SAFE_HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask, Response

_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src-elem 'self' 'nonce-{nonce}'; "
    # Leaflet positions its panes through element.style, which this directive governs.
    "style-src-attr 'unsafe-inline'; img-src {images}; connect-src 'self'; frame-ancestors {ancestors}; "
    "base-uri 'none'; object-src 'none'; form-action 'self'"
)

#: What a page never asks a device for; writing to the clipboard stays, for links and coordinates.
_PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer"),
        *("microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb"),
    )
)
#: Words of the setting ``frame_ancestors`` that a policy puts between quotes.
_QUOTED = ("self", "none")

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

    named = app.config.get("FRAME_ANCESTORS", ["self"])
    ancestors = " ".join(f"'{one}'" if one in _QUOTED else one for one in named)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        if response.mimetype == "text/html":
            images = " ".join(["'self'", "data:", *image_hosts()])
            policy = _POLICY.format(nonce=nonce(), images=images, ancestors=ancestors)
            headers["Content-Security-Policy"] = policy
            # A page carries a nonce, so no cache may keep it; data addresses have ETags instead.
            headers.setdefault("Cache-Control", "no-store")
            headers["Permissions-Policy"] = _PERMISSIONS
            if _is_trustworthy():
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
        for name, value in SAFE_HEADERS:
            headers[name] = value
        # A page may be in a frame of another site, by `frame_ancestors` alone; data other origins may read say so.
        if response.mimetype != "text/html":
            headers.setdefault("Cross-Origin-Resource-Policy", "same-site")
        return response


def _is_trustworthy() -> bool:
    """Return whether a browser keeps the page apart from others that open it; it warns of the header elsewhere."""
    host = request.host.rpartition(":")[0] or request.host
    return request.is_secure or host in {"localhost", "127.0.0.1", "[::1]"}

"""Who may see the layers of the reader's own and ``/metrics``: a token, or a header of a proxy that is believed.

Whoever may not see them gets the atlas without them, so they are in no list, search or sheet. An address that names one
of them, or ``/metrics``, answers 401.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64decode
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode

from flask import request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized
from werkzeug.http import parse_cookie

from webmap.http.current import SEES_OWN, sees_own_layers
from webmap.http.own_layers import named_own_layer
from webmap.http.problem import wsgi_problem
from webmap.service.proxy import FROM_PROXY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask, Response

    from webmap.settings import Settings

_COOKIE, _OPTION = "lingang_access", "token"
#: Views for those with the token alone.
_CLOSED = ("health.metrics",)
_FOR_ALL = ("static", "assets.send_styles")
_CHALLENGE = WWWAuthenticate("bearer", {"realm": "lingang"})


class Access:
    """The key to what is not for everybody.

    Parameters
    ----------
    token : str, optional
    header : str, optional
        Name of the header that a proxy sets for readers it has signed in.
    """

    def __init__(self, token: str | None, header: str | None) -> None:
        self._token = token.encode() if token else None
        self._header = f"HTTP_{header.upper().replace('-', '_')}" if header else None

    @property
    def cookie(self) -> str:
        """What the cookie of a reader with the token holds: not the token, but it cannot be made without it."""
        return hmac.new(self._token or b"", b"lingang cookie", hashlib.sha256).hexdigest()

    def is_token(self, given: str) -> bool:
        """Return whether a text is the token, in a time that does not tell how much of it is right."""
        return self._token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), self._token)

    def admits(self, environ: WSGIEnvironment) -> bool:
        """Return whether a request may see what is not for everybody."""
        if self._header and FROM_PROXY in environ and environ.get(self._header):
            return True
        return self._token is not None and (self._by_authorization(environ) or self._by_cookie(environ))

    def _by_authorization(self, environ: WSGIEnvironment) -> bool:
        scheme, _, given = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() == "basic":
            try:
                given = b64decode(given, validate=True).decode().partition(":")[2]
            except ValueError:
                return False
        return scheme.lower() in {"basic", "bearer"} and self.is_token(given)

    def _by_cookie(self, environ: WSGIEnvironment) -> bool:
        given = parse_cookie(environ).get(_COOKIE, "")
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.cookie.encode())


class TokenExchange:
    """Take the token out of an address: ``?token=`` becomes a cookie, and the browser goes on without it.

    Parameters
    ----------
    app : WSGI application
    access : Access
    """

    def __init__(self, app: WSGIApplication, access: Access) -> None:
        self._app, self._access = app, access

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        given = next((value for name, value in query if name == _OPTION), None)
        if given is None or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return self._app(environ, start_response)
        if not self._access.is_token(given):
            return wsgi_problem(
                environ,
                start_response,
                401,
                "a token that is not the one of this service; ask its operator",
                [("WWW-Authenticate", _CHALLENGE.to_header())],
                found="a token",
                expected="the token of this service",
                where="query",
                remedy="ask the operator for it",
            )
        rest = urlencode([(name, value) for name, value in query if name != _OPTION])
        root = environ.get("SCRIPT_NAME", "")
        path = (root + environ.get("PATH_INFO", "/")).encode("latin-1").decode("utf-8", "replace")
        secure = "; Secure" if environ.get("wsgi.url_scheme") == "https" else ""
        cookie = f"{_COOKIE}={self._access.cookie}; Path={root or '/'}; HttpOnly; SameSite=Lax{secure}"
        headers = [("Location", _local_address(path, rest)), ("Set-Cookie", cookie), ("Cache-Control", "no-store")]
        start_response("303 See Other", [*headers, ("Content-Length", "0"), ("X-Content-Type-Options", "nosniff")])
        return []


def _local_address(path: str, query: str) -> str:
    """Return an address on this service; two slashes at its beginning would lead to another."""
    return "/" + quote(path.lstrip("/")) + (f"?{query}" if query else "")


def init_app(app: Flask, settings: Settings) -> None:
    """Keep own layers and ``/metrics`` from readers without the token or the header; from nobody without settings."""
    if not settings.access_token and not settings.access_header:
        return
    token = settings.access_token.get_secret_value() if settings.access_token else None
    access = Access(token, settings.access_header)
    app.extensions[SEES_OWN] = access.admits
    app.wsgi_app = TokenExchange(app.wsgi_app, access)  # type: ignore[method-assign]

    # It runs before the query is read, so that an own layer is never a message about an unknown option.
    @app.url_value_preprocessor
    def refuse_strangers(endpoint: str | None, _values: dict[str, object] | None) -> None:
        if request.method != "OPTIONS" and (endpoint in _CLOSED or named_own_layer()) and not sees_own_layers():
            raise Unauthorized("layers of the service's own need its token", www_authenticate=_CHALLENGE)

    @app.after_request
    def keep_from_caches(response: Response) -> Response:
        # A page is kept by no cache anyway, and scripts and styles are the same for all.
        if response.mimetype != "text/html" and request.endpoint not in _FOR_ALL:
            response.vary.update(("Authorization", "Cookie"))
            response.cache_control.private = True
            response.cache_control.public = False
        return response

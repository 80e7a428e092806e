"""Whole answers kept before the application: status, headers and body of what is the same for everybody.

A map asks for dozens of tiles at once. To route, check and dress each again costs the application ten times what it
costs to send its bytes. A view says by `keep_whole` that its answer depends on nothing but the address, what the client
takes, and whether it may see own layers. Everything else goes to the application: other methods, conditional requests,
parts, errors, the static site. Kept answers go with the atlas they were made from.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import ref

from cachetools import LRUCache

from geo.store.postgis.asked_once import asked_once
from webmap.http.current import SEES_OWN, STATIC_SITE
from webmap.http.ready_answers import IS_STILL_TRUE, PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from flask import Flask

    from geo import Atlas

#: Headers of a request with which the application answers.
_ASIDE = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE")
#: What an answer may depend on, as its header Vary says.
_KNOWN = {"", "accept", "accept-encoding", "origin", "authorization", "cookie"}
_KEPT = ("200", "204")
#: What of a request an answer may depend on, beside whether its reader may see own layers. Links are whole addresses.
_NAMES = (
    *("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"),
    *("HTTP_ACCEPT", "HTTP_ACCEPT_ENCODING", "HTTP_ORIGIN"),
)
#: Characters of a key; a longer address is none of ours.
_LONGEST = 1000
#: Bytes an answer takes beside its body, about.
_OVERHEAD = 2000
_A_DAY_S = 86_400


class _Whole(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    endpoint: str
    is_still_true: Callable[[], bool] | None


class WholeAnswers:
    """The whole answers of an application, in front of it.

    Parameters
    ----------
    flask_app : flask.Flask
    app : WSGI application
        What answers when nothing is kept.
    most_bytes : int
    """

    def __init__(self, flask_app: Flask, app: WSGIApplication, most_bytes: int) -> None:
        self._flask, self._app = flask_app, app
        self._kept: LRUCache[tuple[Any, ...], _Whole] = LRUCache(most_bytes, getsizeof=lambda one: _size(one.body))
        self._lock = Lock()
        self._atlas: Callable[[], Atlas | None] = lambda: None
        self._day = 0

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request, with one look at the state of a database for all of it."""
        with asked_once():
            return self._answered(environ, start_response)

    def _answered(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET" or STATIC_SITE in environ or any(name in environ for name in _ASIDE):
            return self._app(environ, start_response)
        began = time.perf_counter()
        key = self._key(environ)
        with self._lock:
            self._forget_old()
            whole = self._kept.get(key)
        if whole is None or (whole.is_still_true is not None and not whole.is_still_true()):
            return self._answer(environ, start_response, key)
        start_response(whole.status, list(whole.headers))
        seconds = time.perf_counter() - began
        self._flask.extensions["metrics"].observe(whole.endpoint, "GET", int(whole.status[:3]), seconds)
        return [whole.body]

    def _key(self, environ: WSGIEnvironment) -> tuple[Any, ...]:
        admits: Callable[[WSGIEnvironment], bool] | None = self._flask.extensions.get(SEES_OWN)
        return (*(environ.get(name, "") for name in _NAMES), admits is None or admits(environ))

    def _forget_old(self) -> None:
        """Forget what was made from another atlas, or yesterday: a year decides how long an answer is kept."""
        atlas, day = self._flask.extensions["atlas"], int(time.time()) // _A_DAY_S
        if self._atlas() is not atlas or self._day != day:
            self._kept.clear()
            self._atlas, self._day = ref(atlas), day

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse, key: tuple[Any, ...]) -> Iterable[bytes]:
        started: list[Any] = []
        atlas = self._flask.extensions["atlas"]

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            started[:] = status, headers
            return start_response(status, headers, *error)

        body = self._app(environ, start)
        mark = environ.get(IS_STILL_TRUE)
        if mark is None or not started or not _is_common(*started) or sum(map(len, key[:-1])) > _LONGEST:
            return body
        try:
            whole = _Whole(started[0], started[1], b"".join(body), mark[0], mark[1])
        finally:
            if close := getattr(body, "close", None):
                close()
        with self._lock:
            if self._flask.extensions["atlas"] is atlas and _size(whole.body) <= self._kept.maxsize:
                self._kept[key] = whole
        return [whole.body]


def init_app(app: Flask) -> None:
    """Put the whole answers of an application before it."""
    most = int(app.config["ANSWERS_MB"]) * 1024 * 1024 // PARTS
    app.wsgi_app = WholeAnswers(app, app.wsgi_app, most)  # type: ignore[method-assign]


def _size(body: bytes) -> int:
    return len(body) + _OVERHEAD


def _is_common(status: str, headers: list[tuple[str, str]]) -> bool:
    """Return whether an answer is the same for all who send the same key."""
    names = {name.lower(): value for name, value in headers}
    depends = {part.strip().lower() for part in names.get("vary", "").split(",")}
    return status[:3] in _KEPT and "set-cookie" not in names and depends <= _KNOWN

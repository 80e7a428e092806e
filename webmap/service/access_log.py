"""An id and a line of the log for each request, without personal data.

A line has method, path, status, bytes, duration and id of the request. It has no address of the reader, no browser and
no query: what somebody searched or drew is not kept.
"""

from __future__ import annotations

import logging
import re
import sys
import time
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from webmap.http.problem import REQUEST_ID
from webmap.service.proxy import FROM_PROXY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LOGGER = logging.getLogger("lingang.access")
_HEADER = "X-Request-ID"
_SOUND_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestIds:
    """Set the id of each request, that of the proxy if there is one, and send it back with the answer.

    Parameters
    ----------
    app : WSGI application
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        given = environ.get("HTTP_X_REQUEST_ID", "") if FROM_PROXY in environ else ""
        request_id = environ[REQUEST_ID] = given if _SOUND_ID.fullmatch(given) else uuid.uuid4().hex

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            return start_response(status, [*headers, (_HEADER, request_id)], *error)

        return self._app(environ, start)


class AccessLog:
    """Write a line for each request when its answer is sent.

    Parameters
    ----------
    app : WSGI application
        It has given the request its id.
    """

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        # The application may write another path and prefix into the environment.
        path = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        line = _Line(environ["REQUEST_METHOD"], path, environ[REQUEST_ID])

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            line.status = status[:3]
            return start_response(status, headers, *error)

        return _Counted(self._app(environ, start), line)


class _Line:
    """What the log says of one request."""

    def __init__(self, method: str, path: str, request_id: str) -> None:
        self.method, self.path, self.request_id = method, path, request_id
        self.status, self.sent, self._began = "-", 0, time.perf_counter()

    def write(self) -> None:
        milliseconds = (time.perf_counter() - self._began) * 1000
        # Quoted, so that no path can write a line of its own.
        path = quote(self.path.encode("latin-1"), safe="/:;,=+@!$&'()*~")
        method = self.method if self.method.isalpha() else "?"
        LOGGER.info(
            "method=%s path=%s status=%s bytes=%d ms=%.1f id=%s",
            *(method, path, self.status, self.sent, milliseconds, self.request_id),
        )


class _Counted:
    """The body of an answer; counts its bytes and writes the line at its end."""

    def __init__(self, body: Iterable[bytes], line: _Line) -> None:
        self._body, self._line = body, line

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._body:
            self._line.sent += len(piece)
            yield piece

    def close(self) -> None:
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            self._line.write()


def wrap(app: WSGIApplication, *, logged: bool) -> WSGIApplication:
    """Wrap an application, so that its requests have ids and, if `logged`, lines in the log."""
    if logged:
        _write_to_standard_error()
        app = AccessLog(app)
    return RequestIds(app)


class _StandardError(logging.Handler):
    """Writes to what is standard error now: a program may have changed it since it began."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{self.format(record)}\n")
        sys.stderr.flush()


def _write_to_standard_error() -> None:
    """Let the logger write; a program that set up one of its own keeps it."""
    if not LOGGER.handlers:
        handler = _StandardError()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
        LOGGER.addHandler(handler)
        LOGGER.propagate = False
        LOGGER.setLevel(logging.INFO)

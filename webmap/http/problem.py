"""The body of an error (RFC 9457 problem details), also where no Flask application is there to write it.

An error may arise below the application: the server cannot read the request, or the host is not ours. It has the same
members then, with the headers every answer has.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

MEDIA_TYPE = "application/problem+json"
#: Headers of every answer, whatever it holds.
SAFE_HEADERS = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin"))
#: Key of the WSGI environment that holds the id of the request.
REQUEST_ID = "lingang.request_id"

_TITLES = {
    400: "The request makes no sense",
    401: "Only for signed-in readers",
    404: "Not found",
    405: "Method not allowed",
    413: "The request is too large",
    421: "This service does not answer under that name",
    422: "The geometry cannot be measured",
    431: "The headers are too large",
    500: "The server failed",
    501: "The request is of a kind this server does not take",
    503: "The service is busy",
}


def title_of(status: int, other: str = "The request failed") -> str:
    """Return the title of a status; `other` for one without a title of ours."""
    return _TITLES.get(status, other)


def problem(status: int, detail: str | None, *, request_id: str | None = None, **members: Any) -> dict[str, Any]:
    """Make the body of an error; every error has the same members.

    Parameters
    ----------
    status : int
    detail : str or None
    request_id : str, optional
        Id of the request, by which the operator finds it in the log.
    **members : Any
        ``type``, ``title``, ``found``, ``expected``, ``where``, ``remedy``, ``rule``; None where left out.
    """
    body = {"type": "about:blank", "title": title_of(status), "status": status, "detail": detail}
    body |= dict.fromkeys(("found", "expected", "where", "remedy", "rule"))
    return {**body, **members, "request_id": request_id}


def problem_body(body: dict[str, Any]) -> bytes:
    """Write the body of an error as JSON; half of a surrogate pair, which a sent text may hold, stays an escape."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "backslashreplace")


def wsgi_problem(
    environ: WSGIEnvironment,
    start_response: StartResponse,
    status: int,
    detail: str,
    headers: Iterable[tuple[str, str]] = (),
    **members: Any,
) -> list[bytes]:
    """Answer a request with an error from below the application; arguments as in `problem`."""
    made = problem(status, detail, request_id=environ.get(REQUEST_ID), **members)
    body = problem_body(made)
    fixed = [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
    start_response(f"{status} {made['title']}", [*fixed, *SAFE_HEADERS, *headers])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

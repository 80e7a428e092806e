"""The HTTP status of each error, and one body for all errors (RFC 9457 problem details)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from geo.errors import (
    AtlasError,
    BusyError,
    CRSError,
    Fault,
    GeometryError,
    JoinError,
    NotFoundError,
    ParameterError,
    SchemaError,
    SourceError,
    UnavailableError,
)
from webmap.http.problem import MEDIA_TYPE, REQUEST_ID, problem, problem_body, title_of
from webmap.i18n import follow_browser

if TYPE_CHECKING:
    from flask import Flask

#: The status of the most specific class counts. Faults of our own data are the server's, so 500.
STATUS: dict[type[AtlasError], int] = {
    NotFoundError: 404,
    ParameterError: 400,
    BusyError: 503,
    UnavailableError: 503,
    CRSError: 400,
    GeometryError: 422,
    SourceError: 500,
    SchemaError: 500,
    JoinError: 500,
    AtlasError: 500,
}

#: What is told of a database that does not answer.
_SILENT = Fault("a database that does not answer now", "one that answers", "store", "ask again in a few seconds")
#: When a busy service asks to be asked again, in seconds: about what a sheet takes.
RETRY_AFTER_S = 5


def status_of(error: AtlasError) -> int:
    """Return the HTTP status of an error of the atlas."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def init_app(app: Flask) -> None:
    """Register the handlers that answer every error with one body."""
    app.register_error_handler(AtlasError, _atlas_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def _atlas_error(error: AtlasError) -> Response:
    status = status_of(error)
    if status >= 500 and not isinstance(error, BusyError):
        current_app.logger.error("%s", error)
    if isinstance(error, UnavailableError):  # where the database is, and what it said, is for the operator
        error = UnavailableError(_SILENT)
    first = error.faults[0]
    response = _respond(
        status,
        str(error),
        type=f"urn:lingang-atlas:{type(error).__name__}",
        found=first.found,
        expected=first.expected or None,
        where=first.where or None,
        remedy=first.remedy or None,
        # The rule of a fault in our own data says nothing to the reader.
        rule=first.rule if status < 500 or status == 503 else None,
    )
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:  # a redirect is no error
        return make_response(error.get_response())
    response = _respond(
        status,
        error.description,
        title=title_of(status, error.name),
        found=f"{request.method} {request.path}",
        expected="an address this service has" if status == 404 else None,
        where="request",
        remedy="start from / or see the README" if status == 404 else None,
    )
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _unforeseen(error: Exception) -> Response:
    """Log an unforeseen error with its traceback; the answer holds no inner detail."""
    current_app.logger.exception("unforeseen error", exc_info=error)
    return _http_error(InternalServerError())


def _respond(status: int, detail: str | None, **members: Any) -> Response:
    made = problem(status, detail, request_id=request.environ.get(REQUEST_ID), **members)
    if _wants_html():
        follow_browser()
        page = render_template("error.html", problem=made, reason=made["rule"] or str(status))
        return Response(page, status=status, mimetype="text/html")
    return Response(problem_body(made), status=status, mimetype=MEDIA_TYPE)


def _wants_html() -> bool:
    """Return whether to answer with a page; a data address (.json, .csv …) always answers with JSON."""
    best = request.accept_mimetypes.best_match([MEDIA_TYPE, "application/json", "text/html"])
    return best == "text/html" and "." not in request.path.rsplit("/", 1)[-1]

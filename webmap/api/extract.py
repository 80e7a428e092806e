"""The extract of a site: what applies, what was looked at and does not apply, and where there is no data."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from flask import Response, request

from geo.readers.vector_file import as_parameter_errors
from webmap.api.exports import posted_features
from webmap.api.extract_files import EXTRACT_FORMATS, place_file
from webmap.http.current import current_atlas
from webmap.http.fit_options import FIT
from webmap.http.json_links import link_header
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import attached, daily_variant, named, review_number
from webmap.http.shared_options import AS_OF
from webmap.i18n import current_lang
from webmap.service.jobs import by_size, in_worker

if TYPE_CHECKING:
    from datetime import date

    from geo.registers.fit.conditions import Condition

bp = strict_blueprint("extract")

_KINDS = "any(json,pdf,docx,xlsx)"
_OF_PLACE = "webmap.api.extract_files:place_file"
_OF_SHAPES = "webmap.api.extract_files:features_file"


@bp.get(f"/extract/<place_id>.<{_KINDS}:kind>")
@options(FIT, as_of=AS_OF)
def place_extract(place_id: str, kind: str, conditions: tuple[Condition, ...], as_of: date | None) -> Response:
    """Return the extract of a place: all that applies to it, does not apply, or cannot be known.

    Conditions of ``/fit`` add a chapter with their answers.
    """
    day = as_of or dt.date.today()
    printed = _printed(kind)

    def write() -> bytes:
        if kind == "json":
            return place_file(current_atlas(), place_id, day, conditions, **printed)
        file: bytes = in_worker(_OF_PLACE, place_id, day, conditions, **printed)
        return file

    response = ready(write, EXTRACT_FORMATS[kind], _variant())
    if kind == "json":
        # An extract is kept and checked as it is, so its links stand in a header.
        response.headers["Link"] = link_header("pages.place", "extract", place_id=place_id)
    return _with_name(response, kind, place_id)


@bp.post(f"/extract.<{_KINDS}:kind>")
@options(FIT, as_of=AS_OF)
def shape_extract(kind: str, conditions: tuple[Condition, ...], as_of: date | None) -> Response:
    """Return the extract of the polygons in the body (GeoJSON, or 界址点 as text/plain); nothing is stored.

    Conditions of ``/fit`` add a chapter with their answers.
    """
    day = as_of or dt.date.today()
    printed = _printed(kind)
    size = len(request.get_data()) if kind == "json" else None
    with as_parameter_errors():
        given = posted_features()
        body = (
            in_worker(_OF_SHAPES, given, day, conditions, **printed)
            if size is None
            else by_size(size, _OF_SHAPES, given, day, conditions, **printed)
        )
    response = Response(body, mimetype=EXTRACT_FORMATS[kind], headers={"Cache-Control": "no-store"})
    return _with_name(response, kind, "site")


def _printed(kind: str) -> dict[str, Any]:
    """Return how an extract is written: parameters of `webmap.api.extract_files.written`."""
    root, number = request.url_root, review_number()
    return {"kind": kind, "lang": current_lang(), "root": root, "review_number": number}


def _variant() -> str:
    """Return what decides an extract besides the data: address, day, and the root its links lead to."""
    return f"{daily_variant()} {request.url_root} {current_lang()}"


def _with_name(response: Response, kind: str, name: str) -> Response:
    if kind == "json":
        return response
    filename = f"lingang-extract-{name}.{kind}"
    return named(response, filename) if kind == "pdf" else attached(response, filename)

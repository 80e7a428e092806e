"""Measure what a reader draws or drops on the map. Nothing is stored: the answer is made and forgotten."""

from __future__ import annotations

from contextlib import closing
from typing import Any

from flask import Response, current_app, json, request

from geo.errors import Fault, ParameterError
from geo.extract.account import size_of
from geo.extract.site_shape import merged_shape, read_shape, read_upload
from geo.readers import boundary_points
from geo.readers.isolated import Limits
from geo.readers.vector_file import as_parameter_errors, vector_file_of
from geo.spreadsheets.site_file import site_worksheet
from geo.spreadsheets.table_files import TABLE_FORMATS, write_table
from webmap.http.option import flag
from webmap.http.query import options, strict_blueprint
from webmap.http.responses import attached
from webmap.service.jobs import by_size, heavy

bp = strict_blueprint("measure")

_MEASURE = "geo.extract.site_answer:measure_site"


@bp.post("/measure")
@options(brief=flag("Leaves out what the shape touches."))
def measure(*, brief: bool) -> Response:
    """Measure the GeoJSON in the body (or 界址点 as text/plain) and list what it touches."""
    sent = request.get_data()
    shape, warnings = _read_points(sent) if request.mimetype == "text/plain" else (read_shape(sent), [])
    result = size_of(shape) if brief else by_size(len(sent), _MEASURE, shape)
    body = json.dumps({**result, "warnings": warnings})
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _read_points(sent: bytes) -> tuple[Any, list[dict[str, str]]]:
    """Read boundary points into one shape, and what was assumed to read them or does not fit in them."""
    with as_parameter_errors():
        read = vector_file_of(boundary_points.parse(sent, "body"), "body")
    return merged_shape(read.features, "body"), read.warning_rows


@bp.post("/measure.<any(csv,xlsx):kind>")
def measure_file(kind: str) -> Response:
    """Write what the GeoJSON in the body touches as a file."""
    sent = request.get_data()
    answer = by_size(len(sent), _MEASURE, read_shape(sent))
    body = write_table(site_worksheet(answer), kind)
    response = Response(body, mimetype=TABLE_FORMATS[kind], headers={"Cache-Control": "no-store"})
    return attached(response, f"lingang-drawn-{answer['version']}.{kind}")


@bp.post("/uploads")
@heavy
def upload() -> Response:
    """Read a vector file into GeoJSON, longitude and latitude."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise ParameterError(Fault("no file", "a form field named file", "body", "choose a file"))
    with closing(file):  # a large one lies in a temporary file
        data = file.read()
    body = json.dumps(read_upload(file.filename, data, Limits(*current_app.config["UPLOAD_LIMITS"])))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})

"""Measure what a reader draws or drops on the map. Nothing is stored: the answer is made and forgotten."""

from __future__ import annotations

from flask import Blueprint, Response, json, request

from geo.errors import Fault, ParameterError
from geo.extract.site_answer import measure_site, size_of
from geo.extract.site_shape import read_shape, read_upload
from geo.spreadsheets.site_file import site_worksheet
from geo.spreadsheets.table_files import TABLE_FORMATS, write_table
from webmap.http.current import current_atlas
from webmap.http.responses import attached

bp = Blueprint("measuring", __name__)


@bp.post("/measure")
def measure() -> Response:
    """Measure the GeoJSON in the body and list what it touches; ``?brief=1`` leaves out what is touched."""
    shape = read_shape(request.get_data())
    result = size_of(shape) if request.args.get("brief") == "1" else measure_site(current_atlas(), shape)
    body = json.dumps(result)
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


@bp.post("/measure.<any(csv,xlsx):kind>")
def measure_file(kind: str) -> Response:
    """Write what the GeoJSON in the body touches as a file."""
    answer = measure_site(current_atlas(), read_shape(request.get_data()))
    body = write_table(site_worksheet(answer), kind)
    response = Response(body, mimetype=TABLE_FORMATS[kind], headers={"Cache-Control": "no-store"})
    return attached(response, f"lingang-drawn-{answer['version']}.{kind}")


@bp.post("/uploads")
def upload() -> Response:
    """Read a vector file into GeoJSON, longitude and latitude."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise ParameterError(Fault("no file", "a form field named file", "body", "choose a file"))
    body = json.dumps(read_upload(file.filename, file.read()))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})

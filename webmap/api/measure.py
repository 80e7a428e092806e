"""Measure what a reader draws or drops on the map. Nothing is stored: the answer is made and forgotten."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from typing import Any

from flask import Response, current_app, json, request

from geo.errors import Fault, ParameterError
from geo.extract.account import size_of
from geo.extract.site_shape import merged_shape, read_shape, read_upload
from geo.readers.body import body_features
from geo.readers.isolated import Limits
from geo.spreadsheets.site_file import site_worksheet
from geo.spreadsheets.table_files import TABLE_FORMATS, write_table
from webmap.api.extract_files import PLOT_FORMATS
from webmap.http.option import flag, word
from webmap.http.query import options, strict_blueprint
from webmap.http.responses import attached
from webmap.http.shared_options import AS_OF, NAME
from webmap.i18n import current_lang
from webmap.service.jobs import by_size, heavy, in_worker

bp = strict_blueprint("measure")

_MEASURE = "geo.extract.plots.table:measure_plots"
_PLOTS_FILE = "webmap.api.extract_files:plots_file"
_PLOT_NAME = word(NAME, "Attribute that names the plots; without it the one that looks most like a name.", default=None)


@bp.post("/measure")
@options(brief=flag("Leaves out what the shape touches."), plot_name=_PLOT_NAME)
def measure(*, brief: bool, plot_name: str | None) -> Response:
    """Measure the GeoJSON in the body (or 界址点 as text/plain) and list what it touches, and each shape of several."""
    features, warnings = _posted()
    if brief:
        result = size_of(merged_shape(features, "body"))
    else:
        result = by_size(len(request.get_data()), _MEASURE, features, plot_name)
    body = json.dumps({**result, "warnings": warnings})
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _posted() -> tuple[Any, list[dict[str, str]]]:
    """Read the body into features, and what was assumed to read them or does not fit in them."""
    read = body_features(request.get_data(), points=request.mimetype == "text/plain")
    return read.features, read.warning_rows


@bp.post("/measure.<any(csv,xlsx):kind>")
def measure_file(kind: str) -> Response:
    """Write what the GeoJSON in the body touches as a file."""
    sent = request.get_data()
    answer = by_size(len(sent), "geo.extract.site_answer:measure_site", read_shape(sent))
    body = write_table(site_worksheet(answer), kind)
    response = Response(body, mimetype=TABLE_FORMATS[kind], headers={"Cache-Control": "no-store"})
    return attached(response, f"lingang-drawn-{answer['version']}.{kind}")


@bp.post("/plots.<any(xlsx,zip):kind>")
@options(as_of=AS_OF, plot_name=_PLOT_NAME)
def plots(kind: str, as_of: dt.date | None, plot_name: str | None) -> Response:
    """Write the shapes in the body (GeoJSON, or 界址点 as text/plain) one by one: a workbook, or a ZIP of PDFs."""
    features, _ = _posted()
    printed = {"name": plot_name, "kind": kind, "lang": current_lang(), "root": request.url_root}
    body = in_worker(_PLOTS_FILE, features, as_of or dt.date.today(), **printed)
    response = Response(body, mimetype=PLOT_FORMATS[kind], headers={"Cache-Control": "no-store"})
    return attached(response, f"lingang-plots.{kind}")


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

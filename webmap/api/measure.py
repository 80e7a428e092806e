"""Measure what a reader draws or drops on the map. Nothing is stored: the answer is made and forgotten."""

from __future__ import annotations

from contextlib import closing

from flask import Response, current_app, json, request

from geo.errors import Fault, ParameterError
from geo.extract.site import HEADINGS, measure_drawn, read_drawn, size_of
from geo.extract.site_shape import read_upload
from geo.readers.isolated import Limits
from geo.spreadsheets.table_files import SHEET_FORMATS, Sheet, write_sheet
from webmap.http.current import current_atlas
from webmap.http.option import flag
from webmap.http.query import options, strict_blueprint
from webmap.http.responses import attached
from webmap.service.jobs import heavy

bp = strict_blueprint("measure")


@bp.post("/measure")
@options(brief=flag("Leaves out what the shape touches."))
def measure(*, brief: bool) -> Response:
    """Give area, length and what is touched of the GeoJSON in the body."""
    shape = read_drawn(request.get_data())
    result = size_of(shape) if brief else measure_drawn(current_atlas(), shape)
    body = json.dumps(result)
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


@bp.post("/measure.<any(csv,xlsx):kind>")
def measure_file(kind: str) -> Response:
    """Give what the GeoJSON in the body touches as a file."""
    atlas = current_atlas()
    result = measure_drawn(atlas, read_drawn(request.get_data()))
    size = result["area"]["area_km2"] if result["area"] else result["length_km"]
    unit = ("平方公里", "km²") if result["area"] else ("公里", "km")
    drawn = {"id": "drawn", "name_zh": "所绘图形", "name_en": "drawn shape"}
    drawn |= {"area_km2" if result["area"] else "length_km": size}
    notes = [
        (f"所绘图形：{size:.6f} {unit[0]}", f"Drawn shape: {size:.6f} {unit[1]}"),
        (f"面积计算：{result['method']['name_zh']}", f"Area: {result['method']['name_en']}"),
        (f"数据版本：{atlas.version}", f"Data version: {atlas.version}"),
        (result["disclaimer_zh"], result["disclaimer_en"]),
    ]
    sheet = Sheet("所绘图形", HEADINGS, result["touched"], [drawn], notes)
    response = Response(write_sheet(sheet, kind), mimetype=SHEET_FORMATS[kind], headers={"Cache-Control": "no-store"})
    return attached(response, f"lingang-drawn-{atlas.version}.{kind}")


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

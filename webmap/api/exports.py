"""Files to take away: layers in any format, and the site report, which is the extract as PDF.

A layer is written to a file and sent from it, so that a large one is never in memory as a whole. The file is kept until
the data or the day change (`webmap.http.kept.kept_files`).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, request

from geo.errors import Fault, ParameterError
from geo.export import format_named
from geo.export.boundary_points import ENCODINGS
from geo.export.collections.stored.file_content import query_of
from geo.readers.body import body_features
from geo.readers.vector_file import as_parameter_errors
from webmap.http.current import current_atlas
from webmap.http.kept.kept_files import kept_file
from webmap.http.option import flag, word
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import daily_variant, named, review_number
from webmap.http.shared_options import FEATURES, OWN_COLUMNS
from webmap.i18n import current_lang
from webmap.service.jobs import in_worker

if TYPE_CHECKING:
    from pathlib import Path

    from geo.export import FeatureSelection, Format

bp = strict_blueprint("exports")

_PDF = "application/pdf"
#: Characters of a reference system: a code, a PROJ string or WKT.
_LONGEST_CRS = 4000


@bp.get("/export/<layer_id>.<kind>")
@options(
    FEATURES,
    OWN_COLUMNS,
    crs=word(_LONGEST_CRS, "Reference system of the coordinates, such as EPSG:4529.", default=None),
    fields=word(20, "Names of the columns: names, or codes of the planning standard.", default=None),
    encoding=word(20, "Encoding of Shapefile, TXT and DXF: utf-8 or gbk.", default=None),
    bom=flag("Begins a CSV with the mark Excel needs to read it as UTF-8; 1 without.", default=None),
)
def layer(
    layer_id: str,
    kind: str,
    selection: FeatureSelection,
    own: dict[str, tuple[str, ...]],
    *,
    crs: str | None,
    fields: str | None,
    encoding: str | None,
    bom: bool | None,
) -> Response:
    """Return a layer as a file; of a stored layer, its columns are options too."""
    chosen = format_named(kind)
    selection = replace(selection, own=tuple(sorted(own.items())))
    asked = {"encoding": encoding.lower() if encoding is not None else None, "bom": bom}
    given: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}

    def write(path: Path) -> None:
        _require_time(layer_id, kind, chosen, selection)
        settings = {"crs": crs, "selection": selection, "naming": fields, **given}
        in_worker("geo.export:write_file", layer_id, kind, path, **settings)

    name = f"lingang-{layer_id}-{current_atlas().version}.{chosen.suffix}"
    response = kept_file(write, chosen.media_type, daily_variant(), name)
    if kind == "txt" and response.status_code != HTTPStatus.NOT_MODIFIED:  # Flask would say UTF-8 of every text
        response.headers["Content-Type"] = f"text/plain; charset={ENCODINGS[given.get('encoding', 'gbk')]}"
    return response


def _require_time(layer_id: str, kind: str, chosen: Format, selection: FeatureSelection) -> None:
    """Refuse a stored layer that is not written in the time of a job, before the work begins."""
    stored = current_atlas().stored.get(layer_id)
    if stored is None or chosen.pace is None:
        return
    count, seconds = stored.count(query_of(selection)), int(current_app.config["JOB_S"])
    if count > chosen.pace * seconds:
        expected = f"at most {chosen.pace * seconds:,}: {seconds} s (setting job_s) are enough for as many"
        remedy = "select fewer with bbox or ids, take fgb, or write the file with lingang export"
        raise ParameterError(Fault(f"{count:,} features as {kind}", expected, "format", remedy))


@bp.get("/report/<place_id>.pdf")
def place_report(place_id: str) -> Response:
    """Return the report of a place as PDF: its extract of today."""
    printed = _printed()
    response = ready(
        lambda: in_worker("webmap.api.extract_files:place_file", place_id, dt.date.today(), **printed),
        _PDF,
        f"{daily_variant()} {request.url_root} {current_lang()}",
    )
    return named(response, f"lingang-report-{place_id}.pdf")


@bp.post("/report")
def polygon_report() -> Response:
    """Return the report, an extract as PDF, of the polygons in the body (GeoJSON or 界址点); nothing is stored."""
    with as_parameter_errors():
        given = posted_features()
        body = in_worker("webmap.api.extract_files:features_file", given, dt.date.today(), **_printed())
    response = Response(body, mimetype=_PDF, headers={"Cache-Control": "no-store"})
    return named(response, "lingang-report.pdf")


def _printed() -> dict[str, Any]:
    root, number = request.url_root, review_number()
    return {"kind": "pdf", "lang": current_lang(), "root": root, "review_number": number}


def posted_features() -> Any:
    """Read the polygons in the body: GeoJSON, or 界址点 as text/plain."""
    if request.mimetype == "text/plain":
        return body_features(request.get_data(), points=True).features
    if request.mimetype not in {"application/geo+json", "application/json"}:
        expected = "application/geo+json, application/json or text/plain (界址点)"
        raise ParameterError(Fault(f"Content-Type {request.mimetype!r}", expected, "header", "set the content type"))
    return body_features(request.get_data(), points=False).features

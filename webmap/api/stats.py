"""Area statistics as data: of a layer, of several layers in one workbook, of polygons in the body."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Response, request

from geo.readers.vector_file import as_parameter_errors, parse_geojson
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.store.file_layer import with_extra_layer
from webmap.http.current import current_atlas
from webmap.http.option import words
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import attached
from webmap.http.shared_options import BOM, BY, DIGITS

if TYPE_CHECKING:
    from geo import Atlas

bp = strict_blueprint("stats_data")

#: Id of the layer made of the polygons in a body.
_SENT = "sent"


@bp.get("/stats/<zones>.<any(json,csv,xlsx,geojson):kind>")
@options(by=BY, digits=DIGITS, bom=BOM)
def stats(zones: str, kind: str, by: str | None, digits: int | None, *, bom: bool) -> Response:
    """Return the area statistics of a layer as a file, divided by another layer if ``by`` names one."""
    atlas = current_atlas()
    variant = f"stats-{zones}-{by}-{kind}-{digits}-{bom}"
    response = ready(
        lambda: _written(atlas, zones, kind, by, digits, bom=bom), account_files.ACCOUNT_FORMATS[kind], variant
    )
    return _named(response, atlas, zones, kind, by)


@bp.get("/stats.xlsx")
@options(zones=words("Layers of the workbook, in this order; all without."), by=BY)
def stats_workbook(zones: tuple[str, ...], by: str | None) -> Response:
    """Return the area statistics of several layers as one workbook."""
    atlas = current_atlas()
    layers = list(dict.fromkeys(zones or atlas.zone_layers))
    response = ready(
        lambda: account_files.workbook(atlas, [make_account(atlas, layer, by) for layer in layers]),
        account_files.ACCOUNT_FORMATS["xlsx"],
        f"workbook-{layers}-{by}",
    )
    return attached(response, f"lingang-areas-{atlas.version}.xlsx")


@bp.post("/stats", defaults={"kind": "json"})
@bp.post("/stats.<any(json,csv,xlsx,geojson):kind>")
@options(by=BY, digits=DIGITS, bom=BOM)
def stats_of_body(kind: str, by: str | None, digits: int | None, *, bom: bool) -> Response:
    """Return the area statistics of the polygons of the GeoJSON in the body; nothing is stored."""
    sent = request.get_data()
    with as_parameter_errors():
        frame = parse_geojson(sent, "body")
    titles = ("所传图形", "shapes sent")
    atlas = with_extra_layer(current_atlas(), frame, _SENT, titles, hashlib.sha256(sent).hexdigest())
    headers = {"Cache-Control": "no-store"}
    body = _written(atlas, _SENT, kind, by, digits, bom=bom)
    response = Response(body, mimetype=account_files.ACCOUNT_FORMATS[kind], headers=headers)
    return _named(response, atlas, _SENT, kind, by)


def _written(atlas: Atlas, zones: str, kind: str, by: str | None, digits: int | None, *, bom: bool) -> bytes:
    """Compute the statistics and write them in a format."""
    account = make_account(atlas, zones, by)
    if digits is not None:
        account = account.rounded(digits)
    return account_files.write_account(atlas, account, kind, bom=bom)


def _named(response: Response, atlas: Atlas, zones: str, kind: str, by: str | None) -> Response:
    """Name the file a browser saves by what it holds; JSON is shown."""
    if kind == "json":
        return response
    suffix = f"-by-{by.replace(':', '-')}" if by else ""
    return attached(response, f"lingang-{zones}{suffix}-area-{atlas.version}.{kind}")

"""Area statistics as data: of a layer, of several layers in one workbook, of polygons in the body."""

from __future__ import annotations

from flask import Response, request

from geo.atlas.schema import SENT
from geo.errors import Fault, ParameterError
from geo.spreadsheets import account_files
from webmap.api.account_jobs import written_account
from webmap.http.current import current_atlas
from webmap.http.option import words
from webmap.http.query import options, strict_blueprint
from webmap.http.ready_answers import ready
from webmap.http.responses import attached
from webmap.http.shared_options import BALANCE, BOM, BY, DIGITS
from webmap.service.jobs import by_size
from webmap.service.stored.accounts import ZONES_PAGE, account

bp = strict_blueprint("stats_data")


@bp.get("/stats/<zones>.<any(json,csv,xlsx,geojson):kind>")
@options(ZONES_PAGE, by=BY, digits=DIGITS, balance=BALANCE, bom=BOM)
def stats(
    zones: str, kind: str, by: str | None, page: dict[str, int], digits: int | None, *, balance: bool, bom: bool
) -> Response:
    """Return the area statistics of a layer as a file, divided by another layer if ``by`` names one."""
    atlas = current_atlas()
    if kind == "geojson" and zones in atlas.stored:
        remedy = f"take /ogc/collections/{zones}/items for the shapes, and json or csv for the figures"
        raise ParameterError(Fault("statistics of a stored layer as GeoJSON", "json, csv or xlsx", "format", remedy))

    def write() -> bytes:
        made = account(zones, by, page)
        return written_account(atlas, made, kind=kind, digits=digits, balance=balance, bom=bom)

    variant = f"stats-{zones}-{by}-{kind}-{digits}-{balance}-{bom}{''.join(map(str, page.items()))}"
    response = ready(write, account_files.ACCOUNT_FORMATS[kind], variant)
    return _named(response, atlas.version, zones, kind, by)


@bp.get("/stats.xlsx")
@options(zones=words("Layers of the workbook, in this order; all without."), by=BY)
def stats_workbook(zones: tuple[str, ...], by: str | None) -> Response:
    """Return the area statistics of several layers as one workbook."""
    atlas = current_atlas()
    layers = list(dict.fromkeys(zones or atlas.zone_layers))
    response = ready(
        lambda: account_files.workbook(atlas, [account(layer, by, {}) for layer in layers]),
        account_files.ACCOUNT_FORMATS["xlsx"],
        f"workbook-{layers}-{by}",
    )
    return attached(response, f"lingang-areas-{atlas.version}.xlsx")


@bp.post("/stats", defaults={"kind": "json"})
@bp.post("/stats.<any(json,csv,xlsx,geojson):kind>")
@options(by=BY, digits=DIGITS, balance=BALANCE, bom=BOM)
def stats_of_body(kind: str, by: str | None, digits: int | None, *, balance: bool, bom: bool) -> Response:
    """Return the area statistics of the polygons of the GeoJSON in the body; nothing is stored."""
    sent = request.get_data()
    version, body = by_size(
        len(sent),
        "webmap.api.account_jobs:account_of_shapes",
        sent,
        kind=kind,
        by=by,
        digits=digits,
        balance=balance,
        bom=bom,
    )
    headers = {"Cache-Control": "no-store"}
    response = Response(body, mimetype=account_files.ACCOUNT_FORMATS[kind], headers=headers)
    return _named(response, version, SENT, kind, by)


def _named(response: Response, version: str, zones: str, kind: str, by: str | None) -> Response:
    """Name the file a browser saves by what it holds; JSON is shown."""
    if kind == "json":
        return response
    suffix = f"-by-{by.replace(':', '-')}" if by else ""
    return attached(response, f"lingang-{zones}{suffix}-area-{version}.{kind}")

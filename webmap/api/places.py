"""The data addresses: what the map draws, what is known of a place, area statistics as tables."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Blueprint, Response, json, request

from geo.atlas.per_atlas import per_atlas
from geo.export import geojson
from geo.places.profile import profile
from geo.readers.vector_file import as_parameter_errors, parse_geojson
from geo.screen.map_document import map_document
from geo.spreadsheets import account_files
from geo.stats.accounts import make_account
from geo.store.file_layer import with_extra_layer
from webmap.http.current import current_atlas
from webmap.http.query import listed, refuse_strange, whole, with_bom
from webmap.http.responses import attached, versioned

if TYPE_CHECKING:
    from geo import Atlas

bp = Blueprint("api", __name__)

_JSON = "application/json"
#: Id of what is sent, as a layer.
_SENT = "sent"


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the service answers, and with which data."""
    atlas = current_atlas()
    body = {"status": "ok", "version": atlas.version, "layers": len(atlas.layers), "places": len(atlas.places)}
    return Response(json.dumps(body), mimetype=_JSON, headers={"Cache-Control": "no-store"})


@bp.get("/map.json")
def map_bundle() -> Response:
    """Give all layers and features the map draws."""
    return versioned(_bundle(current_atlas()), _JSON, "map")


@bp.get("/places/<place_id>.json")
def place_json(place_id: str) -> Response:
    """Tell all that is known of a place."""
    return versioned(json.dumps(profile(current_atlas(), place_id)), _JSON, f"place-{place_id}")


@bp.get("/places/<place_id>.geojson")
def place_geojson(place_id: str) -> Response:
    """Give a place as one GeoJSON feature, with all that is known of it as properties."""
    atlas = current_atlas()
    body = geojson.place_geojson(profile(atlas, place_id), atlas.shape_of(place_id))
    return versioned(body, "application/geo+json", f"feature-{place_id}")


@bp.get("/stats/<zones>.<any(json,csv,xlsx,geojson):kind>")
def stats(zones: str, kind: str) -> Response:
    """Give the area statistics of a layer as a file.

    ``?by=<layer>`` or ``?by=<layer>:<field>`` divides each zone among the members of another layer, ``?digits=``
    rounds, ``?bom=0`` leaves out the CSV's mark.
    """
    atlas, by = current_atlas(), request.args.get("by")
    body = _account(atlas, zones, kind)
    response = versioned(
        body, account_files.ACCOUNT_FORMATS[kind], f"stats-{zones}-{by}-{kind}-{whole('digits')}-{with_bom()}"
    )
    return response if kind == "json" else _attached(response, atlas, zones, kind)


@bp.get("/stats.xlsx")
def stats_workbook() -> Response:
    """Give the accounts of several layers as one workbook: ``?zones=a,b`` (all without), ``?by=`` as for one."""
    refuse_strange({"zones", "by", "v"})
    atlas, by = current_atlas(), request.args.get("by")
    zones = listed("zones") or atlas.zone_layers
    body = account_files.workbook(atlas, [make_account(atlas, layer, by) for layer in dict.fromkeys(zones)])
    response = versioned(body, account_files.ACCOUNT_FORMATS["xlsx"], f"workbook-{zones}-{by}")
    return attached(response, f"lingang-areas-{atlas.version}.xlsx")


@bp.post("/stats", defaults={"kind": "json"})
@bp.post("/stats.<any(json,csv,xlsx,geojson):kind>")
def stats_of_body(kind: str) -> Response:
    """Give the same account for the polygons of the GeoJSON in the body; nothing is stored."""
    sent = request.get_data()
    with as_parameter_errors():
        frame = parse_geojson(sent, "body")
    titles = ("所传图形", "shapes sent")
    atlas = with_extra_layer(current_atlas(), frame, _SENT, titles, hashlib.sha256(sent).hexdigest())
    headers = {"Cache-Control": "no-store"}
    response = Response(_account(atlas, _SENT, kind), mimetype=account_files.ACCOUNT_FORMATS[kind], headers=headers)
    return response if kind == "json" else _attached(response, atlas, _SENT, kind)


def _account(atlas: Atlas, zones: str, kind: str) -> bytes:
    """Write the account the query asks for."""
    account = make_account(atlas, zones, request.args.get("by"))
    digits = whole("digits")
    if digits is not None:
        account = account.rounded(digits)
    return account_files.write_account(atlas, account, kind, bom=with_bom())


def _attached(response: Response, atlas: Atlas, zones: str, kind: str) -> Response:
    by = request.args.get("by")
    suffix = f"-by-{by.replace(':', '-')}" if by else ""
    return attached(response, f"lingang-{zones}{suffix}-area-{atlas.version}.{kind}")


@per_atlas
def _bundle(atlas: Atlas) -> str:
    """Write the largest answer of the service once: the atlas never changes, and the first view waits for it."""
    return json.dumps(map_document(atlas), separators=(",", ":"))

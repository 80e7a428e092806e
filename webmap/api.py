"""The data addresses: what the map draws, what is known of a place, area statistics as tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response, json, request

import webmap
from geo import formats
from geo.errors import Fault, ParameterError
from geo.export.sources import source_rows
from webmap.respond import versioned

if TYPE_CHECKING:
    from geo import Atlas

bp = Blueprint("api", __name__)

_JSON = "application/json"


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the service answers, and with which data."""
    atlas = webmap.current_atlas()
    body = {"status": "ok", "version": atlas.version, "layers": len(atlas.layers), "places": len(atlas.places)}
    return Response(json.dumps(body), mimetype=_JSON, headers={"Cache-Control": "no-store"})


@bp.get("/map.json")
def map_bundle() -> Response:
    """Give all layers and features the map draws."""
    return versioned(_bundle(webmap.current_atlas()), _JSON, "map")


@bp.get("/places/<place_id>.json")
def place_json(place_id: str) -> Response:
    """Tell all that is known of a place."""
    return versioned(json.dumps(webmap.current_atlas().place(place_id)), _JSON, f"place-{place_id}")


@bp.get("/places/<place_id>.geojson")
def place_geojson(place_id: str) -> Response:
    """Give a place as one GeoJSON feature, with all that is known of it as properties."""
    atlas = webmap.current_atlas()
    body = formats.place_geojson(atlas.place(place_id), atlas.features.geometry[place_id])
    return versioned(body, "application/geo+json", f"feature-{place_id}")


@bp.get("/stats/<zones>.<any(json,csv,xlsx,geojson):kind>")
def stats(zones: str, kind: str) -> Response:
    """Give the area statistics of a layer as a file.

    ``?by=<layer>`` or ``?by=<layer>:<field>`` divides each zone among the members of another layer, ``?digits=``
    rounds, ``?bom=0`` leaves out the CSV's mark.
    """
    atlas = webmap.current_atlas()
    by = request.args.get("by")
    account = atlas.account(zones, by)
    digits = _digits()
    if digits is not None:
        account = account.rounded(digits)
    sources = source_rows(atlas, list(dict.fromkeys(row["place_id"] for row in account.rows))) if kind == "xlsx" else ()
    body = formats.write_account(account, kind, atlas.layer(zones), bom=_bom(), sources=sources)
    response = versioned(body, formats.ACCOUNT_FORMATS[kind], f"stats-{zones}-{by}-{kind}-{digits}-{_bom()}")
    if kind != "json":
        suffix = f"-by-{by.replace(':', '-')}" if by else ""
        response.headers.set(
            "Content-Disposition", "attachment", filename=f"lingang-{zones}{suffix}-area-{atlas.version}.{kind}"
        )
    return response


@lru_cache(maxsize=4)
def _bundle(atlas: Atlas) -> str:
    """Write the largest answer of the service once: the atlas never changes, and the first view waits for it."""
    return json.dumps(atlas.map_bundle(), separators=(",", ":"))


def _digits() -> int | None:
    text = request.args.get("digits")
    if text is None:
        return None
    if not text.isascii() or not text.isdigit():
        raise ParameterError(
            Fault(f"digits={text!r}", "a whole number from 0 to 9", "query", "leave it out, or mend it")
        )
    return int(text)


def _bom() -> bool:
    text = request.args.get("bom", "1")
    if text not in {"0", "1"}:
        raise ParameterError(Fault(f"bom={text!r}", "0 or 1", "query", "leave it out, or mend it"))
    return text == "1"

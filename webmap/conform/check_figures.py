"""Whether figures add up, and are the same wherever they stand; exported shapes are measured again here."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from geo import area_km2
from geo.coordinates.crs import WGS84
from geo.readers.vector_file import parse_geojson

if TYPE_CHECKING:
    from webmap.conform.visit import Visit

#: Figures of one answer are sums of double precision.
_SAME_SHARE = 1e-9
#: An exported shape has its coordinates rounded to 1e-9 degrees or better.
_SAME_SHAPE_SHARE = 1e-6
_DIVIDED = (("scopes", "parks"), ("functional_areas", "parks"), ("scopes", "functional_areas"))


def check(visit: Visit) -> None:
    """Add up the statistics, and hold them against places, tables and exports."""
    for layer in ("scopes", "functional_areas", "parks"):
        account = visit.ask(f"stats/{layer}.json").json
        address = f"/stats/{layer}.json"
        if not visit.expect(isinstance(account, dict) and account.get("rows"), "figures", address, "no rows", "rows"):
            continue
        _total(visit, address, account)
        areas = {row["place_id"]: row["area_km2"] for row in account["rows"] if row["area_km2"] is not None}
        _same(visit, f"/tables/{layer}.json", areas, _table(visit, layer))
        _same(visit, f"/export/{layer}.geojson", areas, _measured(visit, layer), _SAME_SHAPE_SHARE)
        for place_id in list(areas)[:3]:
            place = visit.ask(f"places/{place_id}.json").json or {}
            found = {place_id: (place.get("area") or {}).get("area_km2", math.nan)}
            _same(visit, f"/places/{place_id}.json", {place_id: areas[place_id]}, found)
    for zones, by in _DIVIDED:
        _parts(visit, zones, by)


def _total(visit: Visit, address: str, account: dict[str, Any]) -> None:
    plain = math.fsum(row["area_km2"] or 0 for row in account["rows"])
    closed = account["total"]["area_km2"] + account["overlap"]["area_km2"]
    holds = math.isclose(plain, closed, rel_tol=_SAME_SHARE)
    visit.expect(holds, "figures", address, f"rows sum to {plain!r}", f"total and overlap together, {closed!r}")


def _parts(visit: Visit, zones: str, by: str) -> None:
    address = f"/stats/{zones}.json?by={by}"
    whole = {row["place_id"]: row["area_km2"] for row in visit.ask(f"stats/{zones}.json").json["rows"]}
    parts: dict[str, list[float]] = {}
    for row in visit.ask(address.lstrip("/")).json["rows"]:
        if row.get("row") != "zone":
            parts.setdefault(row["place_id"], []).append(row["area_km2"] or 0)
    _same(visit, address, whole, {zone: math.fsum(areas) for zone, areas in parts.items()})


def _table(visit: Visit, layer: str) -> dict[str, float]:
    return {row["place_id"]: row["area_km2"] for row in visit.ask(f"tables/{layer}.json").json["rows"]}


def _measured(visit: Visit, layer: str) -> dict[str, float]:
    """Measure the shapes of an export."""
    features = [one for one in visit.ask(f"export/{layer}.geojson").json["features"] if one["geometry"]]
    body = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    frame = parse_geojson(body, f"/export/{layer}.geojson")
    ids = [one.get("id") or one["properties"]["place_id"] for one in features]
    return dict(zip(ids, area_km2(frame.geometry.array, WGS84).tolist(), strict=True))


def _same(
    visit: Visit, address: str, expected: dict[str, float], found: dict[str, float], share: float = _SAME_SHARE
) -> None:
    for place_id, area in expected.items():
        other = found.get(place_id, math.nan)
        holds = other is not None and math.isclose(area, other, rel_tol=share, abs_tol=1e-9)
        visit.expect(holds, "figures", address, f"{place_id} {other!r} km²", f"{area!r} km², as in the statistics")

"""Basemaps of other providers: tile addresses, datum, and the hosts the content security policy must allow.

No host gets a request before the reader chooses its basemap. Tiles of Gaode are in GCJ-02; the browser then shifts all
layers on screen, and the data stay as they are.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, request

from webmap.i18n import term

_TIANDITU = "https://t{s}.tianditu.gov.cn"
_WMTS = (
    "SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles"
    "&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
)

_PROVIDERS: dict[str, dict[str, Any]] = {
    "osm": {
        "tiles": ["https://tile.openstreetmap.org/{z}/{x}/{y}.png"],
        "subdomains": "",
        "datum": "WGS84",
        "max_zoom": 19,
        "hosts": ["https://tile.openstreetmap.org"],
    },
    "tianditu": {
        "tiles": [f"{_TIANDITU}/{layer}_w/wmts?{_WMTS}&LAYER={layer}&tk={{key}}" for layer in ("vec", "cva")],
        "subdomains": "01234567",
        "datum": "CGCS2000",
        "max_zoom": 18,
        "hosts": [_TIANDITU.format(s=n) for n in range(8)],
    },
    "gaode": {
        "tiles": [
            "https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}",
        ],
        "subdomains": "1234",
        "datum": "GCJ-02",
        "max_zoom": 18,
        "hosts": [f"https://webrd0{n}.is.autonavi.com" for n in range(1, 5)],
    },
}


def configured() -> list[str]:
    """List the providers this server offers."""
    names = [name for name in current_app.config.get("BASEMAPS", []) if name in _PROVIDERS]
    if current_app.config.get("TIANDITU_KEY"):
        names.insert(names.index("gaode") if "gaode" in names else len(names), "tianditu")
    return names


def offered() -> list[dict[str, Any]]:
    """Describe the providers for the page: id, name, tile addresses, datum, attribution."""
    key = current_app.config.get("TIANDITU_KEY")
    out = []
    for name in configured():
        provider = _PROVIDERS[name]
        out.append(
            {
                "id": name,
                "name": term("basemap", name),
                "tiles": [tiles.replace("{key}", key or "") for tiles in provider["tiles"]],
                "subdomains": provider["subdomains"],
                "datum": provider["datum"],
                "max_zoom": provider["max_zoom"],
                "attribution": term("basemap_attribution", name),
            }
        )
    return out


def image_hosts() -> list[str]:
    """List the hosts the map page may load images from; empty for other pages."""
    if request.endpoint != "pages.index":
        return []
    return [host for name in configured() for host in _PROVIDERS[name]["hosts"]]

"""Basemaps from elsewhere: offered and let in only where the service is set to."""

from __future__ import annotations

from geo import Atlas
from webmap import create_app
from webmap.map import basemaps


def test_pictures_are_let_in_for_configured_providers_only(atlas: Atlas) -> None:
    def images(path: str = "/", **settings: str) -> str:
        policy = create_app(settings, atlas=atlas).test_client().get(path).headers["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("img-src"))

    assert images(basemaps="") == "img-src 'self' data:"
    assert "openstreetmap" in images(basemaps="osm")
    assert "autonavi" not in images(basemaps="osm")
    assert "tianditu" not in images(basemaps="osm,gaode")
    assert "tianditu" in images(basemaps="", tianditu_key="abc123")
    assert images("/tables/parks", basemaps="osm") == "img-src 'self' data:"


def test_the_page_gets_the_providers_in_their_order_and_the_key_in_the_address(atlas: Atlas) -> None:
    app = create_app({"basemaps": "osm,gaode", "tianditu_key": "abc123"}, atlas=atlas)
    with app.test_request_context("/"):
        described = basemaps.offered()
    assert [entry["id"] for entry in described] == ["osm", "tianditu", "gaode"]
    assert [entry["datum"] for entry in described] == ["WGS84", "CGCS2000", "GCJ-02"]
    assert all("tk=abc123" in tiles for tiles in described[1]["tiles"])
    assert all(entry["name"] and entry["attribution"] for entry in described)

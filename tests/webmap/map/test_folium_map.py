"""The Folium map: local, and the same on every render."""

from __future__ import annotations

import re

import folium

from webmap.map.folium_map import LocalMap, map_parts


def test_the_map_links_only_our_own_files() -> None:
    parts = map_parts("/static")
    assert re.findall(r'(?:src|href)="([^"]+)"', parts.header) == ["/static/vendor/leaflet-1.9.4/leaflet.js"]
    assert "<script" not in parts.script
    assert "http" not in parts.script


def test_folium_s_own_lists_are_left_alone() -> None:
    before = list(folium.Map.default_js)
    LocalMap("/elsewhere").get_root()
    assert folium.Map.default_js == before


def test_the_map_is_the_same_on_every_render() -> None:
    first = map_parts("/static")
    map_parts.cache_clear()
    assert map_parts("/static") == first

"""The Folium map of a notebook: nothing from elsewhere, every shape, no text that runs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from geo import Atlas
from geo.errors import UnknownLayerError
from webmap import folium_map


def test_it_links_nothing_from_elsewhere(atlas: Atlas) -> None:
    html = folium_map(atlas, "parks").get_root().render()
    links = re.findall(r'(?:src|href)="([^"]*)"', html)
    assert links
    assert all(link.startswith("data:") for link in links)


def test_it_holds_the_places_of_the_layers_asked_for(atlas: Atlas) -> None:
    html = folium_map(atlas, "parks", lang="en").get_root().render()
    located = atlas.layers["parks"][atlas.layers["parks"].geometry.notna()]
    assert all(f'"{place_id}"' in html for place_id in located.index)
    assert '"lg-new-area"' not in html


def test_without_a_choice_it_shows_what_the_page_shows_first(atlas: Atlas) -> None:
    shown = [entry for entry in atlas.catalogue.layer if entry.visible]
    html = folium_map(atlas, lang="en").get_root().render()
    assert all(entry.title_en in html for entry in shown)


def test_a_name_cannot_run(atlas: Atlas) -> None:
    parks = atlas.layers["parks"].copy()
    parks["name_zh"] = "<img src=x onerror=alert(1)>${alert(1)}</script>"
    html = folium_map(replace(atlas, layers={**atlas.layers, "parks": parks}), "parks").get_root().render()
    assert "<img src=x" not in html
    assert "</script>${" not in html


def test_an_unknown_layer_is_named(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError, match="nothing"):
        folium_map(atlas, "nothing")

"""The first view in the page: a map before any script has run."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap.map.first_view import first_view_facts


def html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("query", ["", "?lang=en"])
def test_without_scripts_each_shape_of_the_first_view_leads_to_its_place(
    client: FlaskClient, atlas: Atlas, query: str
) -> None:
    page = html(client, f"/{query}")
    still = page[page.index('<svg class="still"') : page.index("</svg>", page.index('<svg class="still"'))]
    shown = [layer.id for layer in atlas.catalogue.layer if layer.visible and layer.role == "planning"]
    places = [place for layer in shown for place in atlas.layers[layer][atlas.layers[layer].geometry.notna()].index]
    assert set(re.findall(r'<a href="([^"]+)"', still)) == {f"/places/{place}{query}" for place in places}


def test_the_page_knows_where_the_first_view_lies(app: Flask) -> None:
    with app.test_request_context("/"):
        facts = first_view_facts()
    assert set(facts) == {"drawn", "frame", "near", "south", "zooms", "snap"}
    (south, west), (north, east) = facts["frame"]
    assert facts["south"] < north
    assert south < north
    assert west < east
    low, high = facts["zooms"]
    assert low <= facts["drawn"]["zoom"] <= high


def test_what_is_painted_is_in_the_page_once(client: FlaskClient) -> None:
    page = html(client, "/")
    still = page[page.index('<svg class="still"') : page.index("</svg>", page.index('<svg class="still"'))]
    ids = re.findall(r'<path id="([^"]+)"', still)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'<use href="#([^"]+)"', still)) <= set(ids)
    assert set(re.findall(r"url\(#([^)]+)\)", still)) == set(re.findall(r'<clipPath id="([^"]+)"', still))

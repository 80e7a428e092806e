"""The introduction of the map page: readable without scripts, its examples are addresses of pages."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app
from webmap.pages.introduction import introduction


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_carries_the_introduction_and_each_example_leads_somewhere(client: FlaskClient, lang: str) -> None:
    page = client.get("/", headers={"Accept-Language": lang}).text
    part = page[page.index('id="intro"') : page.index("</aside>", page.index('id="intro"'))]
    assert page.index('id="intro"') < page.index('<template id="live">')
    addresses = [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"]*)"', part)]
    assert len(addresses) == 6
    for address in addresses:
        assert client.get(address, headers={"Accept": "text/html"}).status_code == 200, address
    assert len(re.findall("data-ask=", part)) == 4


def test_counts_are_those_of_the_data_and_an_example_that_is_not_there_is_left_out(app: Flask, atlas: Atlas) -> None:
    with app.test_request_context("/"):
        whole = introduction(atlas)
        places = atlas.places.drop(["fp-oriental-chip-port", "lg-new-area"])
        less = introduction(cast("Atlas", SimpleNamespace(tables=atlas.tables, places=places)))
    assert (whole["documents"], whole["places"]) == (len(atlas.tables["documents"]), len(atlas.places))
    assert [one.name for one in whole["examples"]] == ["place", "site", "industry", "words", "fit", "compared"]
    assert [one.name for one in less["examples"]] == ["site", "industry", "words", "fit"]


def test_a_first_visit_is_in_the_language_of_the_browser_on_every_page(atlas: Atlas) -> None:
    client = create_app(atlas=atlas).test_client()
    paths = ("/", "/tables/parks", "/stats/scopes", "/compare", "/documents", "/search?q=743", "/ledger", "/no-page")
    for path in paths:
        for header, asked, lang in (
            ("en-GB,en;q=0.9", "", "en"),
            ("zh-CN,zh;q=0.9,en;q=0.8", "", "zh-CN"),
            ("fr", "", "zh-CN"),
            ("en", "lang=zh", "zh-CN"),
            ("zh-CN", "lang=en", "en"),
        ):
            address = path + ("&" if "?" in path else "?") * bool(asked) + asked
            answer = client.get(address, headers={"Accept-Language": header, "Accept": "text/html"})
            assert f'<html lang="{lang}"' in answer.text, (address, header)
            assert "Accept-Language" in answer.headers["Vary"], address

"""What all pages share: the language, the main pages, addresses that keep both."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from geo.words import printed_day
from webmap import create_app
from webmap.http.current import STATIC_SITE
from webmap.pages.context import grouped, kept_part, page_url, printed_figure, source_url

PLACE = "fp-oriental-chip-port"


def html(client: FlaskClient, path: str) -> str:
    return client.get(path, headers={"Accept": "text/html"}).text


def test_the_language_switch_keeps_the_filters_of_a_page(client: FlaskClient) -> None:
    page = html(client, "/tables/parks?grade=C&kind=park&utm_source=x")
    assert 'href="/tables/parks?grade=C&amp;kind=park&amp;lang=en"' in page
    assert 'href="/compare?topic=industry"' in html(client, "/compare?topic=industry&lang=en")


def test_pages_keep_the_language_in_their_links(client: FlaskClient) -> None:
    page = html(client, f"/places/{PLACE}?lang=en")
    assert 'href="/places/lg-new-area?lang=en"' in page
    assert f'href="/places/{PLACE}"' in page  # the switch back to Chinese


def test_the_app_works_below_a_path(atlas: Atlas) -> None:
    app: Flask = create_app(atlas=atlas)
    page = app.test_client().get("/", base_url="http://localhost/atlas").text
    assert 'src="/atlas/static/vendor/leaflet-1.9.4/leaflet.js"' in page
    assert 'href="/atlas/map.json?v=' in page


def test_the_unit_of_a_figure_follows_the_language(app: Flask) -> None:
    row = {"value": "5000", "unit": "亿元", "value_en": "500 billion yuan"}
    bare = {"value": "25%", "unit": None, "value_en": "25%"}
    with app.test_request_context("/"):
        assert (printed_figure(row), printed_figure(bare)) == ("5000亿元", "25%")
    with app.test_request_context("/?lang=en"):
        assert (printed_figure(row), printed_figure(bare)) == ("500 billion yuan", "25%")


def test_links_between_pages_of_a_day_keep_the_day_and_others_do_not(app: Flask) -> None:
    with app.test_request_context("/places/lg-new-area?as_of=2022-06-30"):
        assert page_url("pages.place", place_id="nc-nanhui") == "/places/nc-nanhui?as_of=2022-06-30"
        assert page_url("pages.index") == "/"
    with app.test_request_context("/places/lg-new-area"):
        assert page_url("pages.place", place_id="nc-nanhui") == "/places/nc-nanhui"


def test_rows_are_grouped_in_the_order_of_the_first_of_each() -> None:
    rows = [{"key": key, "at": at} for at, key in enumerate("baba")]
    assert [[row["at"] for row in group] for group in grouped(rows, lambda row: row["key"])] == [[0, 2], [1, 3]]


@pytest.mark.parametrize("path", ["/places/lg-new-area", "/nothing", "/compare"])
def test_every_page_leads_to_the_main_pages_and_names_the_data(client: FlaskClient, atlas: Atlas, path: str) -> None:
    page = html(client, path)
    for address in ("/fit", "/tables/places", "/stats/functional_areas", "/compare"):
        assert f'href="{address}"' in page
    assert atlas.version in page
    assert printed_day(max(day for day in atlas.tables["documents"]["issued_on"] if day), "zh") in page


def test_a_source_leads_to_its_words_and_in_the_static_site_to_its_section(app: Flask) -> None:
    row = {"document": {"id": "parks-2021"}, "section": "四(一)", "claim_id": "a.1"}
    with app.test_request_context("/"):
        path, _, query = source_url(row).partition("?")
        assert path == "/documents/parks-2021/passage"
        assert parse_qs(query) == {"section": ["四(一)"], "table": ["claims"], "id": ["a.1"]}
        assert "section" not in source_url({**row, "section": "四;五"})
        assert "section" in source_url({**row, "section": "四;五", "claim_id": None})
        assert source_url({**row, "section": None}) == "/documents/parks-2021"
    with app.test_request_context("/", environ_overrides={STATIC_SITE: "1"}):
        assert source_url({**row, "section": "四;五"}) == "/documents/parks-2021#%E5%9B%9B"


def test_a_part_of_many_pages_is_written_once_for_each_language_and_day(app: Flask) -> None:
    written: list[str] = []

    def write() -> str:
        written.append("part")
        return f"part {len(written)}"

    def asked(address: str, key: str) -> str:
        with app.test_request_context(address):
            return kept_part("test", key, caller=write)

    addresses = ("/places/x", "/places/x?lang=en", "/places/x?as_of=2022-06-30")
    first = [asked(address, "a") for address in addresses]
    assert first == ["part 1", "part 2", "part 3"] == [asked(address, "a") for address in addresses]
    assert asked("/places/x", "b") == "part 4"

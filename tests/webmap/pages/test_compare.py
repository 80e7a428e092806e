"""The comparison of documents: all of them, of the places asked, and frameworks under a divider."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from geo.screen.frameworks import FRAMEWORKS

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_comparison_names_all_documents_and_marks_a_missing_number(client: FlaskClient, atlas: Atlas) -> None:
    page = client.get("/compare", headers=HTML).text
    for short in atlas.tables["documents"]["short_zh"]:
        assert short in page
    assert "文号未载" in page
    for path in ("/compare?topic=industry&single=1&lang=en", "/compare?place=lg-new-area"):
        assert client.get(path, headers=HTML).status_code == 200
    assert client.get("/compare?place=nowhere", headers=HTML).status_code == 404


@pytest.mark.parametrize(
    "query", ["topic=nonsense", "at=x", "at=", "left=nowhere", "right=", "single=yes", "kind=nothing"]
)
def test_a_value_that_makes_no_sense_is_refused(client: FlaskClient, query: str) -> None:
    assert client.get(f"/compare?{query}", headers=HTML).status_code == 400


def test_the_divider_stands_where_the_address_says(client: FlaskClient) -> None:
    def chosen(query: str) -> list[str]:
        page = client.get(f"/compare{query}", headers=HTML).text
        return [re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("left", "right", "at")]

    first, second, *_ = (framework.id for framework in FRAMEWORKS)
    assert chosen("") == [first, second, "50"]
    assert chosen(f"?left={second}&right={first}&at=30") == [second, first, "30"]
    assert chosen("?at=250") == [first, second, "100"]


def test_rows_are_of_the_kind_asked(client: FlaskClient, atlas: Atlas) -> None:
    page = client.get("/compare?kind=park&single=1", headers=HTML).text
    rows = re.findall(r'<tr id="([^"]+)"', page)
    assert rows
    assert {atlas.places.at[place, "kind"] for place in rows} == {"park"}
    fewer = client.get("/compare?kind=park", headers=HTML).text
    assert set(re.findall(r'<tr id="([^"]+)"', fewer)) < set(rows)


THREE = "places=fp-oriental-chip-port,fa-special-bonded,nc-nanhui"


def test_places_side_by_side_have_a_column_each_and_link_their_sections(client: FlaskClient) -> None:
    page = client.get(f"/side?{THREE}", headers=HTML).text
    assert len(re.findall(r'<th scope="col"><small>', page)) == 3
    assert "文件没写" in page
    assert re.search(r"/documents/lg-press-2022/[^\"]*id=t-yangshan-revenue", page), "a figure links its words"
    assert len(re.findall(r'class="chip chip-system" href=', page)) == 3
    assert client.get(f"/side?{THREE}&lang=en", headers=HTML).text.count("not stated") > 3


def test_only_what_differs_is_an_option_of_the_address(client: FlaskClient) -> None:
    two = "places=fp-oriental-chip-port,fp-life-bay"
    rows = re.findall(r'data-row="(\w+)"', client.get(f"/side?{two}", headers=HTML).text)
    fewer = re.findall(r'data-row="(\w+)"', client.get(f"/side?{two}&different=1", headers=HTML).text)
    assert "measures" in rows
    assert set(fewer) == set(rows) - {"measures", *(set(rows) - set(fewer))}
    assert len(fewer) < len(rows)


def test_a_place_is_added_by_its_name_without_a_script(client: FlaskClient) -> None:
    led = client.get("/side?places=fp-oriental-chip-port&add=大飞机园&different=1&lang=en", headers=HTML)
    assert led.status_code == 302
    assert "fp-oriental-chip-port" in led.location
    assert "fp-aircraft" in led.location
    assert "different=1" in led.location
    assert "lang=en" in led.location
    assert "没有找到" in client.get("/side?add=qqqqqq", headers=HTML).text


def test_without_places_there_is_a_form_and_examples_that_work(client: FlaskClient) -> None:
    page = client.get("/side", headers=HTML).text
    examples = re.findall(r'<li><a href="(/side\?[^"]+)"', page)
    assert len(examples) == 3
    for address in examples:
        assert "side-table" in client.get(address.replace("&amp;", "&"), headers=HTML).text
    assert client.get("/side?places=nowhere", headers=HTML).status_code == 404
    five = "lg-new-area,nc-nanhui,fa-special-bonded,fp-life-bay,fp-aircraft"
    assert client.get(f"/side?places={five}", headers=HTML).status_code == 400


def test_an_earlier_day_is_kept_in_the_links(client: FlaskClient) -> None:
    page = client.get(f"/side?{THREE}&as_of=2021-01-01", headers=HTML).text
    assert "as_of=2021-01-01&amp;lang=zh" in page
    assert "发布会报道 第" not in page

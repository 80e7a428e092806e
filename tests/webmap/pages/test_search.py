"""Search, tables, measuring and comparing over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from webmap.i18n import catalogue
from webmap.pages.search import name, pieces

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_search_answers_a_program_with_json_and_a_person_with_a_page(client: FlaskClient) -> None:
    assert client.get("/search?q=dfxg").get_json()["places"][0]["id"] == "fp-oriental-chip-port"
    page = client.get("/search?q=dfxg&lang=en", headers=HTML)
    assert page.mimetype == "text/html"
    assert 'href="/places/fp-oriental-chip-port?lang=en"' in page.text


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "%00", "\u202e" * 90, '";--', "a" * 5000])
def test_search_survives_what_people_paste(client: FlaskClient, query: str) -> None:
    for headers in ({}, HTML):
        response = client.get("/search", query_string={"q": query}, headers=headers)
        assert response.status_code == 200
        assert response.mimetype != "text/html" or "<script>alert" not in response.text


def test_every_hit_leads_on(client: FlaskClient) -> None:
    leads = {
        "产值": [
            'href="/places/nc-nanhui"',
            'href="/indicators#',
            'href="/measures#',
            'href="/documents/new-cities-2021#',
        ],
        "EDA": ['href="/industries#link-ic-'],
        "容积率": ['href="/measures#land-', "/#place="],
        "滴水湖": ['href="/#spot=water/dishui-lake"'],
        "121.9,30.9": ['href="/#spot=30.9000000,121.9000000"', 'href="/places/nc-nanhui"'],
        "743号": ['href="/documents/lg-plan-2020"'],
    }
    for query, addresses in leads.items():
        page = client.get("/search", query_string={"q": query}, headers=HTML).text
        assert [address for address in addresses if address not in page] == [], query


def test_the_anchors_a_hit_leads_to_are_there(client: FlaskClient) -> None:
    found = client.get("/search?q=集成电路&most=50").get_json()
    pages = {
        "measures": "/measures",
        "land_rules": "/measures",
        "figures": "/indicators",
        "industry_links": "/industries",
    }
    for group, path in pages.items():
        text = client.get(path).text
        assert found[group]
        assert [row["id"] for row in found[group] if f'id="{row["id"]}"' not in text] == [], group


def test_hits_are_marked_in_the_language_that_has_them(client: FlaskClient) -> None:
    page = client.get("/search?q=人才公寓&lang=en", headers=HTML).text
    assert '<p lang="zh-CN">' in page
    assert "<mark>人才公寓</mark>" in page
    assert "<mark>plot</mark> <mark>ratio</mark>" in client.get("/search?q=plot ratio&lang=en", headers=HTML).text


def test_an_excerpt_is_cut_into_pieces_in_order() -> None:
    cut = {"text": "abcdef", "marks": [[1, 2], [4, 6]]}
    assert list(pieces(cut)) == [("a", False), ("b", True), ("cd", False), ("ef", True), ("", False)]


def test_a_name_is_marked_only_where_it_was_typed() -> None:
    assert name("Dishui Lake", "lake")["marks"] == [[7, 11]]
    assert name("滴水湖", "dishui")["marks"] == []
    assert name("滴水湖", " ")["marks"] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_found_suggests_what_can_be_asked(client: FlaskClient, lang: str) -> None:
    page = client.get(f"/search?q=没有这样的地方&lang={lang}", headers=HTML).text
    assert "REITs" in page
    assert "121.9,30.9" in page
    examples = catalogue(lang)["search.examples"].split("|")
    assert [one for one in examples if not client.get("/search", query_string={"q": one}).get_json()["groups"]] == []


def test_what_is_nearest_is_called_so(client: FlaskClient) -> None:
    page = client.get("/search?q=东方心港", headers=HTML).text
    assert "相近" in page
    assert 'href="/places/fp-oriental-chip-port"' in page


def test_all_hits_of_a_group_can_be_asked_for(client: FlaskClient) -> None:
    page = client.get("/search?q=集成电路", headers=HTML).text
    assert "most=500#statements" in page
    found = client.get("/search?q=集成电路&most=500").get_json()
    assert len(found["statements"]) == found["counts"]["statements"] > 8
    assert client.get("/search?q=x&most=0").status_code == 400


@pytest.mark.parametrize("query", ["grade=Z", "kind=castle", "document=x"])
def test_an_impossible_filter_is_refused_in_words(client: FlaskClient, query: str) -> None:
    for path in ("/places.json", "/tables/parks", "/tables/parks.csv", "/compare"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 400, path
        assert response.get_json()["expected"]

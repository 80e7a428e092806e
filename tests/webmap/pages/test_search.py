"""Search, tables, measuring and comparing over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

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


@pytest.mark.parametrize("query", ["grade=Z", "kind=castle", "document=x"])
def test_an_impossible_filter_is_refused_in_words(client: FlaskClient, query: str) -> None:
    for path in ("/places.json", "/tables/parks", "/tables/parks.csv", "/compare"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 400, path
        assert response.get_json()["expected"]

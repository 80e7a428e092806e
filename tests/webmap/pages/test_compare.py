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

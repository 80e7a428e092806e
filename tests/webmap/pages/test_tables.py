"""Tables: page, file and data hold the rows of the filter and no others."""

from __future__ import annotations

import csv
import io

import pytest
from flask import render_template_string
from flask.testing import FlaskClient

from geo import Atlas

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_every_planning_layer_has_a_table_that_needs_no_script(client: FlaskClient, atlas: Atlas) -> None:
    for layer in ["places", *(entry.id for entry in atlas.catalogue.layer if entry.role == "planning")]:
        for lang in ("", "?lang=en"):
            page = client.get(f"/tables/{layer}{lang}", headers=HTML)
            assert page.status_code == 200, layer
            assert "<script" not in page.text


def test_page_file_and_data_of_a_table_hold_the_same_rows(client: FlaskClient) -> None:
    query = "kind=featured_park&sort=-area_km2"
    shown = client.get(f"/tables/shanghai_parks.json?{query}").get_json()["rows"]
    assert {row["kind"] for row in shown} == {"featured_park"}
    rows = [row["place_id"] for row in shown]
    page = client.get(f"/tables/shanghai_parks?{query}", headers=HTML).text
    text = client.get(f"/tables/shanghai_parks.csv?{query}").data.decode("utf-8-sig")
    assert rows
    assert [line[0] for line in list(csv.reader(io.StringIO(text)))[1 : 1 + len(rows)]] == rows
    places = [page.index(f'<tr id="{row}"') for row in rows]
    assert places == sorted(places)
    assert 'aria-sort="descending"' in page


def test_unknown_tables_and_columns_are_errors(client: FlaskClient) -> None:
    assert client.get("/tables/nowhere").status_code == 404
    assert client.get("/tables/parks?sort=secret").status_code == 400


def test_each_kind_of_a_layer_is_a_table_and_together_they_are_the_layer(client: FlaskClient) -> None:
    whole = client.get("/tables/shanghai_parks.json").get_json()
    assert len(whole["choices"]["kind"]) > 1
    parts = []
    for kind in whole["choices"]["kind"]:
        rows = client.get(f"/tables/shanghai_parks.json?kind={kind}").get_json()["rows"]
        assert {row["kind"] for row in rows} == {kind}
        parts += [row["place_id"] for row in rows]
    assert sorted(parts) == sorted(row["place_id"] for row in whole["rows"])


def test_digits_and_mark_of_a_table_are_as_those_of_statistics(client: FlaskClient) -> None:
    rows = client.get("/tables/parks.json?digits=1").get_json()["rows"]
    assert all(round(row["area_km2"], 1) == row["area_km2"] for row in rows if row["area_km2"] is not None)
    marked = client.get("/tables/parks.csv")
    assert marked.data.startswith(b"\xef\xbb\xbf")
    assert client.get("/tables/parks.csv?bom=0").data == marked.data[3:]


@pytest.mark.parametrize(
    "query", ["knd=park", "bom=7", "digits=12", "digits=x", "digits=" + "9" * 5000, "kind=a&kind=b"]
)
def test_an_option_that_makes_no_sense_never_gives_the_whole_layer(client: FlaskClient, query: str) -> None:
    for suffix in ("csv", "xlsx"):
        assert client.get(f"/tables/parks.{suffix}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("value", "shown"), [("长" * 500, "长" * 119 + "…"), (None, ""), (2.5, "2.5"), ("<b>", "&lt;b&gt;")]
)
def test_a_long_text_of_the_readers_own_is_cut_in_its_cell(client: FlaskClient, value: object, shown: str) -> None:
    macro = '{% import "_cell.html" as cells with context %}'
    cell = macro + '{{ cells.cell({"key": "x", "is_attribute": true}, {"x": value}) }}'
    with client.application.test_request_context("/"):
        made = render_template_string(cell, value=value)
    assert made.removesuffix("</td>").partition(">")[2] == shown

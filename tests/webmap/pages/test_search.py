"""Search, tables, measuring and comparing over HTTP."""

from __future__ import annotations

import csv
import io
import json

import pytest
import shapely
from flask.testing import FlaskClient

from geo import Atlas
from geo.stats.accounts import make_account
from webmap import create_app

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
BOX = shapely.to_geojson(shapely.box(121.86, 30.86, 121.95, 30.92))


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


def test_places_of_a_filter_are_given_with_their_area(client: FlaskClient) -> None:
    body = client.get("/places.json?industry=集成电路&layer=parks").get_json()
    assert body["filter"] == {"layer": "parks", "industry": "集成电路"}
    assert body["count"] == len(body["places"])


@pytest.mark.parametrize("query", ["grade=Z", "kind=castle", "document=x"])
def test_an_impossible_filter_is_refused_in_words(client: FlaskClient, query: str) -> None:
    for path in ("/places.json", "/tables/parks", "/tables/parks.csv", "/compare"):
        response = client.get(f"{path}?{query}")
        assert response.status_code == 400, path
        assert response.get_json()["expected"]


def test_every_planning_layer_has_a_table_that_needs_no_script(client: FlaskClient, atlas: Atlas) -> None:
    for layer in ["places", *(entry.id for entry in atlas.catalogue.layer if entry.role == "planning")]:
        for lang in ("", "?lang=en"):
            page = client.get(f"/tables/{layer}{lang}", headers=HTML)
            assert page.status_code == 200, layer
            assert "<script" not in page.text


def test_page_file_and_data_of_a_table_hold_the_same_rows(client: FlaskClient) -> None:
    query = "kind=featured_park&sort=-area_km2"
    rows = [row["place_id"] for row in client.get(f"/tables/shanghai_parks.json?{query}").get_json()["rows"]]
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


def test_a_drawn_polygon_is_measured_and_not_kept(client: FlaskClient) -> None:
    response = client.post("/measure", data=BOX)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.get_json()["area"]["area_km2"] == pytest.approx(57.243, abs=0.001)
    brief = client.post("/measure?brief=1", data=BOX).get_json()
    assert brief["area"] == response.get_json()["area"]
    assert "touched" not in brief


def test_what_is_touched_leaves_as_a_file(client: FlaskClient) -> None:
    text = client.post("/measure.csv", data=BOX).data.decode("utf-8-sig")
    assert "lg-new-area" in text
    assert "所绘图形" in text
    assert client.post("/measure.xlsx", data=BOX).data.startswith(b"PK")


def test_a_shape_that_cannot_be_measured_is_refused_in_words(client: FlaskClient) -> None:
    bow = {"type": "Polygon", "coordinates": [[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]]}
    response = client.post("/measure", data=json.dumps(bow))
    assert response.status_code == 422
    assert "Self-intersection" in response.get_json()["found"]
    assert client.post("/measure", data=b"\xff").status_code == 400
    assert client.get("/measure").status_code == 405


def test_a_file_is_read_into_degrees(client: FlaskClient) -> None:
    file = (io.BytesIO(BOX.encode()), "甲.geojson")
    read = client.post("/uploads", data={"file": file}).get_json()
    assert read["geometry"]["type"] == "Polygon"
    assert client.post("/uploads", data={}).status_code == 400


def test_comparison_names_all_documents_and_marks_a_missing_number(client: FlaskClient, atlas: Atlas) -> None:
    page = client.get("/compare", headers=HTML).text
    for short in atlas.tables["documents"]["short_zh"]:
        assert short in page
    assert "文号未载" in page
    for path in ("/compare?topic=industry&single=1&lang=en", "/compare?place=lg-new-area", "/compare?topic=nonsense"):
        assert client.get(path, headers=HTML).status_code == 200
    assert client.get("/compare?place=nowhere", headers=HTML).status_code == 404


def test_a_layer_divided_by_another_sums_to_its_zones_on_the_page(client: FlaskClient, atlas: Atlas) -> None:
    page = client.get("/stats/functional_areas?by=parks", headers=HTML).text
    account = make_account(atlas, "functional_areas", "parks").rounded(2).to_dict()
    assert f"{account['total']['area_km2']:,.2f}" in page
    assert "未分配" in page
    assert "重叠" in page
    assert page.count('<svg class="bar') >= len({row["place_id"] for row in account["rows"]})
    moved = client.get("/stats?zones=clusters&by=parks&lang=en")
    assert moved.headers["Location"].endswith("/stats/clusters?by=parks&lang=en")


def test_pictures_are_let_in_for_configured_providers_only(atlas: Atlas) -> None:
    def images(path: str = "/", **settings: str) -> str:
        policy = create_app(settings, atlas=atlas).test_client().get(path).headers["Content-Security-Policy"]
        return next(part for part in policy.split("; ") if part.startswith("img-src"))

    assert images(basemaps="") == "img-src 'self' data:"
    assert "openstreetmap" in images(basemaps="osm")
    assert "autonavi" not in images(basemaps="osm")
    assert "tianditu" not in images(basemaps="osm,gaode")
    assert "tianditu" in images(basemaps="", tianditu_key="abc123")
    assert images("/tables/parks", basemaps="osm") == "img-src 'self' data:"

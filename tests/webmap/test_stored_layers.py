"""A stored layer does what the layers of the atlas do, in every address, a page at a time."""

from __future__ import annotations

import io
import json
from urllib.parse import quote

import openpyxl
import pytest
from flask.testing import FlaskClient

from geo import Atlas
from tests.stored_layers import COUNT, LAYER, SCRIPT
from webmap import create_app

ITEMS = f"/ogc/collections/{LAYER}/items"
BOX = {"type": "Polygon", "coordinates": [[[121.76, 30.9], [121.84, 30.9], [121.84, 30.93], [121.76, 30.9]]]}


@pytest.fixture(scope="module")
def stored(atlas: Atlas, store_folder: object) -> FlaskClient:
    config = {"TESTING": False, "PROPAGATE_EXCEPTIONS": False, "store": str(store_folder), "job_processes": 0}
    return create_app(config, atlas=atlas).test_client()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_a_page_with_filters_on_its_columns(stored: FlaskClient, lang: str) -> None:
    page = stored.get(f"/tables/{LAYER}?limit=10&sort=-floors&lang={lang}").text
    assert page.count(f'<tr id="{LAYER}_') == 10
    assert f'<tr id="{LAYER}_36">' in page
    assert 'name="use"' in page
    assert SCRIPT not in page
    assert "offset=10" in page
    assert 'rel="prev"' not in page
    last = stored.get(f"/tables/{LAYER}?limit=10&offset=30&lang={lang}").text
    assert last.count(f'<tr id="{LAYER}_') == 6
    assert 'rel="next"' not in last


def test_page_data_and_file_hold_the_rows_of_the_filter(stored: FlaskClient) -> None:
    query = "use=green,housing&floors=0,1,2,3,4,5"
    shown = stored.get(f"/tables/{LAYER}.json?{query}").json
    assert {row["attribute:use"] for row in shown["rows"]} <= {"green", "housing"}
    assert 0 < shown["matched"] == len(shown["rows"]) < shown["all_rows"] == COUNT
    assert shown["choices"]["use"]
    text = stored.get(f"/tables/{LAYER}.csv?{query}&limit=1").data.decode("utf-8-sig")
    assert text.count(f"{LAYER}_") == shown["matched"], "all rows, whatever the page"
    book = openpyxl.load_workbook(io.BytesIO(stored.get(f"/tables/{LAYER}.xlsx?{query}").data))
    assert book.worksheets[0].max_row - 1 == shown["matched"]
    assert len(stored.get(f"/tables/{LAYER}.json?use=&limit=40").json["rows"]) == COUNT, "a form that chooses nothing"


@pytest.mark.parametrize(
    "path",
    [
        f"/tables/{LAYER}?industry=x",
        f"/tables/{LAYER}.json?nothing=1",
        f"/tables/{LAYER}.json?sort=nothing",
        f"/tables/{LAYER}.json?limit=0",
        f"/tables/{LAYER}.csv?balance=1",
        "/tables/parks.json?limit=3",
        "/tables/parks.json?use=green",
        f"{ITEMS}?nothing=1",
        f"{ITEMS}?properties=nothing",
        f"{ITEMS}?filter={quote('nothing = 1')}",
    ],
)
def test_what_makes_no_sense_is_refused(stored: FlaskClient, path: str) -> None:
    assert stored.get(path).status_code == 400


@pytest.mark.parametrize("path", [f"/places/{LAYER}_37.json", f"{ITEMS}/{LAYER}_37", "/ogc/collections/ws-no/items"])
def test_what_it_does_not_have_is_not_found(stored: FlaskClient, path: str) -> None:
    assert stored.get(path).status_code == 404


def test_a_feature_has_a_page_and_a_record_without_claims(stored: FlaskClient) -> None:
    record = stored.get(f"/places/{LAYER}_4.json").json
    assert {"name": "use", "value": SCRIPT} in record["attributes"]
    assert {"name": "kind", "value": "lot"} in record["attributes"], "by its name in the source"
    assert (record["kind"], record["layer"], record["claims"]) == ("own", LAYER, [])
    assert record["area"]["area_km2"] == stored.get(f"/tables/{LAYER}.json?floors=3").json["rows"][0]["area_km2"]
    page = stored.get(f"/places/{LAYER}_4").text
    assert "地块 04" in page
    assert SCRIPT not in page
    assert stored.get(f"/places/{LAYER}_8.geojson").json["geometry"] is None


def test_its_collection_is_described_filtered_ordered_and_paged(stored: FlaskClient) -> None:
    described = stored.get(f"/ogc/collections/{LAYER}").json
    assert described["extent"]["spatial"]["bbox"][0] == pytest.approx([121.6, 30.85, 121.9, 30.98])
    assert not [one for one in described["links"] if one["rel"] == "license"], "for its owner to say"
    properties = stored.get(f"/ogc/collections/{LAYER}/schema").json["properties"]
    assert properties["geometry"]["format"] == "geometry-multipolygon"
    assert (properties["far"]["type"], properties["use"]["type"]) == ("number", "string")
    first = stored.get(f"{ITEMS}?limit=5&sortby=-floors&properties=floors,use").json
    assert [one["properties"]["floors"] for one in first["features"]] == [35, 34, 33, 32, 31]
    assert (first["numberMatched"], first["numberReturned"]) == (COUNT, 5)
    following = next(one["href"] for one in first["links"] if one["rel"] == "next")
    assert [one["properties"]["floors"] for one in stored.get(following).json["features"]] == [30, 29, 28, 27, 26]
    asked = quote("use = 'green' AND floors > 10 AND S_INTERSECTS(geometry, BBOX(121.6, 30.85, 121.75, 30.98))")
    found = stored.get(f"{ITEMS}?filter={asked}&limit=100").json["features"]
    assert found
    assert all(one["properties"]["use"] == "green" and one["properties"]["floors"] > 10 for one in found)
    assert stored.get(f"{ITEMS}?use=green").json["numberMatched"] > len(found)
    assert stored.get(f"{ITEMS}?f=html&limit=2").status_code == 200


def test_a_box_is_answered_anew_and_not_sent_twice(stored: FlaskClient) -> None:
    answer = stored.get(f"{ITEMS}?bbox=121.66,30.87,121.74,30.9")
    assert answer.json["numberMatched"] == len(answer.json["features"]) > 2
    assert answer.headers["Content-Crs"].endswith("CRS84>")
    again = stored.get(f"{ITEMS}?bbox=121.66,30.87,121.74,30.9", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("kind", ["geojson", "csv"])
def test_it_is_exported(stored: FlaskClient, kind: str) -> None:
    with stored.get(f"/export/{LAYER}.{kind}") as answer:
        assert answer.status_code == 200
        assert answer.text.count(f"{LAYER}_") >= COUNT


def test_a_site_says_what_it_holds_of_it_and_search_finds_its_features(stored: FlaskClient) -> None:
    (held,) = stored.post("/measure", data=json.dumps(BOX), content_type="application/geo+json").json["stored"]
    assert (held["id"], held["looked_at"]) == (LAYER, True)
    (within,) = stored.get(f"/extract/{LAYER}_3.json").json["stored"]
    assert within["by"]["rows"] == [{"value": "housing", "count": 1, "area_km2": within["area_km2"]}]
    hits = stored.get("/search?q=地块 03", headers={"Accept": "application/json"}).json["places"]
    assert [hit["id"] for hit in hits][:1] == [f"{LAYER}_3"]


def test_a_box_asked_again_is_the_same_without_entering_the_application(stored: FlaskClient) -> None:
    entered: list[str] = []
    stored.application.before_request_funcs.setdefault(None, []).append(lambda: entered.append("entered"))
    address = "/ogc/collections/ws-parcels/items?bbox=121,30,122,32&limit=5"
    first = stored.get(address)
    again = stored.get(address)
    assert (again.data, again.headers["Content-Crs"]) == (first.data, first.headers["Content-Crs"])
    assert len(entered) == 1
    elsewhere = stored.get(address, headers={"Host": "127.0.0.1"})
    assert all(link["href"].startswith("http://127.0.0.1/") for link in elsewhere.json["links"])
    assert stored.get(address, headers={"Accept": "text/html"}).mimetype == "text/html"
    stored.application.before_request_funcs[None].pop()

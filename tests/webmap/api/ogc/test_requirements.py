"""The table of requirements (``webmap/OGC.md``) names tests that exist; and what it names here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).parents[4]
TABLE = (ROOT / "webmap" / "OGC.md").read_text(encoding="utf-8")
PARKS = "/ogc/collections/parks"


def test_each_test_that_is_named_exists() -> None:
    named = re.findall(r"`((?:tests/)?[\w/]+\.py)(?:::(\w+))?`", TABLE)
    assert len(named) > 25
    for file, function in named:
        path = ROOT / file if file.startswith("tests/") else Path(__file__).with_name(file)
        assert f"def {function}(" in path.read_text(encoding="utf-8") if function else path.is_file(), (file, function)


def test_what_is_not_held_has_a_reason() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("|")
    ]
    said = [row for row in rows if row[1] in {"no", "not asked"}]
    assert len(said) >= 5
    assert all(len(row[2]) > 20 and ".py" not in row[2] for row in said)


@pytest.mark.parametrize(
    "address", ["/ogc/", "/ogc/conformance", "/ogc/api", PARKS, f"{PARKS}/items", f"{PARKS}/items/cor-wanxiang"]
)
def test_every_address_answers_head_as_get_without_a_body(client: FlaskClient, address: str) -> None:
    head, got = client.head(address), client.get(address)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Type", "Content-Length", "ETag", "Vary"):
        assert head.headers.get(name) == got.headers.get(name), name
    assert client.get(address, headers={"If-None-Match": got.headers["ETag"]}).status_code == 304


def test_a_page_of_features_says_when_how_many_and_where_next(client: FlaskClient) -> None:
    page = client.get(f"{PARKS}/items?limit=5&offset=5&f=json").json
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", page["timeStamp"])
    assert (page["numberReturned"], len(page["features"])) == (5, 5)
    assert page["numberMatched"] > 10
    relations = [link["rel"] for link in page["links"]]
    assert {"self", "alternate", "collection", "next", "prev"} == set(relations)
    assert all(link["type"] for link in page["links"])


@pytest.mark.parametrize(("query", "accept"), [("f=jsonfg", "*/*"), ("", "application/vnd.ogc.fg+json")])
def test_features_come_as_json_fg_too(client: FlaskClient, query: str, accept: str) -> None:
    crs = "http://www.opengis.net/def/crs/EPSG/0/4550"
    answer = client.get(f"{PARKS}/items?limit=4&crs={crs}&{query}", headers={"Accept": accept})
    assert answer.mimetype == "application/vnd.ogc.fg+json"
    assert answer.headers["Content-Crs"] == f"<{crs}>"
    assert (answer.json["featureType"], answer.json["coordRefSys"]) == ("parks", crs)
    assert next(link["type"] for link in answer.json["links"] if link["rel"] == "self") == answer.mimetype
    located = [one for one in answer.json["features"] if one["geometry"]]
    assert located
    plain = client.get(f"{PARKS}/items/{located[0]['id']}?crs={crs}").json
    assert located[0]["place"] == plain["geometry"], "northing first in both"
    one = client.get(f"{PARKS}/items/{located[0]['id']}?crs={crs}&f=jsonfg").json
    assert (one["place"], one["time"]) == (located[0]["place"], located[0]["time"])
    assert one["conformsTo"]


def test_what_has_no_features_has_no_json_fg(client: FlaskClient) -> None:
    assert client.get("/ogc/collections?f=jsonfg").status_code == 400

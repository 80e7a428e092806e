"""Data, its page and its schema lead to one another, by whole addresses."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webmap.http.current import STATIC_SITE
from webmap.http.json_links import TWINS, with_links

ASKED = (
    ("places/lg-new-area.json?as_of=2021-12-31", "/places/lg-new-area?as_of=2021-12-31", "place"),
    ("places.json?kind=park&v=1", "/tables/places?kind=park", "places"),
    ("tables/parks.json?kind=park&sort=-area_km2", "/tables/parks?kind=park&sort=-area_km2", "table"),
    ("stats/scopes.json?by=parks", "/stats/scopes?by=parks", "stats"),
    ("search?q=lg", "/search?q=lg", "search"),
    ("documents.json", "/documents", "documents"),
    ("documents/parks-2021.json", "/documents/parks-2021", "document"),
    ("measures.json", "/measures", None),
    ("indicators.json", "/indicators", None),
    ("industries.json", "/industries", None),
    ("cities.json", "/cities", None),
    ("themes.json", "/themes", None),
    ("themes/industry-ic.json", "/themes/industry-ic", None),
    ("timeline.json?until=2025", "/timeline?until=2025", None),
    ("map.json", "/", None),
    ("frameworks.json", "/compare", None),
    ("documents/parks-2021/passage.json?section=%E5%9B%9B", "/documents/parks-2021/passage?section=%E5%9B%9B", None),
    ("fit.json?area=100&area_weight=2", "/fit?area=100&area_weight=2", None),
    ("side.json?places=lg-new-area,nc-nanhui", "/side?places=lg-new-area,nc-nanhui", None),
)


def test_every_pair_is_asked_for() -> None:
    assert len(ASKED) == len(TWINS)


@pytest.mark.parametrize(("address", "page", "schema"), ASKED)
def test_data_lead_to_their_page_and_schema_and_the_page_leads_back(
    client: FlaskClient, address: str, page: str, schema: str | None
) -> None:
    links = {link["rel"]: link for link in client.get(f"/{address}").json["links"]}
    own = address.replace("&v=1", "")
    assert unescape(links["self"]["href"]).replace("%2C", ",") == f"http://localhost/{own}"
    assert links["alternate"]["href"].replace("%2C", ",") == f"http://localhost{page}"
    assert links.get("describedby", {}).get("href") == (f"http://localhost/schemas/{schema}.json" if schema else None)
    shown = client.get(links["alternate"]["href"], headers={"Accept": "text/html"})
    assert (shown.status_code, shown.mimetype) == (200, "text/html")
    if not own.startswith(("search", "places.json")):
        (back,) = re.findall(r'<link rel="alternate" type="application/json" href="([^"]+)"', shown.text)
        assert unescape(back).replace("%2C", ",") == f"/{own}"


def test_an_extract_and_a_feature_have_their_links_in_a_header(client: FlaskClient) -> None:
    feature = client.get("/places/lg-new-area.geojson")
    assert feature.headers["Link"] == '<http://localhost/places/lg-new-area>; rel="alternate"; type="text/html"'
    answer = client.get("/extract/lg-new-area.json")
    assert "links" not in answer.json
    assert answer.headers["Link"] == (
        '<http://localhost/schemas/extract.json>; rel="describedby", '
        '<http://localhost/places/lg-new-area>; rel="alternate"; type="text/html"'
    )


def test_under_another_root_addresses_are_of_that_root_and_the_static_site_has_none(app: Flask) -> None:
    client = app.test_client()
    there = client.get("/places.json", base_url="http://localhost/atlas/").json
    assert there["links"][0]["href"] == "http://localhost/atlas/places.json"
    assert client.get("/places.json").json["links"][0]["href"] == "http://localhost/places.json"
    assert "links" not in client.get("/places.json", environ_overrides={STATIC_SITE: "1"}).json


def test_links_are_put_before_the_rest() -> None:
    assert json.loads(with_links('{"a": 1}', [{"rel": "self"}])) == {"links": [{"rel": "self"}], "a": 1}
    assert json.loads(with_links(b' {"a": 1}', [])) == {"links": [], "a": 1}

"""The small files of a site, and what messengers and search engines read of a place (C-41)."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from tests.webmap.own_layers import PARCELS, app_with_own_layers
from webmap.http.current import STATIC_SITE

_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.mark.parametrize(
    ("path", "mimetype"),
    [
        ("/robots.txt", "text/plain"),
        ("/favicon.ico", "image/x-icon"),
        ("/favicon.svg", "image/svg+xml"),
        ("/sitemap.xml", "application/xml"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_it_is_there(client: FlaskClient, path: str, mimetype: str) -> None:
    for method in ("GET", "HEAD"):
        answer = client.open(path, method=method)
        assert (answer.status_code, answer.mimetype) == (200, mimetype)


def test_robots_are_kept_from_what_takes_seconds_and_led_to_the_pages(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").text.splitlines()
    assert {"User-agent: *", "Disallow: /sheet", "Disallow: /report/"} <= set(lines)
    assert "Sitemap: http://localhost/sitemap.xml" in lines
    assert "Disallow: /" not in lines


def test_every_page_of_the_sitemap_answers(client: FlaskClient, atlas: Atlas) -> None:
    root = ET.fromstring(client.get("/sitemap.xml").text)
    pages = [loc.text or "" for loc in root.iter(_LOC)]
    assert len(pages) == len(set(pages)) > len(atlas.places)
    others = [page for page in pages if "/places/" not in page]
    for page in [*others, "http://localhost/places/park-frontier"]:
        assert page in pages
        assert client.get(page.removeprefix("http://localhost")).status_code == 200, page


def test_own_layers_are_in_no_sitemap_and_have_no_metadata(
    atlas: Atlas, tmp_path_factory: pytest.TempPathFactory
) -> None:
    client = app_with_own_layers(atlas, tmp_path_factory.mktemp("own")).test_client()
    assert "ws-" not in client.get("/sitemap.xml").text
    assert "og:title" not in client.get(f"/places/{PARCELS}_1").text


def test_the_manifest_leads_to_the_map_and_its_sign(client: FlaskClient) -> None:
    manifest = json.loads(client.get("/manifest.webmanifest?lang=en").data)
    assert manifest["name"] == "Lingang Atlas"
    for address in (manifest["start_url"], manifest["icons"][0]["src"]):
        assert client.get(address).status_code == 200
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/compare").text


@pytest.mark.parametrize(("lang", "name"), [("zh", "临港前沿产业园"), ("en", "Lingang Frontier Industry Park")])
def test_a_place_tells_others_what_it_is(client: FlaskClient, lang: str, name: str) -> None:
    page = client.get(f"/places/park-frontier?lang={lang}").text
    assert f'<meta property="og:title" content="{name}">' in page
    assert '<meta property="og:url" content="http://localhost/places/park-frontier">' in page
    assert '<link rel="canonical" href="/places/park-frontier">' in page
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert written
    said = json.loads(written[1])
    assert (said["@type"], said["name"], said["identifier"]) == ("Place", name, "park-frontier")
    assert {one["name"] for one in said["containedInPlace"]} >= {"上海" if lang == "zh" else "Shanghai"}


@pytest.mark.parametrize("place_id", ["shanghai", "lg-new-area", "fp-oriental-chip-port"])
def test_what_it_tells_can_be_read_for_every_kind_of_place(client: FlaskClient, place_id: str) -> None:
    page = client.get(f"/places/{place_id}").text
    written = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert written
    assert json.loads(written[1])["@id"] == f"http://localhost/places/{place_id}"


def test_a_page_of_the_static_site_names_no_address_of_a_service(client: FlaskClient) -> None:
    page = client.get("/places/park-frontier", environ_overrides={STATIC_SITE: "1"}).text
    assert "http://localhost" not in page
    assert "manifest" not in page
    assert '<link rel="icon" href="data:image/svg+xml,' in page

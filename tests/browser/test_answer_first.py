"""The answer first: what a place is for stands where the eye falls, in both languages, on a slow line too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import geopandas as gpd
import pytest
from shapely import Point

from geo import Atlas
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

CHIP_PORT = "fp-oriental-chip-port"
TOP = """
const panel = document.getElementById("panel").getBoundingClientRect();
const lead = document.querySelector("#panel .lead-term").getBoundingClientRect();
return [lead.top - panel.top, lead.bottom];
"""
#: Notes when the panel shows the name and the lead, in ms after the click.
CLOCK = """
window.shown = {};
const since = performance.now();
const look = () => {
  const name = document.querySelector("#panel-title")?.textContent;
  const lead = document.querySelector("#panel .lead-term")?.textContent;
  if (name) window.shown.name ??= performance.now() - since;
  if (lead) window.shown.lead ??= performance.now() - since;
};
new MutationObserver(look).observe(document.getElementById("panel"), { subtree: true, childList: true });
"""


@contextmanager
def slow_line(page: MapPage) -> Iterator[None]:
    line = {"offline": False, "latency": 400, "downloadThroughput": 400_000, "uploadThroughput": 400_000}
    page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", line)
    try:
        yield
    finally:
        free = {**line, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", free)


def at(atlas: Atlas, place: str) -> tuple[float, float]:
    point = atlas.features.geometry[place].representative_point()
    return point.x, point.y


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_statement_starts_where_the_eye_falls(page: MapPage, lang: str) -> None:
    for width, height, most in ((1440, 900, 260), (1000, 700, 280), (390, 844, 260)):
        page.fresh(width, height)
        for place in (CHIP_PORT, "lg-new-area", "cluster-wanxiang-shuyuan"):
            page.open(f"/?lang={lang}#place={place}")
            page.wait_for_place(place)
            top, bottom = page.js(TOP)
            assert top <= (most if lang == "zh" else 320), (width, place)
            assert bottom < height, (width, place)


def test_on_a_slow_line_the_name_needs_no_trip_and_the_lead_one(page: MapPage, atlas: Atlas) -> None:
    lon, lat = at(atlas, CHIP_PORT)
    page.open(f"/#map=13/{lat:.5f}/{lon:.5f}")
    loaded = (
        """return performance.getEntriesByType("resource").filter(({ name }) => name.includes("/js/panel/")).length"""
    )
    page.until(lambda: page.js(loaded) >= 12, "the panel's modules are fetched ahead")
    page.requests()
    with slow_line(page):
        page.js(CLOCK)
        page.click_at(lon, lat)
        page.until(lambda: "lead" in page.js("return window.shown"), "the lead is told")
    # What the map itself needs for its first pointer may come beside.
    asked = [urlsplit(url).path for url, _ in page.requests()]
    place = page.wait_for_panel()
    assert [path for path in asked if "/js/panel/" in path or not path.startswith("/static/")] == [
        f"/places/{place}.json"
    ]
    shown = page.js("return window.shown")
    assert shown["name"] < shown["lead"]


def test_a_click_beside_all_shapes_names_the_nearest(page: MapPage, atlas: Atlas) -> None:
    page.open("/#map=11/31.03/121.75")
    page.click_at(121.75, 31.05)
    page.until(lambda: "这里没有规划图形" in page.find("#panel").text, "the panel says so")
    text = page.find("#panel").text
    assert atlas.places.at["lg-new-area", "name_zh"] in text
    link = page.driver.current_url
    lat, lon = (float(part) for part in parse_qs(urlsplit(link).fragment)["at"][0].split(","))
    assert f"{lon:.5f}" in text
    shapes = gpd.GeoSeries([atlas.features.geometry["lg-new-area"], Point(lon, lat)], crs="EPSG:4490").to_crs(
        "EPSG:4529"
    )
    told = re.search(r"约 ([\d.]+) km", text)
    assert told
    # The page measures on a plane that touches the ellipsoid where one clicked, and shows one decimal.
    assert float(told[1]) == pytest.approx(shapes.iloc[0].distance(shapes.iloc[1]) / 1000, abs=0.06)
    page.find("#panel-close").click()
    page.until(lambda: not page.panel_open(), "it closes")
    page.driver.get("about:blank")
    page.driver.get(link)
    page.until(lambda: "这里没有规划图形" in page.find("#panel").text, "the address shows it again")
    page.find("#panel .nearest [data-place]").click()
    page.wait_for_place("lg-new-area")


def test_parts_no_document_speaks_of_never_open_by_a_click(page: MapPage) -> None:
    for lon, lat in ((121.935, 30.9), (121.57, 30.98)):
        page.open(f"/#map=12/{lat}/{lon}")
        page.click_at(lon, lat)
        opened = page.wait_for_panel()
        assert opened not in {"lg-mainland", "lg-pilot-mainland"}
        assert not page.find_all("#panel .place-kind .overlap-part")


def test_what_applies_from_above_is_counted_and_made_on_opening(page: MapPage) -> None:
    page.open(f"/#place={CHIP_PORT}")
    page.wait_for_place(CHIP_PORT)
    assert "临港新片区 69" in page.find("[data-section=inherited] .gist").text
    page.unfold("inherited")
    assert not page.find_all(".inherited-rows .claim")
    kind = page.find(".inherited-kind")
    kind.find_element("css selector", "summary").click()
    page.until(lambda: page.find_all(".inherited-rows .claim"), "the rows are made")
    assert len(page.find_all(".inherited-rows .claim")) == int(kind.find_element("css selector", "small").text)


def test_the_sheet_of_a_phone_has_three_stops(phone: MapPage) -> None:
    phone.open(f"/#place={CHIP_PORT}")
    phone.wait_for_place(CHIP_PORT)
    height = "return document.getElementById('panel').getBoundingClientRect().height"
    tall = {"half": phone.js(height)}
    steps = phone.js("return [...document.querySelectorAll('.sheet-steps .step')].map((step) => step.offsetHeight)")
    assert steps
    assert min(steps) >= 44
    for stop in ("full", "peek"):
        phone.find(".panel-grip").click()
        tall[stop] = phone.js(height)
    assert tall["peek"] < tall["half"] < tall["full"]
    assert phone.js(TOP)[1] < 844


def test_the_new_area_fits_three_screens_and_its_folds_stand_in_the_address(page: MapPage) -> None:
    page.driver.get(f"{page.root}/places/lg-new-area")
    assert page.js("return document.documentElement.scrollHeight") <= 2700
    assert page.js("return document.querySelector('.lead-term').getBoundingClientRect().top") < 260
    page.find("#measures > summary").click()
    page.until(lambda: page.driver.current_url.endswith("#measures"), "the section is in the address")
    page.driver.get("about:blank")
    page.driver.get(f"{page.root}/places/lg-new-area#documents")
    page.until(lambda: page.js("return document.getElementById('documents').open"), "the address opens it")
    page.js("dispatchEvent(new Event('beforeprint'))")
    assert not page.js("return document.querySelectorAll('details:not([open])').length")

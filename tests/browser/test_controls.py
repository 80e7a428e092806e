"""Opacity, order, legend and basemaps, all in the address."""

from __future__ import annotations

import numpy as np
import pytest
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from geo.coordinates.gcj02 import wgs84_to_gcj02
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser


def offset(points: np.ndarray) -> np.ndarray:
    return wgs84_to_gcj02(points) - points


GROUP = ".leaflet-pane [data-drawn='{}']"
OPACITY = "return getComputedStyle(document.querySelector(arguments[0])).opacity"
HEIGHT = "const group = document.querySelector(arguments[0]); return [...group.parentNode.children].indexOf(group)"


def unfold(page: MapPage, layer: str) -> None:
    page.disclose(layer)
    page.until(lambda: page.find(f"#detail-{layer} .tree-opacity"), "the controls are there")


def test_opacity_is_set_by_keyboard_and_kept_in_the_address(page: MapPage) -> None:
    page.open()
    unfold(page, "clusters")
    slider = page.find("#detail-clusters input[type=range]")
    for _ in range(5):
        slider.send_keys(Keys.ARROW_LEFT)
    assert page.js(OPACITY, GROUP.format("clusters")) == "0.5"
    assert "opacity=clusters:50" in page.driver.current_url
    page.open(page.driver.current_url.removeprefix(page.root))
    page.until(lambda: page.js(OPACITY, GROUP.format("clusters")) == "0.5", "the link brings it back")


def test_a_layer_is_raised_above_another_and_the_address_keeps_it(page: MapPage) -> None:
    page.open()
    before = int(page.js(HEIGHT, GROUP.format("clusters")))
    unfold(page, "clusters")
    page.find("#detail-clusters .tree-order button").click()
    after = int(page.js(HEIGHT, GROUP.format("clusters")))
    assert after > before
    link = page.driver.current_url
    assert "order=" in link
    page.driver.get("about:blank")
    page.open(link.removeprefix(page.root))
    assert int(page.js(HEIGHT, GROUP.format("clusters"))) == after


def test_the_legend_of_a_layer_tells_grades_and_kinds_and_filters_by_them(page: MapPage) -> None:
    page.open()
    unfold(page, "parks")
    entry = page.find("#detail-parks [data-filter='kind:featured_park']")
    count = int(entry.find_element("css selector", ".tree-count").text)
    page.js("arguments[0].scrollIntoView({block: 'center'})", entry)
    entry.click()
    page.until(lambda: len(page.find_all(".found > li")) == count, "only those are listed")
    assert "filter=layer:parks,kind:featured_park" in page.driver.current_url


def test_a_basemap_in_gcj_02_shifts_the_picture_and_says_so(page: MapPage) -> None:
    page.open("/#map=14/30.9/121.9&place=lg-new-area")
    page.js("L.TileLayer.include({ createTile: () => document.createElement('div') })")  # no tile is asked for
    place = page.pixel(121.9, 30.9)
    page.find("#tool-base").click()
    page.until(lambda: page.find("#base-menu input[value=gaode]"), "the choice is there").click()
    page.until(lambda: page.find("#base-badge").is_displayed(), "the badge shows")
    assert "GCJ-02" in page.find("#base-badge").text
    assert "base=gaode" in page.driver.current_url
    # The middle stays in the middle, and what is drawn there is what stood there.
    assert page.pixel(121.9, 30.9) == pytest.approx(place, abs=1)
    script = "return window.lingang.map.options.crs.project(L.latLng(30.9, 121.9)).x"
    shift = page.js(script) - page.js("return L.CRS.EPSG3857.project(L.latLng(30.9, 121.9)).x")
    assert shift == pytest.approx(np.radians(offset(np.array([[121.9, 30.9]]))[0, 0]) * 6378137, abs=0.1)
    page.find("#base-menu input[value=own]").click()
    page.until(lambda: not page.find("#base-badge").is_displayed(), "the badge goes")


TILES = """
// Every tile comes from our own page: an image of one pixel, which remembers the tile it stands for.
const pixel = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
window.tiles = [];
L.TileLayer.include({ getTileUrl: (coords) => { window.tiles.push({ ...coords }); return pixel; } });
"""
TILE_BOX = """
const layer = Object.values(window.lingang.map._layers).find((one) => one._tiles);
const { coords, el } = Object.values(layer._tiles)[0];
const { left, top } = el.getBoundingClientRect();
return [coords.z, coords.x, coords.y, left, top];
"""


@pytest.mark.parametrize("base", ["osm", "gaode"])
def test_tiles_and_layers_meet_within_a_metre_at_every_place(page: MapPage, atlas: Atlas, base: str) -> None:
    """The corner of a tile is where its datum says; a place is where its datum puts it, at the largest scale."""
    points = [shape.representative_point() for shape in atlas.features.geometry.dropna()]
    metres_per_pixel = 40_075_016.686 / 256 / 2**18
    for point in points[:: len(points) // 8]:
        page.driver.get("about:blank")
        page.open(f"/#map=18/{point.y:.6f}/{point.x:.6f}")
        page.js(TILES)
        page.find("#tool-base").click()
        page.until(lambda: page.find(f"#base-menu input[value={base}]"), "the choice is there").click()
        page.until(lambda: page.find_all(".leaflet-tile-loaded"), "tiles are there")
        z, x, y, left, top = page.js(TILE_BOX)
        true = np.array([[point.x, point.y]])
        lon, lat = (wgs84_to_gcj02(true) if base == "gaode" else true)[0]
        # Where on the grid of the tiles the place lies, in pixels of this zoom.
        grid_x = (lon + 180) / 360 * 256 * 2**z
        grid_y = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 256 * 2**z
        expected = (left + grid_x - x * 256, top + grid_y - y * 256)
        shown = page.pixel(point.x, point.y)
        assert np.hypot(*np.subtract(shown, expected)) * metres_per_pixel * np.cos(np.radians(lat)) < 1


def test_a_basemap_that_answers_stays(page: MapPage) -> None:
    page.open()
    page.js(TILES + "const wait = window.setTimeout; window.setTimeout = (run, ms) => wait(run, ms > 5000 ? 50 : ms);")
    page.find("#tool-base").click()
    page.until(lambda: page.find("#base-menu input[value=osm]"), "the choice is there").click()
    page.until(lambda: page.find_all(".leaflet-tile-loaded"), "tiles are there")
    page.until(lambda: "OpenStreetMap" in page.find("#base-badge").text, "the badge names it")
    assert "base=osm" in page.driver.current_url
    assert not page.find("#map-notice").is_displayed()


def test_a_host_that_does_not_answer_leaves_our_own_background_and_one_notice(page: MapPage) -> None:
    page.open("/#base=osm")
    page.until(lambda: "没有应答" in page.find("#map-notice").text, "the notice shows")
    page.until(lambda: "base=" not in page.driver.current_url, "the address says our own")
    assert page.js("return !document.querySelector('.on-tiles')")
    assert page.shapes("coast") > 0
    assert all("openstreetmap" in line for line in page.console())

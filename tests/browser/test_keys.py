"""Everything without a pointer."""

from __future__ import annotations

import pyproj
import pytest
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

FOCUS = "return document.activeElement.id"
MOST_STOPS = 25
RESTS = "return !window.lingang.map._panAnim?._inProgress"


def onto_the_map(page: MapPage) -> None:
    page.find(".skip-link").send_keys(Keys.ENTER)
    page.until(lambda: page.js(FOCUS) == "map_atlas", "the map has the focus")


def test_a_shape_of_the_map_is_named_under_the_cross_and_opened_with_enter(page: MapPage, atlas: Atlas) -> None:
    at = atlas.features.geometry["fp-oriental-chip-port"].representative_point()
    page.open(f"/#map=13/{at.y:.5f}/{at.x:.5f}")
    onto_the_map(page)
    under = page.until(lambda: page.find(".map-under").text, "the shape is named")
    assert "回车" in under
    page.press(Keys.ENTER)
    first = page.wait_for_panel()
    assert atlas.places.at[first, "name_zh"] in under
    assert "fp-oriental-chip-port" in page.overlaps()
    page.until(lambda: page.js(FOCUS) == "panel-title", "the heading has the focus")
    page.press(Keys.ESCAPE)
    page.until(lambda: page.js(FOCUS) == "map_atlas", "the focus is back on the map")


def test_the_arrow_keys_move_the_cross_to_another_shape(page: MapPage) -> None:
    page.open("/#map=11/30.9/121.95")
    onto_the_map(page)
    page.until(lambda: page.find(".map-under").text, "a shape is named")
    for _ in range(9):
        page.press(Keys.ARROW_DOWN)
        page.until(lambda: page.js(RESTS), "the map rests")
    page.until(lambda: not page.find(".map-under").is_displayed(), "nothing lies under the cross at sea")


def test_the_pointer_brings_out_no_cross_and_the_panel_is_few_stops_away(page: MapPage) -> None:
    page.open("/#map=13/30.87/121.8")
    page.hover_at(121.8, 30.87)
    page.click_at(121.8, 30.87)
    page.wait_for_panel()
    assert not [cross for cross in page.find_all(".draw-cross") if cross.value_of_css_property("opacity") != "0"]
    stops = 0
    while stops <= MOST_STOPS and not page.js("return Boolean(document.activeElement.closest('#panel'))"):
        page.press(Keys.TAB)
        stops += 1
    assert stops <= MOST_STOPS, "a clicked place is near for the Tab key"


def test_every_control_can_be_reached_with_the_tab_key_and_shows_it(page: MapPage) -> None:
    page.open("/#place=lg-new-area&table=parks")
    page.wait_for_place("lg-new-area")
    page.until(lambda: page.find("#dock tbody tr"), "the table is there")
    wanted = page.js(
        """
        const shown = (node) => node.checkVisibility({ checkVisibilityCSS: true });
        return [...document.querySelectorAll("a[href], button, input, select, summary")].filter((node) =>
          shown(node) && !node.disabled && node.tabIndex >= 0 && !node.closest("#legend, #map-tools")).length;
        """
    )
    page.js("document.activeElement.blur(); window.reached = new Set(); window.unseen = [];")
    note = """
    const node = document.activeElement;
    if (node.matches("a, button, input, select, summary")) window.reached.add(node);
    const { outlineStyle, outlineWidth } = getComputedStyle(node);
    if (outlineStyle === "none" || parseFloat(outlineWidth) < 1) window.unseen.push(node.outerHTML.slice(0, 120));
    return node === document.body;
    """
    for _ in range(wanted + 60):
        page.press(Keys.TAB)
        if page.js(note):
            break
    assert not page.js("return window.unseen.filter((node) => !node.startsWith('<body'))")
    assert page.js("return window.reached.size") >= wanted


def test_the_clicked_point_is_told_in_degrees_and_in_the_metres_of_proj(page: MapPage) -> None:
    page.open("/#map=13/30.87/121.8")
    page.click_at(121.8, 30.87)
    page.wait_for_panel()
    page.unfold("spot")
    degrees, plane = page.texts("#panel .spot span")
    numbers = [float(word.strip("°,")) for word in degrees.split() if "." in word]
    north, east = (float(word.strip(",")) for word in plane.replace("EPSG:4529", "").split() if "." in word)
    expected = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4529", always_xy=True).transform(*numbers)
    assert (east, north) == pytest.approx(expected, abs=0.6)  # the degrees are shown to a metre
    assert degrees.startswith("WGS 84")

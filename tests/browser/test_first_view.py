"""The first view: a still in the page, where the live map then draws the same, and a map where no script runs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.browser.page import READY, MapPage

pytestmark = pytest.mark.browser

PLACED = "const still = window.lingang.still; return still ? still.placed() : null"
LIVE = "const m = window.lingang.map; const o = m.getPixelOrigin(); return {zoom: m.getZoom(), origin: [o.x, o.y]}"
# Names and controls are no shapes, and notices come when they come.
OTHERS = ".leaflet-atlas-labels-pane, .leaflet-control-container, .map-frame > :not(#map_atlas)"
HIDE = f"for (const node of document.querySelectorAll('{OTHERS}')) node.style.visibility = 'hidden'"


@contextmanager
def blocked(page: MapPage, pattern: str) -> Iterator[None]:
    """A network on which some addresses cannot be had; the complaints of the console are expected."""
    page.driver.execute_cdp_cmd("Network.enable", {})
    page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": [pattern]})
    try:
        yield
    finally:
        page.driver.execute_cdp_cmd("Network.setBlockedURLs", {"urls": []})
        page.console()


def picture(page: MapPage) -> np.ndarray[Any, Any]:
    """The pixels of the map, without what stands over it."""
    box = page.js("return document.getElementById('map_atlas').getBoundingClientRect().toJSON()")
    page.js(HIDE)
    image = Image.open(io.BytesIO(page.driver.get_screenshot_as_png())).convert("RGB")
    sides = tuple(round(box[side]) for side in ("left", "top", "right", "bottom"))
    return np.asarray(image.crop(sides)).astype(int)


def explained(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], slack: int) -> np.ndarray[Any, Any]:
    """Pixels of one picture whose colour the other has within one pixel of them, give or take."""
    height, width = one.shape[:2]
    padded = np.pad(other, ((1, 1), (1, 1), (0, 0)), mode="edge")
    near = [padded[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    low, high = np.minimum.reduce(near), np.maximum.reduce(near)
    return ((one >= low - slack) & (one <= high + slack)).all(axis=2)


@pytest.mark.parametrize(
    ("width", "height", "state"),
    [
        (1440, 900, ""),
        (1920, 1080, "?lang=en"),
        (390, 844, ""),
        (1440, 900, "#map=12/30.9/121.9"),
        (1440, 900, "#map=11/31/121.7&layers=coast,scopes,belts"),
    ],
)
def test_the_live_map_draws_the_same_where_the_still_was(page: MapPage, width: int, height: int, state: str) -> None:
    page.fresh(width, height)
    with blocked(page, "*/leaflet.js"):
        page.driver.get(f"{page.root}/{state}")
        placed = page.until(lambda: page.js(PLACED), "the still is placed")
        still = picture(page)
    page.fresh(width, height)
    page.open(f"/{state}")
    assert page.js(LIVE) == placed
    assert not page.find_all("#still")
    live = picture(page)
    assert still.shape == live.shape
    assert (np.abs(still - still[0, 0]).max(axis=2) > 30).mean() > 0.01, "something is drawn"
    for one, other in ((still, live), (live, still)):
        # Lines lie side by side, a pixel apart: half a tenth of a pixel shows in the shades of their edges.
        assert explained(one, other, slack=24).mean() > 0.999


@pytest.mark.parametrize("width", [1440, 1000, 390])
def test_the_styles_of_the_first_frame_are_those_of_the_page(page: MapPage, width: int) -> None:
    page.fresh(width, 844)
    with blocked(page, "*/js/main.js*"):
        page.driver.get(f"{page.root}/")
        page.until(lambda: page.js("return document.styleSheets.length") == 2, "all styles have come")
        boxes = """
        const left = "svg, .map-notice, #map_atlas";
        const nodes = [...document.querySelectorAll("body *")].filter((node) => !node.closest(left));
        return nodes.map((node) => JSON.stringify(node.getBoundingClientRect()));
        """
        after = page.js(boxes)
        page.js("for (const sheet of [...document.styleSheets].slice(1)) sheet.disabled = true")
        assert page.js(boxes) == after


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [1440, 1000, 768, 390])
def test_words_come_after_the_map_and_leave_it_where_it_is(page: MapPage, width: int, lang: str) -> None:
    page.fresh(width, 844)
    with blocked(page, "*/leaflet.js"):
        page.driver.get(f"{page.root}/?lang={lang}")
        page.until(lambda: page.find_all("html.worded"), "the map is painted")
        boxes = """
        const box = (name) => document.querySelector(name).getBoundingClientRect();
        return [JSON.stringify(box("#map_atlas")), box(".top-title").height > 0, box(".stamp-review").height > 0];
        """
        after, *shown = page.js(boxes)
        assert shown == [True, True]
        page.js("document.documentElement.classList.remove('worded')")
        before, *early = page.js(boxes)
        assert before == after
        assert early == [width < 768, False], "a bar that wraps keeps its words, as its height hangs on them"


@pytest.mark.parametrize(
    "state", ["#place=lg-new-area", "#layers=coast,areas", "#opacity=scopes:50", "#map=16/30.9/121.9", "#base=osm"]
)
def test_an_address_that_asks_for_more_has_no_still(page: MapPage, state: str) -> None:
    with blocked(page, "*/leaflet.js"):
        page.driver.get(f"{page.root}/{state}")
        page.until(lambda: page.js("return document.readyState") == "complete", "the page is read")
        assert not page.find_all("#still")


def test_layers_the_address_leaves_out_are_left_out_of_the_still(page: MapPage) -> None:
    with blocked(page, "*/leaflet.js"):
        page.driver.get(f"{page.root}/#layers=coast,scopes")
        page.until(lambda: page.js(PLACED), "the still is placed")
        drawn = page.js("return [...document.querySelectorAll('#still [data-drawn]')].map((g) => g.dataset.drawn)")
        assert drawn == ["coast", "sheet", "scopes"]


def test_the_view_of_the_address_is_kept_although_it_is_set_only_once(page: MapPage) -> None:
    page.open("/#map=13/30.9/121.9")
    assert page.view() == pytest.approx([13, 30.9, 121.9], abs=1e-3)


def test_where_the_scripts_do_not_come_the_picture_stays_until_they_do(page: MapPage) -> None:
    with blocked(page, "*/leaflet.js"):
        page.driver.get(f"{page.root}/")
        page.until(lambda: "无法连接服务器" in page.find("#map-notice").text, "the page says so")
        assert page.find("#still").is_displayed()
    page.until(lambda: page.js(READY), "the scripts are asked for until they come")
    page.until(lambda: not page.find("#map-notice").is_displayed(), "the words go")
    assert page.shapes("scopes") > 0


@pytest.mark.parametrize("width", [1440, 390])
def test_without_javascript_the_map_is_there_and_leads_to_the_places(page: MapPage, width: int) -> None:
    page.fresh(width, 844)
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get(f"{page.root}/?lang=en")
        still = page.find("#still")
        assert still.size["width"] > width / 2
        link = page.find("#still a[href*='fp-oriental-chip-port']")
        assert link.is_displayed()
        assert "Oriental Chip Port" in str(link.get_attribute("aria-label"))
        assert "need JavaScript" in page.find("noscript").text
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

"""Nothing serious or critical that axe-core can find, on any page and in any state of the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

AXE = (Path(__file__).parent / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
SCAN = """
const done = arguments[arguments.length - 1];
const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A row half under the head or the foot of a table that scrolls is a target of full size once it is scrolled to.
const halfHidden = (id, [css]) => id === "target-size" && document.querySelector(css)?.closest(".dock-scroll tbody");
axe.run(document, { resultTypes: ["violations"], runOnly }).then(({ violations }) => done(violations.flatMap(
  ({ id, impact, nodes }) => nodes.filter(({ target }) => !halfHidden(id, target))
    .map(({ html, failureSummary }) => [impact, id, html.slice(0, 160), failureSummary]),
)));
"""
MAP_STATES = {
    "plain": ("/", "#legend input"),
    "English": ("/?lang=en", "#legend input"),
    "place": ("/#place=fp-oriental-chip-port", "#panel h3"),
    "filter": ("/#filter=industry:集成电路", ".found li"),
    "table": ("/#table=parks&place=fp-oriental-chip-port", "#dock tbody tr"),
    "drawn": ("/#draw=ag63toHg0m_6Bg5vFAA_l1D_4vFA", "#drawn-size"),
    "nothing located": ("/#place=park-intl-info", "#panel h3"),
    "belt": ("/?lang=en#place=belt-two-ports", "#panel h3"),
    "unknown": ("/#place=no-such-place", "#panel .button"),
}
PAGES = [
    "/documents/parks-2021/passage?section=四(一)一轴1&lang=en",
    "/documents/parks-2021/passage?table=claims&id=fp-oriental-chip-port.1.positioning.02",
    "/places/fp-oriental-chip-port",
    "/places/lg-new-area?lang=en",
    "/tables/parks",
    "/tables/places?industry=集成电路&lang=en",
    "/fit?industry=ind-ic&industry_must=1&area=500&station=10&measures=any",
    "/stats/functional_areas",
    "/stats/functional_areas?by=parks",
    "/compare",
    "/compare?place=lg-new-area&lang=en",
    "/search?q=zhangjiang",
    "/search?q=集成电路",
    "/search?q=滴水湖",
    "/search",
    "/ledger",
    "/project?lang=en",
    "/places/no-such-place",
    "/stats/scopes?by=parks:kind&lang=en",
]


def faults(page: MapPage) -> list[list[str]]:
    page.js(AXE)
    found = page.driver.execute_async_script(SCAN)
    return [fault for fault in found if fault[0] in {"serious", "critical"} or fault[1].startswith("landmark-")]


@pytest.mark.parametrize("state", MAP_STATES)
def test_the_map_is_accessible(page: MapPage, state: str) -> None:
    path, ready = MAP_STATES[state]
    page.open(path)
    page.until(lambda: page.find(ready), "the state is reached")
    assert not faults(page)
    page.console()  # an unknown place is a 404, and the browser says so


def test_shapes_that_overlap_and_the_keys_are_accessible(page: MapPage) -> None:
    page.open("/#map=13/30.87/121.8")
    page.click_at(121.8, 30.87)
    page.wait_for_panel()
    assert page.overlaps()
    page.find(".skip-link").send_keys(Keys.ENTER)
    page.until(lambda: page.find(".map-under").text, "the shape under the cross is named")
    assert not faults(page)


@pytest.mark.parametrize("tool", ["length", "sheet", "base"])
def test_the_tools_are_accessible(page: MapPage, tool: str) -> None:
    page.open()
    page.find(f"#tool-{tool}").click()
    page.until(lambda: page.find("#draw-finish, #sheet-form, #base-menu"), "the tool is in hand")
    assert not faults(page)


def test_search_results_and_layer_details_are_accessible(page: MapPage) -> None:
    page.open()
    page.disclose("parks")
    page.find("#search-input").send_keys("zhangjiang")
    page.until(lambda: page.find_all(".search-option"), "results are listed")
    page.until(lambda: page.find("#detail-parks .tree-opacity"), "the details are there")
    assert not faults(page)


@pytest.mark.parametrize("path", ["/", "/#place=lg-new-area&table=parks", "/?lang=en", *PAGES[2:8], "/ledger"])
def test_dark_pages_have_the_contrast_of_light_ones(page: MapPage, path: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        if path.startswith(("/#", "/?")) or path == "/":
            page.keep()
            page.open(path)
            page.until(lambda: page.find("#legend input"), "the legend is there")
        else:
            page.driver.get(page.root + path)
        page.until(lambda: page.find_all("main h1, #panel h2, #intro h2"), "the page is there")
        assert page.js("return getComputedStyle(document.body).backgroundColor") != "rgb(246, 245, 241)"
        assert not faults(page)
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible(page: MapPage, path: str) -> None:
    page.driver.get(page.root + path)
    page.until(lambda: page.find("main h1"), "the page is there")
    assert not faults(page)
    page.console()  # a page that does not exist is a 404, and the browser says so


def test_the_map_on_a_phone_is_accessible(phone: MapPage) -> None:
    phone.open("/#place=lg-new-area")
    phone.wait_for_place("lg-new-area")
    assert not faults(phone)


def test_the_drawer_and_the_table_on_a_phone_are_accessible(phone: MapPage) -> None:
    phone.open("/#table=parks")
    phone.until(lambda: phone.find("#dock tbody tr"), "the table is there")
    phone.find("#tree-toggle").click()
    phone.until(lambda: phone.find("#tree-close").is_displayed(), "the drawer is open")
    assert not faults(phone)


@pytest.mark.parametrize("path", ["/", *PAGES])
def test_no_page_is_wider_than_a_phone_and_links_are_wide_enough_for_a_finger(phone: MapPage, path: str) -> None:
    phone.driver.get(phone.root + path)
    phone.until(lambda: phone.find("main"), "the page is there")
    assert phone.js("return document.documentElement.scrollWidth") <= 390
    small = [fault for fault in faults(phone) if fault[1] == "target-size"]
    assert not small
    phone.console()

"""The address keeps everything, back undoes everything, and the other language shows the same."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

DRAWN = "ag63toHg0m_6Bg5vFAA_l1D_4vFA"
GROUP = "document.querySelector('.leaflet-pane [data-drawn=clusters]')"
OPACITY = f"return {GROUP}.style.opacity"
ORDER = f"const group = {GROUP}; return [...group.parentNode.children].indexOf(group)"


def unfold(page: MapPage, layer: str) -> None:
    page.disclose(layer)
    page.until(lambda: page.find(f"#detail-{layer} .tree-opacity"), "the controls are there")


def everything(page: MapPage) -> dict[str, object]:
    """What a reader sees of all that a link keeps."""
    page.open_tree()
    return {
        "view": [round(value, 3) for value in page.view()],
        "layers": [box.is_selected() for box in page.find_all(".tree-layer input[type=checkbox]")],
        "opacity": page.js(OPACITY),
        "order": page.js(ORDER),
        "place": page.find("#panel h2").text,
        "here": page.overlaps(),
        "filter": page.find("#filter-chip").text,
        "rows": page.js("return [...document.querySelectorAll('#dock tbody tr')].map((row) => row.dataset.row)"),
        "drawn": page.js("return document.querySelectorAll('.leaflet-atlas-drawn-pane path').length"),
        "language": page.js("return document.documentElement.lang"),
    }


def test_a_link_brings_everything_back_in_a_fresh_browser(page: MapPage) -> None:
    page.open(f"/?lang=en#draw={DRAWN}")
    page.until(lambda: page.find("#drawn-size"), "the drawn shape is measured")
    page.switch("clusters", on=True)
    page.switch("areas", on=True)
    unfold(page, "clusters")
    page.find("#detail-clusters input[type=range]").send_keys(Keys.ARROW_LEFT * 4)
    page.find("#detail-clusters .tree-order button").click()
    page.js("document.querySelector('[data-layer=parks] .row-tools a').click()")
    page.until(lambda: page.find("#dock tbody tr"), "the table is there")
    kinds = page.find("#dock [data-focus=kind]")
    kinds.find_element("css selector", "[value=featured_park]").click()
    page.until(lambda: page.find("#filter-chip").is_displayed(), "the filter holds")
    page.js("window.lingang.map.setView([30.88, 121.86], 12.5, { animate: false })")
    page.click_at(121.905, 30.9)
    page.wait_for_panel()
    page.until(lambda: page.js("return !window.lingang.map._panAnim?._inProgress"), "the map rests")
    before, link = everything(page), page.driver.current_url
    assert before["opacity"] == "0.6"
    assert before["drawn"]
    assert before["rows"]
    page.fresh(1440, 900)
    page.keep(introduction="closed", tree="open")
    page.driver.delete_all_cookies()
    page.driver.get(link)
    page.wait_for_panel()
    page.until(lambda: everything(page) == before, "all of it is back")


def test_back_undoes_opacity_and_order(page: MapPage) -> None:
    page.open()
    unfold(page, "clusters")
    order = page.js(ORDER)
    page.find("#detail-clusters input[type=range]").send_keys(Keys.ARROW_LEFT)
    page.find("#detail-clusters .tree-order button").click()
    assert (page.js(OPACITY), page.js(ORDER) == order) == ("0.9", False)
    page.driver.back()
    page.until(lambda: page.js(ORDER) == order, "the order is back")
    assert page.js(OPACITY) == "0.9"
    page.driver.back()
    page.until(lambda: page.js(OPACITY) == "1", "the opacity is back")
    assert page.find("#detail-clusters input[type=range]").get_attribute("value") == "100"
    assert page.find("#detail-clusters .tree-opacity output").text == "100%"


def test_the_order_says_where_in_the_stack_a_layer_lies(page: MapPage) -> None:
    page.open()
    unfold(page, "clusters")
    said = page.find("#detail-clusters .tree-order output").text
    page.find("#detail-clusters .tree-order button").click()
    assert page.find("#detail-clusters .tree-order output").text != said


@pytest.mark.parametrize("change", ["layer", "drawn", "base", "search"])
def test_back_undoes_one_step(page: MapPage, change: str) -> None:
    page.open()
    before = page.driver.current_url
    if change == "layer":
        page.switch("clusters", on=False)
    elif change == "drawn":
        page.find("#tool-area").click()
        page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
        for lon, lat in ((121.82, 30.91), (121.88, 30.91), (121.88, 30.87)):
            page.click_at(lon, lat)
        page.find("#draw-finish").click()
        page.until(lambda: page.find("#drawn-size"), "the result is there")
    elif change == "base":
        page.js("L.TileLayer.include({ createTile: () => document.createElement('div') })")
        page.find("#tool-base").click()
        page.until(lambda: page.find("#base-menu input[value=gaode]"), "the choice is there").click()
    else:
        page.find("#search-input").send_keys("集成电路")
        page.until(lambda: page.find_all(".search-option"), "results are listed")
        page.press(Keys.ENTER)
        page.until(lambda: page.find(".found > li"), "the list is there")
    assert page.driver.current_url != before
    page.driver.back()
    kept = {"layers", "draw", "base", "filter"}
    page.until(lambda: not kept & set(parse_qs(urlsplit(page.driver.current_url).fragment)), "the step is undone")
    page.until(lambda: page.layer_box("clusters").is_selected() and not page.panel_open(), "the page is as before")


@pytest.mark.parametrize(
    "path", ["/tables/parks?kind=featured_park&sort=-area_km2", "/stats/scopes?by=parks:kind", "/search?q=zhangjiang"]
)
def test_the_switch_of_language_keeps_what_was_asked(page: MapPage, path: str) -> None:
    page.driver.get(page.root + path)
    page.find("#lang-switch").click()
    page.until(lambda: page.js("return document.documentElement.lang") == "en", "the page is English")
    there = urlsplit(page.driver.current_url)
    asked = urlsplit(path)
    assert there.path == asked.path
    assert parse_qs(there.query) == {**parse_qs(asked.query), "lang": ["en"]}
    page.find("#lang-switch").click()
    page.until(lambda: page.js("return document.documentElement.lang") == "zh-CN", "the page is Chinese")
    assert parse_qs(urlsplit(page.driver.current_url).query) == parse_qs(asked.query)


def test_the_title_of_the_window_names_the_place(page: MapPage) -> None:
    page.open("/#place=fp-oriental-chip-port")
    page.wait_for_panel()
    assert page.driver.title == "东方芯港 · 临港规划图集"
    page.find("#panel-close").click()
    page.until(lambda: page.driver.title == "临港规划图集", "the title is that of the map")


def test_every_page_leads_to_the_others(page: MapPage) -> None:
    for path in ("/", "/tables/parks", "/stats/scopes", "/places/lg-new-area"):
        page.driver.get(page.root + path)
        page.until(lambda: all(page.texts(".top-nav .top-wide")), "the words of the bar are there")
        assert page.texts(".top-nav .top-wide") == ["哪里适合？", "属性表", "面积统计", "文件对照", "依据文件"], path


def test_the_link_is_copied_on_a_server_without_a_certificate_too(page: MapPage) -> None:
    # There is no navigator.clipboard on plain HTTP except on this very machine.
    page.open("/#place=lg-new-area")
    page.wait_for_place("lg-new-area")
    page.js(
        """
        Object.defineProperty(navigator, "clipboard", { value: undefined });
        addEventListener("copy", () => { window.copied = document.activeElement.value; });
        """
    )
    page.find("#panel .panel-bar [aria-label='复制链接']").click()
    page.until(lambda: "已复制" in page.find(".panel-bar-title").text, "the bar says so")
    assert page.js("return window.copied") == page.driver.current_url

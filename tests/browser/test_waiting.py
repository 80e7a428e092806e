"""Waiting and failing: plain words, no endless spinner, and all works again when the server is back."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

LOAD = "return Promise.all(arguments[0].map((name) => import(`atlas/${name}.js`)))"


def test_unknown_place_is_answered_in_plain_words(page: MapPage) -> None:
    page.open("/#place=no-such-place")
    page.until(lambda: "图集中没有这个地点" in page.find("#panel").text, "the panel says so")
    assert all("404" in line for line in page.console())


def test_a_server_that_is_away_is_told_in_plain_words_and_the_page_recovers(page: MapPage) -> None:
    page.open()
    away = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    page.js(LOAD, ["panel/select_place", "tree/layer_detail"])
    page.disclose("scopes")
    button = page.until(lambda: page.find("[data-layer='scopes'] [data-place='lg-new-area']"), "the places are listed")
    try:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", away)
        button.send_keys(Keys.ENTER)
        page.until(lambda: "无法连接服务器" in page.find("#panel").text, "the page says so")
    finally:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**away, "offline": False})
    page.find("#panel .button").click()
    page.wait_for_place("lg-new-area")
    assert all("ERR_INTERNET_DISCONNECTED" in line for line in page.console())


def test_a_tool_that_cannot_be_loaded_says_so_and_works_when_the_server_is_back(page: MapPage) -> None:
    page.open()
    away = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    try:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", away)
        page.find("#tool-area").click()
        page.until(lambda: "无法连接服务器" in page.find("#map-notice").text, "the page says so")
    finally:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**away, "offline": False})
    page.until(lambda: not page.find("#map-notice").is_displayed(), "the notice goes when the server is back")
    page.find("#tool-area").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    assert all("ERR_INTERNET_DISCONNECTED" in line or "dynamically imported" in line for line in page.console())


@pytest.mark.parametrize("kind", ["place", "map"])
def test_what_takes_long_says_that_it_is_under_way(page: MapPage, kind: str) -> None:
    slow = {"offline": False, "latency": 900, "downloadThroughput": -1, "uploadThroughput": -1}
    # The driver answers only once a page is loaded: what was said before is noted in the page.
    note = """
    window.said = [];
    new MutationObserver(() => {
      const notice = document.getElementById("map-notice");
      if (notice && !notice.hidden) window.said.push(notice.textContent);
    }).observe(document, { subtree: true, childList: true, attributes: true });
    """
    noting = page.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": note})
    if kind == "place":
        page.open()
        page.js(LOAD, ["panel/select_place"])
    try:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", slow)
        if kind == "place":
            page.js("location.hash = 'place=lg-new-area'")
            page.until(lambda: page.find("#panel .panel-body").text == "正在读取…", "the panel says so")
        else:
            page.driver.get(page.root + "/")
            page.until(lambda: "正在读取图层…" in page.js("return window.said"), "the map says so")
    finally:
        page.driver.execute_cdp_cmd("Network.emulateNetworkConditions", {**slow, "latency": 0})
        page.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", noting)
    if kind == "place":
        page.wait_for_place("lg-new-area")
    page.until(lambda: not page.find("#map-notice").is_displayed(), "the words go")

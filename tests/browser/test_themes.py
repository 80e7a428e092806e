"""Themes on the map: chosen by keyboard in the legend, kept in the link, left by one click."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

DRAWN = "return document.querySelectorAll('.leaflet-atlas-theme-pane g > path').length"


def test_a_theme_is_chosen_by_key_kept_in_the_link_and_left_by_one_click(page: MapPage) -> None:
    page.open("/")
    page.until(lambda: page.find("#theme-open").is_displayed(), "the legend offers themes")
    page.js("document.querySelector('#theme-open').focus()")
    page.find("#theme-open").send_keys(Keys.ENTER)
    page.until(lambda: page.js("return document.activeElement.id") == "theme-select", "the list has the focus")
    page.find("#theme-select").send_keys(Keys.ARROW_DOWN)
    page.until(lambda: page.find_all(".theme-rows li"), "its classes are listed")
    assert "theme=documents" in page.driver.current_url
    counts = [int(count.text) for count in page.find_all(".theme-rows b")]
    assert page.js(DRAWN) == sum(counts) > 30
    labels = [row.text.split("\n")[0] for row in page.find_all(".theme-rows span")]
    assert labels[-1] == "文件没写"
    page.find_all(".theme-links button")[-1].click()
    page.until(lambda: not page.find("#theme-box").is_displayed(), "the usual legend is back")
    assert page.js(DRAWN) == 0
    assert "theme=" not in page.driver.current_url
    page.driver.back()
    page.until(lambda: page.js(DRAWN), "the back button brings the theme back")


def test_a_link_opens_a_theme_on_a_phone(phone: MapPage) -> None:
    phone.open("/?lang=en#theme=grade")
    phone.until(lambda: phone.js(DRAWN), "the places are coloured")
    assert phone.find("#legend-fold").get_attribute("textContent") == "Grade of the boundary"
    phone.find("#legend-fold").click()
    assert phone.js("return document.querySelectorAll(\".theme-rows [fill='url(#theme-unknown)']\").length") == 1
    phone.driver.get(f"{phone.root}/themes/grade?lang=en")
    width = "return document.querySelector('.theme-table td:last-child').offsetWidth / innerWidth"
    assert phone.js(width) > 0.8, "a row of the page takes the whole width"


def test_a_theme_nobody_knows_is_named_and_left(page: MapPage) -> None:
    page.open("/#theme=no-such-theme")
    page.until(lambda: "没有这个专题" in page.find("#theme-box").text, "it is said")
    assert page.find("#theme-select").get_attribute("value") == ""
    page.find(".theme-links button").click()
    page.until(lambda: "theme=" not in page.driver.current_url, "the usual map is back")
    assert page.console()  # the 404 itself

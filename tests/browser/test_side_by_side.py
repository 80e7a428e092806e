"""Places collected from the panel and seen side by side, by keyboard, on a desk and on a phone."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

WIDTH = "return document.documentElement.scrollWidth"


def test_places_are_collected_and_compared(page: MapPage) -> None:
    page.open("/#place=nc-nanhui")
    page.wait_for_place("nc-nanhui")
    button = page.until(lambda: page.find_all("#panel .side-step button"), "the place can be collected")[0]
    button.send_keys(Keys.ENTER)
    page.until(lambda: page.find_all("#panel .side-step a"), "the step leads to the comparison")
    page.js("document.activeElement.click()")
    page.until(lambda: "/side?places=nc-nanhui" in page.driver.current_url, "the page has the place in its address")
    page.find("#side-add").send_keys("东方芯港", Keys.ENTER)
    page.until(lambda: page.find_all(".side-table"), "two places stand side by side")
    assert page.texts(".side-table:has(.side-maps) .side-head th > a:first-of-type") == ["南汇新城", "东方芯港"]
    page.js("window.scrollTo(0, 900)")
    assert page.js("return document.querySelector('.side-head th').getBoundingClientRect().top") == 0, "the head stays"
    page.driver.set_window_size(390, 844)
    assert page.js(WIDTH) <= page.js("return window.innerWidth"), "cards, nothing to scroll sideways"

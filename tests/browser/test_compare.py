"""Two spatial frameworks on each other under a divider; three pictures side by side where no script runs."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

DIVIDER = "#swipe-at"
CUT = """
const line = document.querySelector(".swipe-line").getBoundingClientRect();
const box = document.getElementById("swipe-map").getBoundingClientRect();
return (line.left + line.width / 2 - box.left) / box.width;
"""


def open_compare(page: MapPage, query: str = "") -> None:
    page.driver.get(f"{page.root}/compare{query}")
    page.until(lambda: page.find("#swipe").is_displayed(), "the divider is there")


def names(page: MapPage, side: str) -> list[str]:
    """Names written on one side of the map."""
    script = "return [...document.querySelectorAll(`.swipe-${arguments[0]} .fw-name`)].map((name) => name.textContent)"
    return list(page.js(script, side))


def test_keys_move_the_divider_which_says_where_it_is(page: MapPage) -> None:
    open_compare(page)
    divider = page.find(DIVIDER)
    assert page.js(CUT) == pytest.approx(0.5, abs=0.01)
    divider.send_keys(Keys.ARROW_RIGHT)
    divider.send_keys(Keys.ARROW_RIGHT)
    assert page.js(CUT) == pytest.approx(0.52, abs=0.01)
    assert divider.get_attribute("aria-valuetext") == "左侧两带一廊多组团占52%，右侧一带多区占48%"
    assert "at=52" in page.driver.current_url
    divider.send_keys(Keys.END)
    assert page.js(CUT) == pytest.approx(1, abs=0.01)
    outline = "return getComputedStyle(document.querySelector('.swipe-handle')).outlineStyle"
    assert page.js(outline) == "solid"


def test_the_mouse_drags_the_divider(page: MapPage) -> None:
    open_compare(page)
    divider = page.find(DIVIDER)
    page.js("arguments[0].scrollIntoView({block: 'center'})", divider)
    box = page.js("return document.getElementById('swipe-map').getBoundingClientRect().toJSON()")
    action = ActionChains(page.driver)
    action.move_to_element(divider).click_and_hold().move_by_offset(-int(box["width"] * 0.3), 20).release().perform()
    assert page.js(CUT) == pytest.approx(0.2, abs=0.02)
    page.until(lambda: "at=" in page.driver.current_url, "the address keeps it")


def test_a_finger_drags_it_at_390_pixels_and_nothing_is_cut_off(phone: MapPage) -> None:
    open_compare(phone, "?lang=en")
    assert phone.js("return document.documentElement.scrollWidth") <= 390
    phone.js("document.getElementById('swipe-map').scrollIntoView({block: 'center'})")
    box = phone.js("return document.getElementById('swipe-map').getBoundingClientRect().toJSON()")
    y = box["top"] + box["height"] / 2
    touch = [("touchStart", 0.5), ("touchMove", 0.6), ("touchMove", 0.75), ("touchEnd", None)]
    for kind, share in touch:
        points = [] if share is None else [{"x": box["left"] + box["width"] * share, "y": y}]
        phone.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert phone.js(CUT) == pytest.approx(0.75, abs=0.03)


def test_both_sides_are_chosen_and_the_address_is_the_link(page: MapPage) -> None:
    open_compare(page, "?left=city&right=parks&at=30")
    assert page.js(CUT) == pytest.approx(0.3, abs=0.01)
    assert "南汇新城中心区" in names(page, "left")
    assert "东方芯港" in names(page, "right")
    left = page.find("#swipe-left")
    left.send_keys("两带")
    page.until(lambda: "两港发展带" in names(page, "left"), "the left side changes")
    assert "left=clusters" in page.driver.current_url
    page.find("#swipe-swap").click()
    assert "两港发展带" in names(page, "right")
    assert "left=parks&right=clusters" in page.driver.current_url
    assert str(page.find("#swipe-live").get_attribute("href")).endswith("/#swipe=30;@parks;@clusters")
    page.find("#lang-switch").click()
    page.until(lambda: page.js("return document.documentElement.lang") == "en", "the page is English")
    page.until(lambda: "Two-Ports Development Belt" in names(page, "right"), "the comparison is the same")
    assert page.js(CUT) == pytest.approx(0.3, abs=0.01)


def test_a_framework_is_never_compared_with_itself(page: MapPage) -> None:
    open_compare(page, "?left=parks&right=parks")
    sides = [page.find(f"#swipe-{side}") for side in ("left", "right")]
    assert sides[0].get_attribute("value") != sides[1].get_attribute("value")


def test_a_filter_of_the_matrix_keeps_the_comparison(page: MapPage) -> None:
    open_compare(page)
    page.find(DIVIDER).send_keys(Keys.HOME)
    page.find(".table-filter .button").click()
    page.until(lambda: "topic=" in page.driver.current_url, "the filter is applied")
    page.until(lambda: page.js(CUT) == pytest.approx(0, abs=0.01), "the divider stands where it stood")


def test_the_heads_of_the_matrix_stay_while_it_is_read(page: MapPage) -> None:
    open_compare(page)
    page.js("document.querySelector('.matrix-scroll').scrollTop = 500")
    top = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
    table, head = (page.js(top, css) for css in (".matrix-scroll", ".matrix thead th"))
    assert head == pytest.approx(table, abs=1)


def test_without_javascript_three_pictures_stand_side_by_side(page: MapPage) -> None:
    page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        page.driver.get(f"{page.root}/compare")
        pictures = page.find_all(".framework svg[role=img]")
        assert len(pictures) == 3
        assert all(picture.is_displayed() for picture in pictures)
        assert not page.find("#swipe").is_displayed()
    finally:
        page.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})

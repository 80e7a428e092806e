"""The search box finds places, industries and documents and shows them on the map."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from geo.places.filter import PlaceFilter, describe
from geo.places.search import search
from tests.browser.page import MapPage
from webmap.i18n import number

pytestmark = pytest.mark.browser

CHIP_PORT = "fp-oriental-chip-port"


def ask(page: MapPage, text: str) -> list[str]:
    """Type into the search box and give the values of what is listed."""
    box = page.find("#search-input")
    box.clear()
    box.send_keys(text)
    shown = "return document.getElementById('search-input').dataset.shown"
    page.until(lambda: page.js(shown) == text, "the results are those of the text")
    return [str(option.get_attribute("data-value")) for option in page.find_all(".search-option")]


@pytest.mark.parametrize("typed", ["东方芯港", "dongfangxingang", "dfxg", "chip port"])
def test_a_place_is_found_and_opened_by_the_keyboard_alone(page: MapPage, typed: str) -> None:
    page.open()
    assert CHIP_PORT in ask(page, typed)
    while page.js("return document.querySelector('.search-option[aria-selected=true]')?.dataset.value") != CHIP_PORT:
        page.press(Keys.ARROW_DOWN)
    page.press(Keys.ENTER)
    page.wait_for_place(CHIP_PORT)
    page.until(lambda: page.js("return document.activeElement.id") == "panel-title", "the heading has the focus")


def test_an_industry_is_brought_out_on_the_map_with_its_area_counted_once(page: MapPage, atlas: Atlas) -> None:
    page.open()
    assert "industry:集成电路" in ask(page, "集成电路")
    page.find(".search-option[data-value='industry:集成电路']").click()
    found = describe(atlas, PlaceFilter(industry="集成电路"))
    page.until(lambda: page.find("#filter-area"), "the list is there")
    assert number(found["innermost"]["total"]["area_km2"]) in page.find("#filter-area").text
    listed = [button.get_attribute("data-place") for button in page.find_all(".found [data-place]")]
    assert listed == [place["id"] for place in found["places"]]
    assert page.js("return document.querySelectorAll('.leaflet-atlas-focus-pane path').length") >= found["located"]
    assert "集成电路" in page.find("#filter-chip").text


def test_a_document_number_shows_what_the_document_says_on_the_map(page: MapPage, atlas: Atlas) -> None:
    page.open()
    assert "document:lg-plan-2020" in ask(page, "743号")
    page.find(".search-option[data-value='document:lg-plan-2020']").click()
    count = search(atlas, "743号")["documents"][0]["count"]
    page.until(lambda: len(page.find_all(".found > li")) == count, "its places are listed")
    assert "沪经信规〔2020〕743号" in page.find("#panel").text


def test_a_filter_lives_in_the_address_and_goes_by_its_chip(page: MapPage) -> None:
    page.open("/#filter=industry:%E7%94%9F%E7%89%A9%E5%8C%BB%E8%8D%AF")
    page.until(lambda: page.find_all(".found > li"), "the list is there")
    page.find("#filter-drop").click()
    page.until(lambda: not page.panel_open(), "the panel closes")
    assert "filter" not in page.driver.current_url
    page.driver.back()
    page.until(lambda: page.find_all(".found > li"), "back brings it again")


def test_a_place_of_the_list_leads_back_to_the_list(page: MapPage) -> None:
    page.open("/#filter=industry:集成电路")
    first = page.until(lambda: page.find(".found [data-place='fa-frontier']"), "the list is there")
    first.click()
    page.wait_for_place("fa-frontier")
    page.find("#panel-back").click()
    page.until(lambda: page.find_all(".found > li"), "the list is back")


def test_nothing_found_is_said(page: MapPage) -> None:
    page.open()
    assert all(value.startswith("try:") for value in ask(page, "没有这样的地方"))
    assert "没有找到" in page.find("#search-results").text
    page.press(Keys.ENTER)
    assert not page.panel_open()
    page.find(".search-option[data-value='try:东方芯港']").click()
    page.until(lambda: page.find_all(f".search-option[data-value='{CHIP_PORT}']"), "the example is asked")


def test_an_empty_box_suggests_what_can_be_asked(page: MapPage) -> None:
    page.open()
    page.find("#search-input").click()
    page.until(lambda: page.find_all(".search-option[data-value='try:滴水湖']"), "examples are listed")


def test_the_lake_is_found_shown_and_shared(page: MapPage, atlas: Atlas) -> None:
    page.open("/#layers=parks")
    assert "spot:water/dishui-lake" in ask(page, "滴水湖")
    page.find(".search-option[data-value='spot:water/dishui-lake']").click()
    page.until(lambda: page.find_all(".spot"), "the lake is marked")
    west, south, east, north = atlas.layers["water"].geometry["dishui-lake"].bounds
    page.until(lambda: page.view()[0] > 13, "the map moves")
    _, lat, lng = page.view()
    assert south < lat < north
    assert west < lng < east
    assert page.layer_box("water").is_selected()
    assert page.shapes("water") > 0
    page.until(lambda: "滴水湖" in page.find(".spot").text, "its name is shown")
    address = page.driver.current_url
    assert "spot=water/dishui-lake" in address
    page.driver.get("about:blank")
    page.driver.get(address)
    page.until(lambda: page.find_all(".spot"), "the address shows it again")
    page.find("#spot-close").click()
    page.until(lambda: not page.find_all(".spot"), "the mark goes")
    assert "spot" not in page.driver.current_url


def test_coordinates_set_a_mark_that_says_them(page: MapPage) -> None:
    page.open()
    assert ask(page, "121.9,30.9") == ["spot:30.9000000,121.9000000"]
    page.press(Keys.ENTER)
    page.until(lambda: page.find_all(".spot"), "the point is marked")
    _, lat, lng = page.view()
    assert [lat, lng] == pytest.approx([30.9, 121.9], abs=0.001)
    page.until(lambda: "121.90000" in page.find(".spot").text, "its coordinates are shown")
    assert "41394832.8" in page.find(".spot").text
    ask(page, "3420405.9 41394832.8")
    page.press(Keys.ENTER)
    page.until(lambda: "30.9000000,121.9000000" not in page.driver.current_url, "another point takes its place")
    page.until(lambda: len(page.find_all(".spot")) == 1, "the first mark goes")


def test_a_word_of_a_statement_leads_to_its_place(page: MapPage, atlas: Atlas) -> None:
    page.open()
    wanted = search(atlas, "REITs")["measures"][0]
    assert f"measures:{wanted['id']}" in ask(page, "REITs")
    assert page.texts(".search-option mark") == ["REITs"]
    page.press(Keys.ENTER)
    page.wait_for_place(wanted["places"][0]["id"])


def test_a_wrong_character_lists_what_is_nearest(page: MapPage) -> None:
    page.open()
    assert CHIP_PORT in ask(page, "东方心港")
    assert "相近" in page.find("#search-results").text


def test_the_list_leads_to_all_results(page: MapPage) -> None:
    page.open()
    assert ask(page, "集成电路")[-1] == "all"
    page.find(".search-option[data-value='all']").click()
    page.until(lambda: page.find_all("#statements mark"), "the page of results is there")


def test_search_works_on_a_phone(phone: MapPage) -> None:
    phone.open()
    assert CHIP_PORT in ask(phone, "dfxg")
    results = phone.js("return document.getElementById('search-results').getBoundingClientRect().toJSON()")
    assert results["left"] >= 0
    assert results["right"] <= 390
    phone.find(f".search-option[data-value='{CHIP_PORT}']").click()
    phone.wait_for_place(CHIP_PORT)
    # The place lies in the part of the map above the sheet.
    sheet = phone.js("return document.getElementById('panel').getBoundingClientRect().top")
    shape = "return document.querySelector('.leaflet-atlas-select-pane path').getBoundingClientRect().toJSON()"
    assert phone.until(lambda: (box := phone.js(shape))["bottom"] < sheet and box["top"] > 0, "the place is in view")


def test_enter_before_the_search_is_loaded_is_not_lost(page: MapPage) -> None:
    page.open()
    page.js("const box = document.getElementById('search-input'); box.value = '集成电路'; box.form.requestSubmit()")
    page.until(lambda: "filter=industry" in page.driver.current_url, "the industry is brought out on the map")
    assert page.until(lambda: page.find_all(".found li"), "its places are listed")


def test_the_page_of_results_leads_back_to_the_map_with_the_same_places_brought_out(page: MapPage) -> None:
    page.driver.get(f"{page.root}/search?q=集成电路")
    page.find("a.search-map[href*='filter=industry']").click()
    page.until(lambda: "产业：集成电路" in page.find("#filter-chip").text, "the filter is on")
    assert page.js("return document.getElementById('map_atlas').classList.contains('focused')")
    page.driver.get(f"{page.root}/search?q=东方芯港")
    page.find("a.search-map[href*='place=fp-oriental-chip-port']").click()
    page.wait_for_place("fp-oriental-chip-port")

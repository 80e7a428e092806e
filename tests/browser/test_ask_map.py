"""Questions to the whole map: two sets of layers under a divider, the documents in their time, which parks fit."""

from __future__ import annotations

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.page import MapPage
from tests.browser.test_access import faults

pytestmark = pytest.mark.browser

NAMES = "return [...document.querySelectorAll(`.leaflet-atlas-labels-${arguments[0]}-pane .names g, "
NAMES += ".leaflet-atlas-labels-${arguments[0]}-pane .names text`)].map((one) => one.textContent).join()"
COLOURED = "return document.querySelectorAll(`.leaflet-atlas-${arguments[0]}-pane g > path`).length"
NUMBERS = "return [...document.querySelectorAll('.asked-number')].map((one) => Number(one.textContent))"
FIT = "/?lang=en#fit=industry%3Dind-ic%26industry_must%3D1%26industry_weight%3D3%26area%3D500%26area_weight%3D2"
#: Inside a cluster of 2020 and no park, and inside a park of 2021 and no cluster.
CLUSTER, PARK = (121.72, 30.955), (121.9256, 30.9235)


def drawn(page: MapPage, side: str, layer: str) -> bool:
    """Whether a side of the divider draws a layer."""
    return bool(page.find_all(f".leaflet-atlas-{side}-pane [data-drawn={layer}] path"))


def test_two_sets_of_layers_lie_under_a_divider_each_with_its_names_and_clicks(page: MapPage) -> None:
    page.open("/")
    page.find("#tool-swipe").click()
    divider = page.until(lambda: page.find("#divider"), "the divider is there")
    assert "swipe=50;@clusters;@parks" in page.driver.current_url
    page.until(lambda: "星火" in page.js(NAMES, "left") and "386" in page.js(NAMES, "right"), "both sides have names")
    assert "386" not in page.js(NAMES, "left")
    assert (drawn(page, "left", "clusters"), drawn(page, "right", "clusters")) == (True, False)
    assert (drawn(page, "left", "parks"), drawn(page, "right", "parks")) == (False, True)
    rows = page.find("#legend-rows").text
    assert "873" in rows
    assert "386" not in rows, "the legend is that of the left side, and lists what it draws"
    assert not faults(page)
    divider.send_keys(Keys.ARROW_RIGHT, Keys.PAGE_UP)
    assert divider.get_attribute("aria-valuenow") == "61"
    assert "61%" in str(divider.get_attribute("aria-valuetext"))
    divider.send_keys(Keys.HOME)
    assert "swipe=0;" in page.driver.current_url
    divider.send_keys(Keys.END)
    box = page.js("return document.querySelector('.atlas-map').getBoundingClientRect().toJSON()")
    handle = page.find(".divider-handle")
    far = -round(box["width"] * 0.25)
    ActionChains(page.driver).move_to_element_with_offset(handle, -8, 0).click_and_hold().move_by_offset(
        far, 30
    ).release().perform()
    page.until(lambda: 70 < int(divider.get_attribute("aria-valuenow") or 0) < 80, "the mouse drags it")
    page.click_at(*CLUSTER)
    page.wait_for_place("cluster-situan-haigang")
    divider.send_keys(Keys.HOME)
    page.click_at(*PARK)
    page.wait_for_place("fp-info-fish")
    page.find("#panel-close").click()
    page.find("#swipe-layers-right").click()
    page.switch("functional_areas", on=True)
    page.until(lambda: drawn(page, "right", "functional_areas"), "the tree is that of the side in hand")
    assert not drawn(page, "left", "functional_areas")
    assert ";@clusters;scopes,functional_areas" in page.driver.current_url
    page.find("#swipe-close").click()
    page.until(lambda: not page.find_all("#divider"), "it ends")
    assert "swipe=" not in page.driver.current_url
    assert page.shapes("functional_areas")


def test_the_timeline_is_stepped_by_keys_and_each_stop_is_a_link(page: MapPage) -> None:
    page.open("/#theme=grade&time=lg-plan-2020")
    slider = page.until(lambda: page.find("#time-slider"), "the slider is there")
    early = page.js(COLOURED, "time")
    assert slider.get_attribute("aria-valuetext") == page.find("#chip-time [role=status]").text.removeprefix("截至")
    page.js("document.querySelector('#time-slider').focus()")
    page.press(Keys.ARROW_RIGHT)
    page.press(Keys.ARROW_RIGHT)
    page.until(lambda: "time=new-cities-2021" in page.driver.current_url, "the slider moves and keeps the focus")
    # The list is made anew with every step.
    page.until(lambda: page.find("#stop-2025").click() or True, "the stop of a year is there")
    page.until(lambda: "到这时已到期" in page.find("#due-2025").text, "the targets of the year are due")
    assert page.js(COLOURED, "time") > early
    assert page.js(NUMBERS), "numbers of targets due"
    assert not faults(page)
    page.until(lambda: page.find("#due-2025 summary").click() or True, "the targets of the year open")
    page.until(lambda: page.find("#due-2025 [data-place]").click() or True, "the places are listed")
    page.until(lambda: page.find("#panel").get_attribute("data-shows") == "place", "a place opens from the list")
    page.find("#chip-time [aria-label='上一步']").click()
    page.until(lambda: "time=ftz-park-2025" in page.driver.current_url, "the chip steps beside an open place")
    page.driver.back()
    page.find("#time-close").click()
    page.until(lambda: not page.js(COLOURED, "time"), "the usual map is back")
    assert page.find("#legend-fold").text == "界线等级", "the theme waited for the timeline to end"
    assert not page.js(NUMBERS)


def test_ranks_stand_on_the_map_with_their_reasons_on_a_phone(phone: MapPage) -> None:
    phone.open(FIT)
    phone.until(lambda: phone.js(NUMBERS), "ranks stand on the map")
    assert 1 in phone.js(NUMBERS)
    assert phone.js("return document.documentElement.scrollWidth") <= 390
    phone.until(lambda: phone.find_all("#panel form.fit-form"), "the form of the page is here")
    assert not faults(phone)
    phone.js("document.querySelector('#panel [data-place]').click()")
    why = phone.until(lambda: phone.find(".fit-here"), "the panel of the place says why")
    assert "Integrated circuits" in why.text
    assert why.find_elements("css selector", "a.source-link")
    phone.find("#panel-back").click()
    phone.until(lambda: phone.find_all("#panel form.fit-form"), "the list is back")
    phone.js("document.querySelector('#panel .fit-form').closest('details').open = true")
    phone.js("document.querySelector('#panel .fit-form [name=area]').value = '100000'")
    phone.js("document.querySelector('#panel .fit-form [name=area_must]').checked = true")
    phone.js("document.querySelector('#panel .fit-form').requestSubmit()")
    phone.until(lambda: "area%3D100000" in phone.driver.current_url, "a changed question is in the address")
    phone.until(lambda: phone.find("#panel-title").text.startswith("5 ranked"), "unknown is not left out")
    unknown = "return document.querySelectorAll(`.leaflet-atlas-fit-pane [fill='url(#fit-unknown)']`).length"
    assert phone.js(unknown) == 5
    phone.find("#fit-close").click()
    phone.until(lambda: "fit=" not in phone.driver.current_url, "it ends")

"""A project: views kept, named, put in order, saved, opened elsewhere, shown full-screen, printed."""

from __future__ import annotations

import base64
import io
import json

import pypdf
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from geo.readers.project.project_file import read_project
from tests.browser.page import MapPage
from tests.browser.test_access import faults
from tests.browser.test_plots import DROP

pytestmark = pytest.mark.browser

#: Keeps what the page saves instead of writing it to a disk.
CATCH = """
window.saved = {};
const blobs = [];
URL.createObjectURL = (blob) => { blobs.push(blob); return "blob:none"; };
HTMLAnchorElement.prototype.click = function () {
  const blob = blobs.pop();
  if (blob) blob.arrayBuffer().then((bytes) => {
    window.saved[this.download] = btoa([...new Uint8Array(bytes)].map((one) => String.fromCharCode(one)).join(""));
  });
};
"""
TITLES = ".view-name"
STATE = "map=12/30.8900/121.8500&layers=coast,parks,scopes&place=fp-oriental-chip-port"


def keep_view(page: MapPage, hash_: str, title: str, note: str = "") -> None:
    """Go to a state and keep it as a view."""
    page.js("location.hash = arguments[0]", hash_)
    page.until(
        lambda: hash_.split("&", maxsplit=1)[0].split("=")[1][:2] == str(page.view()[0])[:2], "the view is there"
    )
    count = len(page.find_all(TITLES))
    page.find(".project-add").click()
    page.until(lambda: len(page.find_all(TITLES)) == count + 1, "the view is listed")
    field = page.find(".view-title-field")
    field.send_keys(Keys.CONTROL, "a")
    field.send_keys(title)
    page.find(".view-note-field").send_keys(note)


def saved(page: MapPage, name: str) -> bytes:
    return base64.b64decode(page.until(lambda: page.js("return window.saved[arguments[0]]", name), name))


def save_three_views(page: MapPage) -> str:
    """Keep three views, put them in order and save them."""
    page.open("/")
    page.js(CATCH)
    page.find("#tool-project").click()
    page.until(lambda: page.find_all(".project-add"), "the panel is open")
    page.find("#project-title").send_keys("选址汇报")
    keep_view(page, "map=11/30.9500/121.8500&layers=coast,scopes", "总体", "先看总体。")
    keep_view(page, STATE, "<b>芯港</b>", "芯港在南汇新城西侧。")
    keep_view(page, "map=10/30.9500/121.8500&layers=coast,scopes&filter=grade:A", "A 级图形")
    # The last comes first: by Alt with an arrow key, twice.
    for at in (2, 1):
        page.js("arguments[0].focus()", page.find(f"[data-view='{at}'] .view-name"))
        ActionChains(page.driver).key_down(Keys.ALT).send_keys(Keys.ARROW_UP).key_up(Keys.ALT).perform()
    assert page.texts(TITLES) == ["A 级图形", "总体", "<b>芯港</b>"]
    page.find("[data-view='0'] .view-down").click()
    assert page.texts(TITLES) == ["总体", "A 级图形", "<b>芯港</b>"]
    page.find("#project-save").click()
    return saved(page, "选址汇报.lingang.json").decode()


def test_a_morning_of_views_is_saved_opened_shown_and_printed(page: MapPage, atlas: Atlas) -> None:
    file = save_three_views(page)
    project = read_project(file)
    assert [(view.title, view.note) for view in project.views][::2] == [
        ("总体", "先看总体。"),
        ("<b>芯港</b>", "芯港在南汇新城西侧。"),
    ]
    assert project.data_version == atlas.version
    assert project.notes == ()
    assert project.views[2].state.place == "fp-oriental-chip-port"

    page.keep(introduction="closed")
    page.open("/")
    page.js(CATCH)
    page.driver.execute_async_script(DROP, "汇报 (1).json", file)
    page.until(lambda: len(page.find_all(TITLES)) == 3, "the project is open")
    assert page.find("#project-title").get_attribute("value") == "选址汇报"
    assert not faults(page)
    page.find("#project-brief").click()
    page.until(lambda: page.texts(".brief-title") == ["总体"], "the briefing begins")
    assert not faults(page)
    page.press(" ")
    page.press(Keys.ARROW_RIGHT)
    page.until(lambda: page.texts(".brief-title") == ["<b>芯港</b>"], "the last view")
    assert page.find(".brief-page").text.replace(" ", "") == "3/3"
    assert page.find(".brief-note").text == "芯港在南汇新城西侧。"
    assert page.texts(".brief-marks li") == ["选中：东方芯港"], "the legend names the chosen place"
    page.until(lambda: page.shapes("parks") > 3, "its layers are drawn")
    covered = page.js("return document.querySelector('.brief').getBoundingClientRect().top")
    box = page.js("return window.lingang.map.getContainer().getBoundingClientRect().bottom")
    assert box <= covered + 1, "the words lie below the map, not on it"
    assert not page.find(".map-tools").is_displayed()
    page.press(Keys.ARROW_LEFT)
    page.until(lambda: page.texts(".brief-title") == ["A 级图形"], "one back")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.find_all(".brief, .brief-marks"), "the briefing ends")
    assert page.find(".project").is_displayed()
    page.find("#project-slides").click()
    slides = saved(page, "选址汇报.pdf")
    assert len(pypdf.PdfReader(io.BytesIO(slides)).pages) == 4


#: How far the divider stands from the middle of the map.
DIVIDER = """
const map = document.querySelector(".atlas-map").getBoundingClientRect();
const divider = document.getElementById("divider").getBoundingClientRect();
return Math.abs(divider.left + divider.width / 2 - map.left - map.width / 2);
"""


def test_a_swipe_keeps_its_place_in_a_briefing(page: MapPage) -> None:
    page.open("/#map=11/30.9000/121.8500&swipe=50;@clusters;@parks")
    page.until(lambda: page.find_all("#divider"), "the divider is there")
    page.find("#tool-project").click()
    page.until(lambda: page.find_all(".project-add"), "the panel is open")
    page.find(".project-add").click()
    page.until(lambda: page.find_all(TITLES), "the view is listed")
    page.find("#project-brief").click()
    page.until(lambda: page.find_all(".brief-title") and page.js(DIVIDER) < 2, "it stands in the middle of the map")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.find_all(".brief") and page.js(DIVIDER) < 2, "and afterwards")


#: Whether panel and legend do not meet.
APART = """
const [panel, legend] = ["project", "legend"].map((id) => document.getElementById(id).getBoundingClientRect());
return panel.right <= legend.left && legend.width > 200;
"""


def test_a_closed_tab_loses_nothing_and_what_is_taken_away_comes_back(page: MapPage) -> None:
    page.open("/")
    page.find("#tool-project").click()
    page.until(lambda: page.find_all(".project-add"), "the panel is open")
    keep_view(page, "map=11/30.9500/121.8500&layers=coast,scopes", "总体", "先看总体。")
    page.driver.get("about:blank")
    page.open("/")
    page.find("#tool-project").click()
    page.until(lambda: page.texts(TITLES) == ["总体"], "the browser kept it")
    page.driver.set_window_size(1210, 800)
    page.until(lambda: page.js(APART), "the legend stands beside the panel")
    page.find("#project-clear").click()
    page.until(lambda: not page.find_all(TITLES), "it is cleared")
    assert page.js("return localStorage.getItem('lingang.project')") is None
    page.find("#project-undo").click()
    page.until(lambda: page.texts(TITLES) == ["总体"], "it is back")
    page.driver.execute_async_script(DROP, "x.lingang.json", json.dumps({"type": "lingang-project", "schema": 9}))
    page.until(lambda: "第 9 版" in page.find("#map-notice").text, "what is wrong is said")
    assert page.texts(TITLES) == ["总体"]

"""Layers of the reader's own on the page: in the tree, on the map, in the panel and in the table, as text."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from geo import Atlas
from tests.browser.page import MapPage
from tests.serving import serving
from tests.workspaces import SCRIPT, write_workspace
from webmap import create_app

pytestmark = pytest.mark.browser

PARCELS, TRACKS, SITES = "ws-xian-zhuang-di-kuai", "ws-gui-dao-xian", "ws-public-facilities"


@pytest.fixture(scope="module")
def with_own(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    source = write_workspace(tmp_path_factory.mktemp("workspace") / "mine.gpkg")
    with serving(create_app({"workspace": str(source)}, atlas=atlas)) as address:
        yield address


def test_own_layers_are_in_the_tree_on_the_map_and_in_the_panel_as_text(driver: Chrome, with_own: str) -> None:
    page = MapPage(driver, with_own)
    page.fresh(1440, 900)
    page.open()
    page.open_tree()
    group = page.find("[data-group=workspace]")
    assert "自有图层" in group.text
    assert "没有文件依据" in group.text
    assert page.texts("[data-group=workspace] .tree-count") == ["11/12", "2", "2"]
    assert page.js("return document.querySelector('#layer-tree section').dataset.group") == "workspace"
    corners = [[path for path in page.attributes(layer, "d") if path] for layer in (PARCELS, TRACKS, SITES)]
    assert [max(path.count("M") for path in paths) for paths in corners] == [11, 2, 3]
    strokes = [set(page.attributes(layer, "stroke")) - {None} for layer in (PARCELS, TRACKS, SITES)]
    assert len(set.union(*strokes)) >= 3

    page.hover_at(121.87, 30.87)
    page.until(lambda: page.texts(".hover-tip strong") == ["地块 03"], "the parcel is named")
    assert "自有要素" in page.find(".hover-tip").text
    page.click_at(121.87, 30.87)
    assert page.wait_for_panel() == f"{PARCELS}_4"
    panel = page.find("#panel").text
    assert "不属于图集，没有文件依据" in panel
    assert SCRIPT in page.section("attributes")
    assert "容积率\n1.6" in page.section("attributes")
    assert "km²" in page.section("area")
    assert not page.js("return document.querySelector('#panel script')")

    page.unfold("data")
    page.find("#panel-table").click()
    page.until(lambda: page.find_all("#dock tbody tr"), "the table is there")
    assert len(page.find_all("#dock tbody tr")) == 12
    assert page.find("#dock tbody tr.row-on").get_attribute("data-row") == f"{PARCELS}_4"
    assert SCRIPT in page.find("#dock tbody tr.row-on").text
    page.find("[data-focus='sort-attribute:容积率']").click()
    page.until(lambda: page.find_all("#dock th[aria-sort=ascending]"), "the rows are sorted")

    noise = page.console()
    assert not noise, noise


def test_own_layers_pass_over_a_filter_of_the_documents_and_speak_english(driver: Chrome, with_own: str) -> None:
    page = MapPage(driver, with_own)
    page.fresh(1440, 900)
    page.open(f"/#filter=industry:集成电路&table={PARCELS}")
    page.until(lambda: len(page.find_all("#dock tbody tr")) == 12, "a filter of the documents leaves the table whole")

    page.open(f"/?lang=en#place={TRACKS}_1")
    page.wait_for_place(f"{TRACKS}_1")
    page.until(lambda: "Length" in page.find("#panel").text, "the length of a line is told")
    page.open_tree()
    page.until(lambda: "Your layers" in page.find("[data-group=workspace]").text, "the group has its name")
    noise = page.console()
    assert not noise, noise

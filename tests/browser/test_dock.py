"""The table under the map: sorted, filtered, and in step with the shapes."""

from __future__ import annotations

import csv
import io
import urllib.request

import pytest
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from geo.measure.units import printed
from geo.places.filter import PlaceFilter
from geo.stats.layer_table import table
from geo.stats.printed_rows import is_about
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser


def rows(page: MapPage) -> list[str]:
    return list(page.js("return [...document.querySelectorAll('#dock tbody tr')].map((row) => row.dataset.row)"))


def open_table(page: MapPage, layer: str, rest: str = "") -> None:
    page.open(f"/#table={layer}{rest}")
    page.until(lambda: rows(page), "the table is there")


def test_the_table_opens_from_the_tree_without_leaving_the_map(page: MapPage, atlas: Atlas) -> None:
    page.open()
    page.open_tree()
    page.find("[data-layer='parks'] a.icon-button").click()
    page.until(lambda: rows(page), "the table is there")
    assert rows(page) == [row["place_id"] for row in table(atlas, "parks", PlaceFilter()).rows]
    assert "table=parks" in page.driver.current_url


def test_a_heading_sorts_and_says_so(page: MapPage, atlas: Atlas) -> None:
    open_table(page, "parks")
    page.find("[data-focus='sort-area_km2']").send_keys(Keys.ENTER)
    expected = [row["place_id"] for row in table(atlas, "parks", PlaceFilter(), sort="area_km2", descending=True).rows]
    page.until(lambda: rows(page) == expected, "the largest comes first")
    assert page.find("#dock [aria-sort]").get_attribute("aria-sort") == "descending"


def test_filters_leave_the_rows_the_total_and_the_export_of_what_is_shown(page: MapPage, atlas: Atlas) -> None:
    open_table(page, "shanghai_parks", "&filter=layer:shanghai_parks,document:parks-2021,kind:featured_park")
    shown = table(atlas, "shanghai_parks", PlaceFilter(document="parks-2021", kind="featured_park"))
    page.until(lambda: len(rows(page)) == len(shown.rows), "the filter holds")
    assert printed(shown.total["area_km2"], about=is_about(shown.rows)) in page.find("#dock .stats-total").text
    address = page.find("#dock a[href*='.csv']").get_attribute("href") or ""
    assert "document=parks-2021" in address
    assert "kind=featured_park" in address


def test_a_row_selects_its_shape_and_a_shape_its_row(page: MapPage) -> None:
    open_table(page, "parks")
    button = page.find("[data-row='fp-life-bay'] button, [data-row='fp-oriental-chip-port'] button")
    page.js("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    chosen = page.wait_for_panel()
    assert page.find(f"[data-row='{chosen}']").get_attribute("aria-current") == "true"
    page.js("window.lingang.map.closePopup()")
    page.find("#panel [data-place='lg-new-area']").click()
    page.wait_for_place("lg-new-area")
    assert not page.find_all("#dock [aria-current='true']")


def test_the_panel_leads_to_the_row(page: MapPage) -> None:
    page.open("/#place=fp-oriental-chip-port")
    page.wait_for_place("fp-oriental-chip-port")
    page.unfold("data")
    page.find("#panel-table").click()
    row = page.until(lambda: page.find("#dock tr[aria-current='true']"), "the row is marked")
    assert row.get_attribute("data-row") == "fp-oriental-chip-port"


def test_the_page_of_a_table_leads_to_the_map_and_back(page: MapPage) -> None:
    page.driver.get(f"{page.root}/tables/parks#fp-oriental-chip-port")
    link = page.find("#fp-oriental-chip-port td:last-child a")
    page.js("arguments[0].click()", link)
    page.wait_for_place("fp-oriental-chip-port")


def test_the_table_closes_and_back_opens_it(page: MapPage) -> None:
    open_table(page, "clusters")
    page.find("#dock-close").click()
    page.until(lambda: not page.find("#dock").is_displayed(), "the table closes")
    page.driver.back()
    page.until(lambda: page.find("#dock").is_displayed(), "it opens again")


def test_the_row_that_has_the_focus_shows_its_shape(page: MapPage) -> None:
    open_table(page, "parks")
    outlined = "return document.querySelectorAll('.leaflet-atlas-hover-pane path').length"
    assert page.js(outlined) == 0
    page.js("document.querySelector('[data-row=fp-oriental-chip-port] button').focus()")
    assert page.js(outlined) > 0
    page.js("document.activeElement.blur()")
    assert page.js(outlined) == 0


def test_the_total_stays_in_sight_below_the_rows(page: MapPage, atlas: Atlas) -> None:
    open_table(page, "parks")
    shown = table(atlas, "parks", PlaceFilter())
    total = printed(shown.total["area_km2"], about=is_about(shown.rows))
    sides = "const box = document.querySelector(arguments[0]).getBoundingClientRect(); return [box.top, box.bottom]"
    assert total in page.find("#dock tfoot").text
    top, bottom = page.js(sides, "#dock tfoot th")
    assert page.js(sides, "#dock .dock-scroll")[0] < top < bottom <= 900


def test_what_is_exported_is_what_is_shown_and_says_so(page: MapPage) -> None:
    open_table(page, "shanghai_parks", "&filter=layer:shanghai_parks,kind:featured_park,grade:B")
    page.find("[data-focus='sort-area_km2']").send_keys(Keys.ENTER)
    page.until(lambda: page.find_all("#dock [aria-sort]"), "the order is that of the areas")
    shown = page.texts("#dock tbody tr th button")
    address = str(page.find("#dock a[href*='.csv']").get_attribute("href"))
    with urllib.request.urlopen(address) as answer:
        lines = list(csv.reader(io.StringIO(answer.read().decode("utf-8-sig"))))
    names = [line[1] for line in lines[1:] if line and line[0] not in {"sum", "overlap", "total"}][: len(shown)]
    assert names == shown
    notes = "\n".join(line[0] for line in lines if line)
    assert f"行数：{len(shown)}（" in notes
    assert "featured_park" in notes
    assert "精度等级=B" in notes

"""The map sheet asked for on the map page: the view and the layers shown, on the paper and at the scale chosen."""

from __future__ import annotations

import io
from pathlib import Path

import pypdf
import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.browser.page import MapPage
from tests.geo.pdf import MM_PER_PT, fonts_of, text_of

pytestmark = pytest.mark.browser

FRAME = "return document.querySelector('.sheet-frame')?.getAttribute('d') ?? ''"


def open_form(page: MapPage) -> None:
    page.find("#tool-sheet").send_keys(Keys.ENTER)
    page.until(lambda: page.find("#sheet-form"), "the form is there")
    page.until(lambda: "1:" in page.find("#sheet-form .sheet-status").text, "the scale is told")


def save_into(page: MapPage, folder: Path) -> None:
    """Have the browser save files; it must be told before the page is opened."""
    page.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})


def fetched(page: MapPage, folder: Path) -> bytes:
    """Press the button and give the file the browser saves."""
    page.find("#sheet-make").click()
    # The browser writes under another name first.
    saved = page.until(lambda: [f for f in folder.iterdir() if f.suffix in {".pdf", ".png"}], "it is saved")
    return bytes(saved[0].read_bytes())


def test_the_view_is_printed_by_keyboard_with_the_layers_shown_at_the_scale_chosen(
    page: MapPage, tmp_path: Path
) -> None:
    save_into(page, tmp_path)
    page.open("/#map=12/30.89/121.90&layers=parks,coast")
    open_form(page)
    assert page.js("return document.activeElement.id") == "sheet-paper"
    page.press("A4")
    Select(page.find("#sheet-scale")).select_by_value("100000")
    page.find("#sheet-title").send_keys("园区一览")
    page.until(lambda: "1:100 000" in page.find("#sheet-form .sheet-status").text, "the scale is taken")
    data = fetched(page, tmp_path)
    document = pypdf.PdfReader(io.BytesIO(data))
    box = document.pages[0].mediabox
    assert (float(box.width) * MM_PER_PT, float(box.height) * MM_PER_PT) == pytest.approx((297, 210), abs=0.1)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(data)
    text = text_of(path)
    assert "园区一览" in text
    assert "1∶100,000" in text
    assert "东方芯港" in text
    assert "五大功能区" not in text
    assert all(embedded for _, embedded in fonts_of(path))
    page.press(Keys.ESCAPE)
    assert not page.find_all("#sheet-form, .sheet-frame")
    assert page.js("return document.activeElement.id") == "tool-sheet"


def test_the_frame_on_the_map_follows_paper_scale_and_view(page: MapPage) -> None:
    page.open("/#map=12/30.89/121.90")
    open_form(page)
    seen = [page.until(lambda: page.js(FRAME), "the frame is drawn")]
    Select(page.find("#sheet-scale")).select_by_value("25000")
    seen.append(page.until(lambda: page.js(FRAME) not in seen and page.js(FRAME), "the scale changes it"))
    assert "红框" in page.find("#sheet-form .sheet-status").text
    page.find("input[name='sheet-orientation'][value='portrait']").click()
    seen.append(page.until(lambda: page.js(FRAME) not in seen and page.js(FRAME), "the paper is turned"))
    page.js("window.lingang.map.panBy([200, 0], {animate: false})")
    page.until(lambda: page.js(FRAME) not in seen and page.js(FRAME), "the view moves it")


def test_a_map_without_layers_is_not_printed(page: MapPage) -> None:
    page.open("/#layers=")
    page.find("#tool-sheet").click()
    page.until(lambda: "图层" in page.find("#sheet-form .sheet-status").text, "it says why")
    assert not page.find("#sheet-make").is_enabled()


def test_on_a_phone_the_form_fits_the_screen_and_the_map_stays_in_sight(phone: MapPage, tmp_path: Path) -> None:
    save_into(phone, tmp_path)
    phone.open("/#map=11/30.89/121.90")
    phone.find("#tool-sheet").click()
    phone.until(lambda: "1:" in phone.find("#sheet-form .sheet-status").text, "the scale is told")
    assert phone.js("return document.documentElement.scrollWidth <= innerWidth")
    form = phone.js("const b = document.getElementById('sheet-form').getBoundingClientRect(); return [b.top, b.right]")
    assert form[0] > 844 * 0.3
    assert form[1] <= 390
    phone.find("input[name='sheet-kind'][value='png']").click()
    assert fetched(phone, tmp_path).startswith(b"\x89PNG")

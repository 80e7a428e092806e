"""The map sheet asked for on the map page: the view and the layers shown, on the paper and at the scale chosen."""

from __future__ import annotations

import io
import json
import re
import urllib.request
from pathlib import Path

import geopandas as gpd
import numpy as np
import pypdf
import pytest
import shapely
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from geo.measure.area import area_km2
from tests.browser.page import MapPage
from tests.geo.pdf import MM_PER_PT, fonts_of, picture_of, text_of

pytestmark = pytest.mark.browser

FRAME = "return document.querySelector('.sheet-frame')?.getAttribute('d') ?? ''"


def open_form(page: MapPage) -> None:
    page.find("#tool-sheet").send_keys(Keys.ENTER)
    page.until(lambda: page.find("#sheet-form"), "the form is there")
    page.until(lambda: "1:" in page.find("#sheet-form .sheet-status").text, "the scale is told")


def tool_of_phone(phone: MapPage) -> None:
    """Take the sheet from among the tools a phone shows behind a sign."""
    phone.find("#tool-more").click()
    phone.find("#tool-sheet").click()


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
    tool_of_phone(phone)
    phone.until(lambda: "1:" in phone.find("#sheet-form .sheet-status").text, "the scale is told")
    assert phone.js("return document.documentElement.scrollWidth <= innerWidth")
    form = phone.js("const b = document.getElementById('sheet-form').getBoundingClientRect(); return [b.top, b.right]")
    assert form[0] > 844 * 0.3
    assert form[1] <= 390
    phone.find("input[name='sheet-kind'][value='png']").click()
    assert fetched(phone, tmp_path).startswith(b"\x89PNG")


#: 4 km by 3 km on the grid of EPSG:4529.
PARCEL = shapely.box(41_384_000, 3_417_000, 41_388_000, 3_420_000)
#: What the reader sees is drawn by poppler at this many pixels per inch.
DPI = 120


def drawn_by_hand(page: MapPage) -> shapely.Polygon:
    """Draw the parcel with the mouse and give the shape that the address keeps."""
    page.find("#tool-area").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    corners = gpd.GeoSeries([PARCEL], crs="EPSG:4529").to_crs("EPSG:4326").iloc[0].exterior.coords[:-1]
    for lon, lat in corners:
        page.click_at(lon, lat)
    page.until(lambda: page.find("#draw-finish").is_enabled(), "the points are set")
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    code = page.driver.current_url.split("draw=")[1].split("&")[0]
    script = (
        "const done = arguments[1]; import('atlas/shapes/shape_code.js').then((m) => done(m.decode(arguments[0])));"
    )
    return shapely.from_geojson(json.dumps(page.driver.execute_async_script(script, code)))


def arrange(page: MapPage) -> None:
    """Fade the clusters and lower the scopes in the tree, as a planner does."""
    for layer in ("clusters", "scopes"):
        page.disclose(layer)
        page.until(lambda layer=layer: page.find(f"#detail-{layer} .tree-opacity"), "the controls are there")
    page.find("#detail-clusters input[type=range]").send_keys(Keys.HOME)
    page.until(lambda: "opacity=clusters:10" in page.driver.current_url, "the opacity is kept")
    for _ in range(3):
        page.find("#detail-scopes .tree-order button:nth-of-type(2)").send_keys(Keys.ENTER)
    page.until(lambda: "order=" in page.driver.current_url, "the order is kept")


def test_order_opacity_and_a_drawn_shape_are_on_the_sheet(page: MapPage, tmp_path: Path) -> None:
    save_into(page, tmp_path)
    page.open("/#map=12/30.89/121.80&layers=scopes,functional_areas,clusters,parks,coast")
    arrange(page)
    shape = drawn_by_hand(page)
    open_form(page)
    assert page.texts("#sheet-marks label") == ["所绘图形及面积", "", "", ""]
    assert not page.find(".sheet-actions a").is_displayed(), "a link carries no body"
    Select(page.find("#sheet-paper")).select_by_value("A4")
    Select(page.find("#sheet-scale")).select_by_value("150000")
    page.until(lambda: "1:150 000" in page.find("#sheet-form .sheet-status").text, "the scale is taken")
    data = fetched(page, tmp_path)
    (tmp_path / "sheet.pdf").write_bytes(data)
    text = text_of(tmp_path / "sheet.pdf")
    area = float(area_km2([shape], "EPSG:4326")[0])
    assert f"自绘{area:,.2f}平方公里" in text
    assert "读者自绘，不属于本图集" in text
    assert re.search("园区.*特殊综合保税区.*产业组团.*临港新片区", text.split("图例")[1]), text.split("图例")[1]
    picture = np.asarray(picture_of(data, tmp_path, DPI)).astype(int)
    # Names of functional areas are of a darker red.
    red = np.abs(picture - (179, 38, 30)).max(axis=2) < 12
    red[: 30 * DPI // 25] = red[-30 * DPI // 25 :] = False  # the disclaimer is red, too
    rows, columns = np.nonzero(red[:, : picture.shape[1] * 3 // 4])
    sides = [(found.max() - found.min()) * 25.4 / DPI for found in (columns, rows)]
    east, north = gpd.GeoSeries([shape], crs="EPSG:4326").to_crs("EPSG:4529").total_bounds.reshape(2, 2).T
    expected = [(east[1] - east[0]) / 150.0, (north[1] - north[0]) / 150.0]
    assert sides == pytest.approx(expected, abs=1.0), "the shape at its scale, with its edge"
    Select(page.find("#sheet-scale")).select_by_value("5000")
    page.until(lambda: "未全部落在图幅内" in page.find("#sheet-form .sheet-status").text, "it is told what is cut off")
    page.find("#sheet-marks input").click()
    page.until(lambda: page.find(".sheet-actions a").is_displayed(), "without the shape there is a link")
    link = str(page.find(".sheet-actions a").get_attribute("href"))
    assert "opacity=clusters%3A10" in link
    with urllib.request.urlopen(link) as answer:
        (tmp_path / "plain.pdf").write_bytes(answer.read())
    assert "自绘" not in text_of(tmp_path / "plain.pdf")


def test_the_place_selected_and_the_filter_are_offered_and_told(page: MapPage, tmp_path: Path) -> None:
    save_into(page, tmp_path)
    page.open("/#map=12/30.89/121.85&filter=industry:集成电路&place=fp-oriental-chip-port&theme=documents")
    page.wait_for_place("fp-oriental-chip-port")
    open_form(page)
    told = ["", "选中：东方芯港", "筛选：产业：集成电路", "专题：提到它的文件数"]
    page.until(lambda: page.texts("#sheet-marks label") == told, "the theme has its name once its list is there")
    (tmp_path / "s.pdf").write_bytes(fetched(page, tmp_path))
    text = text_of(tmp_path / "s.pdf")
    assert "选中：东方芯港" in text
    assert "筛选：产业：集成电路（" in text
    assert "专题图：提到它的文件数" in text


def test_on_a_phone_an_open_panel_does_not_hide_the_form(phone: MapPage) -> None:
    phone.open("/#map=11/30.89/121.90&place=fp-oriental-chip-port")
    phone.wait_for_place("fp-oriental-chip-port")
    tool_of_phone(phone)
    phone.until(lambda: "1:" in phone.find("#sheet-form .sheet-status").text, "the scale is told")
    phone.find("input[name='sheet-orientation'][value='portrait']").click()
    phone.find("#sheet-close").click()
    phone.until(lambda: phone.find("#panel h3").is_displayed(), "the panel is back")

"""What the eye meets: nothing overlaps, nothing is cut off, nothing blank, at a desk, on a phone and zoomed in."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely

from geo import Atlas
from geo.places.profile import profile
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

BOXES = """
return [...document.querySelectorAll(arguments[0])].map((node) => {
  const { left, top, right, bottom } = node.getBoundingClientRect();
  return [node.textContent, left, top, right, bottom];
});
"""
SIZES = {"desk": (1440, 900), "large": (1920, 1080), "phone": (390, 844), "zoomed to 200 %": (720, 450)}


def crossing(boxes: list[list]) -> list[tuple[str, str]]:
    """Pairs whose boxes share more than a pixel either way."""
    return [
        (a[0], b[0])
        for a, b in combinations(boxes, 2)
        if min(a[3], b[3]) - max(a[1], b[1]) > 1 and min(a[4], b[4]) - max(a[2], b[2]) > 1
    ]


@pytest.mark.parametrize("size", SIZES)
def test_the_first_view_shows_no_blank_paper_below_the_sea(page: MapPage, atlas: Atlas, size: str) -> None:
    page.fresh(*SIZES[size])
    page.open()
    ground = [
        geometry
        for layer in atlas.catalogue.layer
        if layer.role == "context"
        for geometry in atlas.layers[layer.id].geometry
        if geometry is not None and "Polygon" in geometry.geom_type
    ]
    south = float(shapely.total_bounds(ground)[1])
    assert page.js("return window.lingang.map.getBounds().getSouth()") > south
    assert page.js("return window.lingang.map.getBounds().contains(window.lingang.frame)")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_name_of_every_layer_stands_on_one_line_in_the_first_view(page: MapPage, lang: str) -> None:
    page.open(f"/?lang={lang}")
    page.open_tree()
    tall = [name for name, _, top, _, bottom in page.js(BOXES, ".tree-name") if bottom - top > 26]
    assert not tall


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_review_number_and_the_source_stay_in_sight_beside_the_panel(page: MapPage, size: str, lang: str) -> None:
    page.fresh(*SIZES[size])
    page.open(f"/?lang={lang}#place=fp-oriental-chip-port")
    page.wait_for_panel()
    boxes = page.js(BOXES, "#panel, .map-stamp, .leaflet-control-attribution, .map-tools")
    assert [bool(box[0].strip()) for box in boxes] == [True] * 4
    assert not crossing(boxes)


def test_the_tools_of_a_layer_that_is_off_show_when_the_pointer_or_the_focus_comes(page: MapPage) -> None:
    page.open()
    page.open_tree()
    opacity = "return getComputedStyle(document.querySelector('[data-layer=shanghai_parks] .row-tools')).opacity"
    assert page.js(opacity) == "0"
    page.js("document.querySelector('[data-layer=shanghai_parks] .row-tools button').focus()")
    assert page.js(opacity) == "1"


def test_on_a_phone_the_layers_of_the_table_page_take_one_line(phone: MapPage) -> None:
    phone.driver.get(f"{phone.root}/tables/new_cities?lang=en")
    tabs = phone.find(".tabs")
    assert tabs.size["height"] < 50
    first = min(phone.js(BOXES, ".tabs a"), key=lambda box: box[1])
    assert first[0] == phone.find(".tabs [aria-current]").text


def test_the_whole_area_comes_back_with_one_press(page: MapPage) -> None:
    page.open()
    before = page.view()
    page.js("window.lingang.map.setView([31.2, 121.4], 15, { animate: false })")
    page.find("#tool-home").click()
    page.until(lambda: page.view() == pytest.approx(before, abs=1e-3), "the first view is back")


def test_what_is_written_on_a_tool_is_its_name(page: MapPage) -> None:
    page.open()
    assert page.texts(".map-tools [data-tool]") == [
        "画一块地",
        "打开文件",
        "哪里适合",
        "时间",
        "对比",
        "测距",
        "出图",
        "项目",
        "底图",
        "全图",
    ]
    assert all(tool.accessible_name == tool.text for tool in page.find_all(".map-tools [data-tool]"))


def test_a_place_nobody_located_shows_what_holds_it(phone: MapPage, atlas: Atlas) -> None:
    phone.open("/#place=park-intl-info")
    phone.wait_for_place("park-intl-info")
    [holder] = [parent["id"] for parent in profile(atlas, "park-intl-info")["parents"]][-1:]
    west, south, east, north = atlas.features.geometry[holder].bounds
    top = phone.js("return document.getElementById('panel').getBoundingClientRect().top")
    phone.until(lambda: phone.pixel(west, south)[1] < top, "it lies above the sheet")
    assert phone.pixel(east, north)[1] > 0
    assert phone.pixel(east, north)[0] - phone.pixel(west, south)[0] > 60


def test_drawn_and_stated_area_stand_side_by_side_with_the_bound(page: MapPage, atlas: Atlas) -> None:
    area = profile(atlas, "lg-area-386")["area"]
    page.open("/#place=lg-area-386")
    page.wait_for_place("lg-area-386")
    page.unfold("area")
    drawn, stated = page.js(BOXES, "#panel .area-pair > div")
    assert drawn[3] <= stated[1]
    assert f"± {area['uncertainty_km2']:.2f}" in drawn[0]
    assert f"{area['stated_area_km2']:g} km²" in stated[0]
    assert "2020产业规划" in stated[0]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_map_moves_at_once_for_who_asks_for_less_motion(page: MapPage, motion: str) -> None:
    features = [{"name": "prefers-reduced-motion", "value": motion}]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page.open("/#map=11/30.9/121.8")
        moved = page.js(
            """
            const { map } = window.lingang;
            const left = () => map.getPane("mapPane").getBoundingClientRect().left;
            const before = left();
            map.panBy([100, 0]);
            const pan = Math.round(before - left());
            map.zoomIn();
            return [pan, document.querySelectorAll(".leaflet-zoom-anim").length];
            """
        )
        assert (moved == [100, 0]) == (motion == "reduce")
    finally:
        page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_phone_reaches_everything_with_one_finger(phone: MapPage) -> None:
    phone.open("/#place=fp-oriental-chip-port")
    phone.wait_for_panel()
    [panel] = phone.js(BOXES, "#panel")
    phone.find("#tool-more").click()
    for part in (".tool", "#legend"):
        for box in phone.js(BOXES, part):
            assert box[1] >= 0
            assert box[3] <= 390
            assert not crossing([panel, box])
    phone.find("#panel-close").click()
    phone.disclose("parks")
    links = phone.until(lambda: phone.find_all("#detail-parks .tree-downloads > *"), "the details are there")
    assert [link.text for link in links] == ["缩放至图层", "属性表", "面积统计", "XLSX"]
    links[1].click()
    phone.until(lambda: phone.find("#dock tbody tr"), "the table is there")
    assert not phone.find("#tree").is_displayed()
    phone.find("#dock tbody tr button").click()
    phone.wait_for_panel()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 600, 800, 1000, 1200])
def test_the_title_line_and_the_panel_leave_room_at_every_width(page: MapPage, width: int, lang: str) -> None:
    page.fresh(width, 800)
    page.open(f"/?lang={lang}#place=lg-area-386")
    page.wait_for_panel()
    assert page.js("return document.documentElement.scrollWidth") <= width
    title = page.js(BOXES, ".top-toggle, .top-title, .top-data, .top .search, .top-nav > *, .top-lang")
    title = [box for box in title if box[3] > box[1]]
    assert len(title) >= (9 if width >= 1000 else 4)
    assert not crossing(title)
    assert all(box[1] >= 0 and box[3] <= width for box in title)
    [panel], [frame] = page.js(BOXES, "#panel"), page.js(BOXES, "#map_atlas")
    beside = panel[1] > frame[1] + 1
    room = panel[1] - frame[1] if beside else panel[2] - frame[2]
    assert room > 250

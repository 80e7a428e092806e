"""Measuring, drawing and files: the server measures, the address keeps the shape."""

from __future__ import annotations

import base64
import json
import re
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from selenium.webdriver.common.keys import Keys

from geo.measure.area import area_km2, length_m
from tests.browser.page import MapPage
from webmap.i18n import number

pytestmark = pytest.mark.browser

VIEW = "/#map=12/30.88/121.85"
CORNERS = [(121.82, 30.91), (121.88, 30.91), (121.88, 30.87), (121.82, 30.87)]
#: Easting and northing in EPSG:4529, metres.
PARCEL = shapely.box(41_390_000, 3_417_000, 41_391_200, 3_417_800)
SHAPE = """
import('atlas/shapes/shape_code.js').then(({ decodeAll }) => {
  const [first] = decodeAll(decodeURIComponent(arguments[0]));
  done(first.geometry);
});
"""


def draw(page: MapPage, tool: str, points: list[tuple[float, float]]) -> None:
    page.open(VIEW)
    page.find(f"#tool-{tool}").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    for lon, lat in points:
        page.click_at(lon, lat)
    page.until(lambda: page.find("#draw-finish").is_enabled(), "the points are set")


def code_of(page: MapPage) -> str:
    return page.driver.current_url.split("draw=")[1].split("&")[0]


def geometry_of(page: MapPage) -> dict:
    script = f"const done = arguments[arguments.length - 1]; {SHAPE}"
    return dict(page.driver.execute_async_script(script, code_of(page)))


def test_a_drawn_area_is_measured_to_the_digit_by_the_server(page: MapPage) -> None:
    draw(page, "area", CORNERS)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    shape = shapely.from_geojson(json.dumps(geometry_of(page)))
    expected = float(area_km2([shape], "EPSG:4326")[0])
    assert number(expected) in page.find("#drawn-size [data-unit='km2']").text
    assert number(expected * 1500, "mu") in page.find("#drawn-size [data-unit='mu']").text
    assert "临港新片区" in page.section("touched")
    assert "占所绘" in page.section("touched")
    assert "在界内" in page.section("touched"), "how the shape stands to the boundary"


def test_a_drawn_shape_comes_back_from_its_link(page: MapPage) -> None:
    draw(page, "area", CORNERS)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    before = page.find("#drawn-size").text
    link = page.driver.current_url
    page.fresh(1440, 900)
    page.driver.get(link)
    page.until(lambda: page.find("#drawn-size").text == before, "the same figures")
    assert len(code_of(page)) < 60


def test_a_line_is_measured_while_it_is_drawn(page: MapPage) -> None:
    draw(page, "length", CORNERS[:2])
    shown = page.until(lambda: page.find("#draw-figure").text, "the length shows")
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    shape = shapely.from_geojson(json.dumps(geometry_of(page)))
    assert shown == f"{number(length_m([shape], 'EPSG:4326')[0] / 1000, 'km')} km"


def test_drawing_works_with_the_keyboard_alone(page: MapPage) -> None:
    page.open(VIEW)
    page.find("#tool-area").send_keys(Keys.ENTER)
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    page.press(" ")
    for key in (Keys.ARROW_RIGHT, Keys.ARROW_DOWN):
        before = page.view()
        page.press(key)
        page.until(lambda b=before: page.view() != b, "the map moves")
        page.until(lambda: not page.js("return window.lingang.map._panAnim?._inProgress"), "the map rests")
        page.press(" ")
    page.press(Keys.ENTER)
    page.until(lambda: page.find("#drawn-size"), "the result is there")


def test_escape_puts_the_tool_away_and_nothing_else(page: MapPage) -> None:
    page.open("/#place=lg-new-area")
    page.wait_for_place("lg-new-area")
    page.find("#tool-area").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.find_all("#draw-finish"), "the tool is away")
    assert page.panel_open()


def test_an_outline_that_crosses_itself_is_told_so(page: MapPage) -> None:
    draw(page, "area", [CORNERS[0], CORNERS[2], CORNERS[1], CORNERS[3]])
    page.until(lambda: "自相交" in page.find("#draw-figure").text, "the page says so")
    assert all("422" in line for line in page.console())


def test_a_file_of_the_reader_is_measured_and_named(page: MapPage, tmp_path: Path) -> None:
    file = tmp_path / "地块.geojson"
    box = shapely.box(121.9, 30.88, 121.92, 30.9)
    file.write_text(shapely.to_geojson(box), encoding="utf-8")
    page.open()
    page.js("HTMLInputElement.prototype.click = () => {}")  # no dialog of the system
    page.find("#tool-file").click()
    chooser = page.until(lambda: page.find("#upload-input"), "a file is asked for")
    page.js("arguments[0].hidden = false", chooser)
    chooser.send_keys(str(file))
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    assert number(area_km2([box], "EPSG:4326")[0]) in page.find("#drawn-size").text
    assert "地块.geojson" in page.find("#panel").text


DROP = """
const [name, coded] = arguments;
const bytes = Uint8Array.from(atob(coded), (character) => character.charCodeAt(0));
const dataTransfer = new DataTransfer();
dataTransfer.items.add(new File([bytes], name));
const map = document.getElementById("map_atlas");
for (const type of ["dragenter", "dragover", "drop"]) {
  map.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
  await import("atlas/tools/upload.js");
}
"""


@pytest.fixture(scope="module")
def parcel(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write one parcel, with edges along the grid of EPSG:4529, in a format."""
    folder = tmp_path_factory.mktemp("parcel")

    def write(kind: str) -> Path:
        plane = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[PARCEL], crs="EPSG:4529")
        if kind == "txt":
            ring = list(PARCEL.exterior.coords)
            points = "".join(f"J{i % 4 + 1},1,{y:.3f},{x:.3f}\n" for i, (x, y) in enumerate(ring))
            head = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=41\n[地块坐标]\n"
            path = folder / "x.txt"
            path.write_text(f"{head}4,{PARCEL.area / 1e4:.4f},D1,甲,面,,,,@\n{points}", encoding="gbk")
            return path
        if kind in ("geojson", "kml", "kmz"):
            plane = plane.to_crs("EPSG:4326")
        path = folder / ("x.shp" if kind == "zip" else f"x.{kind}")
        frame = plane[["geometry"]] if kind == "dxf" else plane
        frame.to_file(path, driver={"kml": "LIBKML", "kmz": "LIBKML", "dxf": "DXF"}.get(kind))
        if kind != "zip":
            return path
        with zipfile.ZipFile(folder / "x.zip", "w") as archive:
            for part in folder.glob("x.*"):
                if part.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"}:
                    archive.write(part, part.name)
        return folder / "x.zip"

    return write


@pytest.mark.parametrize("kind", ["geojson", "zip", "gpkg", "kml", "kmz", "dxf", "txt"])
def test_a_file_dropped_on_the_map_is_measured_to_the_digit(
    page: MapPage, parcel: Callable[[str], Path], kind: str
) -> None:
    file = parcel(kind)
    page.open()
    script = f"const done = arguments[2]; (async () => {{ {DROP} }})().then(() => done());"
    page.driver.execute_async_script(script, file.name, base64.b64encode(file.read_bytes()).decode())
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    expected = float(area_km2([PARCEL], "EPSG:4529")[0])
    assert number(expected) in page.find("#drawn-size [data-unit='km2']").text
    assert number(expected * 1500, "mu") in page.find("#drawn-size [data-unit='mu']").text
    assert file.name in page.find("#panel").text
    assert page.find("#site-name").get_attribute("value") == file.stem
    assert "临港新片区" in page.section("touched")
    # What the server says of the shape in the link is what the page shows.
    body = json.dumps(geometry_of(page)).encode()
    headers = {"Content-Type": "application/geo+json"}
    with urllib.request.urlopen(urllib.request.Request(f"{page.root}/measure", body, headers)) as answer:
        said = json.load(answer)
    assert number(said["area"]["area_km2"]) in page.find("#drawn-size [data-unit='km2']").text


def test_a_drawn_area_has_its_report_as_a_file(page: MapPage, tmp_path: Path) -> None:
    page.driver.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    draw(page, "area", CORNERS)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    assert page.find("#panel .button-primary").text == "规划情况报告", "one primary action"
    page.js("document.querySelector('#panel [data-section=data]').open = true")
    files = {
        "geojson": "lingang-drawn.geojson",
        "csv": "lingang-drawn.csv",
        "figures": "lingang-drawn.xlsx",
        **{kind: f"lingang-report.{kind}" for kind in ("json", "xlsx", "pdf")},
    }
    for name, file in files.items():
        page.js("arguments[0].click()", page.find(f"#panel [data-save='{name}']"))
        page.until(lambda file=file: (tmp_path / file).is_file(), f"{file} is on the disk")
    extract = json.loads((tmp_path / "lingang-report.json").read_text(encoding="utf-8"))
    assert extract["applies"]
    assert (tmp_path / "lingang-report.pdf").read_bytes().startswith(b"%PDF")
    saved = json.loads((tmp_path / "lingang-drawn.geojson").read_text(encoding="utf-8"))
    assert saved["geometry"] == geometry_of(page)
    assert number(saved["properties"]["area_km2"]) in page.find("#drawn-size").text


def test_a_file_that_cannot_be_read_is_told_in_plain_words(page: MapPage, tmp_path: Path) -> None:
    file = tmp_path / "x.gpkg"
    file.write_text("nothing", encoding="utf-8")
    page.open()
    page.js("HTMLInputElement.prototype.click = () => {}")
    page.find("#tool-file").click()
    chooser = page.until(lambda: page.find("#upload-input"), "a file is asked for")
    page.js("arguments[0].hidden = false", chooser)
    chooser.send_keys(str(file))
    page.until(lambda: "未能读取 x.gpkg" in page.find("#map-notice").text, "the page says so")
    assert "内容与扩展名不符" in page.find("#map-notice").text
    assert not re.search("[a-z]{6}", page.find("#map-notice").text.replace("x.gpkg", "")), (
        "what is English is folded away"
    )
    assert all("400" in line for line in page.console())


def test_a_damaged_link_is_told_in_plain_words(page: MapPage) -> None:
    page.open("/#draw=a!!")
    page.until(lambda: "损坏" in page.find("#panel").text, "the page says so")


def test_the_pointer_reads_coordinates(page: MapPage) -> None:
    page.open(VIEW)
    page.hover_at(121.85, 30.88)
    text = page.until(lambda: page.find("#coordinates").text, "the coordinates show")
    assert text.startswith("WGS 84 121.8")


def test_measuring_asks_only_our_own_server(page: MapPage) -> None:
    draw(page, "area", CORNERS)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    assert not [url for url, _ in page.requests() if not page.is_ours(url)]
    with urllib.request.urlopen(f"{page.root}/healthz") as answer:
        assert answer.status == 200

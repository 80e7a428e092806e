"""The folder on a USB stick: opened from the disk in a real Chromium, with no server and no internet."""

from __future__ import annotations

import re
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pyogrio
import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from geo.places.filter import PlaceFilter, describe
from geo.places.search import search
from geo.stats.layer_table import table
from geo.stats.printed_rows import account_totals, cell_text
from tests.browser.page import MapPage
from webmap import create_app
from webmap.cli.static_site import write_bundle

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("bundle") / "stick"
    write_bundle(create_app(atlas=atlas), target)
    return target


@pytest.fixture
def stick(driver: webdriver.Chrome, folder: Path) -> MapPage:
    page = MapPage(driver, folder.as_uri())
    page.fresh(1440, 900)
    return page


def test_checksums_are_those_sha256sum_computes(folder: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert listed == {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()} - {"SHA256SUMS"}


def test_no_link_leads_out_of_the_folder_or_to_nothing(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        for address in re.findall(r'(?:href|src)="([^"#?]+)', page.read_text(encoding="utf-8")):
            if not address.startswith("data:"):
                assert (page.parent / unquote(address)).is_file(), f"{page.relative_to(folder)}: {address}"


@pytest.mark.parametrize(("file", "name"), [("index.html", "东方芯港"), ("index.en.html", "Oriental Chip Port")])
def test_the_map_opens_from_the_disk_and_shows_a_place(stick: MapPage, file: str, name: str) -> None:
    stick.open(f"/{file}#place=fp-oriental-chip-port")
    assert stick.js("return document.querySelectorAll('.leaflet-pane path').length") > 50
    stick.until(lambda: name in stick.find("#panel").text, "the panel shows the place")
    links = stick.js("return [...document.querySelectorAll('#panel a[href]')].map((link) => link.href)")
    page = next(link for link in links if "/places/" in link and link.endswith(".html"))
    stick.driver.get(page)
    assert name in stick.find("h1").text
    assert not stick.console()


def test_the_folder_opens_from_a_plain_web_server_and_offers_no_tool_that_needs_ours(
    driver: webdriver.Chrome, folder: Path
) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        page = MapPage(driver, f"http://127.0.0.1:{server.server_port}")
        page.fresh(1440, 900)
        page.open("/index.html#layers=parks")
        assert page.shapes("parks") > 10
        tools = {tool.get_attribute("data-tool") for tool in page.find_all("[data-tool]")}
        assert {"time", "swipe", "project", "base"} <= tools
        assert not tools & {"length", "area", "file", "sheet"}
        assert not page.console()
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


def test_the_timeline_and_the_comparison_of_the_folder_are_those_of_the_service(stick: MapPage, served: str) -> None:
    stick.open("/index.html#time=2020")
    stick.until(lambda: stick.find_all("#time-slider"), "the stop of the address")
    stick.find("#time-step1").click()
    stick.until(lambda: "new-cities-2021" in stick.js("return location.hash"), "the next stop")
    stick.until(lambda: stick.find_all("#stop-new-cities-2021[aria-current]"), "is shown")
    told = (stick.texts("#panel h2"), stick.texts(".asked-list > li"), stick.texts(".asked-box .theme-rows li"))
    assert not stick.find_all("#panel .panel-links")
    stick.find("#tool-swipe").click()
    stick.until(lambda: stick.find_all("#divider"), "two sides")
    sides = stick.texts("#swipe-bar option:checked")
    assert not stick.console()
    page = MapPage(stick.driver, served)
    page.open("/#time=new-cities-2021")
    page.until(lambda: page.find_all("#stop-new-cities-2021[aria-current]"), "the same stop of the service")
    assert told == (page.texts("#panel h2"), page.texts(".asked-list > li"), page.texts(".asked-box .theme-rows li"))
    assert sides == ["两带一廊多组团 · 2020产业规划", "一带多区 · 2021园区规划"]


def test_a_link_to_what_needs_the_service_says_so(stick: MapPage) -> None:
    stick.driver.get(f"{stick.root}/index.html#fit=ind-ic")
    stick.until(lambda: "此文件夹没有这项内容" in stick.find("#panel").text, "the panel says what the folder has not")


def test_every_module_travels_along(stick: MapPage) -> None:
    stick.open("/index.html")
    script = """
    const done = arguments[arguments.length - 1];
    const { imports } = JSON.parse(document.querySelector("script[type=importmap]").textContent);
    const names = Object.keys(imports);
    Promise.all(names.map((name) => import(name))).then(() => done(names), (error) => done(String(error)));
    """
    assert "atlas/map/keyboard.js" in stick.driver.execute_async_script(script)
    assert not stick.console()


def test_the_map_of_the_folder_is_worked_with_the_keys(stick: MapPage) -> None:
    stick.open("/index.html#map=12/30.9/121.9")
    stick.js("window.lingang.map.getContainer().focus()")
    stick.until(lambda: stick.find_all(".map-under"), "the keys are watched")
    stick.press(Keys.ARROW_RIGHT)
    stick.until(lambda: stick.find(".map-under").text, "the shape under the cross is named")
    stick.press(Keys.ENTER)
    stick.wait_for_panel()
    assert not stick.console()


def test_what_needs_the_service_is_not_in_the_folder(folder: Path) -> None:
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert "aria-disabled" not in text, page.name
        if page.name.startswith(("index", "compare")) or page.parent.name == "stats":
            assert "<form" not in text.replace('<form class="search"', ""), page.name
        assert ("离线" if page.name.count(".") == 1 else "offline") in text, "it says what it leaves out"


@pytest.mark.parametrize(
    "typed", ["dfxg", "东方芯港", "集成电路", "滴水湖", "EDA", "chip port", "121.9,30.9", "3421000, 41395000"]
)
def test_the_search_of_the_folder_answers_as_the_service(stick: MapPage, atlas: Atlas, typed: str) -> None:
    ours, theirs = search(atlas, typed, most=20), asked(stick, f"search?q={quote(typed)}&most=20")
    assert {key: theirs[key] for key in ("groups", "counts", "left_out")} == {
        key: ours[key] for key in ("groups", "counts", "left_out")
    }
    for group in ours["groups"]:
        for mine, other in zip(ours[group], theirs[group], strict=True):
            assert {key: other[key] for key in ("id", "match", "excerpt_zh", "excerpt_en") if key in mine} == {
                key: mine[key] for key in ("id", "match", "excerpt_zh", "excerpt_en") if key in mine
            }
    for mine, other in zip(ours["coordinates"], theirs["coordinates"], strict=True):
        assert (mine["lon"], mine["lat"]) == pytest.approx((other["lon"], other["lat"]), abs=1e-8)


@pytest.mark.parametrize(
    "given", [{"industry": "集成电路"}, {"kind": "park", "grade": "C"}, {"document": "parks-2021"}]
)
def test_the_filters_of_the_folder_answer_as_the_service(stick: MapPage, atlas: Atlas, given: dict[str, str]) -> None:
    query = "&".join(f"{name}={quote(value)}" for name, value in given.items())
    ours, theirs = describe(atlas, PlaceFilter(**given)), asked(stick, f"places.json?{query}")
    assert theirs["places"]
    for mine, other in zip(ours["places"], theirs["places"], strict=True):
        assert (mine["id"], mine["says"]) == (other["id"], other["says"])
    assert theirs["total"]["area_km2"] == pytest.approx(ours["total"]["area_km2"], abs=1e-6)
    assert theirs["innermost"]["total"]["area_km2"] == pytest.approx(ours["innermost"]["total"]["area_km2"], abs=1e-6)


def test_the_page_of_a_table_filters_and_sorts_itself(stick: MapPage, atlas: Atlas) -> None:
    stick.driver.get(f"{stick.root}/tables/parks.html")
    stick.find("[name=industry]").send_keys("集成电路", Keys.ENTER)
    some = table(atlas, "parks", PlaceFilter(industry="集成电路"), sort="area_km2", descending=True)
    rows = "return [...document.querySelectorAll('.places-table tbody tr')].map((row) => row.id)"
    stick.until(lambda: len(stick.js(rows)) == len(some.rows), "the filter holds")
    stick.find("[data-sort=area_km2]").click()
    stick.until(lambda: stick.js(rows) == [row["place_id"] for row in some.rows], "the largest comes first")
    assert cell_text(account_totals(some)["total"], "area_km2") in stick.find(".stats-total").text
    assert not stick.console()


def test_the_controls_of_the_folder_do_what_those_of_the_service_do(
    driver: webdriver.Chrome, folder: Path, served: str
) -> None:
    walked = [walk(MapPage(driver, root), start) for root, start in ((served, "/"), (folder.as_uri(), "/index.html"))]
    assert walked[0] == walked[1]


def walk(page: MapPage, start: str) -> dict[str, Any]:
    """Use each control the folder has once; return what it did."""
    said: dict[str, Any] = {}
    page.fresh(1440, 900)
    page.open(start)
    page.find("#search-input").send_keys("dfxg")
    shown = "return document.getElementById('search-input').dataset.shown"
    page.until(lambda: page.js(shown) == "dfxg", "the hits are those of the text")
    said["hits"] = page.texts(".search-option")[:2]
    page.press(Keys.ENTER)
    said["panel"] = page.wait_for_panel()
    page.open(f"{start}#table=parks&filter=layer:parks,kind:park")
    page.until(lambda: page.find_all("#dock tbody tr"), "the table is there")
    page.find("[data-focus='sort-area_km2']").send_keys(Keys.ENTER)
    page.until(lambda: page.find_all("#dock [aria-sort=descending]"), "the rows are sorted")
    said["rows"] = page.texts("#dock tbody th")
    said["total"] = page.find("#dock .stats-total").text
    said["chip"] = page.find("#filter-chip").text
    page.open(f"{start}#filter=industry:集成电路")
    page.until(lambda: page.find("#filter-area"), "the list is there")
    said["found"] = page.texts(".found [data-place]")
    page.open_tree()
    said["tree"] = page.texts("#layer-tree .tree-count")
    assert not page.console()
    return said


def asked(page: MapPage, address: str) -> dict[str, Any]:
    """Ask what the page asks; return its answer."""
    if "index.html" not in page.driver.current_url:
        page.open("/index.html")
    script = "const [address, done] = arguments; fetch(`./${address}`).then((a) => a.json()).then(done);"
    return dict(page.driver.execute_async_script(script, address))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


def test_the_layers_and_statistics_travel_along(folder: Path, atlas: Atlas) -> None:
    for layer in atlas.layer_ids:
        assert len(pyogrio.read_dataframe(folder / "data" / f"{layer}.gpkg", layer=layer)) == len(atlas.layer(layer))
    for zones in atlas.zone_layers:
        assert (folder / "stats" / f"{zones}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert atlas.version in (folder / "README.txt").read_text(encoding="utf-8-sig")

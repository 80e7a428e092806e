"""The folder on a USB stick: opened from the disk in a real Chromium, with no server and no internet."""

from __future__ import annotations

import re
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pyogrio
import pytest
from selenium import webdriver
from selenium.webdriver.common.keys import Keys

from geo import Atlas
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
        for address in re.findall(r'(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8")):
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
        assert "base" in tools
        assert not tools & {"length", "area", "file", "sheet"}
        assert not page.console()
    finally:
        server.shutdown()
        thread.join(timeout=10)
        server.server_close()


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
        assert "<form" not in text, page.name
        assert "aria-disabled" not in text, page.name


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


def test_the_layers_and_statistics_travel_along(folder: Path, atlas: Atlas) -> None:
    for layer in atlas.layer_ids:
        assert len(pyogrio.read_dataframe(folder / "data" / f"{layer}.gpkg", layer=layer)) == len(atlas.layer(layer))
    for zones in atlas.zone_layers:
        assert (folder / "stats" / f"{zones}.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert atlas.version in (folder / "README.txt").read_text(encoding="utf-8-sig")

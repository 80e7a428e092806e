"""MapLibre GL, a map of others, draws our style in a real Chromium, and asks nobody but us."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.wrappers import Response

from geo import Atlas
from tests.browser.conftest import start_chromium
from tests.serving import serving
from webmap import create_app
from webmap.http.assets import MAPLIBRE

pytestmark = pytest.mark.browser

LIBRARY = f"/static/vendor/{MAPLIBRE}/maplibre-gl"
PAGE = """<!doctype html><meta charset="utf-8"><title>MapLibre</title>
<link rel="stylesheet" href="LIBRARY.css"><style>html, body, #map { height: 100%; margin: 0 }</style>
<div id="map"></div><script src="LIBRARY-csp.js"></script>
<script>
  maplibregl.setWorkerUrl("LIBRARY-csp-worker.js");
  window.faults = [];
  window.map = new maplibregl.Map({ container: "map", style: "/tiles/style.json", center: [121.9, 30.92], zoom: 10 });
  window.map.on("error", (event) => window.faults.push(String(event.error)));
  window.map.once("idle", () => { window.done = true; });
</script>""".replace("LIBRARY", LIBRARY)


@pytest.fixture
def address(atlas: Atlas) -> Iterator[str]:
    """Serve the atlas, and a page of another's map beside it, at one address."""
    page = Response(PAGE, mimetype="text/html")
    app = create_app({"access_log": False}, atlas=atlas)
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/maplibre": page})  # type: ignore[method-assign]
    with serving(app) as served:
        yield served


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    chromium = start_chromium(tmp_path, logged=True, more=("--use-angle=swiftshader", "--enable-unsafe-swiftshader"))
    chromium.set_window_size(900, 700)
    yield chromium
    chromium.quit()


def test_maplibre_draws_every_layer_of_our_style(browser: webdriver.Chrome, address: str, atlas: Atlas) -> None:
    browser.get(f"{address}/maplibre/")
    webdriver.support.ui.WebDriverWait(browser, 60).until(lambda one: one.execute_script("return window.done"))
    assert browser.execute_script("return window.faults") == []
    drawn, styled = browser.execute_script(
        """const layer = (one) => one.sourceLayer || one["source-layer"];
        return [window.map.queryRenderedFeatures().map(layer), window.map.getStyle().layers.map(layer)]"""
    )
    # Names of towns are texts only, and a style without glyphs has none.
    expected = {entry.id for entry in atlas.catalogue.layer if entry.visible and entry.id in styled}
    assert len(expected) >= 5
    assert expected == expected & set(drawn)
    sent = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [one["params"]["request"]["url"] for one in sent if one["method"] == "Network.requestWillBeSent"]
    hosts = {urlsplit(url).netloc for url in asked if url.startswith("http")}
    assert hosts == {urlsplit(address).netloc}
    # Tiles are asked for by a worker, which the log leaves out: no other host has an address here (`FLAGS`), so that a
    # tile from elsewhere would be a fault.

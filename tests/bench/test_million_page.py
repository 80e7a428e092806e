"""A million parcels on the page: how soon a view has its tiles, and how smoothly it pans beside the empty map.

    LINGANG_BENCH_MILLION=1 pytest tests/bench/test_million_page.py -s

The layer is imported, served by the command line with two workers, and its tiles are built first. `first` is the first
picture of a tile after the view was set, `all` the last one. Cold is a view nobody has seen, warm is one seen before,
whose answers the browser asks for again. A task is long from 50 ms on; the browser itself says which were.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from selenium.webdriver import Chrome

from tests.bench import generate
from tests.bench.load import OURS, Server, served
from tests.bench.test_first_view import RECORD, frames
from tests.browser.page import MapPage

COUNT = int(os.environ.get("LINGANG_BENCH_COUNT", "1000000"))
LAYER = "ws-parcels"
PASSES = 5
#: Zooms and middles of views; the first is only there to come from.
AWAY = (12, 30.70, 121.20)
VIEWS = [(12, 30.91, 121.70), (14, 30.88, 121.62), (15, 30.93, 121.80), (16, 30.90, 121.74), (17, 30.86, 121.90)]
PAN = (
    "lingang.map.once('moveend', () => setTimeout(end, 300)); "
    "lingang.map.panBy([900, 300], {animate: true, duration: 4, easeLinearity: 1});"
)
#: Set a view and say when the first and the last picture of a tile came, in ms.
SHOW = """
const [zoom, lat, lon, done] = arguments;
const began = performance.now();
const came = [];
let quiet = 0;
const wait = () => {
  clearTimeout(quiet);
  quiet = setTimeout(() => { watch.disconnect(); done(came); }, 1500);
};
const watch = new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const node of addedNodes)
      if (node.nodeName === "CANVAS") requestAnimationFrame(() => { came.push(performance.now() - began); wait(); });
});
watch.observe(document.querySelector(".tile-grid"), { childList: true, subtree: true });
lingang.map.setView([lat, lon], zoom, { animate: false });
wait();
"""
LONG = """
window.long = [];
new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => window.long.push(duration)))
  .observe({ type: "longtask" });
"""

pytestmark = pytest.mark.skipif(
    not os.environ.get("LINGANG_BENCH_MILLION"), reason="takes minutes: set LINGANG_BENCH_MILLION"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("million")
    generate.parcels(COUNT, "tiled").to_file(folder / "parcels.gpkg", engine="pyogrio")
    store = str(folder / "store")
    imported = ["import", str(folder / "parcels.gpkg"), "--as", "parcels", "--store", store]
    subprocess.run([sys.executable, *OURS[:2], *imported], check=True)
    environment: dict[str, str] = {**os.environ, "WEB_CONCURRENCY": "2", "LINGANG_ACCESS_LOG": "false"}
    with served([*OURS, "--store", store], env=environment) as one:
        began = time.perf_counter()
        urllib.request.urlopen(f"{one.address}/tiles/{LAYER}.json", timeout=60).close()
        while one.runs("lingang-tiles"):
            time.sleep(1)
        sizes = ", ".join(f"{path.name} {path.stat().st_size / 1e6:.0f} MB" for path in sorted(Path(store).iterdir()))
        print(f"\nbuilt in {time.perf_counter() - began:.0f} s; {sizes}; server {one.pss_mb():.0f} MB")
        yield one


def test_views_have_their_tiles_soon(driver: Chrome, server: Server) -> None:
    page = opened(driver, server)
    for what in ("cold", "warm"):
        for view in VIEWS:
            show(page, AWAY)
            came = show(page, view)
            assert came, f"no tile at {view}"
            print(f"\n{what}, zoom {view[0]}: first {came[0]:.0f} ms, all {len(came)} {came[-1]:.0f} ms", end="")
    print(f"\nserver {server.pss_mb():.0f} MB")


def test_panning_keeps_the_frames_of_the_empty_map(driver: Chrome, server: Server) -> None:
    page = opened(driver, server)
    page.js(RECORD)
    page.js(LONG)
    seen: dict[str, list[float]] = {"with": [], "without": []}
    long: dict[str, list[float]] = {"with": [], "without": []}
    for number in range(2 * PASSES):
        what = "without" if number % 2 else "with"
        page.switch(LAYER, on=what == "with")
        # Always somewhere new, so that tiles must come while it moves.
        show(page, (15, 30.84 + 0.012 * number, 121.55 + 0.03 * (number // 2)))
        page.js("window.long.length = 0")
        gaps = frames(page, PAN)
        seen[what].append(1000 * len(gaps) / sum(gaps))
        long[what].append(max(page.js("return window.long"), default=0.0))
    for what, rates in seen.items():
        longest = ", ".join(f"{one:.0f}" for one in long[what])
        print(f"\n{what} the parcels: {median(rates):.1f} frames a second, longest task of each pass {longest} ms")
    print(f"share {median(seen['with']) / median(seen['without']):.2f}")


def opened(driver: Chrome, server: Server) -> MapPage:
    page = MapPage(driver, server.address)
    page.fresh(1440, 900)
    zoom, lat, lon = AWAY
    page.open(f"/#map={zoom}/{lat}/{lon}&layers={LAYER}")
    page.until(lambda: page.find_all(".tile-grid"), "the layer is there")
    return page


def show(page: MapPage, view: tuple[int, float, float]) -> list[float]:
    """Set a view; times in ms at which pictures of tiles came."""
    came: Any = page.driver.execute_async_script(SHOW, *view)
    return [float(one) for one in came]

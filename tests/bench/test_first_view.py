"""How soon a planning layer is drawn, beside the page a planner would make with plain Folium, both in one run.

The peer in its normal form is rendered for each request, as a Flask view does, and loads what Folium loads, from our
own server: once with the layers visible at first, once with all that our page brings and offers. Two favours to it are
measured too: the page rendered before, and all files but Leaflet's taken out by hand. All
are served by waitress, as the atlas is; every visit begins with an empty cache on a browser that has come to rest.

Two clocks, the same for all. `drawn`: a shape of a planning layer is in the document, and two frames have begun since,
so that the first of them has been handed over; if the shape is not shown by then, the frame that shows it is waited
for. `seen`: the browser's own first contentful paint, when pixels were presented; on the peer's page nothing but the
map has content, on ours the same frame holds the still. For ours the still of the first view counts, as that is what
the planner sees; the live layers and the tree are printed beside it.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean, median
from typing import Any

import pytest
import waitress
from flask import Response, request, send_from_directory
from selenium.webdriver import Chrome

from geo import Atlas
from tests.bench.folium_peer import ASSETS, NEEDED, assets_folder, plain_folium
from tests.browser.conftest import start_chromium
from tests.browser.page import MapPage
from webmap import create_app

RUNS = 21
REST_S = 0.6
WINDOW = {"width": 1440, "height": 900, "deviceScaleFactor": 1, "mobile": False}
# Names of the marks and what must be in the document; a mark is the time two frames later.
WATCH = """
window.marks = {};
const wanted = {
  still: () => document.querySelector("#still [data-drawn=scopes] path"),
  live: () => document.querySelector(
    ".leaflet-pane [data-drawn=scopes] path:not([d='M0 0']), .leaflet-overlay-pane svg path[d^=M]:not([d='M0 0'])"),
  ready: () => document.documentElement?.dataset.ready,
};
new MutationObserver(() => {
  for (const [name, found] of Object.entries(wanted)) {
    if (name in window.marks || !found()) continue;
    window.marks[name] = 0;
    const mark = () => {
      const now = performance.now();
      const it = found();
      if (it instanceof Element && !it.getClientRects().length) requestAnimationFrame(mark);
      else window.marks[name] = now;
    };
    requestAnimationFrame(() => requestAnimationFrame(mark));
  }
}).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ["d", "data-ready"] });
"""
READ = """
const seen = performance.getEntriesByName("first-contentful-paint")[0];
const [visit] = performance.getEntriesByType("navigation");
const all = seen && arguments[0].every((name) => window.marks[name]);
return all ? { ...window.marks, seen: seen.startTime, answer: visit.responseStart } : null;
"""


@pytest.fixture(scope="module")
def peers(atlas: Atlas, pytestconfig: pytest.Config) -> dict[str, Callable[[], str]]:
    """The variants of the peer by address; those with all of Folium's files only where the files can be had."""
    cache = Path(str(pytestconfig.cache.mkdir("folium-assets")))
    modules = assets_folder(cache)
    variants: dict[str, Callable[[], str]] = {}
    if modules is None:
        print("\nFolium's files are not to be had (no npm, no FOLIUM_ASSETS): the peer is measured without them")
    else:
        variants["folium"] = lambda: plain_folium(atlas, "/peer-assets", tuple(ASSETS))
        # Ours brings all layers of the tree; a page with the same choice has them all in it.
        variants["folium-every-layer"] = lambda: plain_folium(atlas, "/peer-assets", tuple(ASSETS), every=True)
        ready = variants["folium"]()
        variants["folium-rendered-before"] = lambda: ready
    variants["folium-leaflet-only"] = lambda: plain_folium(atlas, "/peer-leaflet", NEEDED)
    lean = variants["folium-leaflet-only"]()
    variants["folium-leaflet-only-rendered-before"] = lambda: lean
    pytestconfig.stash[MODULES] = modules
    return variants


MODULES = pytest.StashKey[Path | None]()


@pytest.fixture(scope="module")
def root(atlas: Atlas, peers: dict[str, Callable[[], str]], pytestconfig: pytest.Config) -> Iterator[str]:
    app = create_app(atlas=atlas)
    modules = pytestconfig.stash[MODULES]

    def served(make: Callable[[], str]) -> Callable[[], Response]:
        return lambda: Response(make(), mimetype="text/html")

    for name, make in peers.items():
        app.add_url_rule(f"/{name}", name, served(make))
    if modules is not None:
        app.add_url_rule("/peer-assets/<path:name>", "assets", lambda name: send_from_directory(modules, name))
    app.add_url_rule(
        "/peer-leaflet/leaflet/dist/<name>",
        "leaflet",
        lambda name: send_from_directory(Path(str(app.static_folder)) / "vendor" / "leaflet-1.9.4", name),
    )
    for_ours = app.after_request_funcs[None]
    # The policy of the application would stop the peer's inline scripts; ours keeps it.
    assert any(f.__name__ == "add_headers" for f in for_ours)
    app.after_request_funcs[None] = [unless(set(peers), f) if f.__name__ == "add_headers" else f for f in for_ours]
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=8)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


def unless(endpoints: set[str], add: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Leave the answers of some endpoints as they are."""
    return lambda response: response if request.endpoint in endpoints else add(response)


@pytest.fixture
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser that keeps no logs and watches for the marks."""
    browser = start_chromium(tmp_path_factory.mktemp("quiet"), logged=False)
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", WINDOW)
    browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
    yield browser
    browser.quit()


def visit(page: MapPage, path: str, names: list[str]) -> dict[str, float]:
    page.driver.get("about:blank")
    page.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
    time.sleep(REST_S)
    page.driver.get(page.root + path)
    # Asked too soon, the browser would answer instead of drawing.
    time.sleep(REST_S)
    return dict(page.until(lambda: page.js(READ, names), f"{path} is drawn"))


def measure(page: MapPage, paths: dict[str, list[str]]) -> dict[str, dict[str, list[float]]]:
    """All values of each mark by path; the paths take turns, and the first turn only warms up."""
    runs: dict[str, dict[str, list[float]]] = {path: defaultdict(list) for path in paths}
    for turn in range(RUNS + 1):
        for path, names in paths.items():
            marks = visit(page, path, names)
            for name, value in marks.items() if turn else ():
                runs[path][name].append(value)
    return runs


def beside(peer: list[float], ours: list[float]) -> str:
    """Compare by median and by mean: a mark falls on a frame or on the next, so that a median alone jumps by one."""
    parts = [f"{of.__name__} {of(peer):.0f} ({of(peer) / of(ours):.1f}x)" for of in (median, mean)]
    return ", ".join(parts)


def test_our_first_layer_is_drawn_within_a_second_beside_plain_folium(
    quiet: Chrome, root: str, peers: dict[str, Callable[[], str]]
) -> None:
    figures = measure(
        MapPage(quiet, root), {"/": ["still", "live", "ready"], **{f"/{name}": ["live"] for name in peers}}
    )
    ours = figures.pop("/")
    print(f"\n{RUNS} visits, ms")
    print("ours: " + "; ".join(f"{name} {median(seen):.0f} (mean {mean(seen):.0f})" for name, seen in ours.items()))
    for path, peer in figures.items():
        print(
            f"{path[1:]}: answer {median(peer['answer']):.0f}; drawn {beside(peer['live'], ours['still'])}; "
            f"seen {beside(peer['seen'], ours['seen'])}"
        )
    still, live, ready = (median(ours[name]) for name in ("still", "live", "ready"))
    assert still < live <= ready < 1000


def test_the_first_view_is_light(driver: Chrome, root: str) -> None:
    page = MapPage(driver, root)
    page.fresh(1440, 900)
    page.open()
    sent = page.requests()
    size = sum(size for _, size in sent)
    print(f"\nfirst view: {len(sent)} requests, {size} bytes")
    assert len(sent) <= 15
    assert size <= 350_000


RECORD = """
window.record = () => {
  const gaps = [];
  let before = performance.now();
  let over = false;
  const step = (now) => { gaps.push(now - before); before = now; if (!over) requestAnimationFrame(step); };
  requestAnimationFrame(step);
  return () => { over = true; return gaps.slice(2); };
};
const fire = (kind, x, y, target) => {
  const event = { bubbles: true, clientX: x, clientY: y, button: 0, buttons: 1, view: window };
  target.dispatchEvent(new MouseEvent(kind, event));
};
/** Drag the map to and fro with the mouse, a step a frame. */
window.drags = (count, done) => {
  const box = window.lingang.map.getContainer();
  let [drag, i] = [0, 0];
  const step = () => {
    const across = (drag % 2 ? -12 : 12) * i;
    if (i === 0) fire("mousedown", 800, 450, box);
    else fire("mousemove", 800 + across, 450 + across / 3, document);
    if (i === 25) { fire("mouseup", 800 + across, 450 + across / 3, document); drag += 1; i = -1; }
    i += 1;
    if (drag < count) requestAnimationFrame(step); else setTimeout(done, 300);
  };
  requestAnimationFrame(step);
};
window.wheels = (count, done) => {
  let k = 0;
  const turn = () => {
    window.lingang.map.getContainer().dispatchEvent(new WheelEvent("wheel", {
      bubbles: true, cancelable: true, clientX: 700, clientY: 450, deltaY: k < count / 2 ? -120 : 120 }));
    k += 1;
    if (k < count) setTimeout(turn, 450); else setTimeout(done, 700);
  };
  turn();
};
"""


def test_panning_and_zooming_with_all_layers_keeps_its_frames(driver: Chrome, root: str) -> None:
    page = MapPage(driver, root)
    page.fresh(1440, 900)
    page.open()
    for box in page.find_all(".tree-layer input[type=checkbox]"):
        if not box.is_selected():
            page.js("arguments[0].click()", box)
    assert page.js("return document.querySelectorAll('.leaflet-pane [data-drawn]:empty').length") == 0
    page.js(RECORD)
    median_gap = {}
    for what, script in (
        (
            "panning, animated",
            "lingang.map.once('moveend', () => setTimeout(end, 200)); lingang.map.panBy([300, 120], "
            "{animate: true, duration: 2, easeLinearity: 1});",
        ),
        ("panning, 6 drags of the mouse", "drags(6, end);"),
        ("zooming, 8 turns of the wheel", "wheels(8, end);"),
    ):
        gaps = frames(page, script)
        late = sum(gap > 25 for gap in gaps)
        median_gap[what] = median(gaps)
        print(
            f"\n{what}: {len(gaps)} frames, median {median(gaps):.1f} ms, worst {max(gaps):.0f} ms, {late} over 25 ms"
        )
    assert max(value for name, value in median_gap.items() if name.startswith("panning")) < 17.5


def frames(page: MapPage, script: str) -> list[float]:
    """Gaps between the frames while a script runs, in ms."""
    body = (
        f"const done = arguments[arguments.length - 1]; const stop = record(); const end = () => done(stop()); {script}"
    )
    gaps: Any = page.driver.execute_async_script(body)
    return list(gaps)

"""The first minute: what the page says of itself, its legend, its keys, and an outage at the first use of a part."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.keys import Keys
from werkzeug.serving import BaseWSGIServer, make_server

from geo import Atlas
from tests.browser.page import MapPage
from webmap import create_app

pytestmark = pytest.mark.browser

INTRODUCED = "return document.body.classList.contains('intro-open')"
ROWS = "return [...document.querySelectorAll('#legend input')].map((box) => box.value)"
SIZES = {"desk": (1440, 900), "small": (1280, 720), "tablet": (1000, 700), "phone": (390, 844)}


def first_visit(page: MapPage, path: str = "/") -> None:
    """Open the page as somebody who was never here."""
    page.keep()
    page.open(path)


def test_the_introduction_asks_five_things_with_one_click_each(page: MapPage) -> None:
    first_visit(page)
    assert page.find("#intro").is_displayed()
    assert len(page.find_all("#intro [data-ask]")) == 4
    shown = {
        "place": lambda: page.find("#panel-title").text == "东方芯港",
        "site": lambda: page.find("#drawn-size"),
        "industry": lambda: page.find(".found li"),
        "words": lambda: page.find_all(".search-option"),
    }
    for ask, answered in shown.items():
        page.find(f"#intro [data-ask={ask}]").click()
        page.until(answered, f"{ask} is answered")
        assert page.js(INTRODUCED) == (ask == "words")
        page.js("document.activeElement.blur()")
        page.press("?")
        page.until(lambda: page.js(INTRODUCED), "the question mark brings it back")
    page.find("#intro a[href*='/compare']").click()
    page.until(lambda: page.find("main h1"), "the page of the comparison is there")


def test_the_introduction_closed_once_stays_closed_and_help_brings_it_back(page: MapPage) -> None:
    first_visit(page)
    narrow = page.js("return window.lingang.map.getSize().x")
    page.find("#intro-close").click()
    page.until(lambda: not page.find("#intro").is_displayed(), "it is closed")
    page.until(lambda: page.js("return window.lingang.map.getSize().x") > narrow + 300, "the map takes its room")
    assert page.js("return window.lingang.map.getBounds().contains(window.lingang.frame)")
    page.open("/")
    assert not page.find("#intro").is_displayed()
    page.find(".top-nav [data-help]").click()
    page.until(lambda: page.js("return document.activeElement.id") == "intro-title", "it has the focus")
    page.find(".intro-keys summary").click()
    assert "Esc" in page.find(".intro-keys dl").text
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.find("#intro").is_displayed(), "Escape closes it")
    assert page.js("return document.activeElement.textContent") == "说明"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_the_opening_view_shows_the_area_beside_all_that_stands_on_the_map(
    page: MapPage, atlas: Atlas, size: str, lang: str
) -> None:
    page.fresh(*SIZES[size])
    first_visit(page, f"/?lang={lang}")
    place = "lg-mainland" if size == "phone" else "lg-new-area"
    west, south, east, north = atlas.features.geometry[place].bounds
    left, top = page.pixel(west, north)
    right, bottom = page.pixel(east, south)
    cover = page.js("return document.getElementById('intro').getBoundingClientRect().toJSON()")
    frame = page.js("return document.getElementById('map_atlas').getBoundingClientRect().toJSON()")
    assert left >= frame["left"]
    assert top >= frame["top"]
    assert (right <= cover["left"]) or (bottom <= cover["top"])
    assert right - left > 0.6 * frame["width"] or bottom - top > 0.6 * frame["height"]
    assert page.js("return document.documentElement.scrollWidth") <= SIZES[size][0]


def test_the_legend_lists_what_is_drawn_and_switches_it(page: MapPage, atlas: Atlas) -> None:
    page.open()
    page.until(lambda: page.find_all("#legend input"), "the legend is there")
    listed = page.js(ROWS)
    assert {layer.id for layer in atlas.catalogue.layer if layer.visible and layer.role == "planning"} <= set(listed)
    assert page.find_all("#legend .swatch")
    assert "873 km²" in page.find("#legend").text
    page.find("#legend input[value=parks]").click()
    assert page.shapes("parks") == 0
    assert page.js(ROWS) == listed, "what was switched off can be switched on again"
    page.js("window.lingang.map.setView([31.35, 121.2], 13, { animate: false })")
    page.until(lambda: "scopes" not in page.js(ROWS), "what is not in the view is not listed")
    page.find("#legend-all").click()
    page.until(lambda: page.find_all("[data-layer] label"), "the tree is built")
    assert not page.find("#legend").is_displayed()
    assert len(page.find_all("[data-layer]")) == len(atlas.catalogue.layer)
    page.open("/")
    assert page.find("#tree").is_displayed(), "the tree stays as it was left"
    page.find("#tree-toggle").click()
    page.until(lambda: page.find("#legend").is_displayed(), "the legend is back")
    page.find("#legend-fold").click()
    page.open("/")
    page.until(lambda: page.find("#legend").is_displayed(), "the legend is there")
    assert not page.find("#legend-body").is_displayed(), "folded, it stays folded"


def test_below_1200_pixels_the_tree_folds_when_the_panel_opens(page: MapPage) -> None:
    page.fresh(1000, 700)
    page.open()
    page.open_tree()
    page.click_at(121.8, 30.87)
    page.wait_for_panel()
    assert not page.find("#tree").is_displayed()
    assert page.find("#map_atlas").size["width"] >= 500
    assert all(link.is_displayed() for link in page.find_all(".top-nav a, .top-nav button, .top-lang"))


def test_the_tab_key_reaches_the_panel_within_25_steps_and_arrow_keys_do_the_rest(page: MapPage) -> None:
    page.open("/#place=fp-oriental-chip-port")
    page.wait_for_panel()
    page.until(lambda: page.find_all("#legend input"), "the legend is there")
    page.open_tree()
    page.find("#tree-toggle").click()
    page.js("document.activeElement.blur()")
    inside = "return Boolean(document.activeElement.closest('#panel'))"
    steps = 0
    while not page.js(inside) and steps <= 25:
        page.press(Keys.TAB)
        steps += 1
    assert steps <= 25
    page.open_tree()
    first = page.find("[data-layer=scopes] label input")
    page.js("arguments[0].focus()", first)
    focus = "return document.activeElement.closest('[data-layer], .tree-group')?.dataset.layer"
    page.press(Keys.ARROW_DOWN)
    page.press(Keys.ARROW_DOWN)
    assert page.js(focus) == "functional_areas"
    assert len(page.js("return [...document.querySelectorAll('#layer-tree [tabindex=\"0\"]')]")) == 1
    page.press(Keys.ARROW_RIGHT)
    assert "五大功能区" in page.js("return document.activeElement.getAttribute('aria-label')")
    page.press(Keys.ARROW_RIGHT, Keys.HOME)
    assert page.js("return document.activeElement.closest('#layer-tree') !== null")


def test_a_page_zoomed_to_400_percent_keeps_a_map_and_all_tools(page: MapPage) -> None:
    page.fresh(320, 256)
    page.open()
    assert page.js("return document.documentElement.scrollWidth") <= 320
    assert page.find("#map_atlas").size["height"] >= 250
    for tool in page.find_all(".map-tools [data-tool]"):
        page.js("arguments[0].scrollIntoView({ block: 'center', inline: 'center' })", tool)
        box = page.js("return arguments[0].getBoundingClientRect().toJSON()", tool)
        assert box["left"] >= 0
        assert box["right"] <= 320
        assert 0 <= box["top"] < box["bottom"] <= 256
    assert page.find(".map-stamp").size["height"] < 40


def test_on_a_phone_drawing_says_what_to_do(phone: MapPage) -> None:
    phone.open()
    phone.find("#tool-area").click()
    hint = phone.until(lambda: phone.find(".draw-hint"), "the tool is in hand")
    assert "完成" in hint.text
    assert hint.is_displayed()


@pytest.fixture
def switchable(atlas: Atlas) -> Iterator[tuple[str, list[BaseWSGIServer]]]:
    """Serve on a port that can be left and taken again: the address, and the server that runs."""
    app = create_app(atlas=atlas)
    running = [start(app, 0)]
    yield f"http://127.0.0.1:{running[0].server_port}", running
    stop(running[0])


def start(app: object, port: int) -> BaseWSGIServer:
    server = make_server("127.0.0.1", port, app, threaded=True)  # type: ignore[arg-type]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def stop(server: BaseWSGIServer) -> None:
    server.shutdown()
    server.server_close()


def test_an_outage_at_the_first_use_of_a_part_is_over_when_the_server_is_back(
    driver: Chrome, switchable: tuple[str, list[BaseWSGIServer]]
) -> None:
    root, running = switchable
    page = MapPage(driver, root)
    page.fresh(1440, 900)
    uses = {
        "search": ("", lambda: page.find("#search-input").send_keys("金汇"), lambda: page.find_all(".search-option")),
        "tool": ("#tool-length", None, lambda: page.find("#draw-finish")),
        "tree": ("#tree-toggle", None, lambda: page.find_all("[data-layer] label")),
        "help": (".top-nav [data-help]", None, lambda: page.find("#intro").is_displayed()),
    }
    page.open()
    page.until(lambda: page.find_all("#legend input"), "the legend is there")
    server = running.pop()
    app, port = server.app, server.server_port
    stop(server)
    for css, use, _ in uses.values():
        use() if use else page.find(css).click()
    page.until(lambda: "无法连接服务器" in page.find("#map-notice").text, "the page says so")
    assert not page.find_all(".search-option, #draw-finish, [data-layer] label")
    running.append(start(app, port))
    page.until(lambda: not page.find("#map-notice").is_displayed(), "the notice goes when the server is back")
    page.find("#search-input").send_keys("组")
    page.until(uses["search"][2], "the search answers")
    page.until(uses["tree"][2], "the tree is built")
    for name in ("help", "tool"):
        css, _, answered = uses[name]
        page.find(css).click()
        page.until(answered, name)
    page.console()

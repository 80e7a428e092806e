"""A layer drawn by vector tiles: seen, named, opened, coloured by a column, filtered and stacked as any other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from geo import Atlas
from geo.store.import_layer import ImportOptions, import_layer
from tests.browser.page import MapPage
from tests.serving import serving
from tests.stored_layers import LAYER, write_store
from tests.workspaces import SCRIPT, write_workspace
from webmap import create_app

pytestmark = pytest.mark.browser

PARCELS = "ws-xian-zhuang-di-kuai"
#: Colour of the pixel of a tile at a place, or null where nothing is drawn.
PIXEL = """
const map = window.lingang.map;
const at = map.latLngToContainerPoint([arguments[1], arguments[0]]);
const box = map.getContainer().getBoundingClientRect();
for (const tile of document.querySelectorAll(".tile-level canvas")) {
  const { left, top, right, bottom } = tile.getBoundingClientRect();
  const [x, y] = [at.x + box.left, at.y + box.top];
  if (x < left || x >= right || y < top || y >= bottom) continue;
  const copy = new OffscreenCanvas(tile.width, tile.height).getContext("2d");
  copy.drawImage(tile, 0, 0);
  const [red, green, blue, alpha] = copy.getImageData(x - left, y - top, 1, 1).data;
  return alpha ? [red, green, blue, alpha] : null;
}
return null;
"""
#: Layers drawn above the tiles.
ABOVE = """
const height = (one) => Number(one.style.zIndex);
const grid = document.querySelector(".tile-grid");
return [...grid.parentNode.querySelectorAll("svg g.layer:not(:empty)")]
  .filter((group) => height(group.ownerSVGElement) > height(grid)).map((group) => group.dataset.drawn);
"""


@pytest.fixture
def tiled(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a workspace whose twelve parcels count as many."""
    source = write_workspace(tmp_path_factory.mktemp("workspace") / "mine.gpkg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("geo.screen.map_document.MOST_SIMPLIFIED", 5)
        with serving(create_app({"workspace": str(source)}, atlas=atlas)) as address:
            yield address


def test_a_layer_of_tiles_is_seen_named_opened_coloured_filtered_and_stacked(driver: Chrome, tiled: str) -> None:
    page = MapPage(driver, tiled)
    page.fresh(1440, 900)
    page.open("/#map=12/30.87/121.87")
    _is_seen_named_and_opened(page)
    _is_coloured_and_filtered(page)
    _is_stacked(page)
    page.switch(PARCELS, on=False)
    page.until(lambda: not page.find_all(".tile-level canvas"), "a layer that is switched off goes")
    assert all(page.is_ours(url) for url, _ in page.requests())
    noise = page.console()
    assert not noise, noise


def test_a_page_begins_with_few_stored_layers_and_says_when_they_have_changed(
    driver: Chrome, atlas: Atlas, tmp_path: Path
) -> None:
    folder = write_store(tmp_path / "store", tmp_path / "scratch")
    for name in ("b", "c", "d"):
        import_layer(tmp_path / "scratch" / "parcels.gpkg", folder, ImportOptions(name))
    with serving(create_app({"store": str(folder)}, atlas=atlas)) as address:
        page = MapPage(driver, address)
        page.fresh(1440, 900)
        page.open("/#map=12/30.9/121.75")
        page.until(lambda: page.find_all("[data-tiles='ws-parcels'] canvas"), "the first layer is drawn")
        drawn = "return [...document.querySelectorAll('[data-tiles]')].map((one) => one.dataset.tiles).sort()"
        page.until(lambda: page.js(drawn) == ["ws-b", "ws-c", LAYER], "no more than three")
        assert not page.find("#map-notice").is_displayed()
        import_layer(
            tmp_path / "scratch" / "parcels.gpkg", folder, ImportOptions("parcels", title="新地块", force=True)
        )
        come_back = "dispatchEvent(new Event('focus')); return !document.getElementById('map-notice').hidden"
        page.until(lambda: page.js(come_back), "it is said that the layers have changed")
        page.find("#map-notice button").click()
        page.until(lambda: "新地块" in page.find("#legend-rows").text, "the page loaded again has the new name")


def _is_seen_named_and_opened(page: MapPage) -> None:
    page.until(lambda: page.js(PIXEL, 121.87, 30.87), "a parcel is drawn")
    assert page.js(PIXEL, 121.87, 30.5) is None
    assert page.shapes(PARCELS) == 0
    page.hover_at(121.87, 30.87)
    page.until(lambda: page.texts(".hover-tip strong") == ["地块 03"], "the parcel is named")
    assert "km²" in page.find(".hover-tip .tip-kind").text
    assert page.js("return document.querySelectorAll('.mark-hovered').length") > 0

    page.click_at(121.87, 30.87)
    assert page.wait_for_panel() == f"{PARCELS}_4"
    assert SCRIPT in page.section("attributes")
    page.until(lambda: page.find_all(".mark-selected"), "the parcel is marked")
    named = (
        "return [...document.querySelectorAll('.names text')].filter((one) => one.textContent === arguments[0]).length"
    )
    page.until(lambda: page.js(named, "地块 03") in {1, 2}, "it has its name once, and the halo of it")
    assert "1" in page.find(".layer-count").text
    page.find("#panel-close").click()


def _is_coloured_and_filtered(page: MapPage) -> None:
    plain = page.js(PIXEL, 121.87, 30.87)
    page.disclose(PARCELS)
    choice = page.until(lambda: page.find(f"[data-by='{PARCELS}']"), "the columns are listed")
    page.js("arguments[0].value = '层数'; arguments[0].dispatchEvent(new Event('change'))", choice)
    page.until(lambda: page.find_all(f"[data-layer='{PARCELS}'] [data-class]"), "the classes are listed")
    coloured = page.until(lambda: (now := page.js(PIXEL, 121.87, 30.87)) != plain and now, "the class is seen")
    assert f"by={PARCELS}:%E5%B1%82%E6%95%B0" in page.js("return location.hash")
    page.find(f"[data-layer='{PARCELS}'] [data-class='5']").click()
    page.until(lambda: page.js(PIXEL, 121.87, 30.87)[3] < coloured[3], "what the filter does not leave steps back")
    assert "层数" in page.find("#filter-chip").text
    page.until(lambda: "个要素" in page.find("#panel").text, "the features are counted")


def _is_stacked(page: MapPage) -> None:
    assert page.js(ABOVE) == ["ws-gui-dao-xian", "ws-public-facilities"]
    lower = page.find(f"[data-layer='{PARCELS}'] .tree-order button:nth-of-type(2)")
    for _ in range(5):
        page.js("arguments[0].click()", lower)
    page.until(lambda: "scopes" in page.js(ABOVE), "layers above the tiles are drawn above them")
    assert "coast" not in page.js(ABOVE)

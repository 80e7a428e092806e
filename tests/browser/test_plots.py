"""A file of many plots: zoomed to, listed, each with its account, filtered and saved."""

from __future__ import annotations

import json

import pytest
import shapely

from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

DROP = """
const [name, text, done] = arguments;
const dataTransfer = new DataTransfer();
dataTransfer.items.add(new File([text], name));
const map = document.getElementById("map_atlas");
const send = async () => {
  for (const type of ["dragenter", "dragover", "drop"]) {
    map.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    await import("atlas/tools/upload.js");
  }
};
send().then(() => done());
"""
VISIBLE = """
const boxes = [...document.querySelectorAll(".plot-shape")].map((node) => node.getBoundingClientRect());
const frame = window.lingang.map.getContainer().getBoundingClientRect();
const [left, right] = [Math.min(...boxes.map((b) => b.left)), Math.max(...boxes.map((b) => b.right))];
return [left >= frame.left && right <= frame.right, (right - left) / frame.width];
"""


def plots(count: int) -> str:
    """Write plots in a row, each with a number and a use, as GeoJSON."""
    features = []
    for i in range(count):
        box = shapely.box(121.78 + 0.004 * (i % 10), 30.868 + 0.004 * (i // 10), 121.783 + 0.004 * (i % 10), 30.871)
        if i >= 10:
            box = shapely.box(*shapely.bounds(box)[[0, 1]], shapely.bounds(box)[2], 30.871 + 0.004 * (i // 10))
        properties = {"地块": f"A-{i + 1:02d}", "用地": "M1" if i % 2 else "B2"}
        features.append({"type": "Feature", "properties": properties, "geometry": json.loads(shapely.to_geojson(box))})
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def drop(page: MapPage, count: int) -> None:
    page.driver.execute_async_script(DROP, "地块.geojson", plots(count))
    page.until(lambda: page.find_all(".plot-list tbody tr"), "the plots are listed")


def test_a_file_of_plots_is_a_list_beside_the_map(page: MapPage) -> None:
    page.open("/")
    drop(page, 6)
    assert page.find("#panel-title").text == "6 块地"
    within, share = page.until(lambda: page.js(VISIBLE), "the plots are drawn")
    assert within
    assert share > 1 / 6
    assert len(page.find_all(".plot-number")) == 6
    assert "地块.geojson" in page.find(".plots-reading").text, "how the file was read"
    page.js("const s = document.getElementById('plots-name'); s.value = '用地'; s.dispatchEvent(new Event('change'))")
    page.until(lambda: page.texts(".plot-name")[:2] == ["B2", "M1"], "named by another attribute")
    page.js("const s = document.getElementById('plots-name'); s.value = '地块'; s.dispatchEvent(new Event('change'))")
    page.until(lambda: page.texts(".plot-name")[:2] == ["A-01", "A-02"], "named as before")
    page.find(".plot-name").click()
    account = page.until(lambda: page.find(".plot-account"), "a row opens to its account")
    assert "用地" in account.text
    assert account.find_elements("css selector", ".plot-verdict")
    assert page.find_all(".plot-number .plot-lit"), "row and plot light together"
    link = page.driver.current_url
    page.fresh(1440, 900)
    page.driver.get(link)
    page.until(lambda: page.texts(".plot-name")[:2] == ["A-01", "A-02"], "names travel in the link")


def test_more_plots_than_a_page_holds_are_paged_and_filtered(page: MapPage) -> None:
    page.open("/")
    drop(page, 60)
    rows = page.find_all("[data-plot-row]")
    assert len(rows) == 50
    page.js("document.querySelector('.plots-pager button:last-child').click()")
    page.until(lambda: len(page.find_all("[data-plot-row]")) == 10, "the second page")
    counts = {}
    for name in ("unsure", "outside"):
        button = page.find(f"[data-filter='{name}']")
        counts[name] = int(button.text.split()[-1])
        page.js("arguments[0].click()", button)
        page.until(lambda n=name: len(page.find_all("[data-plot-row]")) == min(counts[n], 50), "the rows that fit")
    assert sum(counts.values()) > 0

"""Names on the live map: none over another, none missing where it has room, none lost in a pan, in both languages."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest

from geo import Atlas
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

# Names by their letters: a box around a slanted name would reach over its neighbours. A letter fills two thirds of the
# height of its line.
LETTERS = """
return [...document.querySelectorAll(".names text.label")].map((text) => {
  const matrix = text.getScreenCTM();
  const boxes = [];
  for (let i = 0; i < text.getNumberOfChars(); i += 1) {
    const { x, y, width, height } = text.getExtentOfChar(i);
    if (!width || !text.textContent[i].trim()) continue;
    const corner = new DOMPoint(x, y + height * 0.17).matrixTransform(matrix);
    boxes.push([corner.x, corner.y, corner.x + width, corner.y + height * 0.66]);
  }
  return [text.dataset.name, boxes];
});
"""
# What stands over the map, and the figures of the kilometre lines.
OVER = """
const nodes = document.querySelectorAll(".map-tools, .map-stamp, .leaflet-control, .km-figures text");
return [...nodes].map((node) => node.getBoundingClientRect()).filter(({ width }) => width)
  .map(({ left, top, right, bottom }) => [left, top, right, bottom]);
"""
WINDOW = """
const { left, top, right, bottom } = window.lingang.map.getContainer().getBoundingClientRect();
return [left, top, right, bottom];
"""
SHOW = "window.lingang.map.setView([arguments[1], arguments[2]], arguments[0], { animate: false })"
LAKE = (30.9, 121.9)
ZOOMS = (9, 10.5, 12, 13, 14, 15)
Letters = list[list[float]]


def crossing(one: list[float], other: list[float]) -> bool:
    """Whether two boxes share more than a pixel either way."""
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


def names(page: MapPage) -> list[tuple[str, Letters]]:
    """Each name with the boxes of its letters, those in the window alone."""
    window = page.js(WINDOW)
    return [(name, boxes) for name, boxes in page.js(LETTERS) if any(crossing(box, window) for box in boxes)]


def clashes(found: list[tuple[str, Letters]]) -> list[tuple[str, str]]:
    """Pairs of names of which a letter covers a letter."""
    return [
        (one, other)
        for (one, some), (other, more) in combinations(found, 2)
        if any(crossing(a, b) for a in some for b in more)
    ]


def named(page: MapPage) -> None:
    page.until(lambda: page.find_all(".names .label"), "the names are placed")


def must_be_named(atlas: Atlas, lang: str) -> set[str]:
    """Names of scopes, clusters, belts and functional areas."""
    layers = [atlas.layers[layer] for layer in ("scopes", "clusters", "belts", "functional_areas")]
    kinds = {"planning_area", "new_city", "cluster", "belt", "corridor", "functional_area"}
    rows = [row for layer in layers for row in layer.to_dict("records") if row["kind"] in kinds]
    return {row[f"name_{lang}"] for row in rows}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_two_names_overlap_at_any_zoom_and_none_is_hidden(page: MapPage, atlas: Atlas, lang: str) -> None:
    page.open(f"/?lang={lang}")
    named(page)
    first = names(page)
    written = {name.split(" / ")[0] for name, _ in first}
    missing = {name for name in must_be_named(atlas, lang) if not any(one.startswith(name) for one in written)}
    assert not missing
    for zoom in ZOOMS:
        page.js(SHOW, zoom, *LAKE)
        found = names(page)
        assert found
        assert not clashes(found), zoom
        page.until(lambda: not covered(page), "no name stands under what is over the map")


def covered(page: MapPage) -> list[str]:
    over = page.js(OVER)
    return [name for name, boxes in names(page) if any(crossing(box, other) for box in boxes for other in over)]


@pytest.mark.parametrize("size", [(1920, 1080), (390, 844), (720, 450)])
def test_no_two_names_overlap_in_any_window(page: MapPage, size: tuple[int, int]) -> None:
    page.fresh(*size)
    page.open()
    named(page)
    assert not clashes(names(page))


def test_every_view_on_the_ground_of_the_new_area_has_a_name_and_a_pan_keeps_names(page: MapPage, atlas: Atlas) -> None:
    page.open("/#map=13/30.9/121.9")
    named(page)
    before = positions(page)
    page.js("window.lingang.map.panBy([60, 40], { animate: false })")
    assert positions(page) == before
    west, south, east, north = atlas.features.geometry["lg-mainland"].bounds
    for zoom in (13, 15):
        for share in (0.2, 0.4, 0.6, 0.8):
            page.js(SHOW, zoom, south + (north - south) * 0.5, west + (east - west) * share)
            page.until(lambda: names(page), f"a name at zoom {zoom}")
    # Far from where names were placed, what has come into view is named.
    page.js("window.lingang.map.panBy([1000, 0], { animate: false })")
    page.until(lambda: names(page), "a name after a long pan")


def positions(page: MapPage) -> list[Any]:
    return list(page.js("return [...document.querySelectorAll('.names .label')].map((node) => node.outerHTML)"))


def test_places_of_one_shape_share_a_name_and_an_islet_without_one_has_none(page: MapPage, atlas: Atlas) -> None:
    shape = atlas.features.geometry["park-life-sci"].representative_point()
    page.open(f"/#map=13/{shape.y:.4f}/{shape.x:.4f}")
    named(page)
    assert "生命科技产业园 / 生命蓝湾" in [name for name, _ in names(page)]
    coast = atlas.layers["coast"]
    islet = coast[coast["name_zh"] == "岛屿"].geometry.iloc[0].representative_point()
    page.js(SHOW, 15, islet.y, islet.x)
    assert "岛屿" not in [name for name, _ in page.js(LETTERS)]


def test_kilometre_lines_come_with_their_figures(page: MapPage) -> None:
    page.open("/#map=12/30.9/121.9")
    named(page)
    assert not page.find_all(".km-grid")
    page.js(SHOW, 13, *LAKE)
    page.until(lambda: page.find_all(".km-figures text"), "the lines are drawn")
    figures = [
        int(text)
        for text in page.js("return [...document.querySelectorAll('.km-figures text')].map((n) => n.textContent)")
    ]
    east = [figure for figure in figures if figure > 41000]
    assert len(east) > 3
    assert {b - a for a, b in pairwise(east)} == {2}
    assert any(3400 < figure < 3450 for figure in figures)


def test_points_of_the_city_stand_in_groups_until_one_comes_near(page: MapPage, atlas: Atlas) -> None:
    layers = [layer.id for layer in atlas.catalogue.layer if layer.group == "municipal"]
    page.open(f"/#map=9.5/31.15/121.5&layers={','.join(layers)},coast")
    found = page.until(lambda: page.find_all(".point-group"), "the groups are there")
    assert all(int(group.text) >= 3 for group in found)
    alone = "return [...document.querySelectorAll('[data-drawn=coordination_parks] path')].pop().getAttribute('d')"
    assert 0 < page.js(alone).count("M") < len(atlas.layers["coordination_parks"])
    assert not clashes(names(page))
    max(found, key=lambda group: int(group.text)).click()
    page.until(lambda: page.view()[0] >= 11, "the map comes nearer")
    page.js(SHOW, 13, 31.15, 121.5)
    page.until(lambda: not page.find_all(".point-group"), "each point stands alone")
    assert page.js(alone).count("M") > 40

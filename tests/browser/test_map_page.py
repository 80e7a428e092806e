"""The first minute of a planner with the atlas, in a real browser."""

from __future__ import annotations

import json
import time
import urllib.request
from collections import Counter

import pytest
from selenium.webdriver.common.keys import Keys

from geo import Atlas
from geo.measure.units import printed
from geo.places.profile import profile
from geo.stats.accounts import make_account
from geo.stats.printed_rows import is_about
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

CHIP_PORT = "fp-oriental-chip-port"
# Budget of the first view: everything until the layers are drawn, over the wire.
MOST_REQUESTS = 15
MOST_BYTES = 350_000


def inside(atlas: Atlas, place_id: str) -> tuple[float, float]:
    """A point of the drawn shape, longitude and latitude."""
    point = atlas.features.geometry[place_id].representative_point()
    return point.x, point.y


def open_near(page: MapPage, atlas: Atlas, place_id: str, zoom: float = 13) -> tuple[float, float]:
    """Open the page with a place in the middle, its layer shown."""
    lon, lat = inside(atlas, place_id)
    page.open(f"/#map={zoom}/{lat:.5f}/{lon:.5f}")
    page.switch(atlas.places.at[place_id, "layer"], on=True)
    return lon, lat


def click_place(page: MapPage, atlas: Atlas, place_id: str) -> None:
    """Click a place on the map; where a smaller shape lies on it, choose it from the list."""
    lon, lat = open_near(page, atlas, place_id)
    page.click_at(lon, lat)
    if page.wait_for_panel() != place_id:
        page.choose(place_id)
    page.wait_for_place(place_id)


def test_first_view_asks_only_us_and_stays_within_its_budget(page: MapPage) -> None:
    page.open()
    page.until(lambda: page.find_all(".names .label"), "the names are placed")
    requests = page.requests()
    assert not [url for url, _ in requests if not page.is_ours(url)]
    assert sum(size for _, size in requests) <= MOST_BYTES
    # What places the names comes once the layers are drawn, and counts in bytes alone.
    first = page.js(
        "const [ready] = performance.getEntriesByName('ready');"
        "return performance.getEntries().filter((one) => /navigation|resource/.test(one.entryType))"
        ".filter(({ startTime }) => startTime < ready.startTime).map(({ name }) => name)"
    )
    assert "main.js" in " ".join(first)
    assert len(first) <= MOST_REQUESTS, first


def test_using_the_page_asks_no_other_host(page: MapPage, atlas: Atlas) -> None:
    click_place(page, atlas, CHIP_PORT)
    page.hover_at(*inside(atlas, CHIP_PORT))
    assert not [url for url, _ in page.requests() if not page.is_ours(url)]


def test_title_line_says_what_the_map_is(page: MapPage) -> None:
    page.open()
    assert "临港规划图集" in page.find(".top").text
    assert "非法定边界" in page.find(".top").text
    assert "审图号" in page.find(".map-stamp").text
    assert "2025年3月19日" in page.find(".top").text
    assert atlas_version(page) in page.find(".map-stamp").text
    page.until(lambda: "柔边" in page.find("#legend").text, "the legend says what a soft edge means")


def test_every_reading_page_says_what_it_is_and_from_which_data(page: MapPage) -> None:
    page.open()
    version = atlas_version(page)
    for path in ("/places/lg-new-area", "/tables/parks", "/stats/scopes", "/compare", "/ledger", "/search?q=临港"):
        page.driver.get(page.root + path)
        assert "非法定边界" in page.find(".top").text
        assert version in page.find(".foot").text


def atlas_version(page: MapPage) -> str:
    with urllib.request.urlopen(f"{page.root}/healthz") as answer:
        return str(json.load(answer)["version"])


def test_tree_shows_the_groups_of_the_catalogue_in_order(page: MapPage, atlas: Atlas) -> None:
    page.open()
    page.open_tree()
    members = Counter(layer.group for layer in atlas.catalogue.layer)
    shown = page.js("return [...document.querySelectorAll('.tree-group')].map((group) => group.dataset.group)")
    assert shown == [group.id for group in atlas.catalogue.group if members[group.id]]
    # A group of one layer is one row, which has the name of the layer.
    assert page.texts(".tree-group h3") == [one.title_zh for one in atlas.catalogue.group if members[one.id] > 1]


def test_every_layer_has_a_legend_and_every_planning_layer_a_count(page: MapPage, atlas: Atlas) -> None:
    page.open()
    page.open_tree()
    assert len(page.find_all(".tree-layer .swatch")) == len(atlas.catalogue.layer)
    expected = []
    for layer in atlas.catalogue.layer:
        if layer.role == "planning":
            shapes = atlas.layers[layer.id].geometry
            located = int(shapes.notna().sum())
            expected.append(str(len(shapes)) if located == len(shapes) else f"{located}/{len(shapes)}")
    assert page.texts(".tree-count") == expected


def test_grade_c_is_soft_and_only_rails_and_limits_are_dashed(page: MapPage, atlas: Atlas) -> None:
    page.open()
    soft = [float(share or 1) for share in page.attributes("clusters", "stroke-opacity")]
    assert min(soft) < 0.1
    dashed = {layer.id for layer in atlas.catalogue.layer if any(page.attributes(layer.id, "stroke-dasharray"))}
    assert dashed == {"rail"}, "the district boundary is off at first"


def test_a_zoom_changes_the_lengths_and_leaves_the_paths(page: MapPage) -> None:
    page.open("/#map=11/30.95/121.8")
    before = page.attributes("belts", "stroke-width"), page.attributes("belts", "d")
    page.js("lingang.map.setZoom(13, { animate: false })")
    assert page.attributes("belts", "d") == before[1]
    widths = zip(before[0], page.attributes("belts", "stroke-width"), strict=True)
    assert all(float(now) > float(then) for then, now in widths if then and now)


def test_click_on_a_park_shows_its_positioning_with_its_source(page: MapPage, atlas: Atlas) -> None:
    click_place(page, atlas, CHIP_PORT)
    assert page.find("#panel h2").text == "东方芯港"
    claims = [claim for claim in profile(atlas, CHIP_PORT)["claims"] if claim["type"] == "positioning"]
    assert claims
    text = page.section("positioning")
    for claim in claims:
        assert claim["term_zh"] in text
        assert claim["summary_zh"] in text
        assert claim["citation_zh"] in text
        assert claim["document"]["short_zh"] in text


def test_number_and_date_of_a_document_stand_once(page: MapPage) -> None:
    page.open("/#place=lg-new-area")
    page.wait_for_place("lg-new-area")
    for once in ("沪经信规〔2020〕743号", "2020年9月23日"):
        assert once in page.section("documents")
        assert once not in page.section("positioning")


def test_panel_gives_the_area_in_three_units(page: MapPage, atlas: Atlas) -> None:
    page.open("/#place=lg-area-386")
    page.wait_for_place("lg-area-386")
    area = profile(atlas, "lg-area-386")["area"]
    text = page.section("area")
    assert f"{area['area_km2']:,.2f}" in text
    assert f"{area['area_ha']:,.0f}" in text
    assert f"{area['area_mu']:,.0f}" in text
    assert "386 km²" in text


def test_overlapping_shapes_are_listed_smallest_first(page: MapPage, atlas: Atlas) -> None:
    lon, lat = open_near(page, atlas, CHIP_PORT)
    page.click_at(lon, lat)
    first = page.wait_for_panel()
    listed = page.overlaps()
    assert CHIP_PORT in listed
    assert "lg-new-area" in listed
    assert listed[0] == first
    documented = [place for place in listed if atlas.places.at[place, "kind"] != "part"]
    areas = atlas.features["area_km2"].reindex(documented).dropna()
    assert len(areas) >= 2
    assert list(areas) == sorted(areas)
    # Areas stand before lines, which have no size, and parts, of which no document speaks, last.
    kinds = list(atlas.features["kind"].reindex(listed))
    assert kinds[-1] == "part"
    assert "part" not in kinds[:-1]
    page.press("]")
    page.wait_for_place(listed[1])
    page.press("[")
    page.wait_for_place(first)


def test_hidden_layer_is_gone_from_the_map_and_from_the_hits(page: MapPage, atlas: Atlas) -> None:
    lon, lat = open_near(page, atlas, CHIP_PORT)
    layer = atlas.places.at[CHIP_PORT, "layer"]
    assert page.shapes(layer) > 0
    page.switch(layer, on=False)
    assert page.shapes(layer) == 0
    page.click_at(lon, lat)
    page.wait_for_panel()
    assert CHIP_PORT not in page.overlaps()


def settled(page: MapPage) -> list[float]:
    """Return the view once the map rests: what is chosen is moved into sight, and the address follows."""
    seen: list[list[float]] = []

    def rests() -> bool:
        seen.append(page.view())
        time.sleep(0.4)
        return page.view() == seen[-1]

    page.until(rests, "the map rests")
    return seen[-1]


def test_language_switch_keeps_the_view_the_layers_and_the_place(page: MapPage, atlas: Atlas) -> None:
    click_place(page, atlas, CHIP_PORT)
    page.switch("clusters", on=False)
    page.find("#tree-toggle").click()
    before = settled(page)
    page.find("#lang-switch").click()
    page.until(lambda: page.js("return document.documentElement.lang") == "en", "the page is English")
    page.wait_for_place(CHIP_PORT)
    assert settled(page) == pytest.approx(before, abs=1e-3)
    assert not page.layer_box("clusters").is_selected()
    assert page.find("#panel h2").text == atlas.places.at[CHIP_PORT, "name_en"]


def test_back_button_undoes_a_selection(page: MapPage, atlas: Atlas) -> None:
    click_place(page, atlas, CHIP_PORT)
    page.find("#panel .other-name [data-place='lg-new-area']").click()
    page.wait_for_place("lg-new-area")
    page.driver.back()
    page.wait_for_place(CHIP_PORT)


def test_statistics_page_and_csv_are_reached_from_the_tree(page: MapPage, atlas: Atlas) -> None:
    page.open()
    page.disclose("functional_areas")
    link = page.until(lambda: page.find("[data-layer='functional_areas'] a[href^='/stats/']"), "the links are there")
    page.js("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    page.until(lambda: page.find("table.stats"), "the table is there")
    account = make_account(atlas, "functional_areas")
    assert printed(account.total["area_km2"], about=is_about(account.rows)) in page.find(".stats-total").text
    address = page.find("a[href$='.csv']").get_attribute("href")
    assert address is not None
    with urllib.request.urlopen(address) as answer:
        assert answer.status == 200
        assert answer.read().startswith("\ufeff".encode())


def test_hover_names_the_shape(page: MapPage, atlas: Atlas) -> None:
    lon, lat = open_near(page, atlas, CHIP_PORT)
    page.hover_at(lon, lat)
    tip = page.until(lambda: page.find(".hover-tip:not([hidden])").text, "the tip shows")
    assert any(name in tip for name in atlas.features["name_zh"])
    assert "121." in page.find("#coordinates").text


def test_hover_tells_a_schematic_shape_from_a_surveyed_one(page: MapPage, atlas: Atlas) -> None:
    open_near(page, atlas, CHIP_PORT)
    page.hover_at(*inside(atlas, CHIP_PORT))
    tip = page.until(lambda: page.find(".hover-tip:not([hidden])").text, "the tip shows")
    named = next(row for row in atlas.features.itertuples() if row.name_zh and row.name_zh == tip.split()[0])
    assert ("示意" in tip) == (named.grade == "C")
    assert "示意" in tip


def test_keyboard_alone_reaches_a_place(page: MapPage) -> None:
    page.open()
    page.disclose("scopes")
    button = page.until(lambda: page.find("[data-layer='scopes'] [data-place='lg-new-area']"), "the places are listed")
    button.send_keys(Keys.ENTER)
    page.wait_for_place("lg-new-area")
    page.until(lambda: page.js("return document.activeElement.id") == "panel-title", "the heading has the focus")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.panel_open(), "Escape closes the panel")
    assert page.js("return document.activeElement.dataset.place") == "lg-new-area"


def test_shapes_are_drawn_anew_after_an_animated_zoom_and_where_a_long_pan_ends(page: MapPage) -> None:
    page.open()
    drawn = """
    const svg = document.querySelector(".leaflet-atlas-layers-pane svg");
    const shape = svg.querySelector("[data-drawn=scopes] path[clip-path]").getBoundingClientRect();
    const [west, south, east, north] = arguments[0];
    const map = window.lingang.map;
    const a = map.latLngToContainerPoint([north, west]);
    const b = map.latLngToContainerPoint([south, east]);
    const frame = map.getContainer().getBoundingClientRect();
    return {
      scaled: svg.getBoundingClientRect().width / svg.clientWidth,
      off: [shape.left - frame.left - a.x, shape.right - frame.left - b.x, shape.top - frame.top - a.y],
    };
    """
    # The largest of the layer is drawn first.
    box = [float(side) for side in atlas_bounds(page)]
    for move in ("zoomIn(1.5)", "panBy([900, 500])", "zoomOut(1)", "panBy([-1400, -700])"):
        page.driver.execute_async_script(
            f"const done = arguments[0]; lingang.map.once('moveend', () => setTimeout(done, 50)); lingang.map.{move}"
        )
        seen = page.js(drawn, box)
        assert seen["scaled"] == pytest.approx(1, abs=0.01), move
        assert seen["off"] == pytest.approx([0, 0, 0], abs=3), move


def atlas_bounds(page: MapPage) -> list[float]:
    """West, south, east and north of the New Area."""
    script = "return fetch('/map.json').then((answer) => answer.json()).then((all) => all.layers"
    find = ".find(({id}) => id === 'scopes').features.find(({id}) => id === 'lg-new-area').geometry.coordinates)"
    corners: list[list[float]] = page.js(f"{script}{find}.then((parts) => parts.flat(2))")
    lon, lat = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return [min(lon), min(lat), max(lon), max(lat)]


def test_skip_link_leaves_the_address_alone(page: MapPage) -> None:
    page.open("/#place=lg-new-area")
    page.wait_for_place("lg-new-area")
    page.find(".skip-link").send_keys(Keys.ENTER)
    page.until(lambda: page.js("return document.activeElement.id") == "map_atlas", "the map has the focus")
    assert "place=lg-new-area" in page.driver.current_url


def test_printing_shows_the_same_ground_and_comes_back(page: MapPage) -> None:
    page.open()
    before = page.view()
    printing = "dispatchEvent(new Event('beforeprint')); return document.body.classList.contains('printing')"
    page.until(lambda: page.js(printing), "the map is sized for paper")
    page.js("dispatchEvent(new Event('afterprint'))")
    assert page.view() == pytest.approx(before, abs=1e-3)


def test_places_without_location_are_listed_but_not_drawn(page: MapPage, atlas: Atlas) -> None:
    missing = atlas.features.index[atlas.features.geometry.isna()]
    parents = set(atlas.places.loc[missing, "parent_id"])
    parent = next(place for place in atlas.places.index if place in parents)
    page.open(f"/#place={parent}")
    page.wait_for_place(parent)
    listed = page.section("unlocated_children")
    for child in profile(atlas, parent)["unlocated_children"]:
        assert child["name_zh"] in listed


def test_the_panel_tells_how_an_area_was_computed_and_what_a_web_map_would_have_said(page: MapPage) -> None:
    page.open("/#place=nc-nanhui")
    page.wait_for_place("nc-nanhui")
    page.unfold("area")
    page.find(".explained summary").click()
    rows = {row.split("\n")[0]: row for row in page.texts(".explained tbody tr")}
    mercator = next(text for name, text in rows.items() if "墨卡托" in name)
    assert "+36" in mercator
    assert any("国土调查办发〔2008〕32号" in name for name in rows)


def test_where_documents_differ_both_stand_and_the_panel_says_so(page: MapPage) -> None:
    page.open("/#place=nc-nanhui")
    page.wait_for_place("nc-nanhui")
    assert "2025年5000亿元" in page.section("differences")
    figures = page.section("indicators")
    assert "5000亿元" in figures.replace(" ", "")
    page.driver.get(page.root + "/places/nc-nanhui")
    assert "2025年5000亿元" in page.find("[data-section='differences']").text


def test_phone_has_a_full_map_a_drawer_and_a_sheet(phone: MapPage, atlas: Atlas) -> None:
    lon, lat = inside(atlas, CHIP_PORT)
    phone.open(f"/#map=13/{lat:.5f}/{lon:.5f}")
    assert phone.js("return document.documentElement.scrollWidth") <= 390
    assert not phone.find("#tree").is_displayed()
    assert phone.find("#map_atlas").size["width"] == 390
    phone.find("#tree-toggle").click()
    phone.until(lambda: phone.find("#tree").is_displayed(), "the drawer opens")
    phone.find("#tree-close").click()
    phone.until(lambda: not phone.find("#tree").is_displayed(), "the drawer closes")
    phone.click_at(lon, lat)
    phone.wait_for_panel()
    box = phone.js("return document.getElementById('panel').getBoundingClientRect().toJSON()")
    assert box["width"] == 390
    assert box["top"] > 844 * 0.3
    assert box["bottom"] == pytest.approx(844, abs=1)
    # The clicked point stays above the sheet.
    top = phone.until(lambda: (y := phone.pixel(lon, lat)[1]) < box["top"] and y, "the point is visible")
    assert top > 0

"""The reader's own shapes after they were drawn: corrected, named, several in one link, with their corners to copy."""

from __future__ import annotations

import pytest
import shapely
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from geo.measure.area import length_m
from tests.browser.page import MapPage

pytestmark = pytest.mark.browser

VIEW = "/#map=12/30.88/121.85"
CORNERS = [(121.82, 30.91), (121.88, 30.91), (121.88, 30.87), (121.82, 30.87)]
DECODED = "import('atlas/shapes/shape_code.js').then((code) => done(code.decodeAll(decodeURIComponent(arguments[0]))))"

#: A point of the outline of a scope that the window shows, away from the tools.
ON_A_BOUNDARY = """
const { map } = window.lingang;
const paths = document.querySelectorAll(".leaflet-pane [data-drawn='scopes'] path[d]");
for (const path of paths) {
  const points = path.getTotalLength() ? [0.1, 0.3, 0.5, 0.7, 0.9].map((share) =>
    path.getPointAtLength(share * path.getTotalLength()).matrixTransform(path.getScreenCTM())) : [];
  for (const { x, y } of points) {
    const box = map.getContainer().getBoundingClientRect();
    if (x > box.left + 80 && x < box.right - 120 && y > box.top + 120 && y < box.bottom - 160) {
      const at = map.containerPointToLatLng([x - box.left, y - box.top]);
      return [at.lng, at.lat];
    }
  }
}
"""


def shapes_of(page: MapPage) -> list[dict]:
    """Read the shapes of the address."""
    code = page.driver.current_url.split("draw=")[1].split("&")[0]
    return list(page.driver.execute_async_script(f"const done = arguments[arguments.length - 1]; {DECODED}", code))


def ring_of(page: MapPage, shape: int = 0) -> list[list[float]]:
    return list(shapes_of(page)[shape]["geometry"]["coordinates"][0])


def draw(page: MapPage, corners: list[tuple[float, float]] = CORNERS) -> None:
    page.open(VIEW)
    page.find("#tool-area").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    for lon, lat in corners:
        page.click_at(lon, lat)


def test_keys_that_draw_reach_neither_map_nor_page(page: MapPage) -> None:
    draw(page)
    page.press("z", Keys.BACKSPACE)
    page.until(lambda: len(page.find_all(".drawn-corner")) == 3, "one point is taken back")
    page.press(Keys.ENTER)
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    link = page.driver.current_url
    assert "place=" not in link
    assert "at=" not in link
    # The browser's Back leaves the drawing, a tool in hand is put away.
    page.find("#tool-length").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    page.driver.back()
    page.until(lambda: not page.find_all("#draw-finish"), "the tool is away")
    page.until(lambda: not page.panel_open(), "nothing is drawn any more")
    page.driver.forward()
    page.until(lambda: page.find("#drawn-size"), "the shape is back")
    assert page.driver.current_url == link


def test_lengths_and_angles_stand_on_the_map_while_one_draws(page: MapPage) -> None:
    draw(page)
    page.until(lambda: len(page.texts(".side-label:not(.corner-angle)")) == 4, "each side has its length")
    angles = [float(text.rstrip("°")) for text in page.texts(".corner-angle")]
    assert angles == pytest.approx([90.0] * 4, abs=0.6)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    page.js("document.querySelector('.corner-list').open = true")
    sides = page.until(lambda: page.texts(".corners td:last-child"), "the corners are listed")
    measured = [length_m([line], "EPSG:4326")[0] / 1000 for line in sides_of(ring_of(page))]
    assert [float(text.removesuffix(" km")) for text in sides] == pytest.approx(measured, abs=0.0006)
    first = page.texts(".corners tbody tr:first-child td")[:2]
    assert [float(text) for text in first] == pytest.approx(ring_of(page)[0], abs=1e-7)
    page.js(
        "const s = document.getElementById('corner-system'); s.value = '4529'; s.dispatchEvent(new Event('change'))"
    )
    north, east = page.texts(".corners tbody tr:first-child td")[:2]
    assert north.startswith("342")
    assert east.startswith("41387")
    page.open("/")
    page.hover_at(121.85, 30.88)
    page.until(lambda: page.find("#coordinates").text.startswith("EPSG:4529"), "the system is remembered")
    page.js("localStorage.clear()")


def sides_of(ring: list[list[float]]) -> list[object]:
    return [shapely.LineString([ring[i], ring[i + 1]]) for i in range(len(ring) - 1)]


def test_a_shape_is_corrected_with_pointer_and_keys(page: MapPage) -> None:
    draw(page)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#site-edit"), "the result is there")
    before = ring_of(page)
    page.find("#site-edit").click()
    page.until(lambda: len(page.find_all(".drawn-handle")) == 4, "each corner has a handle")
    corner = page.find("[data-corner='0.2']")
    ActionChains(page.driver).drag_and_drop_by_offset(corner, -60, 30).perform()
    page.until(lambda: page.find("#edit-undo").is_enabled(), "a step can be undone")
    middle = page.find_all(".drawn-middle")[0]
    ActionChains(page.driver).drag_and_drop_by_offset(middle, 0, -40).perform()
    page.until(lambda: len(page.find_all(".drawn-handle")) == 5, "a middle became a corner")
    page.press(Keys.DELETE)
    page.until(lambda: len(page.find_all(".drawn-handle")) == 4, "the corner is out")
    ActionChains(page.driver).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL).perform()
    page.until(lambda: len(page.find_all(".drawn-handle")) == 5, "the corner is back")
    ActionChains(page.driver).key_down(Keys.CONTROL).send_keys("y").key_up(Keys.CONTROL).perform()
    page.until(lambda: len(page.find_all(".drawn-handle")) == 4, "and out again")
    page.press("+", Keys.ARROW_RIGHT)
    page.until(lambda: len(page.find_all(".drawn-handle")) == 5, "a corner by key")
    page.press(Keys.ENTER)
    page.until(lambda: not page.find_all(".drawn-handle"), "the tool is away")
    after = ring_of(page)
    assert len(after) == len(before) + 1
    assert after[0] == before[0]
    assert after[3 if len(after) > 5 else 2] != before[2], "the dragged corner has moved"
    # Escape keeps the shape as it is.
    # By script: the panel may be written anew when the measurement comes.
    page.js("document.querySelector('#site-edit').click()")
    page.until(lambda: page.find_all(".drawn-handle"), "handles")
    page.press(Keys.ARROW_LEFT, Keys.ESCAPE)
    page.until(lambda: not page.find_all(".drawn-handle"), "the tool is away")
    assert ring_of(page) == after


def test_several_named_shapes_travel_in_the_link(page: MapPage) -> None:
    draw(page)
    page.find("#draw-finish").click()
    page.until(lambda: page.find("#drawn-size"), "the result is there")
    name = page.find("#site-name")
    name.send_keys("甲!地*'")
    name.send_keys(Keys.TAB)
    page.until(lambda: shapes_of(page)[0]["name"] == "甲!地*'", "the name is in the link")
    page.find("#site-more").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    size = page.js("const s = window.lingang.map.getSize(); return [s.x, s.y]")
    for x, y in [(0.2, 0.3), (0.3, 0.3), (0.25, 0.4)]:
        lon, lat = page.js(
            "const { lng, lat } = window.lingang.map.containerPointToLatLng([...arguments]); return [lng, lat]",
            *(size[0] * x, size[1] * y),
        )
        page.click_at(lon, lat)
    page.press(Keys.ENTER)
    page.until(lambda: len(shapes_of(page)) == 2, "both are in the link")
    link = page.driver.current_url
    kept = shapes_of(page)
    page.fresh(1440, 900)
    page.driver.get(link)
    page.until(lambda: len(page.find_all(".plot-shape")) == 2, "both are on the map")
    assert shapes_of(page) == kept


def test_points_snap_to_a_boundary_on_request(page: MapPage) -> None:
    page.open(VIEW)
    page.find("#tool-area").click()
    page.until(lambda: page.find("#draw-finish"), "the tool is in hand")
    page.press("s")
    page.until(lambda: page.find("#draw-snap").get_attribute("aria-pressed") == "true", "snapping is on")
    page.hover_at(*page.js(ON_A_BOUNDARY))
    page.until(lambda: page.find(".draw-snapped").text.startswith("吸附"), "the page says to what")
    page.press("s")
    page.until(lambda: not page.find_all(".snap-mark"), "snapping is off")


def test_one_goes_to_a_coordinate_in_the_chosen_system(page: MapPage) -> None:
    page.open("/")
    page.find("#tool-coordinates").click()
    field = page.until(lambda: page.find("#go-to-input"), "the form is open")
    field.send_keys("30°54′N 121°54′E", Keys.ENTER)
    page.until(lambda: page.find_all("#spot-close"), "the spot is marked")
    assert "spot=30.9000000,121.9000000" in page.driver.current_url
    page.js(
        "const s = document.getElementById('go-to-system'); s.value = 'gcj02'; s.dispatchEvent(new Event('change'))"
    )
    field.clear()
    field.send_keys("121.9, 30.9", Keys.ENTER)
    page.until(lambda: "GCJ-02" in page.find(".go-to-answer").text, "it is read in the chosen system")
    assert "spot=30.9000000,121.9000000" not in page.driver.current_url
    field.clear()
    field.send_keys("nowhere", Keys.ENTER)
    page.until(lambda: "没有读出坐标" in page.find(".go-to-answer").text, "the page says so")
    page.press(Keys.ESCAPE)
    page.until(lambda: not page.find_all("#go-to"), "the form is away")
    page.js("localStorage.clear()")

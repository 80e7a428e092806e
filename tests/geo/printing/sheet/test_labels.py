"""Names on a map never lie on one another nor beyond the map; only a forced one is always written."""

from __future__ import annotations

from itertools import combinations

import pytest
import shapely
from matplotlib.text import Text

from geo import Atlas
from geo.printing.fonts import MissingGlyphError, width_mm
from geo.printing.page import Page, PaperWindow
from geo.printing.sheet.draw_layers import layers_in
from geo.printing.sheet.labels import Labels, label_layers

WINDOW = PaperWindow(41_385_000.0, 3_425_000.0, 100_000, 150.0, 150.0)
CENTRE = shapely.Point(WINDOW.east, WINDOW.north)


@pytest.fixture
def labels() -> Labels:
    return Labels(Page(200, 200).map(10.0, 10.0, WINDOW), WINDOW)


def written(labels: Labels) -> list[str]:
    return [text.get_text() for text in labels.axes.findobj(Text) if text.get_zorder() == 50 and text.get_text()]


def overlaps(labels: Labels) -> list[tuple[shapely.Geometry, shapely.Geometry]]:
    boxes = [shapely.box(*taken) for taken in labels.taken]
    return [(one, other) for one, other in combinations(boxes, 2) if one.intersection(other).area > 1e-6]


def test_names_of_one_point_stand_beside_it_until_there_is_no_room(labels: Labels) -> None:
    placed = [labels.place(f"地点{number}", CENTRE, 8.0) for number in range(6)]
    assert placed == [True, True] + [False] * 4
    assert overlaps(labels) == []
    assert written(labels) == ["地点0", "地点1"]
    right, left = (shapely.box(*taken) for taken in labels.taken)
    assert left.bounds[2] < CENTRE.x < right.bounds[0]


def test_a_forced_name_is_written_where_another_is(labels: Labels) -> None:
    area = CENTRE.buffer(100.0)
    while labels.place("临港", area, 8.0):
        assert overlaps(labels) == []
    assert labels.place("选中", area, 8.0, force=True)
    assert len(overlaps(labels)) > 0
    assert written(labels)[-1] == "选中"


def test_a_name_that_would_leave_the_map_is_not_written(labels: Labels) -> None:
    west, south, _, _ = WINDOW.bounds
    assert not labels.place("东" * 200, CENTRE.buffer(1000.0), 8.0)
    assert not labels.place("临港", shapely.Point(west - 10.0, south), 8.0)
    assert (labels.taken, written(labels)) == ([], [])


def test_a_symbol_keeps_its_place(labels: Labels) -> None:
    labels.reserve(CENTRE)
    [(left, bottom, right, top)] = labels.taken
    assert (right - left, top - bottom) == pytest.approx((240.0, 240.0)), "2.4 mm at 1:100 000"
    # Four millimetres west of the symbol: the name does not stand at the right, where the symbol is.
    assert labels.place("临港", shapely.Point(CENTRE.x - 400.0, CENTRE.y), 8.0)
    assert overlaps(labels) == []
    assert labels.taken[1][2] < CENTRE.x - 400.0


def test_the_room_of_a_name_is_its_width_and_its_height(labels: Labels) -> None:
    labels.place("临港新片区", CENTRE.buffer(3000.0), 9.0)
    [(left, bottom, right, top)] = labels.taken
    # Metres at 1:100 000, with half a millimetre of clearance on each side.
    assert (right - left) / 100.0 == pytest.approx(width_mm("临港新片区", 9.0) + 1.0)
    assert (top - bottom) / 100.0 == pytest.approx(9.0 * 25.4 / 72.0 + 1.0)


def test_the_name_of_a_line_stands_beside_it(labels: Labels) -> None:
    west, south, east, north = WINDOW.bounds
    line = shapely.LineString([(west, south), (east, north)])
    assert labels.place("沿海带", line, 8.0)
    [text] = {text.get_position() for text in labels.axes.findobj(Text) if text.get_text() == "沿海带"}
    assert 0.0 < shapely.Point(text).distance(line) < 500.0


def test_a_name_without_a_glyph_is_refused(labels: Labels) -> None:
    with pytest.raises(MissingGlyphError):
        labels.place("\U0001f600", CENTRE, 8.0)


def test_layers_are_named_without_overlap_and_a_place_named_before_is_left_out(atlas: Atlas, labels: Labels) -> None:
    placed = layers_in(atlas, ["scopes", "parks", "functional_areas", "towns"], WINDOW)
    label_layers(labels, placed, "zh", 7.0)
    names = written(labels)
    assert len(names) > 5
    assert overlaps(labels) == []
    assert not set(names) & set(atlas.layer("scopes")["name_zh"]), "the legend names the outlines of the whole"
    parks = next(layer.frame for layer in placed if layer.entry.id == "parks")
    known = next(place for place, name in parks["name_zh"].items() if name in names)
    again = Labels(Page(200, 200).map(10.0, 10.0, WINDOW), WINDOW)
    label_layers(again, placed, "zh", 7.0, named=[str(known)])
    assert parks["name_zh"][known] not in written(again)

"""One list of what a site touches: shares, the rule of edges drawn twice, and what applies."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo import Atlas
from geo.extract.touches import EDGE_WIDTH_M, PART_SHARE, WHOLE_SHARE, Touch, applying, threshold_notes, touches
from geo.measure.area import area_km2, length_m

BOX = shapely.box(121.86, 30.86, 121.95, 30.92)
LINE = shapely.LineString([(121.86, 30.9), (121.95, 30.9)])
INSIDE = shapely.Point(121.9, 30.9)
FAR = shapely.Point(110.0, 30.0)
#: Degrees in a metre of longitude here; of latitude it is 16 % more, which the tests leave room for.
METRE = 1.0 / 95_700.0


def by_id(atlas: Atlas, site: shapely.Geometry) -> dict[str, Touch]:
    return {touch.place_id: touch for touch in touches(atlas, site)}


def test_shares_are_of_ellipsoidal_areas(atlas: Atlas) -> None:
    size = float(area_km2([BOX], "EPSG:4326")[0])
    areas = [touch for touch in touches(atlas, BOX) if touch.geometry == "area"]
    assert areas
    for touch in areas:
        common = float(area_km2([atlas.features.geometry[touch.place_id].intersection(BOX)], "EPSG:4326")[0])
        assert touch.area_km2 == pytest.approx(common)
        assert touch.share_of_site == pytest.approx(common / size)
        assert touch.share_of_place == pytest.approx(common / atlas.features.at[touch.place_id, "area_km2"])


def test_each_place_that_shares_more_than_an_edge_is_listed_and_no_other(atlas: Atlas) -> None:
    listed, shapes = set(by_id(atlas, BOX)), atlas.features.geometry.dropna()
    for place_id, shape in shapes.items():
        common = shapely.intersection(shape, BOX)
        meets = bool(common.area or common.length) if shapely.get_dimensions(shape) else not common.is_empty
        assert (place_id in listed) is meets, place_id


def test_an_axis_has_its_length_inside(atlas: Atlas) -> None:
    axes = [touch for touch in touches(atlas, BOX) if touch.geometry == "line"]
    assert axes
    for touch in axes:
        axis = atlas.features.geometry[touch.place_id]
        inside = float(length_m([axis.intersection(BOX)], "EPSG:4326")[0]) / 1000.0
        assert touch.length_km == pytest.approx(inside)
        assert touch.share_of_place == pytest.approx(inside * 1000.0 / float(length_m([axis], "EPSG:4326")[0]))
        assert (touch.area_km2, touch.share_of_site, touch.boundary_relation, touch.applies) == (None,) * 4


def test_a_line_has_shares_of_its_length(atlas: Atlas) -> None:
    whole = float(length_m([LINE], "EPSG:4326")[0]) / 1000.0
    areas = [touch for touch in touches(atlas, LINE) if touch.geometry == "area"]
    assert areas
    for touch in areas:
        assert touch.area_km2 is None
        assert touch.share_of_site == pytest.approx((touch.length_km or 0.0) / whole)
    assert by_id(atlas, LINE)["lg-new-area"].applies == "whole"


def test_two_lines_that_cross_touch_with_no_common_length(atlas: Atlas) -> None:
    axis = atlas.features.geometry["belt-bay"]
    at = axis.interpolate(0.37, normalized=True)
    across = shapely.LineString([(at.x, at.y - 0.01), (at.x, at.y + 0.01)])
    assert by_id(atlas, across)["belt-bay"].length_km == pytest.approx(0.0, abs=1e-6)


def test_points_apply_by_their_number(atlas: Atlas) -> None:
    one, two = by_id(atlas, INSIDE), by_id(atlas, shapely.MultiPoint([INSIDE, FAR, (110.1, 30.0)]))
    assert one["lg-new-area"].applies == "whole"
    assert two["lg-new-area"].applies == "part"
    assert all(touch.share_of_site is None for touch in one.values())


@pytest.mark.parametrize("size", [1e-7, 1e-6, 1e-5])
def test_a_site_as_small_as_a_point_touches_the_places_it_lies_in(atlas: Atlas, size: float) -> None:
    found = by_id(atlas, shapely.box(121.9, 30.9, 121.9 + size, 30.9 + size))
    assert set(found) == set(by_id(atlas, INSIDE))
    assert all(touch.share_of_site == pytest.approx(1.0) for touch in found.values())
    assert {touch.applies for touch in found.values()} == {"whole"}


def test_an_edge_drawn_twice_is_no_overlap(atlas: Atlas) -> None:
    assert "area-dishui-core" not in by_id(atlas, atlas.features.geometry["fp-oriental-chip-port"])
    assert "area-pvg-south" not in by_id(atlas, atlas.features.geometry["lg-pilot-mainland"])


def strip_across(zone: shapely.Geometry, outside_m: float, inside_m: float) -> shapely.Polygon:
    """A rectangle of 1 km along the longest edge of a zone, from so far outside to so far inside."""
    part = max(shapely.get_parts(zone), key=shapely.area)
    corners = shapely.get_coordinates(part.exterior) / METRE
    longest = np.argmax(np.hypot(*np.diff(corners, axis=0).T))
    start, end = corners[longest : longest + 2]
    along = (end - start) / np.hypot(*(end - start))
    inward = np.array([-along[1], along[0]])
    middle = (start + end) / 2.0
    if not zone.contains(shapely.Point((middle + inward) * METRE)):
        inward = -inward
    ends = [middle - along * 500.0, middle + along * 500.0]
    ring = [*(one - inward * outside_m for one in ends), *(one + inward * inside_m for one in reversed(ends))]
    return shapely.Polygon(np.array(ring) * METRE)


@pytest.mark.parametrize(("width", "is_touched"), [(0.5, False), (2.0, True)])
def test_the_width_of_the_common_ground_decides(atlas: Atlas, width: float, is_touched: bool) -> None:
    zone = atlas.features.geometry["lg-area-386"]
    strip = strip_across(zone, 1_000.0, width * EDGE_WIDTH_M)
    found = by_id(atlas, strip)
    assert strip.intersects(zone)
    assert ("lg-area-386" in found) is is_touched
    assert not is_touched or found["lg-area-386"].applies is None


def test_a_narrow_site_is_not_an_edge(atlas: Atlas) -> None:
    narrow = strip_across(atlas.features.geometry["lg-area-386"], 0.5 * EDGE_WIDTH_M, 0.1 * EDGE_WIDTH_M)
    assert by_id(atlas, narrow)["lg-area-386"].applies == "part"


@pytest.mark.parametrize(("length", "is_touched"), [(0.5, False), (2.0, True)])
def test_the_length_inside_decides_for_a_line(atlas: Atlas, length: float, is_touched: bool) -> None:
    strip = strip_across(atlas.features.geometry["lg-area-386"], 1_000.0, length * EDGE_WIDTH_M)
    corners = shapely.get_coordinates(strip)
    assert ("lg-area-386" in by_id(atlas, shapely.LineString(corners[[1, 2]]))) is is_touched


def test_the_site_itself_can_be_left_out(atlas: Atlas) -> None:
    shape = atlas.features.geometry["fa-frontier"]
    everything, others = touches(atlas, shape), touches(atlas, shape, without="fa-frontier")
    assert [touch for touch in everything if touch.place_id != "fa-frontier"] == list(others)
    own = next(touch for touch in everything if touch.place_id == "fa-frontier")
    assert (own.share_of_site, own.share_of_place, own.applies) == (pytest.approx(1.0), pytest.approx(1.0), "whole")


def test_what_applies_follows_the_share_alone(atlas: Atlas) -> None:
    found = [touch for touch in touches(atlas, BOX) if touch.share_of_site is not None]
    expected = {None: (0.0, PART_SHARE), "part": (PART_SHARE, WHOLE_SHARE), "whole": (WHOLE_SHARE, 1.1)}
    assert {touch.applies for touch in found} == set(expected)
    for touch in found:
        low, high = expected[touch.applies]
        assert low <= (touch.share_of_site or 0.0) < high


def test_what_applies_to_the_whole_comes_first_and_then_the_smallest(atlas: Atlas) -> None:
    chosen = applying(touches(atlas, BOX))
    order = [(touch.applies != "whole", touch.place_km2) for touch in chosen]
    assert order == sorted(order)
    assert all(touch.applies for touch in chosen)


def test_places_come_in_the_order_of_the_layers_and_then_by_size(atlas: Atlas) -> None:
    rank = {layer_id: order for order, layer_id in enumerate(atlas.layer_ids)}
    order = [(rank[touch.layer], -(touch.area_km2 or 0.0), -(touch.length_km or 0.0)) for touch in touches(atlas, BOX)]
    assert order == sorted(order)


def test_the_thresholds_stand_in_the_notes_of_both_languages() -> None:
    for said in zip(*threshold_notes(), strict=True):
        text = "".join(said)
        assert all(number in text for number in ("50%", "5%", "0.5"))

"""Bounds of areas from the segments of their boundaries."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.atlas.figures import MEASURED_METHODS
from geo.errors import CRSError, ParameterError
from geo.measure.area import ELLIPSOID, area_km2, length_m
from geo.measure.uncertainty import (
    area_bound_km2,
    area_bounds_km2,
    boundary,
    known_lines,
    total_bound_km2,
)
from tests.geo.shapes import LONLAT, frame, star

WEST, EAST = shapely.box(121.80, 30.90, 121.85, 30.95), shapely.box(121.85, 30.90, 121.90, 30.95)


def lines_of(*known: tuple[object, float, bool]):
    return known_lines((frame(shape).assign(accuracy_m=accuracy), physical) for shape, accuracy, physical in known)


def test_without_known_lines_the_bound_is_perimeter_times_accuracy() -> None:
    shape = star(121.9, 30.9, 0.03, 20, 1)
    assert area_bound_km2(boundary(shape, 150.0)) == pytest.approx(length_m([shape], LONLAT)[0] * 150.0 / 1e6)


def test_each_segment_takes_the_accuracy_of_the_line_it_lies_on() -> None:
    """The east side is a sea wall (longer than the side), the north side is shared with a better known place."""
    wall = shapely.LineString([(121.85, 30.80), (121.85, 31.00)])
    north = shapely.box(121.80, 30.95, 121.85, 30.97)
    segments = boundary(WEST, 500.0, lines_of((wall, 40.0, True), (north, 90.0, False), (WEST, 500.0, False)))
    accuracy = {tuple(row[:4]): (row[5], row[6]) for row in segments.itertuples(index=False)}
    assert {value for key, value in accuracy.items() if key[0] == key[2] == 121.85} == {(40.0, "physical")}
    assert {value for key, value in accuracy.items() if key[1] == key[3] == 30.95} == {(90.0, "shared")}
    assert {value for key, value in accuracy.items() if key[0] == key[2] == 121.80} == {(500.0, "own")}
    length = segments["length_m"].to_numpy()
    assert area_bound_km2(segments) == pytest.approx((length * segments["accuracy_m"].to_numpy()).sum() / 1e6)


def test_a_feature_may_know_a_stretch_better_than_the_background_does() -> None:
    """The coast says one accuracy for its whole length; a place drawn along surveyed points of it says its own."""
    wall = shapely.LineString([(121.85, 30.80), (121.85, 31.00)])
    segments = boundary(WEST, 50.0, lines_of((wall, 300.0, True)))
    assert segments.loc[segments["basis"] == "physical", "accuracy_m"].tolist() == [50.0]


def test_a_less_well_known_neighbour_does_not_spoil_a_border() -> None:
    segments = boundary(WEST, 50.0, lines_of((EAST, 300.0, False)))
    assert set(segments["accuracy_m"]) == {50.0}


def test_a_line_that_only_crosses_or_touches_is_not_the_border() -> None:
    across = shapely.LineString([(121.70, 30.92), (121.99, 30.93)])
    tip = shapely.LineString([(121.80, 30.95), (121.70, 31.05)])
    segments = boundary(WEST, 500.0, lines_of((across, 1.0, True), (tip, 1.0, True)))
    assert set(segments["basis"]) == {"own"}


@pytest.mark.parametrize("end", [(121.80, 30.925), (121.85, 30.95), (121.85, 30.90)])
def test_a_line_through_the_middle_of_a_side_is_the_border_only_where_it_holds_both_ends(
    end: tuple[float, float],
) -> None:
    """Across the side, and along either half of it: what lies on the middle alone says nothing of the side."""
    middle = (121.85, 30.925)
    beyond = (2 * middle[0] - end[0], middle[1]) if end[0] != middle[0] else middle
    known = lines_of((shapely.LineString([end, beyond]), 1.0, True))
    assert set(boundary(WEST, 500.0, known)["basis"]) == {"own"}


def test_a_known_line_without_an_accuracy_is_none() -> None:
    wall = frame(shapely.LineString([(121.85, 30.80), (121.85, 31.00)])).assign(accuracy_m=np.nan)
    assert len(known_lines([(wall, True)]).accuracy_m) == 0


def test_a_border_between_two_parts_drops_out_of_the_total() -> None:
    total = total_bound_km2([WEST, EAST], [100.0, 100.0])
    assert total == pytest.approx(length_m([WEST.union(EAST)], LONLAT)[0] * 100.0 / 1e6, rel=1e-9)
    assert total < area_bound_km2(boundary(WEST, 100.0)) + area_bound_km2(boundary(EAST, 100.0))


def test_the_outline_of_a_total_keeps_the_accuracy_of_each_part() -> None:
    total = total_bound_km2([WEST, EAST], [100.0, 400.0])
    shared = ELLIPSOID.inv(121.85, 30.90, 121.85, 30.95)[2]
    outline_west, outline_east = (length_m([shape], LONLAT)[0] - shared for shape in (WEST, EAST))
    assert total == pytest.approx((outline_west * 100.0 + outline_east * 400.0) / 1e6, rel=1e-9)


@given(seed=st.integers(0, 2**20), accuracy=st.floats(1, 60), angle=st.floats(0, 2 * np.pi))
@settings(max_examples=40, deadline=None)
def test_a_zone_moved_as_a_whole_changes_no_area_by_more_than_its_bound(
    seed: int, accuracy: float, angle: float
) -> None:
    """Every segment moved outwards by its accuracy (a buffer with corners) or inwards stays within the bound."""
    zone = star(121.9, 30.9, 0.03, 12, seed)
    bound = area_bound_km2(boundary(zone, accuracy))
    shift = accuracy / 111_500.0
    moved = shapely.transform(zone, lambda xy: xy + shift * np.array([np.cos(angle), np.sin(angle)]))
    common = zone.intersection(moved)
    gained, lost = area_km2([moved.difference(zone), zone.difference(common)], LONLAT)
    assert max(gained, lost) <= bound


@pytest.mark.parametrize("accuracy", [0.0, -1.0, float("nan")])
def test_an_accuracy_that_is_no_positive_number_is_refused(accuracy: float) -> None:
    with pytest.raises(ParameterError, match="positive number"):
        boundary(WEST, accuracy)


def test_lines_in_metres_are_refused() -> None:
    with pytest.raises(CRSError):
        known_lines([(frame(WEST, crs="EPSG:4529").assign(accuracy_m=1.0), True)])


def test_the_bounds_of_the_atlas_use_its_coast_and_rivers(atlas: Atlas) -> None:
    scopes = atlas.layers["scopes"]
    measured = scopes[scopes["method"].isin(MEASURED_METHODS) & scopes["area_km2"].notna()]
    assert measured["uncertainty_km2"].notna().all()
    plain = measured["perimeter_km"] * measured["accuracy_m"] / 1000.0
    assert (np.abs(measured["uncertainty_km2"] / plain - 1.0) > 0.01).any()
    assert scopes.loc[scopes["method"] == "schematic", "uncertainty_km2"].isna().all()


def test_the_bounds_of_many_are_the_bounds_of_each(atlas: Atlas) -> None:
    layer = atlas.features
    layer = layer[layer["area_km2"].notna() & layer["accuracy_m"].notna()]
    shapes, accuracy = layer.geometry.to_numpy(), layer["accuracy_m"].to_numpy(dtype=float)
    shapes, accuracy = np.tile(shapes, 9), np.tile(accuracy, 9)
    for lines in (None, atlas.lines):
        each = [area_bound_km2(boundary(shape, m, lines)) for shape, m in zip(shapes, accuracy, strict=True)]
        assert area_bounds_km2(shapes, accuracy, lines).tolist() == each
    with pytest.raises(ParameterError, match="accuracy 0"):
        area_bounds_km2(shapes, accuracy * 0.0)


def test_the_bounds_of_more_areas_than_a_batch_are_in_their_order() -> None:
    """Of 1 203 squares of the same size: perimeter times the accuracy of each."""
    accuracy = 10.0 + np.arange(1_203.0)
    square = shapely.box(121.8, 30.9, 121.81, 30.91)
    expected = length_m([square], LONLAT)[0] * accuracy / 1e6
    assert area_bounds_km2(np.full(1_203, square, dtype=object), accuracy) == pytest.approx(expected, rel=1e-12)


def test_a_total_along_a_known_line_is_as_good_as_that_line_there() -> None:
    """The north side of the west part is a wall; the rest of the outline is as its part says."""
    wall = shapely.LineString([(121.80, 30.95), (121.85, 30.95)])
    plain = total_bound_km2([WEST, EAST], [100.0, 400.0])
    total = total_bound_km2([WEST, EAST], [100.0, 400.0], lines_of((wall, 20.0, True)))
    side = ELLIPSOID.inv(121.80, 30.95, 121.85, 30.95)[2]
    assert plain - total == pytest.approx(side * 80.0 / 1e6, rel=1e-9)

"""Names find free room: in areas, about points, along lines; never over one another or off the canvas."""

from __future__ import annotations

import math

import numpy as np
import shapely

from geo.screen.drawing.name_room import (
    NameRoom,
    level_spot,
    spots_along,
    spots_at_point,
    spots_in_area,
    spots_with_leader,
)

CANVAS = (1000.0, 800.0)


def test_what_is_taken_is_not_free() -> None:
    room = NameRoom(*CANVAS)
    spot = level_spot(100.0, 100.0, 80.0, 20.0)
    assert room.is_free(spot.boxes)
    room.take(spot.boxes)
    assert not room.is_free(level_spot(120.0, 105.0, 80.0, 20.0).boxes)
    assert room.is_free(level_spot(120.0, 150.0, 80.0, 20.0).boxes)
    assert not room.is_free(level_spot(30.0, 400.0, 80.0, 20.0).boxes), "off the canvas"


def test_the_first_spot_in_an_area_is_its_middle_even_round_a_hole() -> None:
    ring = shapely.Point(500, 400).buffer(300).difference(shapely.Point(500, 400).buffer(100))
    first = next(iter(spots_in_area(ring, 60.0, 20.0)))
    assert ring.contains(shapely.Point(first.x, first.y))


def test_a_small_area_has_spots_outside_it() -> None:
    area = shapely.box(400, 400, 430, 420)
    boxes = [shapely.box(*spot.boxes[0]) for spot in spots_in_area(area, 100.0, 20.0)]
    assert any(not box.intersects(area) for box in boxes)


def test_spots_about_a_point_leave_its_symbol_free() -> None:
    for spot in spots_at_point(500.0, 400.0, 100.0, 20.0, 8.0):
        assert not shapely.box(*spot.boxes[0]).contains(shapely.Point(500.0, 400.0))


def test_spots_with_a_leader_go_farther_and_farther() -> None:
    spots = list(spots_with_leader(500.0, 400.0, 100.0, 20.0))
    assert len(spots) == 40
    assert all(spot.leader == (500.0, 400.0) for spot in spots)
    assert abs(spots[-1].y - 400.0) > abs(spots[0].y - 400.0)


def test_a_name_along_a_line_takes_the_straightest_stretch() -> None:
    angles = np.linspace(0, math.pi, 50)
    bend = np.column_stack([300 - 200 * np.sin(angles), 400 - 200 * np.cos(angles)])
    line = shapely.LineString([*bend, (900, 600)])
    spot = next(iter(spots_along(line, 200.0, 20.0, canvas=CANVAS, turn=1.0)))
    assert all(abs(y - 600) < 1 for _, y in spot.curve)
    assert len(spot.boxes) == len(spot.curve)


def test_it_reads_from_left_to_right_and_keeps_its_distance() -> None:
    line = shapely.LineString([(900, 300), (100, 300)])
    for offset in (30.0, -30.0):
        spot = next(iter(spots_along(line, 200.0, 20.0, canvas=CANVAS, turn=1.0, offset=offset)))
        assert spot.curve[0][0] < spot.curve[-1][0]
        assert {round(y) for _, y in spot.curve} == {300 - round(offset)}


def test_there_is_no_spot_on_a_short_or_a_winding_line() -> None:
    assert list(spots_along(shapely.LineString([(0, 0), (100, 0)]), 200.0, 20.0, canvas=CANVAS, turn=1.0)) == []
    zigzag = shapely.LineString([(x, 300 + 80 * (n % 2)) for n, x in enumerate(range(100, 900, 40))])
    assert list(spots_along(zigzag, 200.0, 10.0, canvas=CANVAS, turn=0.5)) == []

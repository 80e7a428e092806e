"""Long edges of lines: what they may hide between their vertices."""

from __future__ import annotations

import math

import pytest
from shapely.geometry import LineString, MultiLineString

from geo.check.bows import bow_findings
from geo.check.control_points import measure_control_points
from tests.geo.check.points import layer_of, point_table
from tests.geo.check.squares import EAST, NORTH

#: East along 31°N for 4 km, then a turn of 30° and 4 km more.
TURN = [
    (121.7, 31.0),
    (121.7 + 4000 * EAST, 31.0),
    (121.7 + 4000 * (1 + math.cos(math.pi / 6)) * EAST, 31.0 + 2000 * NORTH),
]
FIRST = (121.7 + 2000 * EAST, 31.0)
SECOND = (121.7 + 4000 * (1 + math.cos(math.pi / 6) / 2) * EAST, 31.0 + 1000 * NORTH)


def found(shape: object, *points: tuple[float, float], grade: str = "A", method: str = "traced") -> list[str]:
    features = layer_of({"road": shape}).assign(grade=grade, method=method)
    table = point_table((121.0, 30.0, "on", ""), *((*point, "on", "road") for point in points))
    measured = measure_control_points(table, features)
    return [str(finding) for finding in bow_findings(measured, features)]


def test_an_edge_that_may_bow_beyond_the_accuracy_is_found_unless_a_point_lies_on_it() -> None:
    first, _second = found(LineString(TURN))
    assert "K004" in first
    assert "4.0 km" in first
    bow = int(first.split("may bow by ")[1].split(" m")[0])
    assert bow == pytest.approx(4000 * math.radians(30) / 8, rel=0.01)
    assert len(found(LineString(TURN), FIRST)) == 1
    assert found(LineString(TURN), FIRST, SECOND) == []


def test_a_point_near_a_vertex_or_off_the_edge_says_nothing() -> None:
    at_vertex = (121.7 + 100 * EAST, 31.0)
    beside = (121.7 + 2000 * EAST, 31.0 + 90 * NORTH)
    assert len(found(LineString(TURN), at_vertex, beside)) == 2


def test_short_straight_sketched_and_coarse_lines_have_no_finding() -> None:
    short = [(121.7 + (x - 121.7) / 2.5, 31.0 + (y - 31.0) / 2.5) for x, y in TURN]
    assert found(LineString(short)) == []
    assert found(LineString([(121.7, 31.0), (121.8, 31.0), (121.9, 31.0)])) == []
    assert found(LineString(TURN), grade="C") == []
    assert found(LineString(TURN), method="schematic") == []


def test_every_part_of_a_line_is_looked_at() -> None:
    assert len(found(MultiLineString([TURN, [(x, y + 0.1) for x, y in TURN]]))) == 4

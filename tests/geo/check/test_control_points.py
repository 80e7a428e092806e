"""Control points against a square, a road and a town."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point, box

from geo.atlas.load import default_folder, parse_table
from geo.check.control_points import bow_findings, control_point_findings, measure_control_points
from geo.check.run import check
from geo.coordinates.local_plane import points_of, positions_to_metres, to_metres
from geo.measure.area import ELLIPSOID
from tests.geo.check.points import layer_of, point_table
from tests.geo.check.squares import EAST, NORTH

SHAPES = layer_of(
    {
        "square": box(121.8, 30.9, 121.9, 31.0),
        "road": LineString([(121.7, 31.0), (121.9, 31.0)]),
        "town": Point(121.85, 30.95),
        "lost": None,
    }
)


def test_distances_agree_with_the_geodesic_to_a_thousandth() -> None:
    ends = np.array([[121.0, 30.7], [122.1, 30.7], [121.0, 31.5], [122.1, 31.5]])
    for one, other in ((0, 1), (2, 3), (0, 3)):
        metres = np.hypot(*np.diff(positions_to_metres(ends[[one, other]]), axis=0)[0])
        assert metres == pytest.approx(ELLIPSOID.inv(*ends[one], *ends[other])[2], rel=1e-3)


def test_a_long_edge_stays_straight_in_degrees() -> None:
    line = LineString([(121.0, 31.0), (122.0, 31.0)])
    middle = points_of(positions_to_metres(np.array([[121.5, 31.0]])))
    assert shapely.distance(to_metres([line]), middle)[0] < 0.5


@pytest.mark.parametrize(
    ("lon", "lat", "relation", "name", "distance"),
    [
        (121.8 - 50 * EAST, 30.95, "on", "square", 50),
        (121.8 + 50 * EAST, 30.95, "on", "square", 50),
        (121.8 + 50 * EAST, 30.95, "inside", "square", 0),
        (121.8 - 50 * EAST, 30.95, "inside", "square", 50),
        (121.8 - 50 * EAST, 30.95, "outside", "square", 0),
        (121.8 + 50 * EAST, 30.95, "outside", "square", 50),
        (121.8, 31.0 + 70 * NORTH, "on", "road", 70),
        (121.85, 30.95 + 80 * NORTH, "on", "town", 80),
    ],
)
def test_the_distance_is_from_where_the_point_should_be(lon, lat, relation, name, distance) -> None:
    row = measure_control_points(point_table((lon, lat, relation, name)), SHAPES).iloc[0]
    assert row["distance_m"] == pytest.approx(distance, abs=0.3)
    assert row["tolerance_m"] == 100.0
    assert row["verdict"] == "within"


def test_a_point_beyond_both_accuracies_is_a_finding_that_names_row_point_and_distance() -> None:
    table = point_table((121.8, 30.95, "on", "square"), (121.8 - 130 * EAST, 30.95, "on", "road;square"))
    findings = control_point_findings(measure_control_points(table, SHAPES))
    assert [(f.rule, f.feature) for f in findings] == [("K001", "road"), ("K001", "square")]
    assert "p1 测点 (121.79" in findings[1].found
    assert "130 m from being on the edge of it" in findings[1].found
    assert "row 3" in findings[1].remedy


def test_points_that_concern_no_drawn_feature_are_left_out() -> None:
    table = point_table((121.8, 30.95, "on", ""), (121.8, 30.95, "on", "lost"), (121.8, 30.95, "on", "elsewhere"))
    assert len(measure_control_points(table, SHAPES)) == 0


def test_a_point_whose_numbers_are_none_is_left_to_the_schema() -> None:
    table = point_table((121.8, 30.95, "on", "square"), (121.8, 30.95, "on", "square"))
    table.loc[0, "lon"] = "121,8"
    assert measure_control_points(table, SHAPES)["point_id"].tolist() == ["p1"]


def test_all_135_points_are_in_the_table_and_most_speak_of_a_feature() -> None:
    table = parse_table(default_folder("layers") / "control_points.csv")
    assert table["point_id"].nunique() == 135
    assert table.groupby("point_id")[["lon", "lat", "accuracy_m"]].nunique().max().max() == 1
    assert (table["feature_ids"] != "").mean() > 0.9


def test_an_anchor_beyond_its_tolerance_is_a_finding_of_its_own_rule_and_table() -> None:
    table = point_table((121.8 - 130 * EAST, 30.95, "on", "square"))
    (finding,) = control_point_findings(measure_control_points(table, SHAPES), "street_anchors", "K003")
    assert finding.rule == "K003"
    assert "anchor p0 测点" in finding.found
    assert "layers/street_anchors.csv" in finding.remedy


def test_all_118_corners_are_anchors_and_each_speaks_of_a_feature() -> None:
    table = parse_table(default_folder("layers") / "street_anchors.csv")
    corners = table[table["point_id"].str.match(r"corner-(0\d\d|10\d|11[0-8])$")]
    assert corners["point_id"].nunique() == 118
    assert (table["feature_ids"] != "").all()
    assert (table["relation"] == "on").sum() >= 75


def test_every_control_point_and_anchor_lies_where_the_drawing_says() -> None:
    assert [str(f) for f in check().findings if f.rule in ("K001", "K002", "K003", "K004")] == []


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

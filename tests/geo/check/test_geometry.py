"""Coordinates and rings: what is wrong is told once per feature, with a place; what is right is left alone."""

from __future__ import annotations

import math

import pytest

from geo.check.geometry import geometry_findings

SQUARE = [[121.8, 30.9], [121.9, 30.9], [121.9, 31.0], [121.8, 31.0], [121.8, 30.9]]
HOLE = [[121.84, 30.94], [121.84, 30.96], [121.86, 30.96], [121.86, 30.94], [121.84, 30.94]]


def polygon(*rings: list[list[float]]) -> dict:
    return {"type": "Polygon", "coordinates": list(rings)}


def rules(geometry: object) -> list[str]:
    return [finding.rule for finding in geometry_findings(geometry, "layers/x.geojson", "feature x")]


@pytest.mark.parametrize(
    "geometry",
    [
        polygon(SQUARE),
        polygon(SQUARE, HOLE),
        {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [[[x + 0.2, y] for x, y in SQUARE]]]},
        {"type": "LineString", "coordinates": SQUARE[:3]},
        {"type": "MultiLineString", "coordinates": [SQUARE[:3], HOLE[:2]]},
        {"type": "Point", "coordinates": [121.8, 30.9]},
        {"type": "MultiPoint", "coordinates": SQUARE[:2]},
        {"type": "Point", "coordinates": [121.8, 30.9, 4.0]},
    ],
)
def test_a_sound_geometry_of_any_type_brings_no_finding(geometry: dict) -> None:
    assert rules(geometry) == []


@pytest.mark.parametrize(
    "geometry", [None, 7, {}, {"type": {}}, {"type": "Blob"}, {"type": "Polygon", "coordinates": None}]
)
def test_what_is_no_geometry_is_left_to_the_reader(geometry: object) -> None:
    assert rules(geometry) == []


@pytest.mark.parametrize(
    ("x", "y", "name"),
    [
        (41385000.0, 3420000.0, "EPSG:4529"),
        (385000.0, 3420000.0, "EPSG:4550"),
        (3420000.0, 385000.0, "EPSG:4550"),
        (13560000.0, 3620000.0, "EPSG:3857"),
        (9e9, 9e9, None),
    ],
)
def test_projected_metres_are_named_where_they_can_be(x: float, y: float, name: str | None) -> None:
    metres = polygon([[x, y], [x + 100, y], [x + 100, y + 100], [x, y]])
    (finding,) = geometry_findings(metres, "f", "i")
    assert finding.rule == "G002"
    assert (name or "its system") in finding.remedy


def test_swapped_axes_are_told_as_such_and_not_as_far_away() -> None:
    assert rules(polygon([[y, x] for x, y in SQUARE])) == ["G003"]


def test_a_single_vertex_outside_the_frame_is_told_with_its_place() -> None:
    (finding,) = geometry_findings(polygon([*SQUARE[:2], [121.9, 13.0], *SQUARE[3:]]), "f", "i")
    assert finding.rule == "G004"
    assert "121.900000, 13.000000" in finding.found


@pytest.mark.parametrize("bad", [[math.nan, 30.9], ["121.9", "north"], [None, 30.9], [121.9], 121.9])
def test_a_position_that_is_no_pair_of_numbers_is_found(bad: object) -> None:
    assert rules(polygon([SQUARE[0], bad, *SQUARE[2:]])) == ["G005"]


def test_an_open_ring_and_a_ring_of_two_positions_are_found() -> None:
    assert rules(polygon(SQUARE[:-1])) == ["G006"]
    assert rules(polygon([SQUARE[0], SQUARE[1], SQUARE[0]])) == ["G006"]


def test_the_direction_of_outer_rings_and_holes_is_checked_apart() -> None:
    assert rules(polygon(SQUARE[::-1])) == ["G007"]
    assert rules(polygon(SQUARE, HOLE[::-1])) == ["G007"]
    (finding,) = geometry_findings(
        {"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE[::-1]], [SQUARE, HOLE[::-1]]]}, "f", "i"
    )
    assert "and 1 more" in finding.found


def test_a_doubled_vertex_is_a_warning_with_the_number_of_others() -> None:
    (finding,) = geometry_findings(polygon([SQUARE[0], SQUARE[1], SQUARE[1], SQUARE[1], *SQUARE[2:]]), "f", "i")
    assert (finding.rule, finding.severity) == ("G008", "warning")
    assert "121.900000, 30.900000 and 1 more" in finding.found


def test_a_spike_is_found_also_at_the_closing_corner() -> None:
    spike = [[121.8, 30.9], [121.9, 30.9], [121.95, 30.95], [121.9, 30.9002], [121.9, 31.0], [121.8, 30.9]]
    assert rules(polygon(spike)) == ["G009"]
    turned = [*spike[2:-1], *spike[:3]]
    assert rules(polygon(turned)) == ["G009"]
    assert rules({"type": "LineString", "coordinates": [[121.8, 30.9], [121.9, 30.9], [121.8, 30.9]]}) == ["G009"]


def test_a_sharp_corner_is_no_spike() -> None:
    assert rules(polygon([[121.8, 30.9], [121.9, 30.9], [121.8, 30.905], [121.8, 30.9]])) == []


def test_more_than_seven_decimals_are_a_warning() -> None:
    geometry = {"type": "Point", "coordinates": [121.80000001, 30.9]}
    (finding,) = geometry_findings(geometry, "f", "i")
    assert (finding.rule, finding.severity) == ("G010", "warning")
    assert rules({"type": "Point", "coordinates": [121.8000001, 30.9123456]}) == []

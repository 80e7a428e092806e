"""Geometries of a file: read as they are, or refused with what is wrong; parts that tile a whole."""

from __future__ import annotations

import math

import pytest
from shapely.geometry import Point, Polygon, box

from geo.atlas.read_geometry import parts_match_whole, read_geometry
from geo.errors import GeometryError

BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[121.8, 30.8], [121.9, 30.9], [121.9, 30.8], [121.8, 30.9], [121.8, 30.8]]],
}
METRES = {
    "type": "Polygon",
    "coordinates": [[[395000, 3420000], [396000, 3420000], [396000, 3421000], [395000, 3420000]]],
}
POINT = {"type": "Point", "coordinates": [121.8, 30.9]}


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (BOW_TIE, "Self-intersection"),
        (METRES, "expected degrees"),
        (POINT, "a Point"),
        ({"type": "Polygon", "coordinates": []}, "an empty geometry"),
        ({"type": "Polygon", "coordinates": [[[121.8]]]}, "an unreadable geometry"),
        ({"type": "Blob"}, "an unreadable geometry"),
        ({"type": "MultiPolygon", "coordinates": 5}, "an unreadable geometry"),
    ],
)
def test_what_cannot_be_measured_is_refused_with_its_feature(geometry: dict, said: str) -> None:
    with pytest.raises(GeometryError, match=said) as raised:
        read_geometry([geometry], "polygon", ["f.geojson, feature x"])
    assert [fault.where for fault in raised.value.faults] == ["f.geojson, feature x"]


@pytest.mark.filterwarnings("ignore:invalid value")
def test_a_coordinate_that_is_no_number_is_refused() -> None:
    ring = [[121.8, 30.8], [121.9, math.nan], [121.9, 30.9], [121.8, 30.8]]
    with pytest.raises(GeometryError, match="a coordinate that is not a number"):
        read_geometry([{"type": "Polygon", "coordinates": [ring]}], "polygon", ["a"])


def test_all_faults_of_a_file_are_reported_in_one_run() -> None:
    with pytest.raises(GeometryError) as raised:
        read_geometry([POINT, None, BOW_TIE], "line", ["a", "b", "c"])
    assert [fault.where for fault in raised.value.faults] == ["a", "c"]


def test_a_place_without_location_is_none_and_the_order_stays() -> None:
    assert read_geometry([None, POINT], "point", ["a", "b"]) == [None, Point(121.8, 30.9)]


@pytest.mark.parametrize("kind", ["point", "mixed"])
def test_a_mixed_layer_takes_every_type(kind: str) -> None:
    assert read_geometry([POINT], kind, ["a"]) == [Point(121.8, 30.9)]


def test_parts_tile_a_whole_only_with_the_same_vertices_no_gap_and_no_overlap() -> None:
    whole, west = box(0, 0, 2, 1), box(0, 0, 1, 1)
    assert parts_match_whole([west, box(1, 0, 2, 1)], whole)
    assert not parts_match_whole([west, box(1, 0, 1.9, 1)], whole), "a gap"
    assert not parts_match_whole([west, box(0.9, 0, 2, 1)], whole), "an overlap"
    extra = Polygon([(1, 0), (2, 0), (2, 1), (1, 1), (1, 0.5)])
    assert not parts_match_whole([west, extra], whole), "a vertex on one side of the common edge only"

"""The plane in which distances near Lingang are measured."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.coordinates.local_plane import points_of, positions_to_metres, to_metres
from geo.measure.area import ELLIPSOID


def test_positions_have_the_zone_number_before_the_easting() -> None:
    """On the meridian 123°E the easting is 500 km after the number of the zone, 41."""
    east, north = positions_to_metres(np.array([[123.0, 30.9]]))[0]
    assert east == pytest.approx(41_500_000.0, abs=1e-6)
    assert north == pytest.approx(ELLIPSOID.inv(123.0, 0.0, 123.0, 30.9)[2], abs=1e-3)


def test_distances_are_those_of_the_ellipsoid_to_a_thousandth() -> None:
    ends = np.array([[121.70, 30.85], [121.95, 30.98]])
    plane = np.hypot(*np.diff(positions_to_metres(ends), axis=0)[0])
    assert plane == pytest.approx(ELLIPSOID.inv(*ends[0], *ends[1])[2], rel=5e-4)


def test_a_long_edge_follows_the_straight_line_in_degrees() -> None:
    """A tenth of a degree apart from its ends the plane would leave it by metres; with its vertices it does not."""
    line = shapely.LineString([(121.5, 30.9), (122.5, 30.9)])
    made = to_metres([line, None])
    assert made[1] is None
    assert shapely.get_num_coordinates(made[0]) == 51
    for lon in (121.61, 121.987, 122.3):
        point = shapely.Point(positions_to_metres(np.array([[lon, 30.9]]))[0])
        assert made[0].distance(point) < 0.1
    assert shapely.LineString(shapely.get_coordinates(made[0])[[0, -1]]).distance(point) > 10


def test_points_are_made_of_positions() -> None:
    assert [point.wkt for point in points_of(np.array([[1.0, 2.0], [3.0, 4.0]]))] == ["POINT (1 2)", "POINT (3 4)"]

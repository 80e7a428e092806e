"""GCJ-02 and BD-09: shifted as the web maps do, and found again to a millimetre."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.coordinates.gcj02 import (
    CHINA,
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)
from geo.errors import GeometryError
from geo.measure.area import ELLIPSOID

MILLIMETRE = 0.001
#: The rectangle less its rim, where the shift jumps to zero.
LON, LAT = st.floats(CHINA[0] + 0.02, CHINA[2] - 0.02), st.floats(CHINA[1] + 0.02, CHINA[3] - 0.02)


def metres(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.asarray(ELLIPSOID.inv(*one.T, *other.T)[2])


@given(st.lists(st.tuples(LON, LAT), min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_the_inverses_are_exact_to_a_millimetre_all_over_china(points: list[tuple[float, float]]) -> None:
    true = np.array(points)
    assert metres(gcj02_to_wgs84(wgs84_to_gcj02(true)), true).max() < MILLIMETRE
    assert metres(bd09_to_gcj02(gcj02_to_bd09(true)), true).max() < MILLIMETRE
    assert metres(bd09_to_wgs84(wgs84_to_bd09(true)), true).max() < MILLIMETRE


def test_the_cases_the_scripts_are_held_to() -> None:
    cases = np.loadtxt(Path(__file__).parents[2] / "data" / "gcj02_cases.csv", delimiter=",", skiprows=1)
    assert wgs84_to_gcj02(cases[:, :2]) == pytest.approx(cases[:, 2:], abs=1e-9)


def test_lingang_is_shifted_by_the_half_kilometre_web_maps_show() -> None:
    """Dishui Lake. The figures are those of the public JavaScript implementation (coordtransform 2.1)."""
    lake = np.array([[121.9300, 30.9000]])
    shifted = wgs84_to_gcj02(lake)
    assert 300.0 < metres(lake, shifted)[0] < 600.0
    assert 600.0 < metres(shifted, gcj02_to_bd09(shifted))[0] < 1200.0


def test_tiananmen_lies_where_the_published_examples_put_it() -> None:
    """116.404, 39.915 taken as WGS84: the example of the coordtransform README."""
    point = np.array([[116.404, 39.915]])
    assert wgs84_to_gcj02(point)[0] == pytest.approx([116.41024449916938, 39.91640428150164], abs=1e-9)
    assert gcj02_to_bd09(point)[0] == pytest.approx([116.41036949371029, 39.92133699351021], abs=1e-9)


def test_nothing_is_shifted_outside_china() -> None:
    tokyo = np.array([[139.7, 35.7]])
    assert wgs84_to_gcj02(tokyo).tolist() == tokyo.tolist()
    assert gcj02_to_wgs84(tokyo).tolist() == tokyo.tolist()


def test_no_points_give_no_points() -> None:
    assert gcj02_to_wgs84(np.empty((0, 2))).shape == (0, 2)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_coordinate_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(GeometryError, match="not a finite number"):
        wgs84_to_gcj02([[121.9, value]])


@pytest.mark.parametrize(
    ("side", "point"), [(0, (72.004, 35.0)), (1, (100.0, 0.8293)), (2, (137.8347, 35.0)), (3, (100.0, 55.8271))]
)
def test_the_rectangle_of_china_ends_with_its_sides(side: int, point: tuple[float, float]) -> None:
    """On each side points are shifted, a micrometre outside of it they are not."""
    outwards = np.zeros(2)
    outwards[side % 2] = 1e-11 if side > 1 else -1e-11
    on, outside = np.array([point]), np.array([point]) + outwards
    assert metres(on, wgs84_to_gcj02(on))[0] > 50.0
    assert wgs84_to_gcj02(outside).tolist() == outside.tolist()


@pytest.mark.parametrize("point", [(72.0041, 35.0), (100.0, 0.8294)])
def test_a_point_that_no_true_point_is_shifted_to_is_refused(point: tuple[float, float]) -> None:
    """Along the western and the southern side the shift leads inwards and leaves a strip empty."""
    with pytest.raises(GeometryError, match="rim of the GCJ-02 rectangle"):
        gcj02_to_wgs84([point])


def test_many_points_are_shifted_each_by_itself() -> None:
    points = np.array([[121.93, 30.9], [139.7, 35.7], [75.0, 39.5], [87.6, 43.8]])
    together = wgs84_to_gcj02(points)
    assert together.tolist() == [wgs84_to_gcj02([point])[0].tolist() for point in points]
    assert gcj02_to_wgs84(together) == pytest.approx(points, abs=1e-12)

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

"""The CGCS2000 ellipsoid, against the figures the standard prints and against PROJ."""

from __future__ import annotations

import pyproj
import pytest

from geo.coordinates import ellipsoid


def test_the_derived_figures_are_those_of_gb_22021() -> None:
    assert pytest.approx(6_356_752.314_14, abs=5e-6) == ellipsoid.SEMI_MINOR_M
    assert pytest.approx(0.006_694_380_022_90, abs=5e-15) == ellipsoid.FIRST_ECCENTRICITY_2
    assert pytest.approx(0.081_819_191_042_8, abs=5e-14) == ellipsoid.FIRST_ECCENTRICITY


def test_proj_has_the_same_ellipsoid_for_epsg_4490() -> None:
    known = pyproj.CRS("EPSG:4490").ellipsoid
    assert known.semi_major_metre == ellipsoid.SEMI_MAJOR_M
    assert known.inverse_flattening == ellipsoid.INVERSE_FLATTENING

"""The second method of area: the formula of the national land survey."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.measure.area import area_km2
from geo.measure.national_formula import national_area_km2, trapezoid_m2
from tests.geo.shapes import LONLAT, star


@given(south=st.floats(3, 52), rise=st.floats(0.001, 4), width=st.floats(0.001, 6))
@settings(max_examples=60, deadline=None)
def test_a_trapezoid_of_the_national_formula_is_the_exact_strip(south: float, rise: float, width: float) -> None:
    """Between meridians and parallels both methods mean the same figure; the series ends at e⁸."""
    box = shapely.box(110.0, south, 110.0 + width, south + rise)
    angles = np.radians([[width], [south], [south + rise]])
    assert trapezoid_m2(*angles)[0] / 1e6 == pytest.approx(area_km2([box], LONLAT)[0], rel=1e-10)


@given(lon=st.floats(75, 134), lat=st.floats(18, 53), corners=st.integers(4, 40), seed=st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_the_two_methods_agree_on_a_district_with_edges_of_kilometres_to_a_ten_thousandth(
    lon: float, lat: float, corners: int, seed: int
) -> None:
    district = star(lon, lat, 0.05, corners, seed)
    assert national_area_km2([district], LONLAT)[0] == pytest.approx(area_km2([district], LONLAT)[0], rel=1e-4)


def test_with_short_edges_the_two_methods_are_one() -> None:
    dense = shapely.segmentize(star(121.9, 30.9, 0.05, 7, 3), 0.0001)
    assert national_area_km2([dense], LONLAT)[0] == pytest.approx(area_km2([dense], LONLAT)[0], rel=1e-9)


def test_holes_parts_and_missing_shapes_count_as_in_our_method() -> None:
    outer, hole = shapely.box(121, 30, 122, 31), shapely.box(121.2, 30.2, 121.4, 30.4)
    shapes = [outer.difference(hole), None, shapely.MultiPolygon([hole, shapely.box(123, 30, 124, 31)])]
    assert national_area_km2(shapes, LONLAT) == pytest.approx(area_km2(shapes, LONLAT), rel=1e-10)


def test_both_methods_agree_on_every_area_of_the_atlas(atlas: Atlas) -> None:
    shapes = np.concatenate([frame[frame["area_km2"].notna()].geometry.to_numpy() for frame in atlas.layers.values()])
    ours, national = area_km2(shapes, LONLAT), national_area_km2(shapes, LONLAT)
    # The worst is a schematic shape of a few long edges; those drawn along a line agree to a millionth or so.
    assert np.abs(national / ours - 1.0).max() < 1e-4
    assert np.median(np.abs(national / ours - 1.0)) < 2e-6

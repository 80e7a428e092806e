"""The quick check of validity says what GEOS says."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.measure.outlines import outlines_of
from geo.overlay import quick_validity
from tests.geo.shapes import LONLAT, star


def valid(shapes: np.ndarray) -> np.ndarray:
    return quick_validity.valid(shapes, outlines_of(shapes, LONLAT, "shapes"))


COORDINATE = st.integers(0, 6).map(float)


@given(st.lists(st.tuples(COORDINATE, COORDINATE), min_size=3, max_size=12))
@settings(max_examples=400, deadline=None)
def test_rings_on_a_small_grid_are_judged_as_geos_judges_them(corners: list[tuple[float, float]]) -> None:
    """On seven by seven points rings touch, cross, fold back and repeat themselves all the time."""
    polygon = shapely.Polygon(corners)
    assert valid(np.array([polygon], dtype=object))[0] == shapely.is_valid(polygon)


@given(st.integers(0, 2**20), st.integers(3, 60), st.floats(-1e-12, 1e-12))
@settings(max_examples=100, deadline=None)
def test_a_vertex_within_rounding_of_another_edge_is_left_to_geos(seed: int, corners: int, nudge: float) -> None:
    ring = shapely.get_coordinates(star(121.9, 30.9, 0.01, corners, seed))
    ring[len(ring) // 2] = (ring[0] + ring[1]) / 2.0 + nudge
    polygon = shapely.Polygon(ring)
    assert valid(np.array([polygon], dtype=object))[0] == shapely.is_valid(polygon)


def test_holes_parts_missing_and_large_shapes_are_judged_too() -> None:
    bowtie = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    shapes = [
        star(0, 0, 1, 500, 1),
        shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2)),
        shapely.Polygon(shapely.box(0, 0, 4, 4).exterior, [shapely.box(3, 3, 5, 5).exterior]),
        shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)]),
        shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)]),
        bowtie,
        None,
    ]
    assert valid(np.array(shapes, dtype=object)).tolist() == [True, True, False, True, False, False, False]


@pytest.mark.filterwarnings("ignore:invalid value encountered")
@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_coordinate_that_is_no_number_is_not_valid(value: float) -> None:
    assert not valid(np.array([shapely.Polygon([(0, 0), (1, 0), (1, value), (0, 1)])], dtype=object))[0]


def test_no_shapes_are_no_verdicts() -> None:
    assert valid(np.empty(0, dtype=object)).shape == (0,)


@pytest.mark.parametrize("way", [1, -1])
def test_a_ring_that_runs_twice_around_its_middle_is_not_valid(way: int) -> None:
    turn = np.exp(2j * np.pi * np.arange(5) / 5)
    round_once, pentagram = (np.column_stack((at.real, at.imag))[::way] for at in (turn, turn[[0, 2, 4, 1, 3]]))
    shapes = np.array([shapely.Polygon(round_once), shapely.Polygon(pentagram)], dtype=object)
    assert valid(shapes).tolist() == [True, False]

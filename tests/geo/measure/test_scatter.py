"""The scatter of an area against outlines whose vertices are moved at random."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from shapely.geometry import Polygon, box

from geo.coordinates.local_plane import positions_to_metres
from geo.measure.scatter import area_scatter_km2
from geo.measure.uncertainty import boundary

SQUARE = box(121.8, 30.9, 121.9, 31.0)
FRAME = Polygon(SQUARE.exterior, [box(121.83, 30.93, 121.86, 30.96).exterior.coords[::-1]])


@pytest.mark.parametrize("shape", [SQUARE, FRAME, shapely.MultiPolygon([SQUARE, box(122, 30.9, 122.05, 31)])])
def test_the_scatter_is_that_of_outlines_moved_vertex_by_vertex(shape: shapely.Geometry) -> None:
    random, sigma = np.random.default_rng(14), 100.0
    local = shapely.transform(shape, positions_to_metres)
    areas = []
    for _ in range(2000):
        moved = shapely.transform(local, lambda xy: xy + _one_step_a_vertex(xy, random, sigma))
        areas.append(moved.area / 1e6)
    assert area_scatter_km2(boundary(shape, sigma)) == pytest.approx(np.std(areas), rel=0.08)


def _one_step_a_vertex(xy: np.ndarray, random: np.random.Generator, sigma: float) -> np.ndarray:
    """Make a random step for each vertex; the last of a ring moves with the first."""
    _, first = np.unique(xy, axis=0, return_inverse=True)
    return random.normal(0.0, sigma, (first.max() + 1, 2))[first.ravel()]


def test_it_grows_with_the_accuracy_and_is_far_below_the_bound() -> None:
    segments = boundary(SQUARE, 100.0)
    assert area_scatter_km2(boundary(SQUARE, 200.0)) == pytest.approx(2 * area_scatter_km2(segments))
    assert area_scatter_km2(segments) < (segments["length_m"] * 0.1).sum() / 1000 / 2

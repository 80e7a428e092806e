"""How fast area is measured, beside the peer a planner would write: one GeographicLib call per polygon."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture

from geo.area import ELLIPSOID, area_km2

PARCELS = 10_000


@pytest.fixture(scope="module")
def parcels() -> np.ndarray:
    """Seeded parcels of 5 to 40 vertices over Lingang."""
    rng = np.random.default_rng(20261121)
    out = []
    for corners in rng.integers(5, 41, PARCELS):
        angles = 2 * np.pi * (np.arange(corners) + rng.uniform(0.1, 0.9, corners)) / corners
        distance = 0.001 * rng.uniform(0.4, 1.0, corners)
        lon, lat = rng.uniform(121.5, 121.97), rng.uniform(30.82, 31.0)
        ring = np.column_stack((lon + distance * np.cos(angles), lat + distance * np.sin(angles)))
        out.append(shapely.Polygon(ring))
    return np.array(out, dtype=object)


@pytest.mark.benchmark(group="area of 10 000 parcels")
def test_ours(benchmark: BenchmarkFixture, parcels: np.ndarray) -> None:
    total = benchmark(lambda: area_km2(parcels, "EPSG:4490").sum())
    assert total > 0


@pytest.mark.benchmark(group="area of 10 000 parcels")
def test_one_geographiclib_call_per_polygon(benchmark: BenchmarkFixture, parcels: np.ndarray) -> None:
    def peer() -> float:
        return sum(abs(ELLIPSOID.geometry_area_perimeter(parcel)[0]) for parcel in parcels) / 1e6

    total = benchmark(peer)
    assert total == pytest.approx(area_km2(parcels, "EPSG:4490").sum(), rel=1e-6)

"""How fast area is measured, beside the peer a planner would write: one GeographicLib call per polygon.

Run with ``--benchmark-group-by=param:parcels`` to see the ratio for each layer.
"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pytest_benchmark.fixture import BenchmarkFixture

from geo.measure.area import ELLIPSOID, area_km2
from tests.bench import generate

LAYERS = [(10_000, "plain"), (100_000, "plain"), (100_000, "holes")]


@pytest.fixture(scope="module", params=LAYERS, ids=lambda layer: f"{layer[0]}-{layer[1]}")
def parcels(request: pytest.FixtureRequest) -> np.ndarray:
    """Seeded parcels of 5 to 40 vertices over Lingang."""
    return np.array(generate.parcels(*request.param).geometry.array, dtype=object)


@pytest.mark.benchmark(group="area")
def test_ours(benchmark: BenchmarkFixture, parcels: np.ndarray) -> None:
    total = benchmark(lambda: area_km2(parcels, "EPSG:4490").sum())
    assert total > 0


@pytest.mark.benchmark(group="area")
def test_one_geographiclib_call_per_polygon(benchmark: BenchmarkFixture, parcels: np.ndarray) -> None:
    # GeographicLib signs the area by direction; turning the rings is not timed.
    oriented = shapely.orient_polygons(parcels)

    def peer() -> float:
        return sum(abs(ELLIPSOID.geometry_area_perimeter(parcel)[0]) for parcel in oriented) / 1e6

    total = benchmark.pedantic(peer, rounds=3)
    assert total == pytest.approx(area_km2(parcels, "EPSG:4490").sum(), rel=1e-6)

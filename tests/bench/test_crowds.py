"""Features over one another: prepared by halves, beside pair by pair (the way of every layer before), in one run.

``pytest tests/bench/test_crowds.py -s`` prints seconds of processor time; the ratio is asserted, not the seconds.
"""

from __future__ import annotations

import time

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import ParameterError
from geo.overlay import crowds
from geo.overlay.zonal_area import zonal_area

ZONES = gpd.GeoDataFrame(geometry=[shapely.box(121.85, 30.88, 121.9, 30.95)], crs=4490)


def discs(count: int, reach: float) -> gpd.GeoDataFrame:
    """Seeded discs with a radius of 1.5 to 2 km, their centres within `reach` degrees."""
    draw = np.random.default_rng(15)
    centres = shapely.points(draw.uniform(121.9, 121.9 + reach, count), draw.uniform(30.9, 30.9 + reach, count))
    return gpd.GeoDataFrame(geometry=shapely.buffer(centres, draw.uniform(0.015, 0.02, count)), crs=4490)


def cpu_s(features: gpd.GeoDataFrame) -> tuple[float, float]:
    """Measure the processor time of an answer, and return it with the overlap."""
    started = time.process_time()
    table = zonal_area(ZONES, features)
    return time.process_time() - started, float(table["area_km2"].iloc[-1])


def test_a_thousand_discs_over_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    layer = discs(1_000, 0.02)
    cpu_s(layer)
    ours, overlap = cpu_s(layer)
    monkeypatch.setattr(crowds, "CROWDED", 10_000)
    pairs, expected = cpu_s(layer)
    print(f"\n1,000 discs over one another: {ours:.2f} s, pair by pair {pairs:.2f} s, {pairs / ours:.0f} times")
    assert overlap == pytest.approx(expected, rel=1e-9)
    assert pairs > 5 * ours


def test_time_grows_with_the_number_where_each_meets_few() -> None:
    cpu_s(discs(60, 0.01))
    small, _ = cpu_s(discs(2_500, 0.01 * np.sqrt(2_500)))
    large, _ = cpu_s(discs(10_000, 0.01 * np.sqrt(10_000)))
    print(f"\n2,500 discs that each meet few: {small:.2f} s; 10,000: {large:.2f} s, {large / small / 4:.2f} × linear")
    assert large < 4 * 1.6 * small


def test_too_many_are_refused_at_once() -> None:
    layer = discs(6_000, 0.001)
    started = time.process_time()
    with pytest.raises(ParameterError, match="more than 10,000,000 times"):
        zonal_area(ZONES, layer)
    print(f"\n6,000 discs over one another: refused after {time.process_time() - started:.2f} s")

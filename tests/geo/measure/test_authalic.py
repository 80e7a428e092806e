"""The strips under edges: the authalic function, its development, and signed rings."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from geo.coordinates.ellipsoid import FIRST_ECCENTRICITY as E
from geo.coordinates.ellipsoid import SEMI_MINOR_M
from geo.measure.authalic import MAX_HEIGHT_DEG, authalic, mean_height, mean_strip, measure_rings, strip


def q_of(lat: float) -> float:
    """Snyder, eq. 3-12, halved, as printed."""
    s = math.sin(math.radians(lat))
    return (s / (1 - E * E * s * s) + math.log((1 + E * s) / (1 - E * s)) / (2 * E)) / 2


@pytest.mark.parametrize("lat", [-40.0, 4.0, 30.9, 53.0])
def test_a_strip_is_the_difference_of_q(lat: float) -> None:
    assert strip(0.0, lat) == pytest.approx(q_of(lat), rel=1e-13)
    assert strip(30.0, lat) == pytest.approx(q_of(lat) - q_of(30.0), abs=1e-14)


def test_a_strip_of_neighbouring_latitudes_keeps_its_digits() -> None:
    """A micrometre, 1e-11 degrees: the difference of two values of Q would have four digits left."""
    lat, step = 30.9, 1e-11
    north = lat + step
    slope = math.radians(north - lat) * math.cos(math.radians(lat)) / (1 - (E * math.sin(math.radians(lat))) ** 2) ** 2
    assert strip(lat, north) == pytest.approx(slope, rel=1e-9)


@pytest.mark.parametrize("lat", [4.0, 18.0, 30.9, 53.0])
def test_the_development_is_exact_up_to_the_tallest_ring_it_serves(lat: float) -> None:
    scale, k2, k3 = authalic(lat)
    for low, high in ((0.0, MAX_HEIGHT_DEG), (0.001, 0.02), (MAX_HEIGHT_DEG, MAX_HEIGHT_DEG)):
        exact = mean_strip(lat, lat + low, lat + high) * SEMI_MINOR_M**2 * math.radians(1.0)
        assert scale * mean_height(low, high, k2, k3) == pytest.approx(exact, rel=1e-10)


def test_rings_are_boxed_and_signed_by_their_direction() -> None:
    boxes = [shapely.box(121.70, 30.90, 121.72, 30.91), shapely.box(121.70, 30.90, 121.72, 31.00)]
    rings = [shapely.get_coordinates(box) for box in boxes]
    rings += [ring[::-1] for ring in rings]
    coords, offsets = np.concatenate(rings), np.array([0, 5, 10, 15, 20])
    box, signed = np.empty((4, 4)), np.empty(4)
    measure_rings(coords, offsets, box, signed)
    assert box.tolist() == [[121.70, 30.90, 121.72, 30.91], [121.70, 30.90, 121.72, 31.00]] * 2
    assert signed[:2] == pytest.approx(-signed[2:], rel=1e-14)
    for m2, north in zip(np.abs(signed), (30.91, 31.00), strict=False):
        exact = SEMI_MINOR_M**2 * math.radians(0.02) * (q_of(north) - q_of(30.90))
        assert m2 == pytest.approx(exact, rel=1e-9)

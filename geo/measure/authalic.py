r"""The area between a ring and a parallel on the ellipsoid, strip by strip: the base of every area in the atlas.

A closed ring is the signed sum of the strips under its edges: with the sign +1 for an edge that runs west (the
ground lies south of it, on its left) and -1 for one that runs east, every point counts once inside and not at all
outside. An edge is straight in longitude/latitude (RFC 7946), and the ground of a strip is the integral of the authalic
function Q (Snyder, USGS PP 1395, eq. 3-12) under it.

For rings up to `MAX_HEIGHT_DEG` tall Q is developed to third order about their south side: the first term left out is
below 1e-11 of the area. Taller rings are measured with Q itself, at five Gauss-Legendre nodes of each edge.
"""

from __future__ import annotations

import math

import numpy as np

from geo.coordinates.ellipsoid import FIRST_ECCENTRICITY, FIRST_ECCENTRICITY_2, SEMI_MINOR_M
from geo.measure.arrays import Floats, Ints
from geo.measure.jit import compiled

#: Tallest ring the third-order development serves, degrees (about 3 km).
MAX_HEIGHT_DEG = 0.03

_E, _E2 = FIRST_ECCENTRICITY, FIRST_ECCENTRICITY_2
_B2 = SEMI_MINOR_M**2
_RADIAN = math.pi / 180.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)


@compiled
def development(s: float, c: float) -> tuple[float, float, float]:
    """Compute what `authalic` does, of sine and cosine of the latitude."""
    w = 1.0 / (1.0 - _E2 * s * s)
    # Q' = c g with g = w², and its next two derivatives by latitude.
    # Products and no powers: they are the same number compiled and interpreted.
    g = w * w
    g1 = 4.0 * _E2 * s * (g * w)
    g2 = 4.0 * _E2 * (g * w) + 24.0 * _E2 * _E2 * s * s * (g * g)
    first = c * g
    second = -s * g + c * c * g1
    third = -c * g - 3.0 * s * c * g1 + (c * c * c) * g2
    scale = _B2 * first * _RADIAN * _RADIAN
    return scale, second / first * _RADIAN / 6.0, third / first * _RADIAN * _RADIAN / 24.0


@compiled
def authalic(lat: float) -> tuple[float, float, float]:
    """Compute the development of Q about a latitude: m² per square degree, and the weights of `mean_height`."""
    return development(math.sin(lat * _RADIAN), math.cos(lat * _RADIAN))


@compiled
def mean_height(a: float, b: float, k2: float, k3: float) -> float:
    """Compute the mean of the developed Q over a line from height a to height b (degrees above the base)."""
    return (a + b) * (0.5 + k3 * (a * a + b * b)) + k2 * (a * a + a * b + b * b)


@compiled
def strip(south: float, lat: float) -> float:
    """Compute Q at `lat` less Q at `south` (degrees), without cancellation where the two are close."""
    sin0, sin1 = math.sin(south * _RADIAN), math.sin(lat * _RADIAN)
    # sin(lat) - sin(south) as a product keeps full precision when the two are close.
    delta = 2.0 * math.cos((lat + south) / 2.0 * _RADIAN) * math.sin((lat - south) / 2.0 * _RADIAN)
    product = _E2 * sin0 * sin1
    rational = delta * (1.0 + product) / ((1.0 - _E2 * sin1 * sin1) * (1.0 - _E2 * sin0 * sin0))
    return (rational + math.atanh(_E * delta / (1.0 - product)) / _E) / 2.0


@compiled
def mean_strip(south: float, a: float, b: float) -> float:
    """Compute the mean of Q less Q at `south` over a line from latitude a to b, without the development."""
    total = 0.0
    for k in range(len(_NODES)):
        total += _WEIGHTS[k] / 2.0 * strip(south, a + (b - a) * (_NODES[k] + 1.0) / 2.0)
    return total


@compiled
def measure_rings(coords: Floats, offsets: Ints, box: Floats, signed_m2: Floats) -> None:
    """Write box (degrees) and signed area (m²; counter-clockwise positive) of each ring into two tables.

    Heights are measured from the south side of the ring. The integral around a closed ring is the same from any base,
    but with strips down to the equator their rounding would be larger than a ring of 1 m².
    """
    for i in range(len(offsets) - 1):
        start, stop = offsets[i], offsets[i + 1]
        west, south = coords[start, 0], coords[start, 1]
        east, north = west, south
        for k in range(start + 1, stop):
            west, east = min(west, coords[k, 0]), max(east, coords[k, 0])
            south, north = min(south, coords[k, 1]), max(north, coords[k, 1])
        box[i, 0], box[i, 1], box[i, 2], box[i, 3] = west, south, east, north
        scale, k2, k3 = authalic(south)
        tall = north - south > MAX_HEIGHT_DEG
        if tall:
            scale = _B2 * _RADIAN
        total = 0.0
        for k in range(start, stop - 1):
            width, low, high = coords[k + 1, 0] - coords[k, 0], coords[k, 1], coords[k + 1, 1]
            if tall:
                total -= width * mean_strip(south, low, high)
            else:
                total -= width * mean_height(low - south, high - south, k2, k3)
        signed_m2[i] = total * scale

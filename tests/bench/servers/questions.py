"""The requests servers are compared by: boxes of one and four kilometres, and tiles, at seeded places."""

from __future__ import annotations

import math

import numpy as np

from tests.bench.generate import SEED, SOUTH, TALL, WEST, WIDE

#: Metres in a degree of latitude; good enough for the side of a box.
_M_PER_DEGREE = 111_195.0
#: Most features of an answer: more than any box holds.
LIMIT = 5000


def boxes(side_km: float, count: int) -> list[str]:
    """Make boxes as west,south,east,north in degrees."""
    rng = np.random.default_rng(SEED + int(10 * side_km))
    tall = side_km * 1000 / _M_PER_DEGREE
    wide = tall / math.cos(math.radians(SOUTH + TALL / 2))
    corners = rng.uniform([WEST, SOUTH], [WEST + WIDE - wide, SOUTH + TALL - tall], (count, 2))
    return [f"{x:.5f},{y:.5f},{x + wide:.5f},{y + tall:.5f}" for x, y in corners]


def tiles(zoom: int, most: int) -> list[tuple[int, int, int]]:
    """List tiles of a zoom over the parcels in a seeded order, as zoom, column and row."""
    west, north = _tile(WEST, SOUTH + TALL, zoom)
    east, south = _tile(WEST + WIDE, SOUTH, zoom)
    every = [(zoom, x, y) for x in range(west, east + 1) for y in range(north, south + 1)]
    order = np.random.default_rng(SEED + zoom).permutation(len(every))
    return [every[at] for at in order[:most]]


def _tile(longitude: float, latitude: float, zoom: int) -> tuple[int, int]:
    side = 2**zoom
    y = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * side), int((1 - y / math.pi) / 2 * side)

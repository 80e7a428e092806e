"""The flat arrays the compiled loops work on: rings and boxes.

Coordinates are longitude and latitude in degrees on CGCS2000, areas square metres on its ellipsoid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from geo.measure.jit import compiled, inlined

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Objects = NDArray[np.object_]
#: West, south, east, north; or the two ends of an edge. A tuple, because making a view of an array row takes longer.
Box = tuple[float, float, float, float]

#: Rows per batch. Temporary arrays for 100 000 rows at once would take hundreds of MB.
BATCH_ROWS = 4_000


class Rings(NamedTuple):
    """Closed rings as flat arrays; row i of every array but the first is ring i.

    Attributes
    ----------
    coords : ndarray of float, shape (v, 2)
        Longitude and latitude of all vertices, degrees on CGCS2000.
    start, stop : ndarray of int, shape (n,)
        First vertex and one past the last, which repeats the first.
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees.
    area_m2 : ndarray of float, shape (n,)
        Ellipsoidal area, never negative.
    turn : ndarray of float, shape (n,)
        +1 for a ring drawn counter-clockwise, -1 clockwise, 0 without area.
    sign : ndarray of float, shape (n,)
        +1 for a shell, -1 for a hole.
    owner : ndarray of int, shape (n,)
        Row of the feature in its frame.
    """

    coords: Floats
    start: Ints
    stop: Ints
    box: Floats
    area_m2: Floats
    turn: Floats
    sign: Floats
    owner: Ints


def batches(count: int, size: int = BATCH_ROWS) -> Iterator[slice]:
    """Yield the slices of a long sequence, so that temporary arrays exist for one batch at a time."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


@inlined
def row_of(table: Floats, i: int) -> Box:
    """Return the four numbers of a row."""
    return table[i, 0], table[i, 1], table[i, 2], table[i, 3]


@compiled
def longest(rings: Rings, first: int, last: int) -> int:
    """Return the number of vertices of the ring that has most, among a range of rings."""
    most = 1
    for i in range(first, last):
        most = max(most, rings.stop[i] - rings.start[i])
    return most

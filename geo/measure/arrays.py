"""The flat arrays the compiled loops work on: rings, the edges of zones in cells, boxes and cells of a grid.

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
#: West, south, east, north; or the two ends of an edge. A tuple: a view of an array row costs more than its use.
Box = tuple[float, float, float, float]


#: Rows worked on at a time: what 100 000 need in passing would be hundreds of megabytes.
BATCH_ROWS = 4_000
#: Label of a cell that an edge of the zone may pass through.
BORDER = -128


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


class ZoneEdges(NamedTuple):
    """The edges of all zones in the cells of a raster over each zone, and a coarse grid of zone boxes.

    Attributes
    ----------
    box : ndarray of float, shape (z, 4)
        West, south, east, north of each zone in degrees.
    side : ndarray of int, shape (z,)
        Cells to a side of each zone's raster, which covers its box.
    first : ndarray of int, shape (z,)
        First cell of each zone; cells run row by row from the south-west.
    labels : ndarray of int8, shape (cells,)
        How often the zone covers a cell, or `BORDER` where an edge may pass through it.
    start : ndarray of int, shape (cells + 1,)
        First edge of each cell.
    edges : ndarray of float, shape (m, 4)
        Longitude and latitude of the start, then of the end of an edge; the zone lies on its left. An edge stands in
        every cell its own box meets.
    most_edges : int
        Edges of the zone that has most.
    grid, columns : tuple of 4 float, int
        West and south of the grid of zones, its cells per degree of longitude and of latitude, and cells to a side.
    cell_start, cell_zone : ndarray of int
        Zones whose box meets cell ``row * columns + column`` of that grid.
    """

    box: Floats
    side: Ints
    first: Ints
    labels: NDArray[np.int8]
    start: Ints
    edges: Floats
    most_edges: int
    grid: Box
    columns: int
    cell_start: Ints
    cell_zone: Ints


def batches(count: int, size: int = BATCH_ROWS) -> Iterator[slice]:
    """Cut a long sequence into slices: what is made of each row and forgotten must not be there for all at once."""
    for first in range(0, count, size):
        yield slice(first, min(first + size, count))


@inlined
def row_of(table: Floats, i: int) -> Box:
    """Four numbers of a row."""
    return table[i, 0], table[i, 1], table[i, 2], table[i, 3]


@compiled
def cell_of(x: float, origin: float, per_degree: float, columns: int) -> int:
    """Column or row of a grid a coordinate lies in, the nearest one where it lies outside."""
    return min(max(int((x - origin) * per_degree), 0), columns - 1)


@compiled
def cells_of(box: Box, grid: Box, columns: int, rows: int) -> tuple[int, int, int, int]:
    """First column, first row, last column and last row of a grid (`ZoneEdges.grid`) that a box meets."""
    return (
        cell_of(box[0], grid[0], grid[2], columns),
        cell_of(box[1], grid[1], grid[3], rows),
        cell_of(box[2], grid[0], grid[2], columns),
        cell_of(box[3], grid[1], grid[3], rows),
    )


@compiled
def longest(rings: Rings, first: int, last: int) -> int:
    """Most vertices of a ring in a range."""
    most = 1
    for i in range(first, last):
        most = max(most, rings.stop[i] - rings.start[i])
    return most

"""Cells of a grid, and the edges of zones entered in the cells they meet.

A grid is described by four numbers: its west and south in degrees, and its cells per degree of longitude and of
latitude. Cells are numbered row by row from the south-west.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from geo.measure.arrays import Box, Floats, Ints
from geo.measure.jit import compiled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Label of a cell that an edge of the zone may pass through.
BORDER = -128


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


@compiled
def cell_of(x: float, origin: float, per_degree: float, columns: int) -> int:
    """Compute the column or row of a grid in which a coordinate lies; outside of the grid, the nearest one."""
    return min(max(int((x - origin) * per_degree), 0), columns - 1)


@compiled
def cells_of(box: Box, grid: Box, columns: int, rows: int) -> tuple[int, int, int, int]:
    """Compute the first column, first row, last column and last row of a grid (`ZoneEdges.grid`) that a box meets."""
    return (
        cell_of(box[0], grid[0], grid[2], columns),
        cell_of(box[1], grid[1], grid[3], rows),
        cell_of(box[2], grid[0], grid[2], columns),
        cell_of(box[3], grid[1], grid[3], rows),
    )

"""Index of the edges of zones, from which the edges in the box of a parcel are read as a few short lists.

Over each zone lies a raster with about as many cells along its outline as it has edges. Most parcels lie wholly inside
or outside a zone: the labels of the cells they touch say so, if none of these cells holds an edge. For a parcel on the
border, the edges of the few cells it touches are read, and what covers its corner follows from the next cell to the
west that holds no edge. Flat arrays filled in two passes take milliseconds for a hundred thousand edges; a tree would
take longer to build than all zonal areas take to compute.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geo.measure.arrays import Box, Floats, Ints, Rings
from geo.measure.jit import compiled, in_chunks
from geo.overlay.grid import BORDER, ZoneEdges, cells_of
from geo.overlay.kernel import raster_of, winding_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Cells to a side, for each square root of the number of edges, and the limits of a side.
_PER_ROOT = 1.5
_FEWEST, _MOST = 4, 1024
#: The raster of an outline of long edges is made coarser until an edge is entered in at most this many cells.
_ENTRIES_PER_EDGE = 6
_LARGEST_GRID = 256


def index_zones(rings: Rings, count: int) -> ZoneEdges:
    """Make the index of zones.

    Parameters
    ----------
    rings : Rings
        Their rings, in degrees; ``owner`` is the zone.
    count : int
        How many zones there are; one without rings meets nothing.

    Returns
    -------
    ZoneEdges
    """
    box = np.tile(np.array([np.inf, np.inf, -np.inf, -np.inf]), (count, 1))
    np.minimum.at(box[:, :2], rings.owner, rings.box[:, :2])
    np.maximum.at(box[:, 2:], rings.owner, rings.box[:, 2:])
    edge_count = np.bincount(rings.owner, rings.stop - rings.start - 1, count)
    side = np.clip(_PER_ROOT * np.sqrt(edge_count), _FEWEST, _MOST).astype(np.int64)
    _coarsen(rings, box, side)
    first = np.concatenate(([0], np.cumsum(side * side)))
    grid, columns = _grid(box)
    cell_start, cell_zone = _enter_zones(box, grid, columns)
    start, edges, labels = _enter_edges(rings, box, side, first)
    most = int(edge_count.max(initial=0))
    index = ZoneEdges(box, side, first[:-1], labels, start, edges, most, grid, columns, cell_start, cell_zone)
    in_chunks(partial(_label, index), count, max(count // 8, 1))
    return index


@compiled
def _edge_cells(rings: Rings, k: int, grid: Box, side: int) -> tuple[int, int, int, int]:
    """Compute first column and row, last column and row of the cells that the box of an edge meets."""
    ax, ay, bx, by = rings.coords[k, 0], rings.coords[k, 1], rings.coords[k + 1, 0], rings.coords[k + 1, 1]
    return cells_of((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), grid, side, side)


@compiled
def _coarsen(rings: Rings, box: Floats, side: Ints) -> None:
    """Reduce the sides of rasters by half while the edges would be entered in too many cells."""
    while True:
        entries, edges = np.zeros(len(side), np.int64), np.zeros(len(side), np.int64)
        for i in range(len(rings.start)):
            z = rings.owner[i]
            grid = raster_of(box, z, side[z])
            for k in range(rings.start[i], rings.stop[i] - 1):
                column0, row0, column1, row1 = _edge_cells(rings, k, grid, side[z])
                entries[z] += (column1 - column0 + 1) * (row1 - row0 + 1)
                edges[z] += 1
        again = False
        for z in range(len(side)):
            if entries[z] > _ENTRIES_PER_EDGE * edges[z] and side[z] > 1:
                side[z] //= 2
                again = True
        if not again:
            return


@compiled
def _enter_edges(rings: Rings, box: Floats, side: Ints, first: Ints) -> tuple[Ints, Floats, NDArray[np.int8]]:
    """Count the edges of every cell, then enter them, turned so that the zone lies on their left; mark the cells."""
    start, labels = np.zeros(first[-1] + 1, np.int64), np.zeros(first[-1], np.int8)
    edges, at = np.empty((0, 4)), start[:0]
    for fill in (False, True):
        if fill:
            for cell in range(first[-1]):
                start[cell + 1] += start[cell]
            edges, at = np.empty((start[-1], 4)), start[:-1].copy()
        for i in range(len(rings.start)):
            z = rings.owner[i]
            grid = raster_of(box, z, side[z])
            forward = rings.turn[i] * rings.sign[i] > 0.0
            for k in range(rings.start[i], rings.stop[i] - 1):
                a, b = (k, k + 1) if forward else (k + 1, k)
                column0, row0, column1, row1 = _edge_cells(rings, k, grid, side[z])
                for row in range(row0, row1 + 1):
                    for cell in range(first[z] + row * side[z] + column0, first[z] + row * side[z] + column1 + 1):
                        if not fill:
                            start[cell + 1] += 1
                            labels[cell] = BORDER
                            continue
                        e = at[cell]
                        edges[e, 0], edges[e, 1] = rings.coords[a, 0], rings.coords[a, 1]
                        edges[e, 2], edges[e, 3] = rings.coords[b, 0], rings.coords[b, 1]
                        at[cell] += 1
    return start, edges, labels


@compiled
def _label(zones: ZoneEdges, first: int, last: int) -> None:
    """Write the labels of the cells without edges, row by row from the west."""
    for z in range(first, last):
        # A zone without location has no box and no edges.
        if not np.isfinite(zones.box[z, 0]):
            continue
        side = zones.side[z]
        grid = raster_of(zones.box, z, side)
        for row in range(side):
            after_edge = True
            for column in range(side):
                cell = zones.first[z] + row * side + column
                if zones.labels[cell] == BORDER:
                    after_edge = True
                elif after_edge:
                    # While its own label is computed, the cell counts as one with edges; it has none.
                    zones.labels[cell] = BORDER
                    x, y = grid[0] + (column + 0.5) / grid[2], grid[1] + (row + 0.5) / grid[3]
                    zones.labels[cell] = winding_at(x, y, z, zones)
                    after_edge = False
                else:
                    zones.labels[cell] = zones.labels[cell - 1]


def _grid(box: Floats) -> tuple[Box, int]:
    """Compute the place (`ZoneEdges.grid`) and the columns of a grid with about one zone to a cell."""
    known = box[np.isfinite(box[:, 0])]
    if not len(known):
        return (0.0, 0.0, 0.0, 0.0), 1
    columns = min(4 * int(np.sqrt(len(known))) + 1, _LARGEST_GRID)
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    across, up = columns / np.maximum(high - low, 1e-12)
    return (float(low[0]), float(low[1]), float(across), float(up)), columns


def _enter_zones(box: Floats, grid: Box, columns: int) -> tuple[Ints, Ints]:
    """List the zones of each cell of the grid, cell after cell."""
    cells: list[list[int]] = [[] for _ in range(columns * columns)]
    for z in np.flatnonzero(np.isfinite(box[:, 0])):
        column0, row0, column1, row1 = cells_of((box[z, 0], box[z, 1], box[z, 2], box[z, 3]), grid, columns, columns)
        for row in range(row0, row1 + 1):
            for cell in cells[row * columns + column0 : row * columns + column1 + 1]:
                cell.append(int(z))
    sizes = np.array([len(cell) for cell in cells], dtype=np.int64)
    return np.concatenate(([0], np.cumsum(sizes))), np.array([z for cell in cells for z in cell], dtype=np.int64)

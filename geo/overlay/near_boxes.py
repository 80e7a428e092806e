"""Pairs of boxes that overlap, found through a grid, and how many larger boxes each one meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from geo.measure.arrays import Box, Floats, Ints, row_of
from geo.measure.jit import compiled, in_chunks
from geo.overlay.edge_pairs import M2_PER_SQUARE_DEGREE, noise_m2
from geo.overlay.grid import cells_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Cells to a side.
_LARGEST_GRID = 2048
#: The grid is made coarser until a box is entered in at most this many cells on average.
_ENTRIES_PER_BOX = 16


class BoxGrid(NamedTuple):
    """Boxes entered in the cells of a grid that they meet.

    Attributes
    ----------
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees.
    grid : tuple of 4 float
        West and south, cells per degree of longitude and of latitude (as `geo.overlay.grid.ZoneEdges.grid`).
    columns, rows : int
        Its size.
    start : ndarray of int, shape (cells + 1,)
        First entry of each cell.
    entries : ndarray of int32
        The boxes of each cell, cell after cell.
    """

    box: Floats
    grid: Box
    columns: int
    rows: int
    start: Ints
    entries: NDArray[np.int32]

    @property
    def most(self) -> int:
        """The number of boxes in the cell that has most."""
        return int(np.diff(self.start).max(initial=0))


def enter_boxes(box: Floats) -> BoxGrid:
    """Enter boxes in a grid with cells about as large as a typical box.

    Parameters
    ----------
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees; at least one.

    Returns
    -------
    BoxGrid
    """
    low, high = box[:, :2].min(axis=0), box[:, 2:].max(axis=0)
    extent, sides = np.maximum(high - low, 1e-12), box[:, 2:] - box[:, :2]
    typical = np.maximum(np.median(sides, axis=0), (high - low) / _LARGEST_GRID)
    size = np.clip((high - low) / np.maximum(typical, 1e-12), 1, _LARGEST_GRID).astype(int)
    while size.max() > 1 and np.prod(sides / extent * size + 1, axis=1).sum() > _ENTRIES_PER_BOX * len(box):
        size = np.maximum(size // 2, 1)
    across, up = size / extent
    grid = (float(low[0]), float(low[1]), float(across), float(up))
    columns, rows = int(size[0]), int(size[1])
    return BoxGrid(box, grid, columns, rows, *_enter(box, grid, columns, rows))


def near_pairs(
    box: Floats,
    rank: Ints | None = None,
    left_out: NDArray[np.bool_] | None = None,
    entered: BoxGrid | None = None,
) -> tuple[Ints, Ints]:
    """List the pairs of boxes that overlap.

    Parameters
    ----------
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees.
    rank, left_out : ndarray, shape (n,), optional
        Of each box. A pair is left out if the one with the higher rank is to be.
    entered : BoxGrid, optional
        The boxes in their grid, if they were entered before.

    Returns
    -------
    tuple of ndarray of int
        The rows of the two boxes of each pair.
    """
    if len(box) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    boxes = entered or enter_boxes(box)
    order = np.zeros(len(box), np.int64) if rank is None else rank
    skipped = np.zeros(len(box), np.bool_) if left_out is None else left_out
    rows = boxes.rows
    found = in_chunks(lambda a, b: _pairs(boxes, order, skipped, a, b), rows, max(rows // 32, 1))
    return np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])


@compiled
def _enter(box: Floats, grid: Box, columns: int, rows: int) -> tuple[Ints, NDArray[np.int32]]:
    """List the boxes of each cell of a grid, cell after cell."""
    start = np.zeros(columns * rows + 2, np.int64)
    for i in range(len(box)):
        column0, row0, column1, row1 = cells_of(row_of(box, i), grid, columns, rows)
        for row in range(row0, row1 + 1):
            for column in range(column0, column1 + 1):
                start[row * columns + column + 2] += 1
    for cell in range(columns * rows):
        start[cell + 2] += start[cell + 1]
    entries = np.empty(start[-1], np.int32)
    for i in range(len(box)):
        column0, row0, column1, row1 = cells_of(row_of(box, i), grid, columns, rows)
        for row in range(row0, row1 + 1):
            for column in range(column0, column1 + 1):
                at = row * columns + column + 1
                entries[start[at]] = i
                start[at] += 1
    return start[:-1], entries


@compiled
def _is_pair(boxes: BoxGrid, cell: int, i: int, j: int) -> bool:
    """Whether two boxes of a cell overlap by more than rounding, and the cell is the first one of both."""
    a, b = row_of(boxes.box, i), row_of(boxes.box, j)
    if a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]:
        return False
    column_i, row_i, _, _ = cells_of(a, boxes.grid, boxes.columns, boxes.rows)
    column_j, row_j, _, _ = cells_of(b, boxes.grid, boxes.columns, boxes.rows)
    if max(row_i, row_j) * boxes.columns + max(column_i, column_j) != cell:
        return False
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return wide * tall * M2_PER_SQUARE_DEGREE > noise_m2(a, b)


@compiled
def _pairs(boxes: BoxGrid, rank: Ints, left_out: NDArray[np.bool_], first_row: int, last_row: int) -> tuple[Ints, Ints]:
    """List the pairs of boxes that overlap; for rows of cells."""
    room, n = 1024, 0
    one, other = np.empty(room, np.int64), np.empty(room, np.int64)
    for cell in range(first_row * boxes.columns, last_row * boxes.columns):
        for k in range(boxes.start[cell], boxes.start[cell + 1]):
            i = boxes.entries[k]
            for m in range(k + 1, boxes.start[cell + 1]):
                j = boxes.entries[m]
                if left_out[i if rank[i] > rank[j] else j] or not _is_pair(boxes, cell, i, j):
                    continue
                if n == room:
                    one, other, room = np.concatenate((one, one)), np.concatenate((other, other)), 2 * room
                one[n], other[n] = i, j
                n += 1
    return one[:n], other[:n]


@compiled
def count_earlier(
    boxes: BoxGrid, rank: Ints, crowded: NDArray[np.bool_], most: int
) -> tuple[NDArray[np.int32], NDArray[np.bool_]]:
    """Count the boxes of lower rank that each box overlaps, and mark those that a crowded one of higher rank does.

    Parameters
    ----------
    boxes : BoxGrid
    rank : ndarray of int, shape (n,)
        Of each box, all different.
    crowded : ndarray of bool, shape (n,)
    most : int
        The count ends when it passes this number of pairs.

    Returns
    -------
    counts : ndarray of int32, shape (n,)
    covers : ndarray of bool, shape (n,)
    """
    counts, covers, pairs = np.zeros(len(rank), np.int32), np.zeros(len(rank), np.bool_), 0
    for cell in range(boxes.columns * boxes.rows):
        for k in range(boxes.start[cell], boxes.start[cell + 1]):
            i = boxes.entries[k]
            for m in range(k + 1, boxes.start[cell + 1]):
                j = boxes.entries[m]
                if not _is_pair(boxes, cell, i, j):
                    continue
                earlier, later = (j, i) if rank[i] > rank[j] else (i, j)
                counts[later] += 1
                pairs += 1
                if crowded[later]:
                    covers[earlier] = True
            if pairs > most:
                return counts, covers
    return counts, covers

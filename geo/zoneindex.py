"""Index the edges of zones so that a parcel finds those in its box by reading a few short lists.

A zone's edges are entered into horizontal strips of equal height, about four edges to a strip. A strip answers both
questions a parcel has: which edges lie in its box, and which cross the level of its north side to the west of it.
Flat arrays filled in two passes take milliseconds for a hundred thousand edges; a tree would take longer to build than
the whole account takes to answer.
"""

from __future__ import annotations

import numpy as np

from geo.compiled import compiled
from geo.flat import Floats, Ints, Rings, ZoneEdges, cell_of, cells_of

#: Edges to a strip, before those that pass through several are entered again.
_EDGES_PER_STRIP = 4
#: A zone that zigzags from south to north gets fewer strips, so that its entries stay below about this many per edge.
_ENTRIES_PER_EDGE = 5
_LARGEST_GRID = 256


def index_zones(rings: Rings, count: int) -> ZoneEdges:
    """Index zones.

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
    box, strips, per_degree = _lay_out_strips(rings, count)
    start, edges = _enter_edges(rings, box, strips, per_degree)
    grid, columns = _grid(box)
    cell_start, cell_zone = _enter_zones(box, grid, columns)
    most = int(np.diff(start[strips]).max(initial=0))
    return ZoneEdges(box, strips, per_degree, start, edges, grid, columns, cell_start, cell_zone, most)


def _lay_out_strips(rings: Rings, count: int) -> tuple[Floats, Ints, Floats]:
    """Box of each zone, its first strip, and strips per degree."""
    box = np.tile(np.array([np.inf, np.inf, -np.inf, -np.inf]), (count, 1))
    np.minimum.at(box[:, :2], rings.owner, rings.box[:, :2])
    np.maximum.at(box[:, 2:], rings.owner, rings.box[:, 2:])
    edges = np.bincount(rings.owner, rings.stop - rings.start - 1, count)
    climbs = np.bincount(rings.owner, _climb(rings.coords, rings.start, rings.stop), count)
    tall = np.where(edges > 0, box[:, 3] - box[:, 1], 0.0)
    crossings = np.divide(climbs, tall, out=np.ones(count), where=tall > 0)
    wanted = np.minimum(edges / _EDGES_PER_STRIP, (_ENTRIES_PER_EDGE - 1) * edges / np.maximum(crossings, 1.0))
    rows = np.maximum(wanted.astype(np.int64), 1)
    per_degree = np.divide(rows, tall, out=np.zeros(count), where=tall > 0)
    return box, np.concatenate(([0], np.cumsum(rows))), per_degree


@compiled
def _climb(coords: Floats, start: Ints, stop: Ints) -> Floats:
    """Sum of the rises and falls along each ring, degrees."""
    out = np.zeros(len(start))
    for i in range(len(start)):
        for k in range(start[i], stop[i] - 1):
            out[i] += abs(coords[k + 1, 1] - coords[k, 1])
    return out


@compiled
def _enter_edges(rings: Rings, box: Floats, strips: Ints, per_degree: Floats) -> tuple[Ints, Floats]:
    """Count the edges of every strip, then enter them, turned so that the zone lies on their left."""
    start = np.zeros(strips[-1] + 1, np.int64)
    for fill in (False, True):
        if fill:
            for s in range(strips[-1]):
                start[s + 1] += start[s]
            edges = np.empty((start[-1], 4))
            at = start[:-1].copy()
        else:
            edges, at = np.empty((0, 4)), start[:0]
        for i in range(len(rings.start)):
            z = rings.owner[i]
            base, rows, south = strips[z], strips[z + 1] - strips[z], box[z, 1]
            forward = rings.turn[i] * rings.sign[i] > 0.0
            for k in range(rings.start[i], rings.stop[i] - 1):
                a, b = (rings.coords[k], rings.coords[k + 1]) if forward else (rings.coords[k + 1], rings.coords[k])
                first = base + cell_of(min(a[1], b[1]), south, per_degree[z], rows)
                last = base + cell_of(max(a[1], b[1]), south, per_degree[z], rows)
                for s in range(first, last + 1):
                    if fill:
                        e = at[s]
                        edges[e, 0], edges[e, 1], edges[e, 2], edges[e, 3] = a[0], a[1], b[0], b[1]
                        at[s] += 1
                    else:
                        start[s + 1] += 1
    return start, edges


def _grid(box: Floats) -> tuple[Floats, int]:
    """West, south and cells per degree of a grid with about one zone to a cell."""
    known = box[np.isfinite(box[:, 0])]
    if not len(known):
        return np.zeros(4), 1
    columns = min(4 * int(np.sqrt(len(known))) + 1, _LARGEST_GRID)
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    return np.concatenate((low, columns / np.maximum(high - low, 1e-12))), columns


def _enter_zones(box: Floats, grid: Floats, columns: int) -> tuple[Ints, Ints]:
    """Zones of each cell of the grid, cell after cell."""
    cells: list[list[int]] = [[] for _ in range(columns * columns)]
    for z in np.flatnonzero(np.isfinite(box[:, 0])):
        column0, row0, column1, row1 = cells_of((box[z, 0], box[z, 1], box[z, 2], box[z, 3]), grid, columns)
        for row in range(row0, row1 + 1):
            for cell in cells[row * columns + column0 : row * columns + column1 + 1]:
                cell.append(int(z))
    sizes = np.array([len(cell) for cell in cells], dtype=np.int64)
    return np.concatenate(([0], np.cumsum(sizes))), np.array([z for cell in cells for z in cell], dtype=np.int64)

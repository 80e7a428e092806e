"""Index the edges of zones so that a parcel finds those in its box by reading a few short lists.

Most parcels lie wholly inside a zone or outside: a raster of labels over the box of every zone tells at once, wherever
no cell a parcel touches has an edge in it. Only the parcels along the border look at edges.

A zone's edges are entered into horizontal strips of equal height, about four edges to a strip. A strip answers both
questions a parcel has: which edges lie in its box, and which cross the level of its north side to the west of it.
Flat arrays filled in two passes take milliseconds for a hundred thousand edges; a tree would take longer to build than
the whole account takes to answer.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from geo.compiled import compiled, in_chunks
from geo.flat import BORDER, Box, Floats, Ints, Rings, ZoneEdges, cell_of, cells_of, row_of
from geo.kernel import label_grid, meet

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Edges to a strip, before those that pass through several are entered again.
_EDGES_PER_STRIP = 4
#: A zone that zigzags from south to north gets fewer strips, so that its entries stay below about this many per edge.
_ENTRIES_PER_EDGE = 5
_LARGEST_GRID = 256
_LABELS_PER_ROOT = 1.5
_MOST_LABELS = 512


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
    label_start, labels = _lay_out_labels(rings, count)
    index = ZoneEdges(
        box, strips, per_degree, start, edges, grid, columns, cell_start, cell_zone, most, label_start, labels
    )
    in_chunks(partial(_label, index), count, max(count // 8, 1))
    return index


def _lay_out_labels(rings: Rings, count: int) -> tuple[Ints, NDArray[np.int8]]:
    """Room for the labels of each zone: cells about as wide as an edge is long, within limits."""
    edges = np.bincount(rings.owner, rings.stop - rings.start - 1, count)
    side = np.clip(_LABELS_PER_ROOT * np.sqrt(edges), 4, _MOST_LABELS).astype(np.int64)
    return np.concatenate(([0], np.cumsum(side * side))), np.zeros(int((side * side).sum()), np.int8)


@compiled
def _label(zones: ZoneEdges, first: int, last: int) -> None:
    """Mark the cells that edges pass through, then ask once for every run of cells between them."""
    lines, cuts = np.empty((zones.most_edges, 5)), np.empty((zones.most_edges, 2))
    for z in range(first, last):
        side, grid = label_grid(z, zones)
        labels = zones.labels[zones.label_start[z] : zones.label_start[z + 1]]
        for k in range(zones.start[zones.strips[z]], zones.start[zones.strips[z + 1]]):
            ax, ay, bx, by = row_of(zones.edges, k)
            column0, row0, column1, row1 = cells_of((min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), grid, side)
            for row in range(row0, row1 + 1):
                labels[row * side + column0 : row * side + column1 + 1] = BORDER
        for row in range(side):
            known, winding = False, 0
            for cell in range(row * side, (row + 1) * side):
                if labels[cell] == BORDER:
                    known = False
                    continue
                if not known:
                    x, y = grid[0] + (cell % side + 0.5) / grid[2], grid[1] + (row + 0.5) / grid[3]
                    winding, known = meet((x, y, x, y), z, zones, lines, cuts)[0], True
                labels[cell] = winding


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


def _grid(box: Floats) -> tuple[Box, int]:
    """West, south and cells per degree of a grid with about one zone to a cell."""
    known = box[np.isfinite(box[:, 0])]
    if not len(known):
        return (0.0, 0.0, 0.0, 0.0), 1
    columns = min(4 * int(np.sqrt(len(known))) + 1, _LARGEST_GRID)
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    across, up = columns / np.maximum(high - low, 1e-12)
    return (float(low[0]), float(low[1]), float(across), float(up)), columns


def _enter_zones(box: Floats, grid: Box, columns: int) -> tuple[Ints, Ints]:
    """Zones of each cell of the grid, cell after cell."""
    cells: list[list[int]] = [[] for _ in range(columns * columns)]
    for z in np.flatnonzero(np.isfinite(box[:, 0])):
        column0, row0, column1, row1 = cells_of((box[z, 0], box[z, 1], box[z, 2], box[z, 3]), grid, columns)
        for row in range(row0, row1 + 1):
            for cell in cells[row * columns + column0 : row * columns + column1 + 1]:
                cell.append(int(z))
    sizes = np.array([len(cell) for cell in cells], dtype=np.int64)
    return np.concatenate(([0], np.cumsum(sizes))), np.array([z for cell in cells for z in cell], dtype=np.int64)

"""The compiled loops that compute what every ring of a layer shares with every zone, through the index of the zones.

Most rings lie wholly inside or outside a zone, which the labels of the raster cells they touch say. For the others the
edges of the zone in those cells are looked up, and how often the zone covers the north-west corner of the ring's box;
`geo.overlay.edge_pairs` computes the area from these.
"""

from __future__ import annotations

import numpy as np

from geo.measure.arrays import Box, Floats, Ints, Rings, longest, row_of
from geo.measure.jit import compiled
from geo.overlay.edge_pairs import add_edge, empty_sides, noise_m2, shared_m2
from geo.overlay.grid import BORDER, ZoneEdges, cell_of, cells_of

#: If a ring spans more cells than this, looking at edges is quicker than reading the labels.
_MOST_CELLS = 64


@compiled
def raster_of(box: Floats, z: int, side: int) -> Box:
    """Compute the place of the raster over a zone (as `ZoneEdges.grid`) from the boxes of all zones and its side."""
    west, south, east, north = row_of(box, z)
    return west, south, side / max(east - west, 1e-12), side / max(north - south, 1e-12)


@compiled
def winding_at(x: float, y: float, z: int, zones: ZoneEdges) -> int:
    """Compute how often a zone covers a point, from the label of the next cell to the west that holds no edge.

    Between that cell and the point, edges that cross the level of the point are counted. This is the only rule.
    """
    side = zones.side[z]
    grid = raster_of(zones.box, z, side)
    row = cell_of(y, grid[1], grid[3], side)
    winding = 0
    for column in range(cell_of(x, grid[0], grid[2], side), -1, -1):
        cell = zones.first[z] + row * side + column
        if zones.labels[cell] != BORDER:
            return winding + int(zones.labels[cell])
        for k in range(zones.start[cell], zones.start[cell + 1]):
            ax, ay, bx, by = row_of(zones.edges, k)
            # An edge is entered in several cells of the row; it counts in the western one.
            if (ay <= y) == (by <= y) or cell_of(min(ax, bx), grid[0], grid[2], side) != column:
                continue
            if ax + (y - ay) * (bx - ax) / (by - ay) <= x:
                winding += 1 if by < ay else -1
    return winding


@compiled
def zone_in_box(box: Box, z: int, zones: ZoneEdges, lines: Floats, cuts: Floats) -> tuple[int, int, int]:
    """List what a zone has in a box.

    Returns how often the zone covers the north-west corner; the number of `lines`, its edges inside the box (west x,
    y, east x, y from the south-west corner, sign); and of `cuts`, its crossings of the north side (x, sign).
    """
    side = zones.side[z]
    grid = raster_of(zones.box, z, side)
    column0, row0, column1, row1 = cells_of(box, grid, side, side)
    found = (0, 0, 0)
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            cell = zones.first[z] + row * side + column
            for k in range(zones.start[cell], zones.start[cell + 1]):
                ax, ay, bx, by = row_of(zones.edges, k)
                apart = max(ax, bx) <= box[0] or min(ax, bx) >= box[2] or max(ay, by) <= box[1] or min(ay, by) > box[3]
                if apart:
                    continue
                # An edge is entered in several cells; it counts in the first one of this box.
                if max(cell_of(min(ax, bx), grid[0], grid[2], side), column0) != column:
                    continue
                if max(cell_of(min(ay, by), grid[1], grid[3], side), row0) == row:
                    found = add_edge((ax, ay, bx, by), box, lines, cuts, found)
    return winding_at(box[0], box[3], z, zones), found[1], found[2]


@compiled
def candidates(box: Box, zones: ZoneEdges, out: Ints) -> int:
    """List the zones whose box overlaps a box, each once, and count them."""
    column0, row0, column1, row1 = cells_of(box, zones.grid, zones.columns, zones.columns)
    n = 0
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            cell = row * zones.columns + column
            for k in range(zones.cell_start[cell], zones.cell_start[cell + 1]):
                z = zones.cell_zone[k]
                other = row_of(zones.box, z)
                if other[0] >= box[2] or other[2] <= box[0] or other[1] >= box[3] or other[3] <= box[1]:
                    continue
                # A zone is entered in every cell its box meets; it counts in the first one of this box.
                at_column, at_row, _, _ = cells_of(other, zones.grid, zones.columns, zones.columns)
                if max(at_column, column0) == column and max(at_row, row0) == row:
                    out[n] = z
                    n += 1
    return n


@compiled
def label_of(box: Box, z: int, zones: ZoneEdges) -> int:
    """Read how often a zone covers all of a box from its labels; `BORDER` if they do not say."""
    side = zones.side[z]
    grid = raster_of(zones.box, z, side)
    column0, row0, column1, row1 = cells_of(box, grid, side, side)
    if (column1 - column0 + 1) * (row1 - row0 + 1) > _MOST_CELLS:
        return BORDER
    base = zones.first[z]
    label = int(zones.labels[base + row0 * side + column0])
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            # Between cells with different labels runs an edge.
            if zones.labels[base + row * side + column] != label:
                return BORDER
    return label


@compiled
def areas_by_zone(rings: Rings, zones: ZoneEdges, first: int, last: int) -> tuple[Ints, Ints, Floats]:
    """Compute the area in m² that every ring of a range shares with every zone: ring, zone and area of all that do."""
    lines, cuts = np.empty((zones.most_edges, 5)), np.empty((zones.most_edges, 2))
    sides, near = empty_sides(longest(rings, first, last)), np.empty(len(zones.box), np.int64)
    room = 2 * (last - first) + 16
    ring, zone, area = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    pairs = 0
    for i in range(first, last):
        box, n = row_of(rings.box, i), 0
        for k in range(candidates(box, zones, near)):
            z = near[k]
            label = label_of(box, z, zones)
            if label == BORDER:
                m2, n = shared_m2(rings, i, zone_in_box(box, z, zones, lines, cuts), sides, n, lines, cuts)
            else:
                m2 = label * rings.area_m2[i]
            if m2 <= noise_m2(box, row_of(zones.box, z)):
                continue
            if pairs == room:
                ring, zone = np.concatenate((ring, ring)), np.concatenate((zone, zone))
                area, room = np.concatenate((area, area)), 2 * room
            ring[pairs], zone[pairs], area[pairs] = i, z, m2
            pairs += 1
    return ring[:pairs], zone[:pairs], area[:pairs]

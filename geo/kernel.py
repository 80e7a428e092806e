r"""The compiled arithmetic of the account: the area a ring shares with a zone, without any intersection geometry.

A closed ring is the signed sum of the strips under its edges: with the sign +1 for an edge that runs west (the
ground lies south of it, on its left) and -1 for one that runs east, every point counts once inside and not at all
outside. So the shared area of two rings is

.. math:: \sum_e \sum_f s_e s_f \int \left[Q(\min(e(\lambda), f(\lambda))) - Q(\varphi_0)\right] b^2\, d\lambda

over pairs of edges, each an integral under the lower of two straight lines. No case of touching, coinciding or
crossing borders needs a decision: a tiny error of a coordinate gives a tiny error of the area.

Why not a projection: an edge is straight in longitude/latitude (RFC 7946; so measures `geo.area`), and in a
cylindrical equal-area plane it would be a curve. Replacing it by its chord costs up to 1e-7 of a parcel's area and
1e-6 of a triangle with sides of 500 m, or many inserted vertices. Here edges stay straight in longitude/latitude and
the authalic function Q (Snyder, USGS PP 1395, eq. 3-12) is developed to third order about the south side of the ring.
The first term left out is below 1e-11 of the area for rings up to `MAX_HEIGHT_DEG` tall. Taller rings are measured
with Q itself, at five Gauss-Legendre nodes of each edge, and cut before they are divided.

Only the zone edges in the box of a ring meet its edges. All others matter through one number, how often the zone
covers the north-west corner of the box; every zone edge crossing the level of the north side is counted either there
or, inside the box, with the area of the ring east of the crossing.
"""

from __future__ import annotations

import math

import numpy as np

from geo.compiled import compiled, inlined
from geo.ellipsoid import FIRST_ECCENTRICITY, FIRST_ECCENTRICITY_2, SEMI_MINOR_M
from geo.flat import BORDER, Box, Floats, Ints, Rings, ZoneEdges, cell_of, cells_of, longest, row_of

#: Tallest ring the third-order development serves, degrees (about 3 km).
MAX_HEIGHT_DEG = 0.03

_E, _E2 = FIRST_ECCENTRICITY, FIRST_ECCENTRICITY_2
_B2 = SEMI_MINOR_M**2
_RADIAN = math.pi / 180.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)
#: A square degree at the equator: only for the size of rounding errors.
M2_PER_SQUARE_DEGREE = 1.24e10
#: Degrees near 120 are stored to 1.4e-14 (2 nm): a shared strip of 10 nm along both boxes is rounding and no ground,
#: and so is the last digits' share of the arithmetic.
_NOISE_WIDTH_DEG = 1e-13
_NOISE_SHARE = 1e-12
#: Cells of labels a ring may span before looking at edges is quicker.
_MOST_CELLS = 64


@compiled
def authalic(lat: float) -> tuple[float, float, float]:
    """Develop Q about a latitude (degrees): m² per square degree there, and the weights of `mean_height`."""
    s, c = math.sin(lat * _RADIAN), math.cos(lat * _RADIAN)
    w = 1.0 / (1.0 - _E2 * s * s)
    # Q' = c g with g = w², and its next two derivatives by latitude.
    g, g1 = w * w, 4.0 * _E2 * s * w**3
    g2 = 4.0 * _E2 * w**3 + 24.0 * _E2 * _E2 * s * s * w**4
    first = c * g
    second = -s * g + c * c * g1
    third = -c * g - 3.0 * s * c * g1 + c**3 * g2
    scale = _B2 * first * _RADIAN * _RADIAN
    return scale, second / first * _RADIAN / 6.0, third / first * _RADIAN * _RADIAN / 24.0


@compiled
def mean_height(a: float, b: float, k2: float, k3: float) -> float:
    """Mean of the developed Q over a line rising from a to b (degrees above the base)."""
    return (a + b) * (0.5 + k3 * (a * a + b * b)) + k2 * (a * a + a * b + b * b)


@compiled
def strip(south: float, lat: float) -> float:
    """Q at one latitude less Q at another (degrees), without cancellation for neighbouring latitudes."""
    sin0, sin1 = math.sin(south * _RADIAN), math.sin(lat * _RADIAN)
    # sin(lat) - sin(south) as a product keeps full precision when the two are close.
    delta = 2.0 * math.cos((lat + south) / 2.0 * _RADIAN) * math.sin((lat - south) / 2.0 * _RADIAN)
    product = _E2 * sin0 * sin1
    rational = delta * (1.0 + product) / ((1.0 - _E2 * sin1 * sin1) * (1.0 - _E2 * sin0 * sin0))
    return (rational + math.atanh(_E * delta / (1.0 - product)) / _E) / 2.0


@compiled
def mean_strip(south: float, a: float, b: float) -> float:
    """Mean of Q less Q at `south` over a line from latitude a to b, where the development does not reach."""
    total = 0.0
    for k in range(len(_NODES)):
        total += _WEIGHTS[k] / 2.0 * strip(south, a + (b - a) * (_NODES[k] + 1.0) / 2.0)
    return total


@compiled
def measure_rings(coords: Floats, offsets: Ints, box: Floats, signed_m2: Floats) -> None:
    """Fill in box (degrees) and signed area (m²; counter-clockwise positive) of each ring.

    Heights are taken from the south side of the ring: the integral around a closed ring does not change, but a ring
    of 1 m² does not drown in the rounding of strips down to the equator.
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


@compiled
def sides_of(rings: Rings, i: int, sides: Floats) -> int:
    """List the edges of a ring as (west, east, height at the west end, slope, sign) from its south-west corner."""
    x0, y0, turn = rings.box[i, 0], rings.box[i, 1], rings.turn[i]
    n = 0
    for k in range(rings.start[i], rings.stop[i] - 1):
        ax, ay = rings.coords[k, 0] - x0, rings.coords[k, 1] - y0
        bx, by = rings.coords[k + 1, 0] - x0, rings.coords[k + 1, 1] - y0
        if ax == bx:
            continue
        slope = (by - ay) / (bx - ax)
        if ax < bx:
            sides[n, 0], sides[n, 1], sides[n, 2], sides[n, 4] = ax, bx, ay, -turn
        else:
            sides[n, 0], sides[n, 1], sides[n, 2], sides[n, 4] = bx, ax, by, turn
        sides[n, 3] = slope
        n += 1
    return n


@compiled
def east_of(x: float, sides: Floats, n: int, k2: float, k3: float) -> float:
    """Developed area of a ring east of a meridian (degrees from its west side)."""
    total = 0.0
    for e in range(n):
        west, east, height, slope, sign = sides[e, 0], sides[e, 1], sides[e, 2], sides[e, 3], sides[e, 4]
        if east > x:
            a = max(west, x)
            rise = mean_height(height + slope * (a - west), height + slope * (east - west), k2, k3)
            total += sign * (east - a) * rise
    return total


@compiled
def south_of(line: Box, sides: Floats, n: int, k2: float, k3: float) -> float:
    """Developed area of a ring south of a line (west x, its y, east x, its y), both inside the ring's box.

    The signed strips of a ring cancel above any level, so only its edges south of the line contribute.
    """
    xa, ya, xb, yb = line
    slope_f = (yb - ya) / (xb - xa)
    total = 0.0
    for e in range(n):
        a, b = max(sides[e, 0], xa), min(sides[e, 1], xb)
        if b <= a:
            continue
        ea, eb = sides[e, 2] + sides[e, 3] * (a - sides[e, 0]), sides[e, 2] + sides[e, 3] * (b - sides[e, 0])
        fa, fb = ya + slope_f * (a - xa), ya + slope_f * (b - xa)
        gap_a, gap_b = fa - ea, fb - eb
        width = b - a
        if gap_a <= 0.0 and gap_b <= 0.0:
            continue
        if gap_a < 0.0:
            t = gap_a / (gap_a - gap_b)
            ea += t * (eb - ea)
            fa, width = ea, width * (1.0 - t)
        elif gap_b < 0.0:
            t = gap_a / (gap_a - gap_b)
            eb = ea + t * (eb - ea)
            fb, width = eb, width * t
        total -= sides[e, 4] * width * (mean_height(fa, fb, k2, k3) - mean_height(ea, eb, k2, k3))
    return total


@compiled
def clip_line(line: Box, wide: float, tall: float) -> Box:
    """Cut a line to the box (0, 0, wide, tall), west end first; without a width if nothing is left."""
    ax, ay, bx, by = line
    if ax > bx:
        ax, ay, bx, by = bx, by, ax, ay
    if ax == bx:
        return ax, ay, bx, by
    slope = (by - ay) / (bx - ax)
    x0, y0, x1, y1 = ax, ay, bx, by
    if ax < 0.0:
        x0, y0 = 0.0, ay - slope * ax
    if bx > wide:
        x1, y1 = wide, ay + slope * (wide - ax)
    for level in (0.0, tall):
        outside_0, outside_1 = (y0 < level, y1 < level) if level == 0.0 else (y0 > level, y1 > level)
        if outside_0 and outside_1:
            return 0.0, 0.0, 0.0, 0.0
        if outside_0:
            x0, y0 = min(max(ax + (level - ay) / slope, x0), x1), level
        elif outside_1:
            x1, y1 = min(max(ax + (level - ay) / slope, x0), x1), level
    return x0, y0, x1, y1


@inlined
def take_edge(edge: Box, box: Box, lines: Floats, cuts: Floats, found: tuple[int, int, int]) -> tuple[int, int, int]:
    """Add one edge (its ground on the left) to what `meet` or `meet_ring` have found of a boundary in a box."""
    winding, n_lines, n_cuts = found
    ax, ay, bx, by = edge
    x0, y0, x1, y1 = box
    if (ay <= y1) != (by <= y1):
        sign = 1 if by < ay else -1
        x = ax + (y1 - ay) * (bx - ax) / (by - ay)
        if x <= x0:
            winding += sign
        elif x < x1:
            cuts[n_cuts, 0], cuts[n_cuts, 1] = x - x0, sign
            n_cuts += 1
    # An edge along the north side counts as inside, since the rule above takes it for no crossing.
    apart = (ax <= x0 and bx <= x0) or (ay <= y0 and by <= y0) or (ay > y1 and by > y1)
    if apart:
        return winding, n_lines, n_cuts
    west, low, east, high = clip_line((ax - x0, ay - y0, bx - x0, by - y0), x1 - x0, y1 - y0)
    if west < east:
        lines[n_lines, 0], lines[n_lines, 1], lines[n_lines, 2], lines[n_lines, 3] = west, low, east, high
        lines[n_lines, 4] = 1.0 if bx < ax else -1.0
        n_lines += 1
    return winding, n_lines, n_cuts


@compiled
def raster_of(z: int, zones: ZoneEdges) -> tuple[int, Box]:
    """Cells to a side of the raster of a zone, and its place (as `ZoneEdges.grid`)."""
    west, south, east, north = row_of(zones.box, z)
    side = zones.side[z]
    return side, (west, south, side / max(east - west, 1e-12), side / max(north - south, 1e-12))


@compiled
def winding_at(x: float, y: float, z: int, zones: ZoneEdges) -> int:
    """How often a zone covers a point: from the label of the next cell to the west that no edge passes through.

    Only crossings of the level of the point decide, so no two rules can contradict each other.
    """
    side, grid = raster_of(z, zones)
    row = cell_of(y, grid[1], grid[3], side)
    winding = 0
    for column in range(cell_of(x, grid[0], grid[2], side), -1, -1):
        cell = zones.first[z] + row * side + column
        if zones.labels[cell] != BORDER:
            return winding + int(zones.labels[cell])
        for k in range(zones.start[cell], zones.start[cell + 1]):
            ax, ay, bx, by = row_of(zones.edges, k)
            # An edge stands in several cells of the row: it counts in the western one.
            if (ay <= y) == (by <= y) or cell_of(min(ax, bx), grid[0], grid[2], side) != column:
                continue
            if ax + (y - ay) * (bx - ax) / (by - ay) <= x:
                winding += 1 if by < ay else -1
    return winding


@compiled
def meet(box: Box, z: int, zones: ZoneEdges, lines: Floats, cuts: Floats) -> tuple[int, int, int]:
    """Find what of a zone concerns a box.

    Returns how often the zone covers the north-west corner; the number of `lines`, its edges inside the box (west x,
    y, east x, y from the south-west corner, sign); and of `cuts`, its crossings of the north side (x, sign).
    """
    side, grid = raster_of(z, zones)
    column0, row0, column1, row1 = cells_of(box, grid, side)
    found = (0, 0, 0)
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            cell = zones.first[z] + row * side + column
            for k in range(zones.start[cell], zones.start[cell + 1]):
                ax, ay, bx, by = row_of(zones.edges, k)
                apart = max(ax, bx) <= box[0] or min(ax, bx) >= box[2] or max(ay, by) <= box[1] or min(ay, by) > box[3]
                if apart:
                    continue
                # An edge stands in several cells: take it in the first one of this box only.
                if max(cell_of(min(ax, bx), grid[0], grid[2], side), column0) != column:
                    continue
                if max(cell_of(min(ay, by), grid[1], grid[3], side), row0) == row:
                    found = take_edge((ax, ay, bx, by), box, lines, cuts, found)
    return winding_at(box[0], box[3], z, zones), found[1], found[2]


@compiled
def sum_up(
    rings: Rings, i: int, found: tuple[int, int, int], sides: Floats, n: int, lines: Floats, cuts: Floats
) -> tuple[float, int]:
    """Area in m² that ring i shares with the boundary that `meet` found in its box.

    `n` counts the `sides` of the ring listed so far, 0 if none, and is returned: most rings have no edge of another
    boundary in their box, lie inside as a whole or not at all, and need no list of their own edges.
    """
    winding, n_lines, n_cuts = found
    area = winding * rings.area_m2[i]
    if n_lines == 0 and n_cuts == 0:
        return area, n
    if n == 0:
        n = sides_of(rings, i, sides)
    scale, k2, k3 = authalic(rings.box[i, 1])
    total = 0.0
    for c in range(n_cuts):
        total += cuts[c, 1] * east_of(cuts[c, 0], sides, n, k2, k3)
    for f in range(n_lines):
        total += lines[f, 4] * south_of(row_of(lines, f), sides, n, k2, k3)
    return area + scale * total, n


@compiled
def noise_m2(a: Box, b: Box) -> float:
    """Area below which what two boundaries share is rounding of their coordinates, from the boxes of both."""
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return (max(wide + tall, 0.0) * _NOISE_WIDTH_DEG + max(wide * tall, 0.0) * _NOISE_SHARE) * M2_PER_SQUARE_DEGREE


@compiled
def candidates(box: Box, zones: ZoneEdges, out: Ints) -> int:
    """List the zones whose box overlaps a box, each once, and count them."""
    column0, row0, column1, row1 = cells_of(box, zones.grid, zones.columns)
    n = 0
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            cell = row * zones.columns + column
            for k in range(zones.cell_start[cell], zones.cell_start[cell + 1]):
                z = zones.cell_zone[k]
                other = row_of(zones.box, z)
                if other[0] >= box[2] or other[2] <= box[0] or other[1] >= box[3] or other[3] <= box[1]:
                    continue
                # A zone stands in every cell its box meets: take it in the first one of this box only.
                at_column, at_row, _, _ = cells_of(other, zones.grid, zones.columns)
                if max(at_column, column0) == column and max(at_row, row0) == row:
                    out[n] = z
                    n += 1
    return n


@compiled
def label_of(box: Box, z: int, zones: ZoneEdges) -> int:
    """How often a zone covers all of a box, or `BORDER` where its labels do not tell."""
    side, grid = raster_of(z, zones)
    column0, row0, column1, row1 = cells_of(box, grid, side)
    if (column1 - column0 + 1) * (row1 - row0 + 1) > _MOST_CELLS:
        return BORDER
    base = zones.first[z]
    label = int(zones.labels[base + row0 * side + column0])
    for row in range(row0, row1 + 1):
        for column in range(column0, column1 + 1):
            # Two runs of cells with different labels have an edge between them.
            if zones.labels[base + row * side + column] != label:
                return BORDER
    return label


@compiled
def meet_ring(rings: Rings, i: int, box: Box, lines: Floats, cuts: Floats) -> tuple[int, int, int]:
    """Find what of another ring concerns a box, as `meet` does for a zone."""
    found = (0, 0, 0)
    for k in range(rings.start[i], rings.stop[i] - 1):
        a, b = k, k + 1
        if rings.turn[i] < 0.0:
            a, b = b, a
        edge = (rings.coords[a, 0], rings.coords[a, 1], rings.coords[b, 0], rings.coords[b, 1])
        found = take_edge(edge, box, lines, cuts, found)
    return found


@compiled
def overlay_pairs(rings: Rings, one: Ints, other: Ints, area: Floats) -> None:
    """Fill in the area in m² that the rings of each pair share, 0 where it is rounding."""
    most = longest(rings, 0, len(rings.start))
    lines, cuts, sides = np.empty((most, 5)), np.empty((most, 2)), np.empty((most, 5))
    for p in range(len(one)):
        i, j = one[p], other[p]
        box = row_of(rings.box, i)
        m2, _ = sum_up(rings, i, meet_ring(rings, j, box, lines, cuts), sides, 0, lines, cuts)
        area[p] = m2 if m2 > noise_m2(box, row_of(rings.box, j)) else 0.0


@compiled
def overlay(rings: Rings, zones: ZoneEdges, first: int, last: int) -> tuple[Ints, Ints, Floats]:
    """Area in m² shared by every ring of a range with every zone: ring, zone, area; only where there is any."""
    lines, cuts = np.empty((zones.most_edges, 5)), np.empty((zones.most_edges, 2))
    sides, near = np.empty((longest(rings, first, last), 5)), np.empty(len(zones.box), np.int64)
    room = 2 * (last - first) + 16
    ring, zone, area = np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room)
    pairs = 0
    for i in range(first, last):
        box, n = row_of(rings.box, i), 0
        for k in range(candidates(box, zones, near)):
            z = near[k]
            label = label_of(box, z, zones)
            if label == BORDER:
                m2, n = sum_up(rings, i, meet(box, z, zones, lines, cuts), sides, n, lines, cuts)
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

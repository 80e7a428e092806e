r"""The area two rings share, without any intersection geometry.

With signed strips (`geo.measure.authalic`) the shared area of two rings is

.. math:: \sum_e \sum_f s_e s_f \int \left[Q(\min(e(\lambda), f(\lambda))) - Q(\varphi_0)\right] b^2\, d\lambda

over pairs of edges, each an integral under the lower of two straight lines. Touching, coinciding and crossing borders
need no case of their own: a tiny error of a coordinate gives a tiny error of the area.

Why not a projection: in a cylindrical equal-area plane an edge that is straight in longitude/latitude would be a curve.
Replacing it by its chord costs up to 1e-7 of a parcel's area and 1e-6 of a triangle with sides of 500 m, or many
inserted vertices. Here edges stay straight, as `geo.measure.area` measures them. Rings too tall for the developed Q are
cut before they are divided.

Only the edges of a boundary that enter the box of a ring are paired with edges of the ring. All others count in one
number: how often the boundary covers the north-west corner of the box. Every edge that crosses the level of the north
side is counted either in that number or, inside the box, by the area of the ring east of the crossing.
"""

from __future__ import annotations

import numpy as np

from geo.measure.arrays import Box, Floats, Ints, Rings, longest, row_of
from geo.measure.authalic import authalic, mean_height
from geo.measure.jit import compiled, inlined, summing

#: A square degree at the equator, to estimate rounding errors.
M2_PER_SQUARE_DEGREE = 1.24e10
#: Degrees near 120 are stored to 1.4e-14 (2 nm). A shared strip of 10 nm along both boxes is rounding and not ground;
#: so is this share of the shared box, from the last digits of the sums.
_NOISE_WIDTH_DEG = 1e-13
_NOISE_SHARE = 1e-12
#: Edges that a processor with wide registers computes at once.
_BLOCK = 8


@compiled
def sides_of(rings: Rings, i: int, sides: Floats) -> int:
    """List the edges of a ring from its south-west corner, one to a column of `sides`, and count the columns.

    A column holds west x, east x, height at the west end, slope and sign. The last block is filled with columns of no
    width, so that loops over whole blocks have no remainder.
    """
    x0, y0, turn = rings.box[i, 0], rings.box[i, 1], rings.turn[i]
    n = 0
    for k in range(rings.start[i], rings.stop[i] - 1):
        ax, ay = rings.coords[k, 0] - x0, rings.coords[k, 1] - y0
        bx, by = rings.coords[k + 1, 0] - x0, rings.coords[k + 1, 1] - y0
        if ax == bx:
            continue
        slope = (by - ay) / (bx - ax)
        if ax < bx:
            sides[0, n], sides[1, n], sides[2, n], sides[4, n] = ax, bx, ay, -turn
        else:
            sides[0, n], sides[1, n], sides[2, n], sides[4, n] = bx, ax, by, turn
        sides[3, n] = slope
        n += 1
    while n % _BLOCK:
        sides[0, n], sides[1, n], sides[2, n], sides[3, n], sides[4, n] = 0.0, 0.0, 0.0, 0.0, 0.0
        n += 1
    return n


@compiled
def empty_sides(most: int) -> Floats:
    """Make an empty table for `sides_of` with room for rings of so many edges."""
    return np.empty((5, (most // _BLOCK + 1) * _BLOCK))


@summing
def east_of(x: float, sides: Floats, n: int, k2: float, k3: float) -> float:
    """Compute the developed area of a ring east of a meridian (degrees from its west side)."""
    total = 0.0
    for e in range(n):
        west, east, slope = sides[0, e], sides[1, e], sides[3, e]
        a = max(west, x)
        rise = mean_height(sides[2, e] + slope * (a - west), sides[2, e] + slope * (east - west), k2, k3)
        total += sides[4, e] * max(east - a, 0.0) * rise
    return total


@summing
def south_of(line: Box, sides: Floats, n: int, k2: float, k3: float) -> float:
    """Compute the developed area of a ring south of a line (west x, its y, east x, its y) inside the box of the ring.

    The signed strips of a ring cancel above any level, so only its edges south of the line contribute. All edges are
    computed in the same steps, also those that contribute nothing: without a branch the compiler does eight at once.
    """
    xa, ya, xb, yb = line
    slope_f = (yb - ya) / (xb - xa)
    total = 0.0
    for e in range(n):
        west, height, slope = sides[0, e], sides[2, e], sides[3, e]
        a, b = max(west, xa), min(sides[1, e], xb)
        ea, eb = height + slope * (a - west), height + slope * (b - west)
        fa, fb = ya + slope_f * (a - xa), ya + slope_f * (b - xa)
        gap_a, gap_b = fa - ea, fb - eb
        # If the two cross, the strip ends there: at the share t of the width, at height c; `part` of the width counts.
        crosses = gap_a * gap_b < 0.0
        t = gap_a / (gap_a - gap_b) if crosses else 0.0
        c = ea + t * (eb - ea)
        part = (1.0 - t if gap_a < 0.0 else t) if crosses else (1.0 if gap_a + gap_b > 0.0 else 0.0)
        low_a, high_a = (c, c) if gap_a < 0.0 else (ea, fa)
        low_b, high_b = (c, c) if gap_b < 0.0 else (eb, fb)
        rise = mean_height(high_a, high_b, k2, k3) - mean_height(low_a, low_b, k2, k3)
        total -= sides[4, e] * max(b - a, 0.0) * part * rise
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
def add_edge(edge: Box, box: Box, lines: Floats, cuts: Floats, found: tuple[int, int, int]) -> tuple[int, int, int]:
    """Add one edge, its ground on the left, to what was found of a boundary in a box (`zone_in_box`)."""
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
    # An edge along the north side is no crossing by the rule above, so it counts as an edge inside.
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
def ring_in_box(rings: Rings, i: int, box: Box, lines: Floats, cuts: Floats) -> tuple[int, int, int]:
    """List what another ring has in a box, as `geo.overlay.kernel.zone_in_box` does for a zone."""
    found = (0, 0, 0)
    for k in range(rings.start[i], rings.stop[i] - 1):
        a, b = k, k + 1
        if rings.turn[i] < 0.0:
            a, b = b, a
        edge = (rings.coords[a, 0], rings.coords[a, 1], rings.coords[b, 0], rings.coords[b, 1])
        found = add_edge(edge, box, lines, cuts, found)
    return found


@compiled
def shared_m2(
    rings: Rings, i: int, found: tuple[int, int, int], sides: Floats, n: int, lines: Floats, cuts: Floats
) -> tuple[float, int]:
    """Compute the area in m² that ring i shares with a boundary, from what was found of that in its box.

    `n` is the number of `sides` of the ring that are listed, 0 at first, and is returned. Most rings have no edge of
    another boundary in their box; they lie wholly inside or outside, and their own edges are never listed.
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
    """Compute the area below which what two boundaries share is rounding of their coordinates, from their boxes."""
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return (max(wide + tall, 0.0) * _NOISE_WIDTH_DEG + max(wide * tall, 0.0) * _NOISE_SHARE) * M2_PER_SQUARE_DEGREE


@compiled
def areas_of_pairs(rings: Rings, one: Ints, other: Ints, area: Floats) -> None:
    """Write the area in m² that the rings of each pair share into `area`, 0 where it is rounding."""
    most = longest(rings, 0, len(rings.start))
    lines, cuts, sides = np.empty((most, 5)), np.empty((most, 2)), empty_sides(most)
    for p in range(len(one)):
        i, j = one[p], other[p]
        box = row_of(rings.box, i)
        m2, _ = shared_m2(rings, i, ring_in_box(rings, j, box, lines, cuts), sides, 0, lines, cuts)
        area[p] = m2 if m2 > noise_m2(box, row_of(rings.box, j)) else 0.0

"""Check of validity that asks GEOS only about doubtful polygons: many times faster than asking about each.

A polygon without holes whose edges do not meet is valid. So is a ring that runs once around a point and always in the
same direction, as most parcels do around the mean of their corners; for them each edge is examined once. For other
rings, two edges without a common vertex must lie apart by more than rounding, and neighbouring edges must not fold
back. In every doubtful case GEOS decides.
"""

from __future__ import annotations

import numpy as np
import shapely

from geo.measure.arrays import Floats, Ints
from geo.measure.jit import compiled, in_chunks
from geo.measure.outlines import Outlines, Shapes

#: With more edges than this GEOS, which sorts them, is as quick as comparing every pair.
_MOST_VERTICES = 64
#: Relative rounding error of the two products whose difference says on which side a point lies.
_ROUNDING = 1e-14


def valid(shapes: Shapes, outlines: Outlines) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Compute which polygons are valid.

    Parameters
    ----------
    shapes : Shapes, length n
        Geometries of any type; a null or empty one is not valid.
    outlines : Outlines
        Their rings in degrees (`geo.measure.outlines.outlines_of`).

    Returns
    -------
    ndarray of bool, shape (n,)
        What `shapely.is_valid` says, coordinates that are not finite being invalid.
    """
    coords, offsets, _, owner = outlines
    simple = np.concatenate(in_chunks(lambda a, b: _simple(coords, offsets[a : b + 1]), len(owner), 20_000))
    alone = np.bincount(owner, minlength=len(shapes))[owner] == 1
    sure = np.zeros(len(shapes), dtype=bool)
    sure[owner[simple & alone]] = True
    located = np.bincount(owner, minlength=len(shapes)) > 0
    doubtful = np.flatnonzero(~sure & located)
    # Small ranges, because a single coast can take as long as a thousand parcels.
    found = in_chunks(lambda a, b: shapely.is_valid(shapes.take(doubtful[a:b])), len(doubtful), 64)
    sure[doubtful] = np.concatenate(found)
    return sure


@compiled
def _side(ax: float, ay: float, bx: float, by: float, x: float, y: float) -> int:
    """Compute on which side of the line a-b a point lies: 1 left, -1 right, 0 uncertain."""
    one, other = (bx - ax) * (y - ay), (by - ay) * (x - ax)
    doubt = _ROUNDING * (abs(one) + abs(other))
    if one - other > doubt:
        return 1
    return -1 if other - one > doubt else 0


@compiled
def _apart(coords: Floats, i: int, j: int) -> bool:
    """Compute whether two edges, each from a vertex to the next, certainly share no point."""
    ax, ay, bx, by = coords[i, 0], coords[i, 1], coords[i + 1, 0], coords[i + 1, 1]
    cx, cy, dx, dy = coords[j, 0], coords[j, 1], coords[j + 1, 0], coords[j + 1, 1]
    if max(ax, bx) < min(cx, dx) or max(cx, dx) < min(ax, bx):
        return True
    if max(ay, by) < min(cy, dy) or max(cy, dy) < min(ay, by):
        return True
    if _side(ax, ay, bx, by, cx, cy) * _side(ax, ay, bx, by, dx, dy) > 0:
        return True
    return _side(cx, cy, dx, dy, ax, ay) * _side(cx, cy, dx, dy, bx, by) > 0


@compiled
def _runs_around(coords: Floats, first: int, last: int) -> bool:
    """Compute whether a ring certainly runs once around the mean of its corners, always in the same direction."""
    x, y = 0.0, 0.0
    for i in range(first, last):
        x += coords[i, 0]
        y += coords[i, 1]
    x, y = x / (last - first), y / (last - first)
    turn, rounds = 0, 0
    for i in range(first, last):
        ax, ay, bx, by = coords[i, 0], coords[i, 1], coords[i + 1, 0], coords[i + 1, 1]
        side = _side(ax, ay, bx, by, x, y)
        if side in (0, -turn):
            return False
        turn = side
        # An edge that rises past the level of the point occurs once in each round.
        if ay < y <= by:
            rounds += 1
    return rounds == 1


@compiled
def _simple(coords: Floats, offsets: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Compute whether each closed ring certainly does not meet itself."""
    sure = np.zeros(len(offsets) - 1, np.bool_)
    for ring in range(len(offsets) - 1):
        first, last = offsets[ring], offsets[ring + 1] - 1
        clear = last - first >= 3
        if clear and _runs_around(coords, first, last):
            sure[ring] = True
            continue
        # Pairs of edges are compared only in rings of few edges.
        clear = clear and last - first <= _MOST_VERTICES
        for i in range(first, last):
            if not clear:
                break
            # The next vertex must not lie on the line of this edge: the ring would stand still or might fold back.
            after = i + 2 if i + 1 < last else first + 1
            ax, ay, bx, by = coords[i, 0], coords[i, 1], coords[i + 1, 0], coords[i + 1, 1]
            clear = _side(ax, ay, bx, by, coords[after, 0], coords[after, 1]) != 0
            for j in range(i + 2, last):
                if not clear:
                    break
                if i > first or j < last - 1:
                    clear = _apart(coords, i, j)
        sure[ring] = clear
    return sure

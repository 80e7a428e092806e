"""The polygons of a layer as flat arrays of rings: in degrees, measured, and cut where they are too large.

Zonal areas are computed ring by ring, because area is additive over rings: a polygon is its shell less its holes, a
multi-polygon the sum of its parts. Rings with many vertices are cut in halves along meridians and parallels (Sutherland
and Hodgman 1974) until they are small, so that a coast of a million vertices costs no more per vertex than a parcel.
The halves need not be valid polygons: where a cut leaves edges that run to and fro along it, their strips cancel.
"""

from __future__ import annotations

import numpy as np

from geo.errors import Fault, GeometryError
from geo.measure.arrays import Floats, Ints, Objects, Rings
from geo.measure.authalic import MAX_HEIGHT_DEG
from geo.measure.jit import compiled
from geo.measure.outlines import Outlines, measure, outlines_of

#: Rings with more vertices are cut: pairs of edges grow with the square of the vertices, pieces in proportion.
MAX_VERTICES = 96
#: Rings nearer to a pole are refused: the formula of the strips fails there.
MAX_LATITUDE = 85.0


def sums(label: Ints, value: Floats, count: int) -> Floats:
    """Compute the sum of the values of each label from 0 to count - 1."""
    return np.bincount(label, value, count).astype(np.float64, copy=False)


def rings_of(shapes: Objects, crs: object, what: str) -> Rings:
    """Make measured rings in degrees of polygons.

    Parameters
    ----------
    shapes : ndarray of shapely Polygon, MultiPolygon or None, shape (n,)
        None has no rings.
    crs : pyproj.CRS or str
        Their reference system; vertices are converted one by one, edges are not densified (as in `geo.measure.area`).
    what : str
        Named in messages.

    Returns
    -------
    Rings
        ``owner`` is the row in `shapes`. Rings without a hole come first, those of other polygons after them.

    Raises
    ------
    CRSError
        If the system is unknown or Mercator, or the numbers cannot be degrees.
    GeometryError
        If a ring spans more than half the globe (it crosses the antimeridian) or comes near a pole.
    """
    return measured(outlines_of(shapes, crs, what), what)


def measured(outlines: Outlines, what: str) -> Rings:
    """Measure rings, and check that zonal areas can be computed of them; errors as in `rings_of`."""
    coords, offsets, sign, owner = outlines
    box, signed_m2 = measure(coords, offsets, what)
    if len(box):
        _require_divisible(box, what)
    return Rings(coords, offsets[:-1], offsets[1:], box, np.abs(signed_m2), np.sign(signed_m2), sign, owner)


def _require_divisible(box: Floats, what: str) -> None:
    if max(abs(box[:, 1].min()), abs(box[:, 3].max())) > MAX_LATITUDE:
        raise GeometryError(Fault("a ring near a pole", f"latitudes within ±{MAX_LATITUDE:.0f}", what))


def cut_large(rings: Rings) -> list[Rings]:
    """Cut the rings that are too large, and leave the others as they are.

    Parameters
    ----------
    rings : Rings

    Returns
    -------
    list of Rings
        The small rings (coordinates shared, not copied), then the pieces, if there are any; together they have the
        same area, owner by owner.
    """
    large = (rings.stop - rings.start > MAX_VERTICES) | (rings.box[:, 3] - rings.box[:, 1] > MAX_HEIGHT_DEG)
    if not large.any():
        return [rings]
    small = ~large
    kept = Rings(
        rings.coords,
        rings.start[small],
        rings.stop[small],
        rings.box[small],
        rings.area_m2[small],
        rings.turn[small],
        rings.sign[small],
        rings.owner[small],
    )
    pieces, source = [], []
    for i in np.flatnonzero(large):
        cut = _pieces(rings.coords[rings.start[i] : rings.stop[i]])
        pieces.extend(cut)
        source.extend([i] * len(cut))
    offsets = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces], dtype=np.int64)))
    # A piece of a concave ring may fold over itself; its sign is that of its ring.
    made = measured(Outlines(np.concatenate(pieces), offsets, rings.sign[source], rings.owner[source]), "geometry")
    return [kept, made] if small.any() else [made]


def _pieces(ring: Floats) -> list[Floats]:
    """Cut a closed ring in halves across its longer side until its pieces are small."""
    done, todo = [], [ring]
    while todo:
        piece = todo.pop()
        low, high = piece.min(axis=0), piece.max(axis=0)
        size = high - low
        if len(piece) <= MAX_VERTICES and size[1] <= MAX_HEIGHT_DEG:
            done.append(piece)
            continue
        axis = 1 if size[1] > MAX_HEIGHT_DEG or size[1] >= size[0] else 0
        middle = (low[axis] + high[axis]) / 2.0
        if not low[axis] < middle < high[axis]:
            done.append(piece)
            continue
        todo += [half for half in (_half(piece, axis, middle, 1.0), _half(piece, axis, middle, -1.0)) if len(half) > 3]
    return done


@compiled
def _half(ring: Floats, axis: int, at: float, side: float) -> Floats:
    """Cut a closed ring: return the part with ``side * (coordinate - at) <= 0``."""
    out = np.empty((2 * len(ring) + 1, 2))
    n = 0
    for k in range(len(ring) - 1):
        a, b = side * (ring[k, axis] - at), side * (ring[k + 1, axis] - at)
        if a <= 0.0:
            out[n] = ring[k]
            n += 1
        if (a < 0.0 < b) or (b < 0.0 < a):
            # Computed from the same end for both halves, so that both get the same point.
            i, j = (k, k + 1) if ring[k, axis] < ring[k + 1, axis] else (k + 1, k)
            t = (at - ring[i, axis]) / (ring[j, axis] - ring[i, axis])
            out[n, axis] = at
            out[n, 1 - axis] = ring[i, 1 - axis] + t * (ring[j, 1 - axis] - ring[i, 1 - axis])
            n += 1
    if n:
        out[n] = out[0]
        n += 1
    return out[:n].copy()

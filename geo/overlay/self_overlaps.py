"""The ground that several features of one layer share, to be subtracted where areas of features are added up.

Order the features of a layer by size, the largest first. The part of a feature that earlier ones cover already is its
*repeat*. A point that n features cover lies in n - 1 repeats, so in any zone the areas of the features less the areas
of the repeats are the ground covered, counted once. Which features have a repeat is computed from areas alone; the
geometry is made only for those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.coordinates.crs import CGCS2000, to_lonlat
from geo.measure.arrays import Box, Floats, Ints, Rings, row_of
from geo.measure.jit import compiled, in_chunks
from geo.overlay.edge_pairs import M2_PER_SQUARE_DEGREE, areas_of_pairs, noise_m2
from geo.overlay.grid import cells_of
from geo.overlay.rings import rings_of, sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.measure.outlines import Shapes

#: A feature counts as covered as a whole if all but this part of it is covered.
_WHOLE = 1e-9


def repeats(shapes: Shapes, crs: object, batches: list[Rings], area_m2: Floats) -> Rings | None:
    """Compute the parts of features that lie on the ground of larger ones.

    Parameters
    ----------
    shapes : Shapes, length n
        The features, valid.
    crs : pyproj.CRS or str
        Their reference system.
    batches : list of Rings
        Their rings (`geo.overlay.rings.cut_large`).
    area_m2 : ndarray of float, shape (n,)
        Their areas.

    Returns
    -------
    Rings or None
        ``owner`` is the feature whose repeat it is. None if no two features share ground.
    """
    one, other, shared_m2 = shared_pairs(batches, len(shapes))
    if not len(one):
        return None
    rank = np.empty(len(shapes), np.int64)
    rank[np.argsort(-area_m2, kind="stable")] = np.arange(len(shapes))
    later = np.where(rank[one] > rank[other], one, other)
    earlier = np.where(rank[one] > rank[other], other, one)
    whole = np.zeros(len(shapes), dtype=bool)
    whole[later[shared_m2 >= area_m2[later] * (1.0 - _WHOLE)]] = True
    partly = ~whole[later]
    parts, owner = _parts(shapes, crs, later[partly], earlier[partly])
    covered = np.flatnonzero(whole)
    parts, owner = np.concatenate((parts, _degrees(shapes.take(covered), crs))), np.concatenate((owner, covered))
    rings = rings_of(parts, CGCS2000, "overlaps")
    return rings._replace(owner=owner[rings.owner])


def shared_pairs(batches: list[Rings], count: int) -> tuple[Ints, Ints, Floats]:
    """List the pairs of features that share ground, the lower row first, and the area in m² they share."""
    rings = batches[0] if len(batches) == 1 else _joined(batches)
    first, second = near_pairs(rings.box)
    apart = rings.owner[first] != rings.owner[second]
    first, second = first[apart], second[apart]
    m2 = np.zeros(len(first))

    def work(a: int, b: int) -> None:
        areas_of_pairs(rings, first[a:b], second[a:b], m2[a:b])

    in_chunks(work, len(first), 50_000)
    met = m2 > 0.0
    first, second = first[met], second[met]
    low = np.minimum(rings.owner[first], rings.owner[second])
    high = np.maximum(rings.owner[first], rings.owner[second])
    pairs, at = np.unique(low * count + high, return_inverse=True)
    total = sums(at, m2[met] * rings.sign[first] * rings.sign[second], len(pairs))
    # A parcel in the hole of another shares the same area with shell and hole; the difference is rounding.
    real = total > sums(at, m2[met], len(pairs)) * _WHOLE
    return pairs[real] // count, pairs[real] % count, total[real]


def _joined(batches: list[Rings]) -> Rings:
    """Make one table of rings of several."""
    shift = np.cumsum([0, *(len(batch.coords) for batch in batches[:-1])])
    start = np.concatenate([batch.start + by for batch, by in zip(batches, shift, strict=True)])
    stop = np.concatenate([batch.stop + by for batch, by in zip(batches, shift, strict=True)])
    rest = [np.concatenate(columns) for columns in zip(*(batch[3:] for batch in batches), strict=True)]
    return Rings(np.concatenate([batch.coords for batch in batches]), start, stop, *rest)


def near_pairs(box: Floats) -> tuple[Ints, Ints]:
    """List the pairs of boxes that overlap, through a grid with cells about as large as a typical box.

    Parameters
    ----------
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees.

    Returns
    -------
    tuple of ndarray of int
        The rows of the two boxes of each pair.
    """
    if len(box) < 2:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    low, high = box[:, :2].min(axis=0), box[:, 2:].max(axis=0)
    typical = np.maximum(np.median(box[:, 2:] - box[:, :2], axis=0), (high - low) / 2048)
    size = np.clip((high - low) / np.maximum(typical, 1e-12), 1, 2048).astype(int)
    across, up = size / np.maximum(high - low, 1e-12)
    grid = (float(low[0]), float(low[1]), float(across), float(up))
    columns, rows = int(size[0]), int(size[1])
    start, entries = _enter(box, grid, columns, rows)
    found = in_chunks(lambda a, b: _pairs(box, grid, (columns, rows), start, entries, a, b), rows, max(rows // 32, 1))
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
def _pairs(
    box: Floats,
    grid: Box,
    size: tuple[int, int],
    start: Ints,
    entries: NDArray[np.int32],
    first_row: int,
    last_row: int,
) -> tuple[Ints, Ints]:
    """List the pairs of boxes that overlap by more than rounding, each in the first cell of both; for rows of cells."""
    columns, rows = size
    room, n = 1024, 0
    one, other = np.empty(room, np.int64), np.empty(room, np.int64)
    for cell in range(first_row * columns, last_row * columns):
        for k in range(start[cell], start[cell + 1]):
            i = entries[k]
            a = row_of(box, i)
            column_i, row_i, _, _ = cells_of(a, grid, columns, rows)
            for m in range(k + 1, start[cell + 1]):
                j = entries[m]
                b = row_of(box, j)
                if a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]:
                    continue
                column_j, row_j, _, _ = cells_of(b, grid, columns, rows)
                if max(row_i, row_j) * columns + max(column_i, column_j) != cell:
                    continue
                wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
                if wide * tall * M2_PER_SQUARE_DEGREE <= noise_m2(a, b):
                    continue
                if n == room:
                    one, other, room = np.concatenate((one, one)), np.concatenate((other, other)), 2 * room
                one[n], other[n] = i, j
                n += 1
    return one[:n], other[:n]


def _parts(shapes: Shapes, crs: object, later: Ints, earlier: Ints) -> tuple[NDArray[np.object_], Ints]:
    """Compute the parts of each later feature that earlier ones cover, merged, and the row of each part."""
    order = np.argsort(later, kind="stable")
    later, earlier = later[order], earlier[order]
    rows, at = np.unique(np.concatenate((later, earlier)), return_inverse=True)
    local = _degrees(shapes.take(rows), crs)
    left, right = local[at[: len(later)]], local[at[len(later) :]]
    cuts = in_chunks(lambda a, b: shapely.intersection(left[a:b], right[a:b]), len(later), 2_000)
    met = np.concatenate(cuts)
    owner, first, times = np.unique(later, return_index=True, return_counts=True)
    merged = np.empty(len(owner), dtype=object)
    merged[times == 1] = met[first[times == 1]]
    several = np.flatnonzero(times > 1)

    def merge(a: int, b: int) -> None:
        for row in several[a:b]:
            merged[row] = shapely.union_all(met[first[row] : first[row] + times[row]])

    in_chunks(merge, len(several), 500)
    pieces, of = shapely.get_parts(merged, return_index=True)
    solid = shapely.get_type_id(pieces) == shapely.GeometryType.POLYGON
    return pieces[solid], owner[of[solid]]


def _degrees(shapes: NDArray[np.object_], crs: object) -> NDArray[np.object_]:
    """Convert the vertices of shapes to degrees, in which edges are straight."""
    transformer = to_lonlat(crs)
    if transformer is None:
        return shapes
    return np.asarray(
        shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))), dtype=object
    )

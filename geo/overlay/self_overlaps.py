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
from geo.measure.arrays import Floats, Ints, Objects, Rings
from geo.measure.jit import in_chunks
from geo.overlay.crowds import Crowd, covered_parts, find_crowd
from geo.overlay.edge_pairs import areas_of_pairs
from geo.overlay.near_boxes import BoxGrid, enter_boxes, near_pairs
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

    Raises
    ------
    ParameterError
        If the features cross one another too often (`geo.overlay.crowds.MOST_CROSSINGS`).
    """
    rank = np.empty(len(shapes), np.int64)
    rank[np.argsort(-area_m2, kind="stable")] = np.arange(len(shapes))
    box = boxes_of(batches, len(shapes))
    # A layer of single rings has the boxes of its rings, which are entered once.
    alike = len(batches) == 1 and np.array_equal(box, batches[0].box)
    entered = enter_boxes(box) if alike and len(box) else None
    crowd = find_crowd(box, rank, area_m2, entered)
    one, other, shared_m2 = shared_pairs(batches, len(shapes), rank, crowd.crowded, entered)
    if not len(one) and not len(crowd.rows):
        return None
    later = np.where(rank[one] > rank[other], one, other)
    earlier = np.where(rank[one] > rank[other], other, one)
    whole = np.zeros(len(shapes), dtype=bool)
    whole[later[shared_m2 >= area_m2[later] * (1.0 - _WHOLE)]] = True
    partly = ~whole[later]
    parts, owner = _parts(shapes, crs, later[partly], earlier[partly])
    if len(crowd.rows):
        crowd_parts, of, covered = _parts_of_crowd(_degrees(shapes.take(crowd.rows), crs), crowd)
        parts, owner = np.concatenate((parts, crowd_parts)), np.concatenate((owner, of))
        whole[covered] = True
    covered = np.flatnonzero(whole)
    parts, owner = np.concatenate((parts, _degrees(shapes.take(covered), crs))), np.concatenate((owner, covered))
    if not len(parts):
        return None
    rings = rings_of(parts, CGCS2000, "overlaps")
    return rings._replace(owner=owner[rings.owner])


def boxes_of(batches: list[Rings], count: int) -> Floats:
    """Compute the box of each feature from those of its rings; NaN for one without rings."""
    if len(batches) == 1 and np.array_equal(batches[0].owner, np.arange(count)):
        return batches[0].box
    box = np.tile(np.array([np.inf, np.inf, -np.inf, -np.inf]), (count, 1))
    for rings in batches:
        np.minimum.at(box[:, :2], rings.owner, rings.box[:, :2])
        np.maximum.at(box[:, 2:], rings.owner, rings.box[:, 2:])
    box[np.isinf(box)] = np.nan
    return box


def shared_pairs(
    batches: list[Rings],
    count: int,
    rank: Ints | None = None,
    left_out: NDArray[np.bool_] | None = None,
    entered: BoxGrid | None = None,
) -> tuple[Ints, Ints, Floats]:
    """List the pairs of features that share ground, the lower row first, and the area in m² they share.

    With `rank` and `left_out` of each feature, those pairs are left out whose feature of higher rank is to be.
    `entered` are the boxes of the rings in their grid, if they were entered before.
    """
    rings = batches[0] if len(batches) == 1 else _joined(batches)
    ranks = None if rank is None else rank[rings.owner]
    skipped = None if left_out is None else left_out[rings.owner]
    first, second = near_pairs(rings.box, ranks, skipped, entered)
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


def _parts_of_crowd(local: Objects, crowd: Crowd) -> tuple[Objects, Ints, Ints]:
    """Compute the covered parts of crowded features, the row of each part, and the rows that are covered as a whole."""
    parts, at = covered_parts(local, crowd.crowded[crowd.rows])
    share = sums(at, shapely.area(parts), len(local)) / shapely.area(local)
    whole = share >= 1.0 - _WHOLE
    partly = ~whole[at]
    return parts[partly], crowd.rows[at[partly]], crowd.rows[whole]


def _degrees(shapes: NDArray[np.object_], crs: object) -> NDArray[np.object_]:
    """Convert the vertices of shapes to degrees, in which edges are straight."""
    transformer = to_lonlat(crs)
    if transformer is None:
        return shapes
    return np.asarray(
        shapely.transform(shapes, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1]))), dtype=object
    )

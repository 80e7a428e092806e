"""Features that lie over many larger ones, such as a thousand discs over one another: what larger ones cover of each.

To intersect every pair takes time with the square of their number. Here the features are ordered by rank, halved, and
what the first half covers is taken away from the second as one shape. What is covered as a whole is gone at once, and
what is left of the others is what they alone cover. A crowd that is wide is cut into tiles first, so that a feature
meets its neighbours only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from geo.errors import TOO_LARGE, Fault, ParameterError
from geo.measure.arrays import Floats, Ints, Objects
from geo.measure.jit import in_chunks
from geo.overlay.edge_pairs import M2_PER_SQUARE_DEGREE
from geo.overlay.near_boxes import BoxGrid, count_earlier, enter_boxes

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: A feature that meets more larger ones than this is crowded.
CROWDED = 32
#: Most crossings: pairs of features whose boxes overlap, beyond `CROWDED` for each feature.
MOST_CROSSINGS = 10_000_000
#: Thin features, such as roads, cover less than this share of their boxes; the union of many has as many holes as they
#: have crossings. Up to so many crossings they are intersected pair by pair.
_THIN, _FEW_CROSSINGS = 0.1, 500_000
#: A tile is not cut further if it has so few features, or they cover this share of it on average, or a quarter of it
#: has more than this share of them.
_FEW, _FULL, _PARTED = 32, 0.03, 0.85
#: Degrees to which GEOS rounds vertices: a nanometre. Without a grid it sometimes takes the inside of shapes whose
#: borders nearly coincide for the outside, and says nothing.
_GRID = 1e-14


class Crowd(NamedTuple):
    """The crowded features of a layer.

    Attributes
    ----------
    crowded : ndarray of bool, shape (n,)
        Whether a feature is.
    rows : ndarray of int
        The crowded ones and the larger ones they meet, in the order of their rank.
    """

    crowded: NDArray[np.bool_]
    rows: Ints


class _Tile(NamedTuple):
    """Features cut to a tile, in the order of their rank, and the row of each."""

    shapes: Objects
    rows: Ints


def find_crowd(box: Floats, rank: Ints, area_m2: Floats, entered: BoxGrid | None = None) -> Crowd:
    """Find the features that meet many larger ones, from their boxes.

    Parameters
    ----------
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees; NaN where a feature is not located.
    rank : ndarray of int, shape (n,)
        0 for the largest.
    area_m2 : ndarray of float, shape (n,)
        Their areas.
    entered : BoxGrid, optional
        The boxes in their grid, if all are located and were entered before.

    Returns
    -------
    Crowd
        Nobody is crowded where thin features cross a number of times that pair by pair is quicker.

    Raises
    ------
    ParameterError
        If there are more than `MOST_CROSSINGS`; they are counted before any are computed.
    """
    located = np.flatnonzero(~np.isnan(box[:, 0]))
    crowded = np.zeros(len(box), np.bool_)
    if len(located) <= CROWDED:
        return Crowd(crowded, np.empty(0, np.int64))
    boxes, most = entered or enter_boxes(box[located]), MOST_CROSSINGS
    if boxes.most <= CROWDED:
        return Crowd(crowded, np.empty(0, np.int64))
    order = rank[located]
    counts, _ = count_earlier(boxes, order, crowded[located], most + CROWDED * len(located))
    crossings = int(np.maximum(counts.astype(np.int64) - CROWDED, 0).sum())
    if crossings > most:
        raise ParameterError(
            Fault(
                f"{len(located)} features that cross one another more than {most:,} times",
                f"at most {most:,} crossings (pairs of features whose boxes overlap, {CROWDED} for each not counted)",
                "features",
                "merge those that lie over one another, or divide the layer into parts",
                TOO_LARGE,
            )
        )
    crowded[located] = counts > CROWDED
    if not crowded.any() or (crossings <= _FEW_CROSSINGS and _fullness(box[crowded], area_m2[crowded]) < _THIN):
        crowded[:] = False
        return Crowd(crowded, np.empty(0, np.int64))
    _, covers = count_earlier(boxes, order, crowded[located], np.iinfo(np.int64).max)
    rows = located[covers | crowded[located]]
    return Crowd(crowded, rows[np.argsort(rank[rows])])


def _fullness(box: Floats, area_m2: Floats) -> float:
    """Compute the share of their boxes that features cover."""
    wide, tall = box[:, 2] - box[:, 0], box[:, 3] - box[:, 1]
    box_m2 = wide * tall * np.cos(np.radians(box[:, 1])) * M2_PER_SQUARE_DEGREE
    return float(area_m2.sum() / box_m2.sum())


def covered_parts(shapes: Objects, wanted: NDArray[np.bool_]) -> tuple[Objects, Ints]:
    """Compute the parts of features that those before them cover.

    Parameters
    ----------
    shapes : ndarray of Polygon or MultiPolygon, shape (n,)
        Valid, in degrees, the largest first.
    wanted : ndarray of bool, shape (n,)
        The features whose parts are needed.

    Returns
    -------
    parts : ndarray of Polygon
        They do not overlap.
    owner : ndarray of int
        The row of each.
    """
    # About an origin among them, where doubles are fine enough for the grid.
    origin = shapely.bounds(shapes[0])[:2]
    tiles = _tiles(_Tile(_moved(shapes, -origin), np.arange(len(shapes))))
    tiles = [tile for tile in tiles if wanted[tile.rows].any()]
    found = in_chunks(lambda a, b: [_covered_in(tile, wanted) for tile in tiles[a:b]], len(tiles), 1)
    pairs = [pair for chunk in found for pair in chunk]
    parts = np.concatenate([part for part, _ in pairs])
    owner = np.concatenate([rows for _, rows in pairs])
    return _moved(parts, origin), owner


def _moved(shapes: Objects, by: Floats) -> Objects:
    return np.asarray(shapely.transform(shapes, lambda xy: xy + by), dtype=object)


def _tiles(whole: _Tile) -> list[_Tile]:
    """Cut features into quarters, again and again, as long as that parts them."""
    done, todo = [], [whole]
    while todo:
        tile = todo.pop()
        quarters = [] if len(tile.rows) <= _FEW or _fill(tile) > _FULL else _quarters(tile)
        if quarters and max(len(quarter.rows) for quarter in quarters) <= _PARTED * len(tile.rows):
            todo += quarters
        else:
            done.append(tile)
    return done


def _fill(tile: _Tile) -> float:
    """Compute the share of the box of a tile that a feature covers on average."""
    west, south, east, north = shapely.total_bounds(tile.shapes)
    return float(shapely.area(tile.shapes).mean() / ((east - west) * (north - south)))


def _quarters(tile: _Tile) -> list[_Tile]:
    """Cut the features of a tile in halves twice, each time across the longer side of their box."""
    return [quarter for half in _halves(tile) for quarter in _halves(half) if len(quarter.rows)]


def _halves(tile: _Tile) -> list[_Tile]:
    if not len(tile.rows):
        return []
    bounds = shapely.bounds(tile.shapes)
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    axis = int(np.argmax(high - low))
    middle = float(np.median(bounds[:, axis] + bounds[:, axis + 2])) / 2.0
    sides = [bounds[:, axis] < middle, bounds[:, axis + 2] > middle]
    out = []
    for number, side in enumerate(sides):
        corners = np.array([low, high])
        corners[1 - number, axis] = middle
        out.append(_cut(tile, side, side & sides[1 - number], shapely.box(*corners.ravel())))
    return out


def _cut(tile: _Tile, side: NDArray[np.bool_], across: NDArray[np.bool_], half: shapely.Polygon) -> _Tile:
    """Keep the features on one side of a tile, and of those that lie across its middle what is in that half."""
    shapes = tile.shapes.copy()
    shapes[across] = _solid(shapely.intersection(shapes[across], half, grid_size=_GRID))
    kept = side & ~shapely.is_empty(shapes)
    return _Tile(shapes[kept], tile.rows[kept])


def _solid(shapes: Objects) -> Objects:
    """Leave out points and lines, in collections too; `shapes` is changed."""
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    for row in np.flatnonzero(mixed):
        parts = shapely.get_parts(shapes[row])
        shapes[row] = shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2])
    shapes[shapely.get_dimensions(shapes) != 2] = shapely.Polygon()
    return shapes


def _covered_in(tile: _Tile, wanted: NDArray[np.bool_]) -> tuple[Objects, Ints]:
    """Compute the covered parts of the features of one tile."""
    left, _ = _uncovered(tile.shapes)
    touched = np.fromiter((new is not old for new, old in zip(left, tile.shapes, strict=True)), np.bool_, len(left))
    rows = np.flatnonzero(touched & wanted[tile.rows])
    parts, at = shapely.get_parts(shapely.difference(tile.shapes[rows], left[rows], grid_size=_GRID), return_index=True)
    solid = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[solid], tile.rows[rows[at[solid]]]


def _uncovered(shapes: Objects) -> tuple[Objects, shapely.Geometry]:
    """Compute what those before it leave of each shape, and the union of all.

    A shape that no other touches is returned as the same object; of one that is covered nothing is left.
    """
    if len(shapes) == 1:
        return shapes, shapes[0]
    half = len(shapes) // 2
    first, cover = _uncovered(shapes[:half])
    rest = shapes[half:].copy()
    shapely.prepare(cover)
    covered = shapely.covers(cover, rest)
    rest[covered] = shapely.Polygon()
    met = ~covered & shapely.intersects(cover, rest)
    rest[met] = _solid(shapely.difference(rest[met], cover, grid_size=_GRID))
    left = np.flatnonzero(~shapely.is_empty(rest))
    if len(left):
        rest[left], more = _uncovered(rest[left])
        cover = _solid(np.array([shapely.union(cover, more, grid_size=_GRID)], dtype=object))[0]
    return np.concatenate((first, rest)), cover

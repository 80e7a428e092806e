"""Shapes as SVG path data on a canvas: projected, cut, simplified to what is seen, in whole steps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from geo.screen.canvas import Canvas

#: Longer edges are divided: an edge is straight in degrees and bends visibly on the grid.
_LONGEST_EDGE_DEG = 0.2
#: Points nearer to the line than this number of steps are left out: a fiftieth of a millimetre, a fifth of a pixel.
_TOLERANCE = 2.0


def on_canvas(canvas: Canvas, shapes: Any) -> Any:
    """Project shapes, cut them a little outside the canvas and leave out points nobody would see.

    Parameters
    ----------
    canvas : Canvas
    shapes : array-like of shapely geometry
        In degrees.

    Returns
    -------
    numpy.ndarray of shapely geometry
        As many, in steps; empty where nothing is on the canvas.
    """
    out = np.asarray(shapes, dtype=object).copy()
    if not len(out):
        return out
    bounds = shapely.bounds(out)
    west, south, east, north = canvas.extent
    seen = (bounds[:, 0] <= east) & (bounds[:, 2] >= west) & (bounds[:, 1] <= north) & (bounds[:, 3] >= south)
    out[~seen] = shapely.Point()
    wide = seen & (np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) > _LONGEST_EDGE_DEG)
    out[wide] = shapely.segmentize(out[wide], _LONGEST_EDGE_DEG)
    out[seen] = shapely.transform(out[seen], canvas.to_steps)
    return _cut(canvas, out, seen)


def _cut(canvas: Canvas, out: Any, seen: Any) -> Any:
    box = canvas.box
    bounds = shapely.bounds(out)
    inside = (bounds[:, 0] >= box[0]) & (bounds[:, 1] >= box[1]) & (bounds[:, 2] <= box[2]) & (bounds[:, 3] <= box[3])
    across = seen & ~inside
    if across.any():
        kinds = shapely.get_dimensions(out[across])
        cut = shapely.clip_by_rect(out[across], *box)
        # Cutting at an edge may leave lines and points of an area.
        out[across] = [_of_dimension(one, kind) for one, kind in zip(cut, kinds, strict=True)]
    drawn = seen & (shapely.get_dimensions(out) > 0)
    out[drawn] = shapely.simplify(out[drawn], _TOLERANCE, preserve_topology=False)
    return out


def _of_dimension(shape: Any, dimension: int) -> Any:
    parts = shapely.get_parts(shape)
    kept = parts[shapely.get_dimensions(parts) == dimension]
    return kept[0] if len(kept) == 1 else shapely.union_all(kept) if dimension < 2 else shapely.multipolygons(kept)


def path_data(shapes: Any) -> str:
    """Return lines and rings as SVG path data with relative moves.

    Parameters
    ----------
    shapes : array-like of shapely geometry
        In steps. Points are left out. Outer rings run one way and holes the other, so that shapes over one another are
        one area and holes stay holes.

    Returns
    -------
    str
        For each line ``M x y``, ``l dx dy …``, and ``z`` if it is closed.
    """
    parts = shapely.get_parts(np.asarray(shapes, dtype=object))
    areal = shapely.get_type_id(parts) == 3
    rings = shapely.get_rings(shapely.orient_polygons(parts[areal]))
    lines = np.concatenate([rings, parts[shapely.get_type_id(parts) == 1]])
    if not len(lines):
        return ""
    xy, index = shapely.get_coordinates(lines, return_index=True)
    return "".join(_pieces(np.rint(xy).astype(np.int64), index, len(rings)))


def _pieces(xy: Any, index: Any, ring_count: int) -> Iterator[str]:
    starts = np.flatnonzero(np.diff(index, prepend=-1))
    moves = np.diff(xy, axis=0, prepend=xy[:1])
    first = np.zeros(len(xy), dtype=bool)
    first[starts] = True
    # A step of no length says nothing, but its line has to keep its first point.
    kept = first | (moves != 0).any(axis=1)
    closing = np.zeros(len(xy), dtype=bool)
    ends = np.append(starts[1:], len(xy)) - 1
    closing[ends[:ring_count]] = True
    kept &= ~closing | first
    moves[first] = xy[first]
    numbers = [f"{x} {y}" for x, y in moves[kept].tolist()]
    position = np.append(np.cumsum(kept)[starts] - 1, len(numbers)).tolist()
    for number, (start, end) in enumerate(pairwise(position)):
        tail = "l" + " ".join(numbers[start + 1 : end]) if end - start > 1 else ""
        yield f"M{numbers[start]}{tail}{'z' if number < ring_count else ''}"

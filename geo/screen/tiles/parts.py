"""Shapes as flat arrays of their parts: rings of areas, lines, points; and the way back to shapes.

A ring is open (its first vertex is not repeated) and runs as a tile wants it: an outer ring clockwise on the screen,
a hole the other way round. Positions are units of a zoom, downwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Place = Callable[[NDArray[np.float64]], NDArray[np.float64]]

POINT, LINE, AREA = 1, 2, 3
_KINDS = {0: POINT, 4: POINT, 1: LINE, 5: LINE, 3: AREA, 6: AREA}


@dataclass(frozen=True)
class Parts:
    """Parts of shapes of one kind.

    Attributes
    ----------
    kind : int
        `POINT`, `LINE` or `AREA`.
    xy : ndarray of float, shape (n, 2)
        All vertices.
    starts : ndarray of int
        First vertex of each part, and the number of vertices at the end.
    polygon : ndarray of int
        Polygon of each ring, counted over all shapes; of other parts their number.
    shape : ndarray of int
        Shape of each part.
    hole : ndarray of bool
        Whether a part is a hole.
    """

    kind: int
    xy: NDArray[np.float64]
    starts: NDArray[np.intp]
    polygon: NDArray[np.intp]
    shape: NDArray[np.intp]
    hole: NDArray[np.bool_]

    @property
    def sizes(self) -> NDArray[np.intp]:
        """Number of vertices of each part."""
        return np.diff(self.starts)

    @property
    def part(self) -> NDArray[np.intp]:
        """Part of each vertex."""
        return np.repeat(np.arange(len(self.shape)), self.sizes)

    def next_vertex(self) -> NDArray[np.intp]:
        """Return the vertex after each in its ring."""
        after = np.arange(1, len(self.xy) + 1)
        after[self.starts[1:] - 1] = self.starts[:-1]
        return after

    def kept(self, vertices: NDArray[np.bool_]) -> Parts:
        """Return the parts without some of their vertices; a part that loses all goes."""
        sizes = np.add.reduceat(vertices, self.starts[:-1], dtype=np.intp) if len(self.shape) else self.sizes
        parts = Parts(self.kind, self.xy[vertices], _starts(sizes), self.polygon, self.shape, self.hole)
        return parts.chosen(sizes > 0)

    def chosen(self, parts: NDArray[np.bool_]) -> Parts:
        """Return some of the parts."""
        if parts.all():
            return self
        sizes = self.sizes
        xy = self.xy[np.repeat(parts, sizes)]
        return Parts(self.kind, xy, _starts(sizes[parts]), self.polygon[parts], self.shape[parts], self.hole[parts])

    def ring_areas(self) -> NDArray[np.float64]:
        """Compute the area of each ring: above 0 if it runs clockwise on the screen."""
        if not len(self.shape):
            return np.zeros(0)
        # From the first vertex of each ring, so that the products stay exact.
        local = self.xy - np.repeat(self.xy[self.starts[:-1]], self.sizes, axis=0)
        after = local[self.next_vertex()]
        return np.add.reduceat(local[:, 0] * after[:, 1] - after[:, 0] * local[:, 1], self.starts[:-1]) / 2.0

    def to_shapes(self, count: int) -> NDArray[np.object_]:
        """Return the shapes by their number; None for one without parts."""
        out = np.full(count, None, dtype=object)
        if not len(self.shape):
            return out
        singles, owner = self._singles()
        made, first, sizes = np.unique(owner, return_index=True, return_counts=True)
        out[made] = singles[first]
        many = made[sizes > 1]
        if len(many):
            inside = np.isin(owner, many)
            collect: dict[int, Any] = {
                POINT: shapely.multipoints,
                LINE: shapely.multilinestrings,
                AREA: shapely.multipolygons,
            }
            out[many] = collect[self.kind](singles[inside], indices=np.searchsorted(many, owner[inside]))
        return out

    def _singles(self) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
        """Return single shapes and whose they are."""
        if self.kind == POINT:
            return np.asarray(shapely.points(self.xy), dtype=object), self.shape[self.part]
        if self.kind == LINE:
            return np.asarray(shapely.linestrings(self.xy, indices=self.part), dtype=object), self.shape
        rings = np.asarray(shapely.linearrings(self.xy, indices=self.part), dtype=object)
        polygon = np.unique(self.polygon, return_inverse=True)[1]
        shells = np.flatnonzero(~self.hole)
        singles = np.asarray(shapely.polygons(rings[shells]), dtype=object)
        holed = np.unique(polygon[self.hole])
        if len(holed):
            inside = np.isin(polygon, holed)
            singles[holed] = shapely.polygons(rings[inside], indices=np.searchsorted(holed, polygon[inside]))
        return singles, self.shape[shells]


def kinds_of(shapes: NDArray[np.object_]) -> NDArray[np.int8]:
    """Return the kind of each shape; 0 for one that no tile holds."""
    known = np.zeros(9, dtype=np.int8)
    for type_id, kind in _KINDS.items():
        known[type_id] = kind
    kinds: NDArray[np.int8] = known[shapely.get_type_id(shapes)]
    return np.where(shapely.is_empty(shapes), 0, kinds).astype(np.int8)


def parts_of(shapes: NDArray[np.object_], kind: int, place: Place = np.asarray) -> Parts:
    """Take shapes of one kind apart, which are not empty, their vertices being placed first."""
    if kind == POINT:
        sizes = shapely.get_num_geometries(shapes)
        xy = place(shapely.get_coordinates(shapes))
        shape = np.repeat(np.arange(len(shapes)), sizes)
        return Parts(POINT, xy, np.arange(len(xy) + 1), np.arange(len(xy)), shape, np.zeros(len(xy), dtype=bool))
    singles, owner = _singles_of(shapes)
    if kind == LINE:
        sizes = shapely.get_num_coordinates(singles)
        none = np.zeros(len(singles), dtype=bool)
        xy = place(shapely.get_coordinates(singles))
        return Parts(LINE, xy, _starts(sizes), np.arange(len(singles)), owner, none)
    of_ring, polygon = _ring_sizes(singles)
    hole = np.diff(polygon, prepend=-1) == 0
    return _turned(_opened(place(shapely.get_coordinates(singles)), of_ring, polygon, owner[polygon], hole))


def _singles_of(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Return the single shapes and whose they are."""
    if (shapely.get_type_id(shapes) < shapely.GeometryType.MULTIPOINT).all():
        return shapes, np.arange(len(shapes))
    singles, owner = shapely.get_parts(shapes, return_index=True)
    return singles, owner


def _ring_sizes(polygons: NDArray[np.object_]) -> tuple[NDArray[np.integer], NDArray[np.intp]]:
    """Return how many vertices each ring has and whose it is, the outer ring of each before its holes.

    So the vertices of a polygon are in a row. To make objects of rings takes ten times as long as to read vertices.
    """
    holes = shapely.get_num_interior_rings(polygons)
    sizes = shapely.get_num_coordinates(polygons)
    polygon = np.repeat(np.arange(len(polygons)), holes + 1)
    holed = np.flatnonzero(holes)
    if not len(holed):
        return sizes, polygon
    sizes = sizes[polygon]
    sizes[np.isin(polygon, holed)] = shapely.get_num_coordinates(shapely.get_rings(polygons[holed]))
    return sizes, polygon


def _opened(
    xy: NDArray[np.float64],
    sizes: NDArray[np.integer],
    polygon: NDArray[np.intp],
    shape: NDArray[np.intp],
    hole: NDArray[np.bool_],
) -> Parts:
    keep = np.ones(len(xy), dtype=bool)
    keep[np.cumsum(sizes) - 1] = False
    return Parts(AREA, xy[keep], _starts(sizes - 1), polygon, shape, hole)


def _turned(parts: Parts) -> Parts:
    """Turn the rings that run the other way round."""
    wrong = (parts.ring_areas() > 0) == parts.hole
    if not wrong.any():
        return parts
    at, first = np.arange(len(parts.xy)), parts.starts[:-1]
    mirrored = np.repeat(first + parts.starts[1:] - 1, parts.sizes) - at
    order = np.where(np.repeat(wrong, parts.sizes), mirrored, at)
    return Parts(parts.kind, parts.xy[order], parts.starts, parts.polygon, parts.shape, parts.hole)


def _starts(sizes: NDArray[np.integer]) -> NDArray[np.intp]:
    starts: NDArray[np.intp] = np.concatenate(([0], np.cumsum(sizes, dtype=np.intp)))
    return starts

"""A grid of small cells in which very many shapes are drawn, each as one number: what a printer would do with them.

A cell belongs to an area that holds its middle. The outline of an area is the cells its edges cross, once along the
rows and once along the columns, so the work grows with the length of the outlines in cells and not with their corners.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

#: Cells and crossings that are worked on at once.
_AT_ONCE = 3_000_000
_AREA = 2
#: Largest number of a type of one part.
_SINGLE = 3
#: Rows or columns, places on them, shapes.
Crossings = tuple[Any, Any, Any]


class Edges:
    """The edges of areas or lines, in the order of their shapes.

    Parameters
    ----------
    shapes : ndarray of geometry
        Areas or lines, none of them empty.
    place : callable
        From longitude and latitude to cells.
    """

    def __init__(self, shapes: NDArray[np.object_], place: Callable[[Any], Any]) -> None:
        parts, owner = shapes, np.arange(len(shapes))
        if (shapely.get_type_id(shapes) > _SINGLE).any():
            parts, owner = shapely.get_parts(shapes, return_index=True)
        if shapely.get_dimensions(shapes[0]) == _AREA:
            parts, polygon = shapely.get_rings(parts, return_index=True)
            owner = owner[polygon]
        lonlat, part = shapely.get_coordinates(parts, return_index=True)
        self.xy: NDArray[np.float64] = place(lonlat)
        self._shape: NDArray[np.intp] = owner[part]
        #: Vertices an edge begins at: all but the last of each ring or line.
        self._begins = np.flatnonzero(np.diff(part, append=-1) == 0)

    @property
    def first_vertices(self) -> NDArray[np.float64]:
        """A vertex of each shape."""
        return self.xy[np.flatnonzero(np.diff(self._shape, prepend=-1))]

    def crossings(self, most: int, *, along: int) -> Iterator[Crossings]:
        """Find where edges cross the middles of rows (`along` is 1) or of columns (0), whole shapes at once.

        Yields
        ------
        tuple of ndarray
            The row (or column), the place on it, and the shape, of each crossing.
        """
        levels = np.clip(np.ceil(self.xy[:, along] - 0.5), 0, most).astype(np.int64)
        run = levels[self._begins + 1] - levels[self._begins]
        edge = self._begins[run != 0]
        if not len(edge):
            return
        # From the first row whose middle an edge crosses.
        many, low = np.abs(run[run != 0]), np.minimum(levels[edge], levels[edge + 1])
        first = np.flatnonzero(np.diff(self._shape[edge], prepend=-1))
        ends = np.append(first, len(edge))
        for some in _by_size(np.add.reduceat(many, first)):
            chosen = slice(ends[some.start], ends[some.stop])
            yield self._crossed(edge[chosen], low[chosen], many[chosen], along)

    def _crossed(
        self, edge: NDArray[np.intp], low: NDArray[np.int64], many: NDArray[np.int64], along: int
    ) -> Crossings:
        begin, run = self.xy[edge], self.xy[edge + 1] - self.xy[edge]
        slope = run[:, 1 - along] / run[:, along]
        place = begin[:, 1 - along] + (0.5 - begin[:, along]) * slope
        row = np.repeat(low - np.cumsum(many) + many, many) + np.arange(many.sum())
        return row, np.repeat(place, many) + row * np.repeat(slope, many), np.repeat(self._shape[edge], many)


class PixelGrid:
    """Cells with a number each, 0 for nothing; what is drawn later covers what was there.

    Parameters
    ----------
    width, height : int
        In cells. Coordinates count cells to the right and down.
    """

    def __init__(self, width: int, height: int) -> None:
        self.codes: NDArray[np.uint8] = np.zeros((height, width), dtype=np.uint8)

    def areas(self, areas: Edges, fills: NDArray[np.uint8], edges: NDArray[np.uint8], width: int = 1) -> None:
        """Draw areas with their outlines.

        Parameters
        ----------
        areas : Edges
            Of closed rings.
        fills, edges : ndarray of int
            Numbers of the inside and of the outline of each shape.
        width : int
            Of the outlines.
        """
        height, across = self.codes.shape
        for row, at, shape in areas.crossings(height, along=1):
            # Of one shape on one row the first two crossings enclose cells, then the next two.
            order = np.lexsort((at, row, shape))
            starts, ends = np.ceil(np.clip(at[order].reshape(-1, 2) - 0.5, 0, across)).astype(np.int64).T
            self._spans(row[order][::2], starts, ends, fills[shape[order][::2]])
            self._stamp(np.floor(at).astype(np.int64), row, edges[shape], width)
        for column, at, shape in areas.crossings(across, along=0):
            self._stamp(column, np.floor(at).astype(np.int64), edges[shape], width)

    def lines(self, lines: Edges, codes: NDArray[np.uint8], width: int = 1) -> None:
        """Draw lines, each with the number of its shape, `width` cells wide."""
        height, across = self.codes.shape
        for row, at, shape in lines.crossings(height, along=1):
            self._stamp(np.floor(at).astype(np.int64), row, codes[shape], width)
        for column, at, shape in lines.crossings(across, along=0):
            self._stamp(column, np.floor(at).astype(np.int64), codes[shape], width)

    def dots(self, xy: NDArray[np.float64], codes: NDArray[np.uint8], width: int = 1) -> None:
        """Draw a disc at each point."""
        column, row = np.floor(xy).astype(np.int64).T
        self._stamp(column, row, codes, width)

    def dots_where_empty(self, xy: NDArray[np.float64], codes: NDArray[np.uint8]) -> None:
        """Mark the cell of each point, unless something is there."""
        height, width = self.codes.shape
        inside = ((xy >= 0) & (xy < (width, height))).all(axis=1)
        column, row = np.floor(xy[inside]).astype(np.int64).T
        free = self.codes[row, column] == 0
        self.codes[row[free], column[free]] = codes[inside][free]

    def _spans(
        self, rows: NDArray[np.int64], starts: NDArray[np.int64], ends: NDArray[np.int64], codes: NDArray[np.uint8]
    ) -> None:
        width, flat = self.codes.shape[1], self.codes.reshape(-1)
        sizes = ends - starts
        for some in _by_size(sizes):
            many = sizes[some]
            first = rows[some] * width + starts[some] - np.cumsum(many) + many
            flat[np.repeat(first, many) + np.arange(many.sum())] = np.repeat(codes[some], many)

    def _stamp(self, column: NDArray[np.int64], row: NDArray[np.int64], codes: NDArray[np.uint8], width: int) -> None:
        height, across = self.codes.shape
        for down, right in _disc(width):
            y, x = row + down, column + right
            inside = (y >= 0) & (y < height) & (x >= 0) & (x < across)
            self.codes[y[inside], x[inside]] = codes[inside]


def _disc(width: int) -> list[tuple[int, int]]:
    """List the cells of a disc about its middle, downwards and to the right."""
    first = -((width - 1) // 2)
    steps, middle = range(first, first + width), first + (width - 1) / 2
    inside = (width / 2) ** 2
    return [(y, x) for y in steps for x in steps if (y - middle) ** 2 + (x - middle) ** 2 <= inside]


def _by_size(sizes: NDArray[np.int64]) -> Iterator[slice]:
    """Yield runs of things whose sizes together are not too much; one that is too large stands alone."""
    piece = np.cumsum(sizes) // _AT_ONCE
    cuts = np.flatnonzero(np.diff(piece, prepend=-1)).tolist()
    for first, last in pairwise([*cuts, len(sizes)]):
        yield slice(first, last)

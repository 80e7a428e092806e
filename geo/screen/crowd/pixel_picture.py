"""Very many features as a picture in a drawing: a pixel is a dot of a printer, made of nine cells (`PixelGrid`)."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.screen.canvas import STEPS_PER_MM
from geo.screen.crowd.near_projection import near_projection
from geo.screen.crowd.pixel_grid import Edges, PixelGrid
from geo.screen.crowd.png_file import png_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from geo.screen.canvas import Canvas

#: A dot on paper in millimetres: the side of a pixel, and what is smaller is not seen for itself.
DOT_MM = 0.1
#: Cells along the side of a pixel.
_FINE = 3
#: Most pixels of a picture; on larger paper they are larger.
MOST_PIXELS = 20_000_000
#: What marks the number of an outline, and of a line or point; the number of a fill is that of its class.
_EDGE, _MARK = np.uint8(0x80), np.uint8(0x40)
#: Rows of pixels that are made at once, and what a colour is multiplied by while cells are added up.
_STRIP, _SCALE = 64, 16


class ClassColours(NamedTuple):
    """Colour of the areas of a class and its opacity, of their outlines, and of its lines and points."""

    fill: str
    opacity: float
    edge: str
    mark: str


class Widths(NamedTuple):
    """Widths of outlines, of lines and of points in millimetres."""

    edge: float
    line: float
    point: float


class PixelPicture:
    """A picture of features as large as a canvas on paper.

    Parameters
    ----------
    canvas : Canvas
        In millimetres.
    widths : Widths
    """

    def __init__(self, canvas: Canvas, widths: Widths) -> None:
        self.pixel_mm = max(DOT_MM, math.sqrt(canvas.width * canvas.height / MOST_PIXELS))
        self._near = near_projection(canvas)
        self.width, self.height = (math.ceil(side / self.pixel_mm) for side in (canvas.width, canvas.height))
        cell_mm = self.pixel_mm / _FINE
        self._per_step = 1.0 / (cell_mm * STEPS_PER_MM)
        self._grid = PixelGrid(self.width * _FINE, self.height * _FINE)
        self._edge, self._line, self._point = (max(round(width / cell_mm), 1) for width in widths)
        # An outline thinner than a cell is as pale as it is thin.
        self._edge_share = min(widths.edge / cell_mm, 1.0)

    @property
    def dpi(self) -> int:
        """Pixels per inch."""
        return round(25.4 / self.pixel_mm)

    def add(self, shapes: NDArray[np.object_], classes: NDArray[np.intp]) -> None:
        """Draw shapes in degrees, none of them missing or empty, each with the number of its class."""
        dimensions, codes = shapely.get_dimensions(shapes), (classes + 1).astype(np.uint8)
        for dimension, draw in ((2, self._areas), (1, self._lines), (0, self._points)):
            own = np.flatnonzero(dimensions == dimension)
            if len(own):
                draw(shapes[own], codes[own])

    def _place(self, lonlat: Any) -> Any:
        return self._near(lonlat) * self._per_step

    def _areas(self, shapes: NDArray[np.object_], codes: NDArray[np.uint8]) -> None:
        edges = Edges(shapes, self._place)
        self._grid.areas(edges, codes, codes | _EDGE, self._edge)
        self._grid.dots_where_empty(edges.first_vertices, codes | _EDGE)

    def _lines(self, shapes: NDArray[np.object_], codes: NDArray[np.uint8]) -> None:
        edges = Edges(shapes, self._place)
        self._grid.lines(edges, codes | _MARK, self._line)
        self._grid.dots_where_empty(edges.first_vertices, codes | _MARK)

    def _points(self, shapes: NDArray[np.object_], codes: NDArray[np.uint8]) -> None:
        lonlat, shape = shapely.get_coordinates(shapes, return_index=True)
        self._grid.dots(self._place(lonlat), (codes | _MARK)[shape], self._point)

    def svg(self, paints: Sequence[ClassColours]) -> str:
        """Return the picture as an element of a drawing, painted class by class."""
        table = np.zeros((256, 4), dtype=np.uint16)  # four of 16 bits are added up as one number of 64
        for at, (fill, opacity, edge, mark) in enumerate(paints, 1):
            table[at] = _weighed([(fill, opacity)])
            table[at | _EDGE] = _weighed([(fill, opacity), (edge, self._edge_share)])
            table[at | _MARK] = _weighed([(mark, 1.0)])
        file = png_file(self.width, self.height, self._strips(table.view(np.uint64)[:, 0]))
        side = self.pixel_mm * STEPS_PER_MM
        size = f'width="{self.width * side:.2f}" height="{self.height * side:.2f}"'
        return f'<image {size} href="data:image/png;base64,{base64.b64encode(file).decode()}"/>'

    def _strips(self, table: NDArray[np.uint64]) -> Iterator[NDArray[np.uint8]]:
        for row in range(0, self.height, _STRIP):
            cells = self._grid.codes[row * _FINE : (row + _STRIP) * _FINE]
            yield _mixed(table[cells])


def _weighed(paints: Sequence[tuple[str, float]]) -> list[int]:
    """Return red, green and blue times their opacity, and the opacity, of paints over one another."""
    mixed, there = np.zeros(3), 0.0
    for colour, opacity in paints:
        channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
        mixed, there = mixed * (1 - opacity) + channels * opacity, there * (1 - opacity) + opacity
    return [round(float(one) * _SCALE) for one in (*mixed, 255 * there)]


def _mixed(cells: NDArray[np.uint64]) -> NDArray[np.uint8]:
    """Return pixels of cells whose colours are weighed by their opacity."""
    high, wide = cells.shape
    added = cells.reshape(high // _FINE, _FINE, wide // _FINE, _FINE).sum(axis=(1, 3))
    sums = np.ascontiguousarray(added).view(np.uint16).reshape(*added.shape, 4).astype(np.uint32)
    opacity = sums[..., 3:]
    colours = sums[..., :3] * np.uint32(255) // np.maximum(opacity, 1)
    whole = np.concatenate([colours, opacity // (_SCALE * _FINE**2)], axis=2)
    pixels: NDArray[np.uint8] = np.minimum(whole, 255).astype(np.uint8)
    return pixels

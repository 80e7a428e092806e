"""Features of a stored layer kept as they are sent, by cells of a grid: a small box is answered without the store.

The cells hold about a hundred features each. What is kept goes with an edit of the layer, and of all layers together
never takes more than `MOST_BYTES`; the cells not asked for the longest go first.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import count
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import shapely
from cachetools import LRUCache

from geo.atlas.added.stored_layer import StoredQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import StoredLayer

#: Bound of what is kept of all layers, in bytes.
MOST_BYTES = 96 * 1024 * 1024
#: Features of a cell, about, and the most cells one answer is put together from.
_FEATURES, _MOST_CELLS = 100, 64
#: Bytes that a feature takes beside its text: its shape, its box, what Python keeps of it.
_OVERHEAD = 900

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class _Cell:
    """The features that touch a cell: number, box and shape of each, and its text."""

    numbers: NDArray[np.int64]
    boxes: NDArray[np.float64]
    shapes: NDArray[np.object_]
    texts: list[bytes]

    @property
    def size(self) -> int:
        return sum(map(len, self.texts)) + _OVERHEAD * (len(self.texts) + 1)

    def touching(self, box: Box) -> NDArray[np.intp]:
        """Return the positions of the features that touch a box."""
        west, south, east, north = box
        boxes = self.boxes
        near = (boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)
        inside = (boxes[:, 0] >= west) & (boxes[:, 2] <= east) & (boxes[:, 1] >= south) & (boxes[:, 3] <= north)
        doubtful = np.flatnonzero(near & ~inside)
        if len(doubtful):
            near[doubtful] = shapely.intersects(self.shapes[doubtful], shapely.box(*box))
        return np.flatnonzero(near)


_KEPT: LRUCache[tuple[int, str, int, int], _Cell] = LRUCache(MOST_BYTES, getsizeof=lambda cell: cell.size)
_LOCK = Lock()
_NUMBERS = count()


class FeatureCells:
    """The kept features of one stored layer.

    Parameters
    ----------
    layer : StoredLayer
    write : callable
        Writes rows of the layer as they are sent.
    """

    def __init__(self, layer: StoredLayer, write: Callable[[gpd.GeoDataFrame], list[bytes]]) -> None:
        self._layer, self._write, self._number = layer, write, next(_NUMBERS)
        self._grid: tuple[str, float] = ("", 0.0)

    def within(self, box: Box) -> Sequence[bytes] | None:
        """Return the features that touch a box, in the order of their numbers; None if the box is too large for it."""
        version = self._layer.version
        side = self._side(version)
        west, south, east, north = (math.floor(one / side) for one in box)
        if (east - west + 1) * (north - south + 1) > _MOST_CELLS:
            return None
        cells = [self._cell(version, side, x, y) for x in range(west, east + 1) for y in range(south, north + 1)]
        found: dict[int, bytes] = {}
        for cell in cells:
            at = cell.touching(box)
            found.update(zip(cell.numbers[at].tolist(), map(cell.texts.__getitem__, at.tolist()), strict=True))
        return [found[number] for number in sorted(found)]

    def _side(self, version: str) -> float:
        """Return the side of a cell in degrees."""
        known, side = self._grid
        if known != version:
            features, bounds = self._layer.count(), self._layer.bounds or (0.0, 0.0, 0.0, 0.0)
            area = max(bounds[2] - bounds[0], 1e-6) * max(bounds[3] - bounds[1], 1e-6)
            side = math.sqrt(area * _FEATURES / max(features, 1))
            self._grid = (version, side)
        return side

    def _cell(self, version: str, side: float, x: int, y: int) -> _Cell:
        key = (self._number, version, x, y)
        with _LOCK:
            kept = _KEPT.get(key)
        if kept is None:
            kept = self._read((x * side, y * side, (x + 1) * side, (y + 1) * side))
            with _LOCK:
                if kept.size <= _KEPT.maxsize // 2:
                    _KEPT[key] = kept
        return kept

    def _read(self, box: Box) -> _Cell:
        rows = self._layer.rows(StoredQuery(bbox=box))
        numbers = np.array([int(str(one).rpartition("_")[2]) for one in rows.index], dtype=np.int64)
        shapes = rows.geometry.to_numpy()
        return _Cell(numbers, shapely.bounds(shapes).reshape(-1, 4), shapes, self._write(rows))

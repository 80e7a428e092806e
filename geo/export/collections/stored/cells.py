"""Features of a stored layer kept as they are sent, by cells of a grid: a small box is answered without the store.

The cells hold about a hundred features each. What is kept goes with an edit of the layer, and of all layers together
never takes more than `MOST_BYTES`; the cells not asked for the longest go first.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass, replace
from itertools import accumulate, count
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
import shapely
from cachetools import LRUCache

from geo.atlas.added.stored_layer import StoredQuery
from geo.export.collections.stored.touching import touching

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import PlainRows, StoredLayer
    from geo.export.collections.stored.touching import Box

#: Bound of what is kept of all layers, in bytes.
MOST_BYTES = 96 * 1024 * 1024
#: Features of a cell, about, and the most cells one answer is put together from.
_FEATURES, _MOST_CELLS = 100, 64
#: Bytes that a cell takes beside its arrays.
_OVERHEAD = 1500


class _Packed:
    """Byte strings one after another: a hundred thousand of them take no memory beside their own."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self._whole = b"".join(parts)
        self._ends = array("q", accumulate(map(len, parts), initial=0))

    def __getitem__(self, at: int) -> bytes:
        return self._whole[self._ends[at] : self._ends[at + 1]]

    @property
    def nbytes(self) -> int:
        return len(self._whole) + 8 * len(self._ends)


@dataclass(frozen=True, eq=False)
class _Cell:
    """The features that touch a cell: number, box and shape (WKB) of each, and its text."""

    numbers: NDArray[np.int64]
    boxes: NDArray[np.float64]
    shapes: _Packed
    texts: _Packed

    @property
    def size(self) -> int:
        return self.texts.nbytes + self.shapes.nbytes + self.boxes.nbytes + self.numbers.nbytes + _OVERHEAD

    def part(self, at: list[int]) -> _Cell:
        """Return some of the features."""
        shapes, texts = (_Packed([packed[one] for one in at]) for packed in (self.shapes, self.texts))
        return _Cell(self.numbers[at], self.boxes[at], shapes, texts)

    def touching(self, box: Box) -> list[int]:
        """Return the positions of the features that touch a box."""
        at: list[int] = touching(self.boxes, self.shapes.__getitem__, box).tolist()
        return at


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
    whole : StoredQuery
        Selects the features that count; by default all.
    """

    def __init__(
        self,
        layer: StoredLayer,
        write: Callable[[PlainRows], list[bytes]],
        whole: StoredQuery = StoredQuery(),  # noqa: B008  never changed
    ) -> None:
        self._layer, self._write, self._whole, self._number = layer, write, whole, next(_NUMBERS)
        self._grid: tuple[str, float] = ("", 0.0)

    def within(self, box: Box) -> Sequence[bytes] | None:
        """Return the features that touch a box, in the order of their numbers; None if the box is too large for it."""
        version = self._layer.version
        side = self._side(version)
        west, south, east, north = (math.floor(one / side) for one in box)
        if (east - west + 1) * (north - south + 1) > _MOST_CELLS:
            return None
        cells = self._cells(version, side, [(x, y) for x in range(west, east + 1) for y in range(south, north + 1)])
        found: dict[int, bytes] = {}
        for cell in cells:
            at = cell.touching(box)
            found.update(zip(cell.numbers[at].tolist(), map(cell.texts.__getitem__, at), strict=True))
        return [found[number] for number in sorted(found)]

    def _side(self, version: str) -> float:
        """Return the side of a cell in degrees."""
        known, side = self._grid
        if known != version:
            features, bounds = self._layer.count(self._whole), self._layer.bounds or (0.0, 0.0, 0.0, 0.0)
            area = max(bounds[2] - bounds[0], 1e-6) * max(bounds[3] - bounds[1], 1e-6)
            side = math.sqrt(area * _FEATURES / max(features, 1))
            self._grid = (version, side)
        return side

    def _cells(self, version: str, side: float, places: list[tuple[int, int]]) -> list[_Cell]:
        """Return cells by their places; those not kept are read at once."""
        keys = [(self._number, version, *place) for place in places]
        with _LOCK:
            kept = [_KEPT.get(key) for key in keys]
        missing = [place for place, cell in zip(places, kept, strict=True) if cell is None]
        if not missing:
            return [cell for cell in kept if cell is not None]
        whole = self._read(_around(missing, side))
        cells = [
            whole.part(whole.touching(_around([place], side))) if cell is None else cell
            for place, cell in zip(places, kept, strict=True)
        ]
        with _LOCK:
            for key, cell in zip(keys, cells, strict=True):
                if cell.size <= _KEPT.maxsize // 2:
                    _KEPT[key] = cell
        return cells

    def _read(self, box: Box) -> _Cell:
        rows = self._layer.plain_rows(replace(self._whole, bbox=box))
        boxes, shapes = shapely.bounds(rows.shapes).reshape(-1, 4), _Packed(shapely.to_wkb(rows.shapes).tolist())
        return _Cell(np.array(rows.numbers, dtype=np.int64), boxes, shapes, _Packed(self._write(rows)))


def _around(places: list[tuple[int, int]], side: float) -> Box:
    """Return the box around some cells."""
    across, up = zip(*places, strict=True)
    return min(across) * side, min(up) * side, (max(across) + 1) * side, (max(up) + 1) * side

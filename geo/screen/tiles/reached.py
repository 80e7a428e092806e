"""Which tiles of a zoom the shapes of a large layer reach, how full these are, and what they leave out.

Shapes are looked at batch by batch; of all are kept four bytes for each pair of shape and tile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.screen.tiles import level
from geo.screen.tiles.tile_grid import EXTENT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray


@dataclass(frozen=True)
class Reached:
    """The tiles that shapes reach, with their buffers.

    Attributes
    ----------
    tiles : ndarray of int, shape (t, 2)
        Column and row of each.
    members : ndarray of int
        The numbers of the shapes, tile after tile.
    ends : ndarray of int, shape (t + 1,)
        Where the members of each tile begin; the last is where those of the last tile end.
    """

    tiles: NDArray[np.int64]
    members: NDArray[np.uint32]
    ends: NDArray[np.int64]

    @property
    def most(self) -> int:
        """The number of shapes in the tile that has most."""
        return int(np.diff(self.ends).max(initial=0))

    def of(self, tile: int) -> NDArray[np.uint32]:
        """Return the numbers of the shapes of a tile."""
        return self.members[self.ends[tile] : self.ends[tile + 1]]

    def of_fullest(self) -> NDArray[np.uint32]:
        """Return the numbers of the shapes of the tile that has most."""
        return self.of(int(np.diff(self.ends).argmax()))

    def is_too_full(self, vertices: NDArray[np.integer], sizes: NDArray[np.floating]) -> bool:
        """Return whether a tile would hold too many features or bytes, as `geo.screen.tiles.level.would_be_too_full`.

        Parameters
        ----------
        vertices : ndarray of int
            Of each shape.
        sizes : ndarray of float
            Bytes that the values of each take.
        """
        if not len(self.tiles):
            return False
        if self.most > level.MOST_FEATURES:
            return True
        parts = np.bincount(self.members, minlength=len(vertices))
        estimated = level.estimated_bytes(vertices, parts, sizes).astype(np.float32)
        by_tile = np.add.reduceat(estimated[self.members], self.ends[:-1], dtype=np.float64)
        return bool(by_tile.max() > level.MOST_ESTIMATED)


@dataclass(frozen=True)
class LeftOut:
    """How many shapes of each tile of a zoom are left out; tiles by `key_of`, in order."""

    tiles: NDArray[np.int64]
    counts: NDArray[np.int64]

    @property
    def total(self) -> int:
        """How many are left out of the zoom."""
        return int(self.counts.sum())

    def of(self, column: int, row: int) -> int:
        """Return how many a tile leaves out."""
        key = row << 32 | column
        at = int(np.searchsorted(self.tiles, key))
        return int(self.counts[at]) if at < len(self.tiles) and self.tiles[at] == key else 0

    def and_above(self, above: LeftOut) -> LeftOut:
        """Return what the zoom above leaves out: the same, and what it leaves out itself."""
        mine = key_of(np.column_stack((self.tiles & 0xFFFFFFFF, self.tiles >> 32)) // 2)
        return _added_up([(mine, self.counts), (above.tiles, above.counts)])


def reached(batches: Iterable[NDArray[Any]], zoom: int) -> Reached:
    """Find the tiles of a zoom that shapes reach, by batches of their bounds in units."""
    keys, owners, numbers, done = [], [], [], 0
    for bounds in batches:
        tiles, owner, tile = level.tiles_reached(bounds, zoom)
        keys.append(key_of(tiles))
        owners.append((owner + done).astype(np.uint32))
        numbers.append(tile.astype(np.uint32))
        done += len(bounds)
    every = np.unique(np.concatenate([*keys, np.zeros(0, dtype=np.int64)]))
    for at, own in enumerate(keys):
        numbers[at] = np.searchsorted(every, own).astype(np.uint32)[numbers[at]]
    number = np.concatenate([*numbers, np.zeros(0, dtype=np.uint32)])
    members = np.concatenate([*owners, np.zeros(0, dtype=np.uint32)])[np.argsort(number, kind="stable")]
    ends = np.concatenate(([0], np.cumsum(np.bincount(number, minlength=len(every)))))
    return Reached(np.column_stack((every & 0xFFFFFFFF, every >> 32)), members, ends)


def left_out(batches: Iterable[NDArray[Any]]) -> LeftOut:
    """Count by tile what is left out, by batches of where it lies in units."""
    found = []
    for places in batches:
        tiles = np.maximum(np.floor_divide(places, EXTENT), 0).astype(np.int64)
        found.append(np.unique(key_of(tiles), return_counts=True))
    return _added_up(found)


def key_of(tiles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Write column and row of tiles as one number each."""
    return tiles[:, 1] << 32 | tiles[:, 0]


def _added_up(found: list[tuple[NDArray[np.int64], NDArray[np.int64]]]) -> LeftOut:
    none = np.zeros(0, dtype=np.int64)
    tiles, at = np.unique(np.concatenate([none, *(keys for keys, _ in found)]), return_inverse=True)
    counts = np.concatenate([none, *(counts for _, counts in found)])
    return LeftOut(tiles, np.bincount(at, weights=counts, minlength=len(tiles)).astype(np.int64))

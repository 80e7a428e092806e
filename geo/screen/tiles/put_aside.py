"""Features put aside on disk while the tiles of their layer are written: any of them is read again by its row."""

from __future__ import annotations

import marshal
import mmap
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.screen.tiles.mvt import TileColumns, coded, written_values
from geo.screen.tiles.tile_grid import in_mercator

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

#: What is kept in memory of each feature, and how.
_KINDS: dict[str, type[np.number[Any]]] = {
    "ids": np.int64,
    "bounds": np.float32,
    "vertices": np.uint32,
    "sizes": np.float32,
}


class PutAside:
    """The located features of a layer in a folder; in memory are their numbers, bounds and sizes. A context manager.

    Parameters
    ----------
    folder : pathlib.Path

    Attributes
    ----------
    ids : ndarray of int
    bounds : ndarray of float
        West, south, east and north in Web Mercator; rounded outwards, a metre at most.
    around : ndarray of float
        The bounds of all.
    vertices : ndarray of int
        Of each shape.
    sizes : ndarray of float
        Bytes that the values of each take in a tile.
    """

    def __init__(self, folder: Path) -> None:
        self._shapes, self._values = _Pieces(folder / "shapes"), _Pieces(folder / "values")
        self._keys: list[str] = []
        self._columns = {name: _Column(folder / name, kind) for name, kind in _KINDS.items()}
        self.ids, self.vertices, self.sizes = (np.zeros(0, _KINDS[name]) for name in ("ids", "vertices", "sizes"))
        self.bounds = np.zeros((0, 4), dtype=np.float32)
        self.around = np.array([np.inf, np.inf, -np.inf, -np.inf])

    def __enter__(self) -> PutAside:
        return self

    def __exit__(self, *_: object) -> None:
        self._shapes.end()
        self._values.end()
        for column in self._columns.values():
            column.end()

    def add(self, ids: NDArray[np.int64], shapes: NDArray[np.object_], table: Mapping[str, Sequence[Any]]) -> None:
        """Put features aside: their ids, shapes in degrees, and values by key; those without a shape are left out."""
        there = np.flatnonzero(~(shapely.is_missing(shapes) | shapely.is_empty(shapes)))
        metres = shapely.transform(shapes[there], in_mercator)
        self._keys = self._keys or list(table)
        written = {key: written_values(column) for key, column in table.items()}
        rows = list(zip(*written.values(), strict=True)) if table else [()] * len(ids)
        self._values.add([marshal.dumps(rows[at]) for at in there.tolist()])
        self._shapes.add(shapely.to_wkb(metres).tolist())
        sizes = coded(written).sizes()[there] if table else np.zeros(len(there))
        self._columns["ids"].add(ids[there])
        bounds = shapely.bounds(metres).reshape(-1, 4)
        self.around[:2] = np.minimum(self.around[:2], bounds[:, :2].min(axis=0, initial=np.inf))
        self.around[2:] = np.maximum(self.around[2:], bounds[:, 2:].max(axis=0, initial=-np.inf))
        self._columns["bounds"].add(_outwards(bounds))
        self._columns["vertices"].add(shapely.get_num_coordinates(metres))
        self._columns["sizes"].add(sizes)

    def close(self) -> None:
        """End adding; only then features can be read."""
        self._shapes.close()
        self._values.close()
        self.ids, self.vertices, self.sizes = (self._columns[name].close() for name in ("ids", "vertices", "sizes"))
        self.bounds = self._columns["bounds"].close().reshape(-1, 4)

    def shapes(self, rows: NDArray[np.integer]) -> NDArray[np.object_]:
        """Read the shapes of rows, in Web Mercator."""
        wkb = np.array(self._shapes.take(rows), dtype=object)
        return np.asarray(shapely.from_wkb(wkb), dtype=object).reshape(-1)

    def columns(self, rows: NDArray[np.integer]) -> TileColumns:
        """Read what rows carry."""
        values = [marshal.loads(piece) for piece in self._values.take(rows)]  # noqa: S302 - written above
        columns = list(zip(*values, strict=True)) if values else [()] * len(self._keys)
        return coded(dict(zip(self._keys, columns, strict=True)))


def _outwards(bounds: NDArray[np.float64]) -> NDArray[np.float32]:
    """Round bounds to half their bytes so that they hold what they held."""
    rounded = bounds.astype(np.float32)
    inwards = np.column_stack((rounded[:, :2] > bounds[:, :2], rounded[:, 2:] < bounds[:, 2:]))
    outer = np.array([-np.inf, -np.inf, np.inf, np.inf], dtype=np.float32)
    return np.where(inwards, np.nextafter(rounded, outer), rounded)


class _Column:
    """Numbers in a file until all are there: kept in memory, the parts would lie between what comes and goes.

    Parameters
    ----------
    path : pathlib.Path
    kind : numpy type
    """

    def __init__(self, path: Path, kind: type[np.number[Any]]) -> None:
        self._path, self._kind, self._file = path, kind, path.open("wb")

    def add(self, numbers: NDArray[Any]) -> None:
        self._file.write(numbers.astype(self._kind).tobytes())

    def end(self) -> None:
        self._file.close()

    def close(self) -> NDArray[Any]:
        self.end()
        return np.fromfile(self._path, dtype=self._kind)


class _Pieces:
    """Pieces of bytes in a file, by number."""

    def __init__(self, path: Path) -> None:
        self._path, self._file = path, path.open("wb")
        self._lengths = _Column(path.with_suffix(".lengths"), np.uint32)
        self._ends: NDArray[np.unsignedinteger] = np.zeros(1, dtype=np.uint64)
        self._all: bytes | mmap.mmap = b""

    def add(self, pieces: Sequence[bytes]) -> None:
        self._file.write(b"".join(pieces))
        self._lengths.add(np.fromiter(map(len, pieces), dtype=np.uint32, count=len(pieces)))

    def end(self) -> None:
        self._file.close()
        self._lengths.end()
        if isinstance(self._all, mmap.mmap):
            self._all.close()

    def close(self) -> None:
        self.end()
        lengths = self._lengths.close()
        total = int(lengths.sum(dtype=np.uint64))
        self._ends = np.zeros(len(lengths) + 1, dtype=np.uint32 if total < 2**32 else np.uint64)
        np.cumsum(lengths, out=self._ends[1:])
        if self._ends[-1]:
            with self._path.open("rb") as file:
                self._all = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def take(self, rows: NDArray[np.integer]) -> list[bytes]:
        starts, ends = self._ends[rows].tolist(), self._ends[rows + 1].tolist()
        pieces = [self._all[start:end] for start, end in zip(starts, ends, strict=True)]
        if isinstance(self._all, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            # Or all of the file would count as memory of this process in the end.
            self._all.madvise(mmap.MADV_DONTNEED)
        return pieces

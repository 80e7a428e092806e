"""Features of a stored layer as they are sent, ready in a file: a box is answered without the store.

The file is Arrow's for random access, uncompressed: compressed by LZ4 it is a third as large and takes twice as long.
Its features lie along a Hilbert curve in blocks; what is in memory is the box of each block. It is written beside the
tiles of the layer, whenever the layer has changed.
"""

from __future__ import annotations

import base64
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import shapely

from geo.atlas.added.stored_layer import StoredQuery, feature_numbers
from geo.export.collections.stored.touching import touching
from geo.progress import ignore
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.export.collections.stored.touching import Box
    from geo.progress import Progress

#: Features of a block, and blocks that are fetched from the store at once.
_BLOCK, _BATCH = 128, 128
#: Most blocks one answer is put together from.
_MOST_BLOCKS = 256
_SIDES = ("west", "south", "east", "north")
_COLUMNS = pa.schema(
    [
        pa.field("number", pa.int64()),
        pa.field("dimension", pa.int8()),
        *(pa.field(side, pa.float64()) for side in _SIDES),
        pa.field("shape", pa.large_binary()),
        pa.field("text", pa.large_binary()),
    ]
)
_VERSION, _BOXES = b"version", b"boxes"


class _Block(NamedTuple):
    """Some features: numbers, dimensions and boxes as arrays; shapes (WKB) and texts in one piece with their ends."""

    numbers: NDArray[np.int64]
    dimensions: NDArray[np.int8]
    boxes: NDArray[np.float64]
    shapes: tuple[memoryview, list[int]]
    texts: tuple[memoryview, list[int]]


class ReadyFeatures:
    """The ready features of one layer in one state.

    The file stays open, so that one that replaces it meanwhile is no fault.

    Parameters
    ----------
    path : pathlib.Path

    Attributes
    ----------
    version : str
        Of the layer when they were written.

    Raises
    ------
    OSError
        If the file cannot be read, or is no such file.
    """

    def __init__(self, path: Path) -> None:
        # Not mapped into memory: what is read of it would count as memory of this process.
        self._file = pa.OSFile(str(path))
        self._reader, self._lock = pa.ipc.open_file(self._file), Lock()
        about = self._reader.schema.metadata or {}
        if _BOXES not in about:
            raise OSError(f"{path} holds no ready features")
        self.version = about[_VERSION].decode()
        self._boxes = np.frombuffer(base64.b64decode(about[_BOXES])).reshape(-1, 4)

    def within(self, box: Box, dimension: int | None = None) -> list[memoryview] | None:
        """Return the features that touch a box, in the order of their numbers; None if the box is too large for it.

        Parameters
        ----------
        box : tuple of float
            West, south, east, north in degrees.
        dimension : int, optional
            Of their shapes.
        """
        west, south, east, north = box
        sides = self._boxes
        near = (sides[:, 0] <= east) & (sides[:, 2] >= west) & (sides[:, 1] <= north) & (sides[:, 3] >= south)
        blocks = np.flatnonzero(near).tolist()
        if len(blocks) > _MOST_BLOCKS:
            return None
        numbers: list[NDArray[np.int64]] = []
        texts: list[memoryview] = []
        for at in blocks:
            block = self._block(at)
            chosen = touching(block.boxes, lambda one, block=block: _piece(block.shapes, one), box)  # type: ignore[misc]
            if dimension is not None:
                chosen = chosen[block.dimensions[chosen] == dimension]
            numbers.append(block.numbers[chosen])
            whole, ends = block.texts
            texts += [whole[ends[one] : ends[one + 1]] for one in chosen.tolist()]
        order: list[int] = np.argsort(np.concatenate(numbers)).tolist() if numbers else []
        return [texts[one] for one in order]

    def _block(self, at: int) -> _Block:
        with self._lock:
            read = self._reader.get_batch(at)
        numbers, dimensions, *sides = (column.to_numpy() for column in read.columns[:6])
        return _Block(numbers, dimensions, np.column_stack(sides), _pieces(read.column(6)), _pieces(read.column(7)))


def _pieces(column: pa.Array) -> tuple[memoryview, list[int]]:
    _, ends, whole = column.buffers()
    return memoryview(whole), np.frombuffer(ends, dtype=np.int64)[: len(column) + 1].tolist()


def _piece(pieces: tuple[memoryview, list[int]], at: int) -> bytes:
    whole, ends = pieces
    return bytes(whole[ends[at] : ends[at + 1]])


def write_ready_features(
    layer: StoredLayer,
    write: Callable[[gpd.GeoDataFrame], list[bytes]],
    version: str,
    path: Path,
    *,
    progress: Progress = ignore,
) -> None:
    """Write the features of a layer that have a shape, whole or not at all, in bounded memory.

    Parameters
    ----------
    layer : StoredLayer
    write : callable
        Writes rows of the layer as they are sent.
    version : str
        Kept with them.
    path : pathlib.Path
    progress : Progress
    """
    numbers, boxes = _along_a_curve(layer)
    about = {_VERSION: version.encode(), _BOXES: base64.b64encode(_around_blocks(boxes).tobytes())}
    with (
        written_whole(path) as made,
        pa.OSFile(str(made), "wb") as file,
        pa.ipc.new_file(file, _COLUMNS.with_metadata(about)) as writer,
    ):
        for first in range(0, len(numbers), _BLOCK * _BATCH):
            progress("writing features", first, len(numbers))
            for block in _blocks(layer, write, numbers[first : first + _BLOCK * _BATCH]):
                writer.write_batch(block)
    progress("writing features", len(numbers), len(numbers))


def _along_a_curve(layer: StoredLayer) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the numbers and boxes of the located features of a layer in the order of a Hilbert curve."""
    numbers, boxes, distances = [], [], []
    for rows in layer.batches(StoredQuery(columns=())):
        there = rows[rows.geometry.notna() & ~rows.geometry.is_empty]
        numbers.append(feature_numbers(there))
        boxes.append(there.geometry.bounds.to_numpy().reshape(-1, 4))
        distances.append(there.geometry.hilbert_distance(total_bounds=layer.bounds).to_numpy())
    if not numbers:
        return np.zeros(0, dtype=np.int64), np.zeros((0, 4))
    order = np.argsort(np.concatenate(distances), kind="stable")
    return np.concatenate(numbers)[order], np.concatenate(boxes)[order]


def _around_blocks(boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the box of each block."""
    firsts = np.arange(0, len(boxes), _BLOCK)
    if not len(firsts):
        return np.zeros((0, 4))
    lows, highs = np.minimum.reduceat(boxes[:, :2], firsts), np.maximum.reduceat(boxes[:, 2:], firsts)
    return np.concatenate((lows, highs), axis=1)


def _blocks(
    layer: StoredLayer, write: Callable[[gpd.GeoDataFrame], list[bytes]], numbers: NDArray[np.int64]
) -> Iterator[pa.RecordBatch]:
    ids = [f"{layer.entry.id}_{number}" for number in numbers.tolist()]
    rows = layer.rows(StoredQuery(ids=ids)).reindex(ids)
    # What has gone meanwhile is a change of the layer, after which these are written anew.
    rows = rows[rows.geometry.notna()]
    shapes = rows.geometry.to_numpy()
    columns = [
        pa.array(feature_numbers(rows)),
        pa.array(shapely.get_dimensions(shapes).astype(np.int8)),
        *map(pa.array, shapely.bounds(shapes).reshape(-1, 4).T),
        pa.array(shapely.to_wkb(shapes).tolist(), pa.large_binary()),
        pa.array(write(rows), pa.large_binary()),
    ]
    whole = pa.RecordBatch.from_arrays(columns, schema=_COLUMNS)
    cuts = [*range(0, len(rows), _BLOCK), len(rows)]
    yield from (_cut(whole, first, end) for first, end in pairwise(cuts))


def _cut(whole: pa.RecordBatch, first: int, end: int) -> pa.RecordBatch:
    """Return some rows as a batch that shares nothing with the rest, or all of it would be written."""
    return whole.take(pa.array(range(first, end)))

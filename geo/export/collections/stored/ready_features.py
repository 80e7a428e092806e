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
_BLOCK, _BATCH = 128, 32
#: Most blocks one answer is put together from.
_MOST_BLOCKS = 256
_COLUMNS = pa.schema(
    [
        pa.field("number", pa.int64()),
        pa.field("dimension", pa.int8()),
        pa.field("box", pa.list_(pa.float64(), 4)),
        pa.field("shape", pa.large_binary()),
        pa.field("text", pa.large_binary()),
    ]
)
#: Between two features of an answer.
SEPARATOR = b",\n"
_VERSION, _BOXES = b"version", b"boxes"


class Page(NamedTuple):
    """How many features a question selects, how many of them a page has, and their GeoJSON one after another."""

    matched: int
    returned: int
    body: bytes


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

    def page(self, box: Box, limit: int, offset: int, dimension: int | None = None) -> Page | None:
        """Return a page of the features that touch a box, in the order of their numbers; None if the box is too large.

        Parameters
        ----------
        box : tuple of float
            West, south, east, north in degrees.
        limit, offset : int
        dimension : int, optional
            Of their shapes.
        """
        west, south, east, north = box
        sides = self._boxes
        near = (sides[:, 0] <= east) & (sides[:, 2] >= west) & (sides[:, 1] <= north) & (sides[:, 3] >= south)
        blocks = np.flatnonzero(near).tolist()
        if len(blocks) > _MOST_BLOCKS:
            return None
        if not blocks:
            return Page(0, 0, b"")
        with self._lock:
            near_box = [self._reader.get_batch(at) for at in blocks]
        numbers, dimensions, boxes, shapes, texts = (pa.concat_arrays(column) for column in _columns(near_box))
        chosen = touching(boxes.flatten().to_numpy().reshape(-1, 4), lambda at: bytes(shapes[at].as_buffer()), box)
        if dimension is not None:
            chosen = chosen[dimensions.to_numpy()[chosen] == dimension]
        order = chosen[np.argsort(numbers.to_numpy()[chosen])]
        shown = order[offset : offset + limit]
        return Page(len(order), len(shown), _joined(texts, shown))


def _columns(batches: list[pa.RecordBatch]) -> Iterator[tuple[pa.Array, ...]]:
    return zip(*(batch.columns for batch in batches), strict=True)


def _joined(texts: pa.Array, order: NDArray[np.intp]) -> bytes:
    """Return texts in an order, one after another; each ends with a separator, which the last one does without."""
    if not len(order):
        return b""
    _, ends, body = texts.take(pa.array(order)).buffers()
    return bytes(memoryview(body)[: int(np.frombuffer(ends, dtype=np.int64)[len(order)]) - len(SEPARATOR)])


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
    about = {_VERSION: version.encode(), _BOXES: base64.b64encode(boxes.tobytes())}
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
    """Return the numbers of the located features of a layer along a Hilbert curve, and the box of each block."""
    # Three pieces of memory that grow: many small ones would lie between what comes and goes.
    numbers, boxes, distances = bytearray(), bytearray(), bytearray()
    for rows in layer.batches(StoredQuery(columns=()), size=_BLOCK * _BATCH):
        there = rows[rows.geometry.notna() & ~rows.geometry.is_empty]
        numbers += feature_numbers(there).tobytes()
        boxes += there.geometry.bounds.to_numpy(np.float64).tobytes()
        distances += there.geometry.hilbert_distance(total_bounds=layer.bounds).to_numpy(np.uint32).tobytes()
    order = np.argsort(np.frombuffer(distances, dtype=np.uint32), kind="stable")
    box = np.frombuffer(boxes).reshape(-1, 4)
    blocks = (box[order[first : first + _BLOCK]] for first in range(0, len(order), _BLOCK))
    around = np.array([(*block[:, :2].min(axis=0), *block[:, 2:].max(axis=0)) for block in blocks]).reshape(-1, 4)
    return np.frombuffer(numbers, dtype=np.int64)[order], around


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
        pa.FixedSizeListArray.from_arrays(pa.array(shapely.bounds(shapes).reshape(-1)), 4),
        pa.array(shapely.to_wkb(shapes).tolist(), pa.large_binary()),
        pa.array([text + SEPARATOR for text in write(rows)], pa.large_binary()),
    ]
    whole = pa.RecordBatch.from_arrays(columns, schema=_COLUMNS)
    cuts = [*range(0, len(rows), _BLOCK), len(rows)]
    yield from (_cut(whole, first, end) for first, end in pairwise(cuts))


def _cut(whole: pa.RecordBatch, first: int, end: int) -> pa.RecordBatch:
    """Return some rows as a batch that shares nothing with the rest, or all of it would be written."""
    return whole.take(pa.array(range(first, end)))

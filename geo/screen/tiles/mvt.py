"""Write a layer of a Mapbox Vector Tile 2.1 from flat arrays, all features at once.

Nearly everything in a feature is a number of variable length (a varint): the numbers of all features are laid out in
one array and written in a few passes over it. `mapbox_vector_tile`, which writes them one by one in Python, takes
fifty times as long, and no other encoder on PyPI takes shapes that are clipped already; the tests read our tiles with
it and with GDAL.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.screen.tiles.parts import AREA, POINT
from geo.screen.tiles.tile_grid import EXTENT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from geo.screen.tiles.parts import Parts

_MOVE, _LINE, _CLOSE = 1, 2, 15
#: Field and wire type of a feature's id, tags, type and geometry, and of a feature in its layer.
_ID, _TAGS, _TYPE, _GEOMETRY, _FEATURE = 0x08, 0x12, 0x18, 0x22, 0x12
_MISSING = -1
#: Heads of texts by their length in bytes, where every length takes one byte; head of a number and how it is packed.
_SHORT_HEADS = tuple(bytes((0x22, length + 2, 0x0A, length)) for length in range(126))
_DOUBLE_HEAD, _DOUBLE = b"\x22\x09\x19", struct.Struct("<d").pack


@dataclass(frozen=True)
class TileColumns:
    """What features carry: for each feature and key the number of a value.

    Attributes
    ----------
    keys : sequence of str
    codes : ndarray of int, shape (features, keys)
        Number of the value; -1 where it is missing.
    written : sequence of bytes
        Each value as it stands in a tile.
    """

    keys: Sequence[str]
    codes: NDArray[np.int32]
    written: Sequence[bytes]

    def sizes(self) -> NDArray[np.float64]:
        """Estimate how many bytes the values of each feature take; one that many share costs each a part."""
        lengths = np.array([*map(len, self.written), 0], dtype=float)
        used = np.bincount(self.codes[self.codes >= 0].ravel(), minlength=len(lengths))
        shares = lengths / np.maximum(used, 1)
        shares[_MISSING] = 0.0
        return np.asarray(shares[self.codes].sum(axis=1) + 3.0 * (self.codes != _MISSING).sum(axis=1))


def tile_columns(table: Mapping[str, Sequence[Any]]) -> TileColumns:
    """Code columns by their distinct values; a value is a text, a truth value, a whole or other number, or None."""
    return coded({key: written_values(column) for key, column in table.items()})


def coded(table: Mapping[str, Sequence[bytes | None]]) -> TileColumns:
    """Code columns of values that are written already (`written_values`)."""
    count = len(next(iter(table.values()), ()))
    flat = np.empty((len(table), count), dtype=object)
    for at, column in enumerate(table.values()):
        flat[at] = column
    codes, values = pd.factorize(flat.ravel())
    return TileColumns(list(table), codes.reshape(flat.shape).T.astype(np.int32), list(values))


def written_values(column: Sequence[Any]) -> list[bytes | None]:
    """Write values as they stand in a tile; None for a missing one."""
    kinds = set(map(type, column)) - {type(None)}
    if kinds == {str}:
        heads, short = _SHORT_HEADS, len(_SHORT_HEADS)
        texts = [None if value is None else value.encode("utf-8", "replace") for value in column]
        # Without a call for each, which takes as long as all else.
        return [
            None if text is None else heads[len(text)] + text if len(text) < short else _text(text) for text in texts
        ]
    if kinds == {float}:
        return [None if value is None else _DOUBLE_HEAD + _DOUBLE(value) for value in column]
    known = {(type(value), value): _value(value) for value in dict.fromkeys(column) if value is not None}
    if len(kinds) == 1:
        (kind,) = kinds
        return [None if value is None else known[kind, value] for value in column]
    # 1, 1.0 and True are one key of a dictionary.
    return [None if value is None else _value(value) for value in column]


def layer_bytes(
    name: str, groups: Sequence[tuple[Parts, NDArray[np.int64], NDArray[np.int64]]], columns: TileColumns
) -> bytes:
    """Write a layer.

    Parameters
    ----------
    name : str
    groups : sequence of (Parts, ndarray of int, ndarray of int)
        Parts in whole units of the tile; the row in `columns` and the id of each of their shapes. Every shape has at
        least one part.
    columns : TileColumns

    Returns
    -------
    bytes
        A tile with this layer; tiles are joined by joining their bytes. Empty without a shape.
    """
    shown = [group for group in groups if len(group[0].shape)]
    if not shown:
        return b""
    rows = np.concatenate([rows for _, rows, _ in shown])
    carried = columns.codes[rows] if columns.keys else np.zeros((len(rows), 0), dtype=np.int32)
    used, codes = np.unique(carried, return_inverse=True)
    codes = codes.reshape(len(rows), len(columns.keys))
    if len(used) and used[0] == _MISSING:
        used, codes = used[1:], codes - 1
    features, first = [], 0
    for parts, own_rows, ids in shown:
        features.append(_features(parts, ids, codes[first : first + len(own_rows)]))
        first += len(own_rows)
    body = b"".join(
        (
            b"\x78\x02",
            _sized(0x0A, name.encode()),
            *features,
            *(_sized(0x1A, key.encode()) for key in columns.keys),
            *(columns.written[at] for at in used.tolist()),
            b"\x28" + _varint(EXTENT),
        )
    )
    return _sized(0x1A, body)


def _features(parts: Parts, ids: NDArray[np.int64], codes: NDArray[np.int64]) -> bytes:
    """Write the features of one kind."""
    geometry, geometry_counts = _commands(parts, len(ids))
    there = codes != _MISSING
    tags = np.empty((*codes.shape, 2), dtype=np.uint64)
    tags[:, :, 0], tags[:, :, 1] = np.arange(codes.shape[1]), np.where(there, codes, 0)
    tags, tag_counts = tags[there].ravel(), 2 * there.sum(axis=1)
    tag_bytes, geometry_bytes = _byte_sums(tags, tag_counts), _byte_sums(geometry, geometry_counts)
    number = ids.astype(np.uint64)
    size = 1 + _widths(number) + 1 + _widths(tag_bytes) + tag_bytes + 3 + _widths(geometry_bytes) + geometry_bytes
    counts = 10 + tag_counts + geometry_counts
    start = np.cumsum(counts) - counts
    out = np.empty(counts.sum(), dtype=np.uint64)
    for at, value in enumerate((_FEATURE, size, _ID, number, _TAGS, tag_bytes)):
        out[start + at] = value
    out[_spread(start + 6, tag_counts)] = tags
    rest = start + 6 + tag_counts
    for at, value in enumerate((_TYPE, parts.kind, _GEOMETRY, geometry_bytes)):
        out[rest + at] = value
    out[_spread(rest + 4, geometry_counts)] = geometry
    return _varints(out)


def _commands(parts: Parts, count: int) -> tuple[NDArray[np.uint64], NDArray[np.intp]]:
    """Return the commands of all features in a row, and how many each has."""
    xy = parts.xy.astype(np.int64)
    steps = np.diff(xy, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
    # The pen of each feature begins at the corner of the tile.
    first_part = np.flatnonzero(np.diff(parts.shape, prepend=-1))
    begins = parts.starts[first_part]
    steps[begins] = xy[begins]
    deltas = ((steps << 1) ^ (steps >> 63)).astype(np.uint64)
    if parts.kind == POINT:
        sizes = np.bincount(parts.shape, minlength=count)
        counts = 1 + 2 * sizes
        out = np.empty(counts.sum(), dtype=np.uint64)
        start = np.cumsum(counts) - counts
        out[start] = _command(_MOVE, sizes)
        out[_spread(start + 1, 2 * sizes)] = deltas.ravel()
        return out, counts
    sizes = parts.sizes
    closing = 1 if parts.kind == AREA else 0
    lengths = 2 * sizes + 2 + closing
    start = np.cumsum(lengths) - lengths
    out = np.empty(lengths.sum(), dtype=np.uint64)
    at = np.arange(len(xy)) * 2 + np.repeat(start - 2 * parts.starts[:-1] + 2, sizes)
    at[parts.starts[:-1]] -= 1
    out[at], out[at + 1] = deltas[:, 0], deltas[:, 1]
    out[start], out[start + 3] = _command(_MOVE, np.ones(1, dtype=np.intp)), _command(_LINE, sizes - 1)
    if closing:
        out[start + lengths - 1] = _CLOSE
    return out, np.bincount(parts.shape, weights=lengths, minlength=count).astype(np.intp)


def _command(command: int, repeats: NDArray[np.intp]) -> NDArray[np.uint64]:
    return ((repeats << 3) | command).astype(np.uint64)


def _spread(starts: NDArray[np.intp], counts: NDArray[np.intp]) -> NDArray[np.intp]:
    """Return the positions of runs: `counts` of them from each start on."""
    ends = np.cumsum(counts)
    positions: NDArray[np.intp] = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)
    return positions


def _widths(values: NDArray[np.integer]) -> NDArray[np.int64]:
    """Compute the bytes each number takes."""
    widths = np.ones(len(values), dtype=np.int64)
    values = values.astype(np.uint64)
    most = int(values.max(initial=0))
    for bits in range(7, most.bit_length(), 7):
        widths += values >= np.uint64(1 << bits)
    return widths


def _byte_sums(values: NDArray[np.uint64], counts: NDArray[np.integer]) -> NDArray[np.int64]:
    """Compute the bytes of each run of numbers."""
    ends = np.concatenate(([0], np.cumsum(_widths(values))))
    last = np.cumsum(counts)
    return np.asarray(ends[last] - ends[last - counts])


def _varints(values: NDArray[np.uint64]) -> bytes:
    """Write numbers one after the other, each in as few bytes as it takes, seven bits in a byte."""
    widths = _widths(values)
    ends = np.cumsum(widths)
    out = np.empty(ends[-1], dtype=np.uint8)
    left, at = values, ends - widths
    wide = np.arange(len(values))
    while len(wide):
        going_on = left >= 0x80
        out[at] = (left & np.uint64(0x7F)).astype(np.uint8) | (going_on.astype(np.uint8) << 7)
        wide = wide[going_on]
        left, at = left[going_on] >> np.uint64(7), at[going_on] + 1
    return out.tobytes()


def _varint(value: int) -> bytes:
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _sized(tag: int, body: bytes) -> bytes:
    return bytes((tag,)) + _varint(len(body)) + body


def _text(text: bytes) -> bytes:
    return _SHORT_HEADS[len(text)] + text if len(text) < len(_SHORT_HEADS) else _sized(0x22, _sized(0x0A, text))


def _value(value: Any) -> bytes:
    """Write a value with the field of a layer it stands in."""
    if isinstance(value, str):
        return _text(value.encode("utf-8", "replace"))
    if isinstance(value, bool):
        body = b"\x38\x01" if value else b"\x38\x00"
    elif isinstance(value, int) and -(2**63) <= value < 2**63:
        body = b"\x28" + _varint(value) if value >= 0 else b"\x30" + _varint(-2 * value - 1)
    else:
        return _DOUBLE_HEAD + _DOUBLE(float(value))
    return _sized(0x22, body)

"""Cut one tile out of the shapes of its zoom and write it.

No tile is larger than `MOST_BYTES`. What a tile does not hold is counted in a layer of its own beside it, named after
the layer with `LEFT_OUT` behind: one point with ``left_out`` and ``drawn``, numbers of features.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.screen.tiles.level import mended, sound_rings, without_repeats
from geo.screen.tiles.mvt import layer_bytes, tile_columns
from geo.screen.tiles.parts import AREA, LINE, POINT, Parts, kinds_of, parts_of
from geo.screen.tiles.tile_grid import BUFFER, EXTENT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.screen.tiles.level import Level
    from geo.screen.tiles.mvt import TileColumns
    from geo.screen.tiles.tile_grid import TileAddress

#: Most bytes of a tile.
MOST_BYTES = 500_000
LEFT_OUT = "-left-out"
#: Added before rounding, so that a cut computed from either end of an edge rounds to one unit.
_TIE = 0.5 + 1e-6
_HEADROOM = 0.9


def tile_bytes(
    level: Level, address: TileAddress, name: str, columns: TileColumns, ids: NDArray[np.int64], lost: int = 0
) -> bytes:
    """Write one tile.

    Parameters
    ----------
    level : Level
        Of the zoom of the tile.
    address : TileAddress
    name : str
        Of the layer in the tile.
    columns : TileColumns
        What each shape of the layer carries.
    ids : ndarray of int
        The id of each shape of the layer.
    lost : int
        Features of the tile that are not in the level, besides those it counts itself.

    Returns
    -------
    bytes
        Empty if the tile holds nothing.
    """
    west, north = address.corner
    hits = level.touching(west - BUFFER, north - BUFFER, west + EXTENT + BUFFER, north + EXTENT + BUFFER)
    lost += level.lost_in(address)
    cut = _cut(level, hits, address)
    while True:
        groups = [(parts, level.rows[own[1]], ids[level.rows[own[1]]]) for parts, own in cut]
        drawn = sum(len(rows) for _, rows, _ in groups)
        body = layer_bytes(name, groups, columns) + _counted(name, lost, drawn)
        if len(body) <= MOST_BYTES:
            return body
        kept = _largest([own for _, own in cut], level, int(drawn * MOST_BYTES / len(body) * _HEADROOM))
        lost += drawn - len(kept)
        cut = _cut(level, kept, address)


def _largest(groups: list[tuple[int, NDArray[np.intp]]], level: Level, count: int) -> NDArray[np.intp]:
    """Return the largest shapes, in the order of the layer."""
    hits = np.concatenate([own for _, own in groups])
    box = level.bounds[hits]
    size = (box[:, 2] - box[:, 0] + 1) * (box[:, 3] - box[:, 1] + 1)
    return np.sort(hits[np.argsort(-size, kind="stable")[:count]])


def _counted(name: str, lost: int, drawn: int) -> bytes:
    if not lost:
        return b""
    middle = Parts(
        POINT,
        np.full((1, 2), EXTENT / 2),
        np.arange(2),
        np.zeros(1, dtype=np.intp),
        np.zeros(1, dtype=np.intp),
        np.zeros(1, dtype=bool),
    )
    first = np.zeros(1, dtype=np.int64)
    return layer_bytes(
        name + LEFT_OUT, [(middle, first, first + 1)], tile_columns({"left_out": [lost], "drawn": [drawn]})
    )


def _cut(
    level: Level, hits: NDArray[np.intp], address: TileAddress
) -> list[tuple[Parts, tuple[int, NDArray[np.intp]]]]:
    """Return the parts of each kind in units of the tile, with the positions in the level of their shapes."""
    out = []
    for kind in (AREA, LINE, POINT):
        own = hits[level.kinds[hits] == kind]
        if not len(own):
            continue
        parts = _in_tile(level, own, kind, address)
        # Shapes that the cut leaves nothing of are not counted: they lie beside the tile.
        there, number = np.unique(parts.shape, return_inverse=True)
        if len(there):
            out.append((replace(parts, shape=number), (kind, own[there])))
    return out


def _in_tile(level: Level, own: NDArray[np.intp], kind: int, address: TileAddress) -> Parts:
    low, high = address.corner - BUFFER, address.corner + EXTENT + BUFFER
    shapes, box = level.shapes[own], level.bounds[own]
    crossing = np.flatnonzero((box[:, :2] < low).any(axis=1) | (box[:, 2:] > high).any(axis=1))
    if not len(crossing):
        return _moved(parts_of(shapes, kind), address)
    shapes = shapes.copy()
    clipped = shapely.clip_by_rect(shapes[crossing], *low.astype(float), *high.astype(float))
    clipped[kinds_of(clipped) != kind] = None
    shapes[crossing] = _rounded(clipped, kind)
    there = np.flatnonzero(~shapely.is_missing(shapes))
    parts = _moved(parts_of(shapes[there], kind), address)
    return replace(parts, shape=there[parts.shape])


def _moved(parts: Parts, address: TileAddress) -> Parts:
    return replace(parts, xy=parts.xy - address.corner)


def _rounded(shapes: NDArray[np.object_], kind: int) -> NDArray[np.object_]:
    """Round what was cut to whole units; None for what has become less."""
    there = np.flatnonzero(~shapely.is_missing(shapes))
    out = np.full(len(shapes), None, dtype=object)
    if not len(there):
        return out
    parts = parts_of(shapes[there], kind)
    parts = replace(parts, xy=np.floor(parts.xy + _TIE))
    if kind == LINE:
        parts = without_repeats(parts)
        parts = parts.chosen(parts.sizes > 1)
    made = sound_rings(parts) if kind == AREA else parts
    shapes = made.to_shapes(len(there))
    out[there] = mended(shapes) if kind == AREA else shapes
    return out

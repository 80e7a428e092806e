"""Write the tiles of a layer of any size as a pyramid in a PMTiles file, in bounded memory.

The features are read once and put aside on disk. A zoom is planned before its tiles are written: how large its cells
are, and which features it draws, for all its tiles together (`geo.screen.tiles.level`). What a zoom leaves out no
zoom above it draws. Then each tile is made from the features that touch it.

Why not GDAL's MVT driver, tippecanoe or freestiler: they simplify or drop tile by tile, so that edges of neighbours
part at the border of a tile, and none counts in a tile what it leaves out.
"""

from __future__ import annotations

import gzip
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo.errors import Fault, ParameterError
from geo.progress import ignore
from geo.screen.tiles.level import CELLS, drawn_of, level_of, likely_cells
from geo.screen.tiles.put_aside import PutAside
from geo.screen.tiles.reached import LeftOut, Reached, left_out, reached
from geo.screen.tiles.tile_bytes import tile_bytes
from geo.screen.tiles.tile_grid import TileAddress, bounds_in_units, in_degrees
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.progress import Progress

#: The last zoom is the first whose tiles hold at most so many features, between these zooms.
_MOST_IN_LAST, _LEAST_ZOOM, _MOST_ZOOM = 20, 10, 16
#: From so many tiles of a zoom on, the last may hold more: a tile of so many features is soon made from them.
_MANY_TILES, _MOST_OF_MANY = 30_000, 1_500
_BATCH, _SAMPLE = 10_000, 100_000
#: In the name of the folder beside a pyramid, after its own, while it is written.
ASIDE = ".aside-"
_PACKED = 5


@dataclass(frozen=True)
class TiledBatch:
    """Some features of a layer.

    Attributes
    ----------
    ids : ndarray of int
    shapes : ndarray of geometry
        In degrees; None where a feature has none.
    table : mapping of str to sequence
        What the features carry, as plain values, by key.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.object_]
    table: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class TiledLayer:
    """What a pyramid says of its layer.

    Attributes
    ----------
    id, title, version : str
    fields : mapping of str to str
        As in TileJSON.
    count : int
        Features, for progress.
    notes : mapping of str to str
        Kept with the tiles.
    """

    id: str
    title: str
    version: str
    fields: Mapping[str, str]
    count: int
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Plan:
    """What a zoom draws: rows, which tiles they reach, and how many shapes each tile leaves out."""

    cell: int
    rows: NDArray[np.uint32]
    found: Reached
    lost: LeftOut


def write_pyramid(
    batches: Iterable[TiledBatch],
    layer: TiledLayer,
    path: Path,
    *,
    least_depth: int = _LEAST_ZOOM,
    progress: Progress = ignore,
) -> None:
    """Write the tiles of a layer, whole or not at all.

    Parameters
    ----------
    batches : iterable of TiledBatch
    layer : TiledLayer
    path : pathlib.Path
    least_depth : int
        A zoom the pyramid reaches at least.
    progress : Progress

    Raises
    ------
    ParameterError
        If no feature has a shape.
    """
    place = tempfile.TemporaryDirectory(prefix=f"{path.stem}{ASIDE}", dir=path.parent)
    with place as folder, PutAside(Path(folder)) as features:
        _read(batches, features, layer, progress)
        plans = _plans(features, least_depth, progress)
        with written_whole(path) as made, made.open("wb") as file:
            writer = Writer(file)
            _write_tiles(writer, features, plans, layer, progress)
            writer.finalize(_header(features), _metadata(layer, plans))


def _read(batches: Iterable[TiledBatch], features: PutAside, layer: TiledLayer, progress: Progress) -> None:
    done = 0
    progress("reading", 0, layer.count)
    for batch in batches:
        features.add(batch.ids, batch.shapes, batch.table)
        done += len(batch.ids)
        progress("reading", done, max(done, layer.count))
    features.close()
    if not len(features.ids):
        raise ParameterError(Fault("no shape", "features with shapes", f"layer {layer.id}", "choose another layer"))


def _plans(features: PutAside, least_depth: int, progress: Progress) -> list[_Plan]:
    """Plan the zooms, the deepest first, and return them from zoom 0 on."""
    depth = next(zoom for zoom in range(least_depth, 99) if zoom >= _MOST_ZOOM or _is_thin(features, zoom))
    rows, lost = np.arange(len(features.ids), dtype=np.uint32), left_out([])
    plans: list[_Plan] = []
    for zoom in range(depth, -1, -1):
        # What the zoom below has left out is only left out here if its cells are parts of ours.
        least = max(plans[-1].cell // 2, 1) if plans else 1
        plan = _plan(features, rows, zoom, least, lambda done, all_of_it: progress("planning", done, all_of_it))
        lost = lost.and_above(plan.lost)
        plans.append(replace(plan, lost=lost))
        rows = plan.rows
    return plans[::-1]


def _is_thin(features: PutAside, zoom: int) -> bool:
    """Return whether no tile of a zoom is touched by many features, so that one is soon made from them."""
    found = _reached(features, np.arange(len(features.ids), dtype=np.uint32), zoom)
    most = _MOST_OF_MANY if len(found.tiles) >= _MANY_TILES else _MOST_IN_LAST
    return found.most <= most and not found.is_too_full(features.vertices, features.sizes)


def _bounds(features: PutAside, rows: NDArray[np.uint32]) -> Iterator[NDArray[np.float64]]:
    """Go through the bounds of rows in Web Mercator, batch by batch."""
    return (features.bounds[some].astype(np.float64) for some in _batches(rows))


def _reached(features: PutAside, rows: NDArray[np.uint32], zoom: int) -> Reached:
    return reached((bounds_in_units(bounds, zoom) for bounds in _bounds(features, rows)), zoom)


def _batches(rows: NDArray[np.uint32]) -> Iterator[NDArray[np.uint32]]:
    return (rows[first : first + _BATCH] for first in range(0, len(rows), _BATCH))


def _plan(
    features: PutAside, rows: NDArray[np.uint32], zoom: int, least: int, progress: Callable[[int, int], None]
) -> _Plan:
    found = _reached(features, rows, zoom)
    if least == 1 and not found.is_too_full(features.vertices[rows], features.sizes[rows]):
        return _Plan(1, rows, found, left_out([]))
    for cell in [one for one in _cells(features, rows, found, zoom) if one >= least] or CELLS[-1:]:
        drawn = _drawn(features, rows, zoom, cell, progress)
        if not drawn.is_too_full(features):
            break
    return _Plan(cell, drawn.rows, drawn.found, drawn.lost)


@dataclass(frozen=True)
class _Drawn:
    """What a zoom draws of rows by cells of one size, and how many vertices each has then."""

    rows: NDArray[np.uint32]
    vertices: NDArray[np.uint32]
    found: Reached
    lost: LeftOut

    def is_too_full(self, features: PutAside) -> bool:
        return self.found.is_too_full(self.vertices, features.sizes[self.rows])


def _drawn(
    features: PutAside, rows: NDArray[np.uint32], zoom: int, cell: int, progress: Callable[[int, int], None]
) -> _Drawn:
    kept, vertices, bounds, lost = [], [], [], []
    for number, some in enumerate(_batches(rows)):
        progress(number * _BATCH, len(rows))
        drawn = drawn_of(features.shapes(some), zoom, cell)
        kept.append(some[drawn.rows])
        vertices.append(drawn.vertices.astype(np.uint32))
        # In cells they are whole numbers.
        bounds.append(drawn.bounds.astype(np.int32))
        lost.append(drawn.lost)
    return _Drawn(np.concatenate(kept), np.concatenate(vertices), reached(bounds, zoom), left_out(lost))


def _cells(features: PutAside, rows: NDArray[np.uint32], found: Reached, zoom: int) -> tuple[int, ...]:
    """Return the cells to try, from the first by which the tile with the most features holds what it may."""
    fullest = rows[found.of_fullest()]
    cells = likely_cells(_bounds(features, rows), zoom)
    for at, cell in enumerate(cells):
        drawn = _drawn(features, fullest[:_SAMPLE], zoom, cell, lambda *_: None)
        if len(fullest) > _SAMPLE or not drawn.is_too_full(features):
            return cells[at:]
    return cells[-1:]


def _write_tiles(
    writer: Writer, features: PutAside, plans: Sequence[_Plan], layer: TiledLayer, progress: Progress
) -> None:
    total, done = sum(len(plan.found.tiles) for plan in plans), 0
    for zoom, plan in enumerate(plans):
        tiles = plan.found.tiles.tolist()
        for at in sorted(range(len(tiles)), key=lambda at: zxy_to_tileid(zoom, *tiles[at])):
            progress("writing tiles", done, total)
            done += 1
            address = TileAddress(zoom, *tiles[at])
            rows = plan.rows[plan.found.of(at)]
            level = level_of(features.shapes(rows), zoom, plan.cell)
            columns = features.columns(rows)
            body = tile_bytes(level, address, layer.id, columns, features.ids[rows], plan.lost.of(*tiles[at]))
            if body:
                writer.write_tile(zxy_to_tileid(zoom, *tiles[at]), gzip.compress(body, _PACKED, mtime=0))
    progress("writing tiles", total, total)


def _header(features: PutAside) -> dict[str, Any]:
    header: dict[str, Any] = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
    corners = in_degrees(features.around)
    names = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
    return header | {name: round(side * 1e7) for name, side in zip(names, corners, strict=True)}


def _metadata(layer: TiledLayer, plans: Sequence[_Plan]) -> dict[str, Any]:
    depth = len(plans) - 1
    return {
        "name": layer.title,
        "format": "pbf",
        "type": "overlay",
        "version": "1.0.0",
        "data_version": layer.version,
        **({"notes": dict(layer.notes)} if layer.notes else {}),
        "vector_layers": [{"id": layer.id, "fields": dict(layer.fields), "minzoom": 0, "maxzoom": depth}],
        "left_out": {str(zoom): plan.lost.total for zoom, plan in enumerate(plans) if plan.lost.total},
    }

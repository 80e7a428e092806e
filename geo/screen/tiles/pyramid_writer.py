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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from geo.errors import Fault, ParameterError
from geo.progress import ignore
from geo.screen.tiles.level import CELLS, Drawn, drawn_of, level_of, likely_cells, tiles_reached, would_be_too_full
from geo.screen.tiles.put_aside import PutAside
from geo.screen.tiles.tile_bytes import tile_bytes
from geo.screen.tiles.tile_grid import EXTENT, TileAddress, bounds_in_units, in_degrees
from geo.text_files import written_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.progress import Progress

#: The last zoom is the first whose tiles hold at most so many features, between these zooms.
_MOST_IN_LAST, _LEAST_ZOOM, _MOST_ZOOM = 20, 10, 16
#: From so many tiles of a zoom on, the last may hold more: a tile of so many features is soon made from them.
_MANY_TILES, _MOST_OF_MANY = 30_000, 1_500
_BATCH, _SAMPLE = 20_000, 100_000
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


@dataclass
class _Plan:
    """What a zoom draws: rows, their bounds in units, and where those lie that it leaves out."""

    cell: int
    rows: NDArray[np.intp]
    bounds: NDArray[np.float64]
    lost: NDArray[np.float64]


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
    rows, lost_before = np.arange(len(features.ids)), np.zeros((0, 2))
    plans: list[_Plan] = []
    for zoom in range(depth, -1, -1):
        # What the zoom below has left out is only left out here if its cells are parts of ours.
        least = max(plans[-1].cell // 2, 1) if plans else 1
        plan = _plan(features, rows, zoom, least, lambda done, all_of_it: progress("planning", done, all_of_it))
        lost_before = np.concatenate([lost_before / 2.0, plan.lost])
        plans.append(_Plan(plan.cell, plan.rows, plan.bounds, lost_before))
        rows = plan.rows
    return plans[::-1]


def _is_thin(features: PutAside, zoom: int) -> bool:
    """Return whether no tile of a zoom is touched by many features, so that one is soon made from them."""
    bounds = bounds_in_units(features.bounds, zoom)
    if would_be_too_full(bounds, features.vertices, zoom, features.sizes):
        return False
    tiles, _, tile = tiles_reached(bounds, zoom)
    most = _MOST_OF_MANY if len(tiles) >= _MANY_TILES else _MOST_IN_LAST
    return bool(np.bincount(tile, minlength=1).max() <= most)


def _plan(
    features: PutAside, rows: NDArray[np.intp], zoom: int, least: int, progress: Callable[[int, int], None]
) -> _Plan:
    bounds = bounds_in_units(features.bounds[rows], zoom)
    if least == 1 and not would_be_too_full(bounds, features.vertices[rows], zoom, features.sizes[rows]):
        return _Plan(1, rows, bounds, np.zeros((0, 2)))
    for cell in [one for one in _cells(features, rows, bounds, zoom) if one >= least] or CELLS[-1:]:
        found = []
        for first in range(0, len(rows), _BATCH):
            progress(first, len(rows))
            found.append(_drawn(features, rows[first : first + _BATCH], zoom, cell))
        drawn = Drawn(*(np.concatenate(column) for column in zip(*found, strict=True)))
        if not would_be_too_full(drawn.bounds, drawn.vertices, zoom, features.sizes[drawn.rows]):
            break
    return _Plan(cell, drawn.rows, drawn.bounds, drawn.lost)


def _drawn(
    features: PutAside, rows: NDArray[np.intp], zoom: int, cell: int
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]]:
    drawn = drawn_of(features.shapes(rows), zoom, cell)
    return rows[drawn.rows], drawn.bounds, drawn.vertices, drawn.lost


def _cells(features: PutAside, rows: NDArray[np.intp], bounds: NDArray[np.float64], zoom: int) -> tuple[int, ...]:
    """Return the cells to try, from the first by which the tile with the most features holds what it may."""
    _, owner, tile = tiles_reached(bounds, zoom)
    fullest = rows[owner[tile == np.bincount(tile).argmax()]]
    cells = likely_cells(features.bounds[rows], zoom)
    for at, cell in enumerate(cells):
        some, box, vertices, _ = _drawn(features, fullest[:_SAMPLE], zoom, cell)
        if len(fullest) > _SAMPLE or not would_be_too_full(box, vertices, zoom, features.sizes[some]):
            return cells[at:]
    return cells[-1:]


def _write_tiles(
    writer: Writer, features: PutAside, plans: Sequence[_Plan], layer: TiledLayer, progress: Progress
) -> None:
    wanted = [(zoom, plan, *_by_tile(plan, zoom)) for zoom, plan in enumerate(plans)]
    total, done = sum(len(tiles) for _, _, tiles, _ in wanted), 0
    for zoom, plan, tiles, members in wanted:
        order = sorted(range(len(tiles)), key=lambda at: zxy_to_tileid(zoom, *tiles[at]))
        lost = _lost_by_tile(plan)
        for at in order:
            progress("writing tiles", done, total)
            done += 1
            address = TileAddress(zoom, *tiles[at])
            rows = plan.rows[members[at]]
            level = level_of(features.shapes(rows), zoom, plan.cell)
            columns = features.columns(rows)
            body = tile_bytes(level, address, layer.id, columns, features.ids[rows], lost.get(tiles[at], 0))
            if body:
                writer.write_tile(zxy_to_tileid(zoom, *tiles[at]), gzip.compress(body, _PACKED, mtime=0))
    progress("writing tiles", total, total)


def _by_tile(plan: _Plan, zoom: int) -> tuple[list[tuple[int, int]], list[NDArray[np.intp]]]:
    """Return the tiles of a zoom, and for each which of its features touch it."""
    tiles, owner, tile = tiles_reached(plan.bounds, zoom)
    order = np.argsort(tile, kind="stable")
    members = np.split(owner[order], np.flatnonzero(np.diff(tile[order])) + 1) if len(order) else []
    return [(int(column), int(row)) for column, row in tiles], members


def _lost_by_tile(plan: _Plan) -> dict[tuple[int, int], int]:
    if not len(plan.lost):
        return {}
    tiles, counts = np.unique(np.floor_divide(plan.lost, EXTENT).astype(np.int64), axis=0, return_counts=True)
    return {(int(column), int(row)): int(count) for (column, row), count in zip(tiles, counts, strict=True)}


def _header(features: PutAside) -> dict[str, Any]:
    header: dict[str, Any] = {"tile_type": TileType.MVT, "tile_compression": Compression.GZIP}
    corners = in_degrees(np.concatenate((features.bounds[:, :2].min(axis=0), features.bounds[:, 2:].max(axis=0))))
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
        "left_out": {str(zoom): len(plan.lost) for zoom, plan in enumerate(plans) if len(plan.lost)},
    }

"""The shapes of a layer as all tiles of a zoom draw them: their vertices moved to a grid, once for all tiles.

Every vertex goes to the cell of the grid it lies in. This depends on its position alone, not on the shape or the tile,
so shapes that share their vertices go on sharing them: no gap opens between neighbours and none overlap, in a tile and
across tiles. What falls into one cell becomes a point or a line and is left out, and its neighbours take its ground.
A cell is a unit of a tile, a sixteenth of a pixel; where a tile would hold too much, the cells are made larger for all
tiles of the zoom.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.screen.tiles.parts import AREA, LINE, POINT, Parts, kinds_of, parts_of
from geo.screen.tiles.tile_grid import BUFFER, EXTENT, TileAddress, in_units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

#: Sides of the cells in units: from a unit to 64 pixels. Each is made of whole smaller ones, at every zoom, so what
#: falls into one cell falls into one of the larger too.
CELLS = (1, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
#: Features and estimated bytes of a tile above which the cells of its zoom are made larger.
MOST_FEATURES, MOST_ESTIMATED = 6_000, 490_000
#: Bytes of a feature and of a vertex, about.
_FEATURE_BYTES, _VERTEX_BYTES = 14.0, 3.0
#: So often a spike is cut off a ring; what is left after is mended by GEOS.
_CUTS = 3


@dataclass(frozen=True)
class Level:
    """The shapes of one zoom.

    Attributes
    ----------
    zoom : int
    cell : int
        Side of a cell in units.
    rows : ndarray of int
        Which shapes of the layer are drawn.
    kinds : ndarray of int
        Of each.
    shapes : ndarray of geometry
        In units of the zoom, downwards from the north-west corner of the world.
    bounds : ndarray of float
        West, north, east, south of each.
    lost : ndarray of float, shape (n, 2)
        Where those lie that are left out.
    """

    zoom: int
    cell: int
    rows: NDArray[np.intp]
    kinds: NDArray[np.int8]
    shapes: NDArray[np.object_]
    bounds: NDArray[np.float64]
    lost: NDArray[np.float64]

    def touching(self, west: float, north: float, east: float, south: float) -> NDArray[np.intp]:
        """Return the positions of the shapes whose bounds touch a rectangle."""
        box = self.bounds.T
        return np.flatnonzero((box[0] <= east) & (box[2] >= west) & (box[1] <= south) & (box[3] >= north))

    def lost_in(self, address: TileAddress) -> int:
        """Count the shapes of a tile that are left out."""
        if not len(self.lost):
            return 0
        return int((np.floor_divide(self.lost, EXTENT) == (address.column, address.row)).all(axis=1).sum())

    def tiles(self) -> list[tuple[int, int]]:
        """List column and row of the tiles that hold something, by row."""
        return [(int(column), int(row)) for column, row in tiles_reached(self.bounds, self.zoom)[0]]


def level_of(metres: NDArray[np.object_], zoom: int, cell: int = 1) -> Level:
    """Move shapes to the grid of a zoom.

    Parameters
    ----------
    metres : ndarray of geometry
        In Web Mercator; none is None.
    zoom, cell : int
    """
    kinds = kinds_of(metres)
    rows, drawn, lost = [], [], []
    for kind in (AREA, LINE, POINT):
        own = np.flatnonzero(kinds == kind)
        if not len(own):
            continue
        parts = parts_of(metres[own], kind, lambda xy: in_units(xy, zoom))
        shapes = _on_grid(parts, cell).to_shapes(len(own))
        shapes = mended(shapes) if kind == AREA else shapes
        is_there = ~shapely.is_missing(shapes)
        rows.append(own[is_there])
        drawn.append(shapes[is_there])
        lost.append(_first_vertices(parts)[~is_there])
    if not rows:
        return _level(zoom, cell, np.zeros(0, dtype=np.intp), np.zeros(0, dtype=object), np.zeros((0, 2)))
    return _level(zoom, cell, np.concatenate(rows), np.concatenate(drawn), np.concatenate(lost))


@dataclass(frozen=True)
class Drawn:
    """What a zoom draws of some shapes, as `Level` has it, and how many vertices each has."""

    rows: NDArray[np.intp]
    bounds: NDArray[np.float64]
    vertices: NDArray[np.intp]
    lost: NDArray[np.float64]


def drawn_of(metres: NDArray[np.object_], zoom: int, cell: int) -> Drawn:
    """Work out what `level_of` draws, but for the few shapes of which mending leaves nothing, without making shapes."""
    kinds = kinds_of(metres)
    found = [_drawn(metres, np.flatnonzero(kinds == kind), kind, zoom, cell) for kind in (AREA, LINE, POINT)]
    return Drawn(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _drawn(
    metres: NDArray[np.object_], own: NDArray[np.intp], kind: int, zoom: int, cell: int
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.intp], NDArray[np.float64]]:
    if not len(own):
        return own, np.zeros((0, 4)), own, np.zeros((0, 2))
    parts = parts_of(metres[own], kind, lambda xy: in_units(xy, zoom))
    kept = _on_grid(parts, cell)
    there = np.unique(kept.shape)
    left = np.ones(len(own), dtype=bool)
    left[there] = False
    lost = _first_vertices(parts)[left]
    if not len(there):
        return there, np.zeros((0, 4)), there, lost
    first = kept.starts[np.searchsorted(kept.shape, there)]
    low, high = np.minimum.reduceat(kept.xy, first), np.maximum.reduceat(kept.xy, first)
    return own[there], np.hstack((low, high)), np.diff(first, append=len(kept.xy)), lost


def _level(
    zoom: int,
    coarseness: int,
    rows: NDArray[np.intp],
    shapes: NDArray[np.object_],
    lost: NDArray[np.float64],
) -> Level:
    order = np.argsort(rows, kind="stable")
    shapes = shapes[order]
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    return Level(zoom, coarseness, rows[order], kinds_of(shapes), shapes, bounds, lost)


def likely_cells(batches: Iterable[NDArray[np.float64]], zoom: int) -> tuple[int, ...]:
    """Return the sides of cells to try at a zoom, from the first by which no tile is likely to hold too many features.

    It goes by the cells that hold the middle of a shape, by batches of bounds in Web Mercator; each draws about one.
    """
    middles = (in_units((bounds[:, :2] + bounds[:, 2:]) / 2.0, zoom) for bounds in batches)
    cells, side = np.concatenate([_key(np.floor(some).astype(np.int64)) for some in middles]), 1
    for at, cell in enumerate(CELLS):
        if cell > side:
            cells, side = np.unique(_divided(cells, cell // side)), cell
        _, counts = np.unique(_divided(cells, EXTENT // cell), return_counts=True)
        if counts.max(initial=0) <= MOST_FEATURES:
            return CELLS[at:]
    return CELLS[-1:]


def is_too_full(level: Level, sizes: NDArray[np.float64]) -> bool:
    """Return whether a tile would hold too many features or bytes.

    Parameters
    ----------
    level : Level
    sizes : ndarray of float
        Bytes that the values of each shape of the layer take.
    """
    return would_be_too_full(level.bounds, shapely.get_num_coordinates(level.shapes), level.zoom, sizes[level.rows])


def would_be_too_full(
    bounds: NDArray[np.float64], vertices: NDArray[np.integer], zoom: int, sizes: NDArray[np.float64]
) -> bool:
    """Return whether a tile would hold too many features or bytes, by the bounds of the shapes in units."""
    if not len(bounds):
        return False
    _, owner, tile = tiles_reached(bounds, zoom)
    if np.bincount(tile).max() > MOST_FEATURES:
        return True
    estimated = estimated_bytes(vertices, np.bincount(owner, minlength=len(bounds)), sizes)
    return bool(np.bincount(tile, weights=estimated[owner]).max() > MOST_ESTIMATED)


def estimated_bytes(
    vertices: NDArray[np.integer], tiles: NDArray[np.integer], sizes: NDArray[np.floating]
) -> NDArray[np.float64]:
    """Estimate the bytes of shapes in a tile: of one that crosses several `tiles` each holds a part."""
    estimated: NDArray[np.float64] = _FEATURE_BYTES + sizes + _VERTEX_BYTES * vertices / np.maximum(tiles, 1)
    return estimated


def tiles_reached(
    bounds: NDArray[np.float64], zoom: int
) -> tuple[NDArray[np.int64], NDArray[np.intp], NDArray[np.intp]]:
    """Return the tiles that bounds reach, with their buffers, and of each pair of shape and tile both numbers."""
    if not len(bounds):
        none = np.zeros(0, dtype=np.intp)
        return np.zeros((0, 2), dtype=np.int64), none, none
    first = np.floor_divide(bounds[:, :2] - BUFFER, EXTENT).astype(np.int64)
    last = np.floor_divide(bounds[:, 2:] + BUFFER, EXTENT).astype(np.int64)
    first, last = (np.clip(corner, 0, 2**zoom - 1) for corner in (first, last))
    wide, tall = (last - first + 1).T
    owner = np.repeat(np.arange(len(bounds)), wide * tall)
    step = np.arange(len(owner)) - np.repeat(np.cumsum(wide * tall) - wide * tall, wide * tall)
    pairs = first[owner] + np.column_stack((step % wide[owner], step // wide[owner]))
    tiles, tile = np.unique(_key(pairs), return_inverse=True)
    return np.column_stack((tiles & 0xFFFFFFFF, tiles >> 32)), owner, tile


def _key(pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Write pairs of positive numbers as one number each, which sorts faster."""
    return pairs[:, 1] << 32 | pairs[:, 0]


def _divided(keys: NDArray[np.int64], by: int) -> NDArray[np.int64]:
    """Divide both numbers of pairs (`_key`)."""
    return (keys >> 32) // by << 32 | (keys & 0xFFFFFFFF) // by


def _first_vertices(parts: Parts) -> NDArray[np.float64]:
    first_part = np.flatnonzero(np.diff(parts.shape, prepend=-1))
    vertices: NDArray[np.float64] = parts.xy[parts.starts[first_part]]
    return vertices


def _on_grid(parts: Parts, cell: int) -> Parts:
    """Return the parts with every vertex in its cell, without what is left out."""
    parts = replace(parts, xy=np.floor(parts.xy / cell) * cell + cell // 2)
    if parts.kind == POINT:
        return _one_a_cell(parts) if cell > 1 else parts
    if parts.kind == LINE:
        parts = without_repeats(parts)
        return parts.chosen(parts.sizes > 1)
    return sound_rings(parts)


def _one_a_cell(points: Parts) -> Parts:
    """Keep the shape of the first point in each cell."""
    _, first = np.unique(points.xy, axis=0, return_index=True)
    return points.chosen(np.isin(points.shape, points.shape[first]))


def without_repeats(parts: Parts) -> Parts:
    """Leave out vertices that lie where the one before does."""
    if not len(parts.shape):
        return parts
    before = np.arange(-1, len(parts.xy) - 1)
    before[parts.starts[:-1]] = parts.starts[1:] - 1
    same = (parts.xy == parts.xy[before]).all(axis=1)
    if parts.kind != AREA:
        same[parts.starts[:-1]] = False
    return parts.kept(~same)


def sound_rings(parts: Parts) -> Parts:
    """Leave out what has become a line or a point, or has turned over; with an outer ring its holes go."""
    parts = without_repeats(parts)
    for _ in range(_CUTS):
        spikes = _spikes(parts)
        if not spikes.any():
            break
        parts = without_repeats(parts.kept(~spikes))
    areas = parts.ring_areas()
    flat = (parts.sizes < 3) | ((parts.sizes == 3) & (areas == 0)) | (parts.hole & (areas >= 0))
    turned = np.flatnonzero(~flat & ~parts.hole & (areas < 0))
    if len(turned):
        inside = np.isin(parts.part, turned)
        rings = shapely.linearrings(parts.xy[inside], indices=np.searchsorted(turned, parts.part[inside]))
        # One that crosses itself is mended: a part of it may lie the right way round.
        flat[turned[shapely.is_simple(rings)]] = True
    shells = parts.polygon[~flat & ~parts.hole]
    return parts.chosen(~flat & np.isin(parts.polygon, shells))


def _spikes(parts: Parts) -> NDArray[np.bool_]:
    """Find the vertices at which a ring turns back to where it came from."""
    if not len(parts.shape):
        return np.zeros(0, dtype=bool)
    after = parts.next_vertex()
    twice = after[after]
    spikes = np.zeros(len(parts.xy), dtype=bool)
    spikes[after[(parts.xy == parts.xy[twice]).all(axis=1)]] = True
    return spikes


def mended(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Mend the areas that a move of their vertices has folded; None for one that has no ground left.

    Of neighbours that fold each keeps what its ring goes round the right way, so that together they leave no gap.
    """
    there = np.flatnonzero(~shapely.is_missing(shapes))
    for at in there[~shapely.is_valid(shapes[there])]:
        shapes[at] = _unfolded(shapes[at])
    return shapes


def _unfolded(shape: Any) -> Any:
    """Return what the rings of a shape go round clockwise; None if there is nothing."""
    rings = shapely.get_rings(shapely.get_parts(shape))
    faces = shapely.get_parts(shapely.polygonize(np.array([shapely.node(shapely.multilinestrings(rings))])))
    if not len(faces):
        return None
    inside = shapely.get_coordinates(shapely.point_on_surface(faces))
    faces = faces[sum(_windings(shapely.get_coordinates(ring), inside) for ring in rings) > 0]
    sound = _only_areas(shapely.set_precision(shapely.union_all(faces), 1.0))
    return None if sound.is_empty else sound


def _windings(ring: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Count how often a closed ring goes clockwise round each point, as the screen shows it."""
    start, end = ring[:-1, None], ring[1:, None]
    side = (end - start)[..., 0] * (points - start)[..., 1] - (end - start)[..., 1] * (points - start)[..., 0]
    down = (start[..., 1] <= points[:, 1]) & (end[..., 1] > points[:, 1]) & (side > 0)
    up = (start[..., 1] > points[:, 1]) & (end[..., 1] <= points[:, 1]) & (side < 0)
    return np.asarray(down.sum(axis=0) - up.sum(axis=0))


def _only_areas(shape: Any) -> Any:
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.multipolygons(parts[shapely.get_type_id(parts) == 3])

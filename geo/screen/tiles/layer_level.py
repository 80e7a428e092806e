"""The shapes of a layer of the atlas as the tiles of one zoom draw them.

Areas of a layer that is not large are simplified first, as a coverage: two neighbours keep one edge between them. Then,
and in a large layer at once, every vertex goes to its cell of the grid of the zoom (`geo.screen.tiles.level`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from geo.atlas.per_atlas import per_atlas
from geo.screen.tiles.layer_columns import layer_columns
from geo.screen.tiles.level import Level, is_too_full, level_of, likely_cells, would_be_too_full
from geo.screen.tiles.tile_grid import BUFFER, EXTENT, HALF_M, bounds_in_units, in_mercator, unit_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas
    from geo.screen.tiles.tile_grid import TileAddress

#: A layer of no more features is simplified before its vertices go to the grid; in a larger one it takes seconds.
MOST_SIMPLIFIED = 2_000
#: From this zoom on a unit is less than half a metre, and shapes are drawn as they are.
EXACT_ZOOM = 15
_AREAS = (3, 6)


@per_atlas
def shapes_in_mercator(atlas: Atlas, layer_id: str) -> NDArray[np.object_]:
    """Return the located shapes of a layer in Web Mercator."""
    frame = atlas.layer(layer_id)
    located = frame.geometry[frame.geometry.notna()].to_numpy()
    return np.asarray(shapely.transform(located, in_mercator), dtype=object)


def tile_level(atlas: Atlas, layer_id: str, address: TileAddress) -> Level:
    """Return the shapes of a layer as the tiles of a zoom draw them; of the deep zooms those near a tile.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    address : TileAddress

    Returns
    -------
    Level
        Its rows are those of the located features.
    """
    if address.zoom < EXACT_ZOOM and not _fits_as_it_is(atlas, layer_id, address.zoom):
        return _of_zoom(atlas, layer_id, address.zoom)
    return near_level(shapes_in_mercator(atlas, layer_id), _bounds(atlas, layer_id), address)


@per_atlas
def _fits_as_it_is(atlas: Atlas, layer_id: str, zoom: int) -> bool:
    """Return whether the tiles of a zoom hold a large layer whole, so that one is cut out of the shapes near it."""
    metres = shapes_in_mercator(atlas, layer_id)
    if len(metres) <= MOST_SIMPLIFIED:
        return False
    sizes = layer_columns(atlas, layer_id).sizes()
    return not would_be_too_full(
        bounds_in_units(_bounds(atlas, layer_id), zoom), shapely.get_num_coordinates(metres), zoom, sizes
    )


def near_level(metres: NDArray[np.object_], bounds: NDArray[np.float64], address: TileAddress) -> Level:
    """Return the shapes near a tile, with their rows among all."""
    unit = unit_m(address.zoom)
    west, north = (address.corner - BUFFER - 1) * unit
    east, south = (address.corner + EXTENT + BUFFER + 1) * unit
    box = bounds.T
    rows = np.flatnonzero(
        (box[0] <= east - HALF_M) & (box[2] >= west - HALF_M) & (box[1] <= HALF_M - north) & (box[3] >= HALF_M - south)
    )
    level = level_of(metres[rows], address.zoom)
    return Level(level.zoom, level.cell, rows[level.rows], level.kinds, level.shapes, level.bounds, level.lost)


@per_atlas
def _bounds(atlas: Atlas, layer_id: str) -> NDArray[np.float64]:
    return np.asarray(shapely.bounds(shapes_in_mercator(atlas, layer_id)).reshape(-1, 4))


@per_atlas
def _of_zoom(atlas: Atlas, layer_id: str, zoom: int) -> Level:
    metres = shapes_in_mercator(atlas, layer_id)
    if len(metres) <= MOST_SIMPLIFIED:
        metres = simplified(metres, zoom)
    return fitting_level(metres, zoom, layer_columns(atlas, layer_id).sizes())


def fitting_level(metres: NDArray[np.object_], zoom: int, sizes: NDArray[np.float64]) -> Level:
    """Return the finest level of a zoom of which every tile holds what it may."""
    for cell in likely_cells([shapely.bounds(metres).reshape(-1, 4)], zoom):
        level = level_of(metres, zoom, cell)
        if not is_too_full(level, sizes):
            break
    return level


def simplified(shapes: NDArray[np.object_], zoom: int) -> NDArray[np.object_]:
    """Leave out what is smaller than a unit: without this, a coast at zoom 8 has a thousand vertices in one pixel."""
    unit = unit_m(zoom)
    areas = np.isin(shapely.get_type_id(shapes), _AREAS)
    out = shapes.copy()
    if areas.any():
        out[areas] = shapely.coverage_simplify(shapes[areas], unit)
    out[~areas] = shapely.simplify(shapes[~areas], unit / 2.0)
    return out

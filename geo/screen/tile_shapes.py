"""The shapes of a layer as the tiles of one zoom draw them: in Web Mercator, thinned and simplified.

Areas are simplified as a coverage: two neighbours keep one edge between them. A layer that is drawn whole is simplified
once for all tiles of a zoom, so that edges are the same across tiles. A layer of many features is thinned once and
simplified tile by tile, because all its edges would take seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import WGS84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas

#: Half the side of the world in Web Mercator, in metres (EPSG:3857).
HALF_M = 20_037_508.342789244
#: Units along a side of a tile, and along a pixel of a map that draws a tile on 256 pixels.
EXTENT, PIXEL = 4096, 16
#: A layer of no more features is drawn whole at every zoom.
MOST_WHOLE = 2_000
#: From this zoom on a unit is less than half a metre, and shapes are drawn as they are.
_EXACT_ZOOM = 15
_AREAS = (3, 6)
#: Share of a cell that small areas must fill to be drawn as the cell.
_FILLED = 0.5


@dataclass(frozen=True)
class TileShapes:
    """The shapes of one zoom.

    Attributes
    ----------
    rows : ndarray of int
        Which located features of the layer they are.
    shapes : ndarray of geometry
        In Web Mercator metres.
    bounds : ndarray of float
        West, south, east, north of each.
    is_thinned : bool
        Whether the layer has many features: then the shapes are not `simplified` yet.
    """

    rows: NDArray[np.intp]
    shapes: NDArray[np.object_]
    bounds: NDArray[np.float64]
    is_thinned: bool

    def touching(self, west: float, south: float, east: float, north: float) -> NDArray[np.intp]:
        """Return the positions of the shapes whose bounds touch a rectangle."""
        box = self.bounds.T
        return np.flatnonzero((box[0] <= east) & (box[2] >= west) & (box[1] <= north) & (box[3] >= south))


def unit_m(zoom: int) -> float:
    """Compute the side of a unit of a tile in Web Mercator metres."""
    return float(2.0 * HALF_M / 2**zoom / EXTENT)


@per_atlas
def shapes_in_mercator(atlas: Atlas, layer_id: str) -> NDArray[np.object_]:
    """Return the located shapes of a layer in Web Mercator."""
    frame = atlas.layer(layer_id)
    there = pyproj.Transformer.from_crs(WGS84, "EPSG:3857", always_xy=True)
    located = frame.geometry[frame.geometry.notna()].to_numpy()
    shapes = shapely.transform(located, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
    return np.asarray(shapes, dtype=object)


def tile_shapes(atlas: Atlas, layer_id: str, zoom: int, pixels: int = 1) -> TileShapes:
    """Return the shapes of a layer as the tiles of a zoom draw them.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    zoom : int
    pixels : int
        Side of the cells a layer of many features is thinned by. Of the shapes smaller than a cell the largest in each
        cell is drawn, as the cell itself where they fill half of it.

    Returns
    -------
    TileShapes
    """
    return _of_zoom(atlas, layer_id, min(zoom, _EXACT_ZOOM), pixels)


@per_atlas
def _of_zoom(atlas: Atlas, layer_id: str, zoom: int, pixels: int) -> TileShapes:
    shapes, unit = shapes_in_mercator(atlas, layer_id), unit_m(zoom)
    rows = np.arange(len(shapes))
    many = len(shapes) > MOST_WHOLE
    if many:
        rows, shapes = _thinned(shapes, unit * PIXEL * pixels)
    else:
        shapes = simplified(shapes, zoom)
    return TileShapes(rows, shapes, shapely.bounds(shapes), many)


def _thinned(shapes: NDArray[np.object_], cell: float) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Keep of the shapes smaller than a cell one in each cell: the largest."""
    bounds, areas = shapely.bounds(shapes), shapely.area(shapes)
    small = np.flatnonzero(np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) < cell)
    small = small[np.argsort(-areas[small], kind="stable")]
    middles = np.floor((bounds[small, :2] + bounds[small, 2:]) / 2.0 / cell)
    cells, first, cell_of = np.unique(middles, axis=0, return_index=True, return_inverse=True)
    kept = small[first]
    filled = np.bincount(cell_of.ravel(), weights=areas[small], minlength=len(cells)) > _FILLED * cell**2
    out = shapes.copy()
    corners = cells[filled] * cell
    out[kept[filled]] = shapely.box(*corners.T, *(corners + cell).T)
    is_kept = np.ones(len(shapes), dtype=bool)
    is_kept[small] = False
    is_kept[kept] = True
    rows = np.flatnonzero(is_kept)
    return rows, out[rows]


def simplified(shapes: NDArray[np.object_], zoom: int) -> NDArray[np.object_]:
    """Leave out what is smaller than a unit: without this, a coast at zoom 8 has a thousand vertices in one pixel."""
    if zoom >= _EXACT_ZOOM:
        return shapes
    unit = unit_m(zoom)
    areas = np.isin(shapely.get_type_id(shapes), _AREAS)
    out = shapes.copy()
    if areas.any():
        out[areas] = shapely.coverage_simplify(shapes[areas], unit)
    out[~areas] = shapely.simplify(shapes[~areas], unit / 2.0)
    return out

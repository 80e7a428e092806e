"""Layers cut into vector tiles (Mapbox Vector Tile 2.1), for maps that draw them: MapLibre, QGIS, OpenLayers.

Tiles are in Web Mercator because map clients expect it. Nothing is measured in a tile: the ``area_km2`` of a feature is
that of `geo.measure.area`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mapbox_vector_tile
import numpy as np
import pyproj
import shapely
from mapbox_vector_tile.encoder import on_invalid_geometry_make_valid

from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.coordinates.crs import WGS84
from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
MOST_ZOOM = 22
#: Units along a side of a tile, and by which shapes reach beyond it, so that no outline follows its edge.
EXTENT, BUFFER = 4096, 64
#: Half the side of the world in Web Mercator, in metres (EPSG:3857).
_HALF_M = 20_037_508.342789244
_PROPERTIES = ("place_id", "name_zh", "name_en", "kind", "grade", "area_km2")


def vector_tile(atlas: Atlas, layer_id: str, zoom: int, column: int, row: int) -> bytes:
    """Return one vector tile of a layer.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
        Id of the layer.
    zoom, column, row : int
        Address of the tile; rows are counted from the north.

    Returns
    -------
    bytes
        One layer named `layer_id` with the features that intersect the tile and their ``place_id``, ``name_zh``,
        ``name_en``, ``kind``, ``grade`` and ``area_km2``, without missing values; empty if no feature intersects it.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If there is no such tile.
    """
    west, south, east, north = _bounds(zoom, column, row)
    shapes, rows = _in_mercator(atlas, layer_id)
    unit = (east - west) / EXTENT
    reach = (west - BUFFER * unit, south - BUFFER * unit, east + BUFFER * unit, north + BUFFER * unit)
    hits = np.flatnonzero(shapely.intersects(shapes, shapely.box(*reach)))
    features = []
    for hit in hits:
        # Half a unit is invisible. Without this, a coast at zoom 8 has a thousand vertices in one pixel.
        shape = shapely.clip_by_rect(shapely.simplify(shapes[hit], unit / 2.0), *reach)
        local = shapely.transform(shape, lambda xy: np.round((xy - (west, south)) / unit))
        if not shapely.is_empty(local):
            features.append({"geometry": local, "properties": rows[hit]})
    if not features:
        return b""
    options = {"extents": EXTENT, "on_invalid_geometry": on_invalid_geometry_make_valid}
    tile: bytes = mapbox_vector_tile.encode({"name": layer_id, "features": features}, default_options=options)
    return tile


def _bounds(zoom: int, column: int, row: int) -> tuple[float, float, float, float]:
    """Compute west, south, east, north of a tile in Web Mercator metres."""
    # The zoom first: a power of two of any number somebody sends has no end.
    side = 2**zoom if 0 <= zoom <= MOST_ZOOM else 0
    if not (0 <= column < side and 0 <= row < side):
        expected = f"a zoom from 0 to {MOST_ZOOM}, column and row below 2 to its power"
        raise ParameterError(Fault(f"tile {zoom}/{column}/{row}", expected, "tile", "mend the address"))
    width = 2.0 * _HALF_M / side
    west, north = column * width - _HALF_M, _HALF_M - row * width
    return west, north - width, west + width, north


@per_atlas
def _in_mercator(atlas: Atlas, layer_id: str) -> tuple[NDArray[np.object_], list[dict[str, Any]]]:
    """Return the located shapes of a layer in Web Mercator, and the properties of each."""
    frame = atlas.layer(layer_id)
    located = frame[frame.geometry.notna()]
    there = pyproj.Transformer.from_crs(WGS84, "EPSG:3857", always_xy=True)
    shapes = shapely.transform(
        located.geometry.to_numpy(), lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1]))
    )
    kept = located.assign(place_id=located.index).reindex(columns=list(_PROPERTIES))
    values = [{key: none_if_missing(value) for key, value in row.items()} for row in kept.to_dict("records")]
    rows = [{str(key): value for key, value in row.items() if value is not None} for row in values]
    return np.asarray(shapes, dtype=object), rows

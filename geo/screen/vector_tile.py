"""Layers cut into vector tiles (Mapbox Vector Tile 2.1), for maps that draw them: MapLibre, QGIS, OpenLayers.

Tiles are in Web Mercator because map clients expect it. Nothing is measured in a tile: the ``area_km2`` of a feature is
that of `geo.measure.area`. No tile is larger than `geo.screen.tiles.tile_bytes.MOST_BYTES`; what a tile leaves out is
counted in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.screen.tiles.layer_columns import layer_columns
from geo.screen.tiles.layer_level import tile_level
from geo.screen.tiles.stored_tile import stored_tile
from geo.screen.tiles.tile_bytes import tile_bytes
from geo.screen.tiles.tile_grid import TileAddress

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"


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
        One layer named `layer_id` with the features that intersect the tile, each with its number in the layer and its
        ``place_id``, ``name_zh``, ``name_en``, ``kind``, ``grade``, ``area_km2`` and the columns of an own layer,
        without missing values; empty if no feature intersects it. Where features are left out, a layer named
        `layer_id` with ``-left-out`` behind has a point with their number.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If there is no such tile.
    """
    if layer_id in atlas.stored:
        return stored_tile(atlas.stored[layer_id], TileAddress(zoom, column, row)).body
    atlas.entry(layer_id)
    address = TileAddress(zoom, column, row)
    columns = layer_columns(atlas, layer_id)
    ids = np.arange(1, len(columns.codes) + 1)
    return tile_bytes(tile_level(atlas, layer_id, address), address, layer_id, columns, ids)

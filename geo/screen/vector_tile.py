"""Layers cut into vector tiles (Mapbox Vector Tile 2.1), for maps that draw them: MapLibre, QGIS, OpenLayers.

Tiles are in Web Mercator because map clients expect it. Nothing is measured in a tile: the ``area_km2`` of a feature is
that of `geo.measure.area`. No tile is larger than `MOST_BYTES`: a layer of many features is thinned (`tile_shapes`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mapbox_vector_tile
import numpy as np
import shapely

from geo.atlas.cells import none_if_missing
from geo.atlas.per_atlas import per_atlas
from geo.errors import Fault, ParameterError
from geo.screen.tile_shapes import EXTENT, HALF_M, simplified, tile_shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.atlas.atlas import Atlas

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
MOST_ZOOM = 22
#: Units by which shapes reach beyond a tile, so that no outline follows its edge.
BUFFER = 64
#: Most bytes of a tile.
MOST_BYTES = 500_000
#: Features a tile holds at most before it is thinned further: more do not fit into its bytes.
_MOST_FEATURES = 4_000
#: Pixels of the coarsest thinning.
_MOST_PIXELS = 64
_PROPERTIES = ("place_id", "name_zh", "name_en", "kind", "grade", "area_km2")
_POLYGON, _MULTI_POLYGON = 3, 6


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
        without missing values; empty if no feature intersects it.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    ParameterError
        If there is no such tile.
    """
    atlas.entry(layer_id)
    west, south, width = _corner(zoom, column, row)
    edge = BUFFER * width / EXTENT
    reach = (west - edge, south - edge, west + width + edge, south + width + edge)
    pixels = 1
    while True:
        layer = tile_shapes(atlas, layer_id, zoom, pixels)
        hits = layer.touching(*reach)
        last = not layer.is_thinned or pixels >= _MOST_PIXELS
        if last or len(hits) <= _MOST_FEATURES:
            shapes = simplified(layer.shapes[hits], zoom) if layer.is_thinned else layer.shapes[hits]
            local = _cut(shapes, reach, (west, south), width / EXTENT)
            tile = _encoded(layer_id, _carried(atlas, layer_id), layer.rows[hits], local)
            if last or len(tile) <= MOST_BYTES:
                return tile
        pixels *= 2


def _corner(zoom: int, column: int, row: int) -> tuple[float, float, float]:
    """Compute west, south and the side of a tile in Web Mercator metres."""
    # The zoom first: a power of two of any number somebody sends has no end.
    side = 2**zoom if 0 <= zoom <= MOST_ZOOM else 0
    if not (0 <= column < side and 0 <= row < side):
        expected = f"a zoom from 0 to {MOST_ZOOM}, column and row below 2 to its power"
        raise ParameterError(Fault(f"tile {zoom}/{column}/{row}", expected, "tile", "mend the address"))
    width = 2.0 * HALF_M / side
    return column * width - HALF_M, HALF_M - (row + 1) * width, width


def _cut(
    shapes: NDArray[np.object_], reach: tuple[float, float, float, float], origin: tuple[float, float], unit: float
) -> NDArray[np.object_]:
    """Cut shapes at the reach of a tile, in its units; empty where one lies outside."""
    clipped = shapely.clip_by_rect(shapes, *reach)
    return _sound(shapely.transform(clipped, lambda xy: np.round((xy - origin) / unit)))


def _sound(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Mend the areas that rounding has folded; what has become a line or a point goes."""
    broken = np.flatnonzero(
        np.isin(shapely.get_type_id(shapes), (_POLYGON, _MULTI_POLYGON)) & ~shapely.is_valid(shapes)
    )
    for at in broken:
        parts = shapely.get_parts(shapely.get_parts(shapely.make_valid(shapes[at])))
        shapes[at] = shapely.multipolygons(parts[shapely.get_type_id(parts) == _POLYGON])
    return shapes


def _encoded(
    layer_id: str, carried: list[dict[str, Any]], rows: NDArray[np.intp], shapes: NDArray[np.object_]
) -> bytes:
    features = [
        {"id": int(row) + 1, "geometry": shape, "properties": carried[row]}
        for row, shape in zip(rows, shapes, strict=True)
        if not shape.is_empty
    ]
    if not features:
        return b""
    tile: bytes = mapbox_vector_tile.encode(
        {"name": layer_id, "features": features}, default_options={"extents": EXTENT}
    )
    return tile


@per_atlas
def _carried(atlas: Atlas, layer_id: str) -> list[dict[str, Any]]:
    """Return the properties of each located feature of a layer."""
    frame = atlas.layer(layer_id)
    located = frame[frame.geometry.notna()]
    kept = located.assign(place_id=located.index).reindex(columns=list(_PROPERTIES))
    if layer_id in atlas.own:
        own = atlas.own[layer_id].loc[located.index]
        kept = kept.assign(**{_own_name(str(key)): own[key].to_numpy(dtype=object) for key in own})
    values = [{key: none_if_missing(value) for key, value in row.items()} for row in kept.to_dict("records")]
    return [{str(key): value for key, value in row.items() if value is not None} for row in values]


def tile_fields(atlas: Atlas, layer_id: str) -> dict[str, str]:
    """Return what features of a layer carry in tiles, each with ``String``, ``Number`` or ``Boolean``."""
    kinds = {bool: "Boolean", int: "Number", float: "Number"}
    first: dict[str, Any] = {}
    for row in _carried(atlas, layer_id):
        first |= {key: value for key, value in row.items() if key not in first}
    return {key: kinds.get(type(value), "String") for key, value in first.items()}


def _own_name(key: str) -> str:
    return f"{key}_own" if key in _PROPERTIES else key

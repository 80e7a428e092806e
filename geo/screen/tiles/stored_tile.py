"""Tiles of a stored layer made from its features near the tile, and what its features carry."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.atlas.added.stored_layer import PlainRows, StoredQuery, feature_numbers
from geo.cache_folder import sources_hash
from geo.screen.tiles.layer_columns import COMMON, common_columns, plain_values
from geo.screen.tiles.level import level_of
from geo.screen.tiles.mvt import tile_columns
from geo.screen.tiles.pyramid_writer import TiledBatch, TiledLayer
from geo.screen.tiles.tile_bytes import tile_bytes
from geo.screen.tiles.tile_grid import in_mercator

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.screen.tiles.tile_grid import TileAddress

#: Features near a tile up to which it is made from them all, and how many a preview of more takes.
MOST_DIRECT, _PREVIEW = 8_000, 4_000
#: Features of a batch of all.
_BATCH = 5_000
#: Most features a preview asks for by their numbers.
_MOST_ASKED = 20_000
#: Share of the layer that a tile takes at least, where it only touches its bounds.
_LEAST_SHARE = 1e-6
_KINDS = {"text": "String", "date": "String", "time": "String", "number": "Number", "boolean": "Boolean"}


class DirectTile(NamedTuple):
    """A tile, and whether it is a preview: made from some of the features, because there are too many."""

    body: bytes
    is_preview: bool


def stored_fields(layer: StoredLayer) -> dict[str, str]:
    """Return what features of a stored layer carry in tiles, each with ``String``, ``Number`` or ``Boolean``."""
    common = {key: "Number" if key == "area_km2" else "String" for key in COMMON}
    return common | {key: _KINDS[field.kind] for key, field in layer.fields.items()}


def stored_table(layer: StoredLayer, frame: gpd.GeoDataFrame) -> dict[str, Sequence[Any]]:
    """Return what features carry, by key."""
    own = {key: plain_values(frame[key]) for key in layer.fields if key in frame}
    return {**common_columns(frame), **own}


def _plain_table(layer: StoredLayer, found: PlainRows) -> dict[str, Sequence[Any]]:
    """Return what features carry, by key, as `stored_table` does of a frame; an empty text is none."""
    layer_id = layer.entry.id
    ids = [f"{layer_id}_{number}" for number in found.numbers]
    keys = (*COMMON[1:], *(key for key in layer.fields if key in found.columns))
    table = {key: found.columns[key] for key in keys}
    is_text = {key: kind == "String" for key, kind in stored_fields(layer).items()}
    return {COMMON[0]: ids} | {
        key: [one or None for one in values] if is_text[key] else values for key, values in table.items()
    }


def stored_batches(layer: StoredLayer) -> Iterator[TiledBatch]:
    """Go through the features of a stored layer, as `geo.screen.tiles.pyramid_writer` takes them."""
    for frame in layer.batches(size=_BATCH):
        yield TiledBatch(feature_numbers(frame), frame.geometry.to_numpy(), stored_table(layer, frame))


def pyramid_version(layer: StoredLayer) -> str:
    """Return a text that changes with every edit of a layer, and with the program that makes its tiles."""
    return f"{layer.version} {sources_hash('screen/tiles')}"


def tiled_layer(layer: StoredLayer) -> TiledLayer:
    """Return what a pyramid says of a stored layer."""
    return TiledLayer(layer.entry.id, layer.entry.title_zh, pyramid_version(layer), stored_fields(layer), layer.count())


def stored_tile(layer: StoredLayer, address: TileAddress) -> DirectTile:
    """Make a tile from the features near it.

    Parameters
    ----------
    layer : StoredLayer
    address : TileAddress

    Returns
    -------
    DirectTile
        What it does not hold is counted in it (`geo.screen.tiles.tile_bytes`); in a preview about.
    """
    share = _share_inside(layer.bounds, address.bounds)
    if not share:
        return DirectTile(b"", is_preview=False)
    all_of_it = layer.count()
    if all_of_it <= MOST_DIRECT or all_of_it * share <= MOST_DIRECT:
        near = layer.plain_rows(StoredQuery(bbox=address.bounds, limit=MOST_DIRECT + 1, nearly=True))
        if len(near.numbers) <= MOST_DIRECT:
            return DirectTile(_tile_of(layer, near, address), is_preview=False)
    # By their numbers, which takes a moment; to look for all features near a tile of a shallow zoom takes seconds.
    asked = np.unique(np.linspace(1, all_of_it, min(int(_PREVIEW / share), _MOST_ASKED), dtype=np.int64))
    some = layer.plain_rows(StoredQuery(ids=[f"{layer.entry.id}_{number}" for number in asked.tolist()]))
    left_out = int(all_of_it * share) - int(len(some.numbers) * share)
    return DirectTile(_tile_of(layer, some, address, left_out), is_preview=True)


def _tile_of(layer: StoredLayer, found: PlainRows, address: TileAddress, lost: int = 0) -> bytes:
    found = _located(found)
    metres = shapely.transform(found.shapes, in_mercator)
    columns, numbers = tile_columns(_plain_table(layer, found)), np.array(found.numbers, dtype=np.int64)
    return tile_bytes(level_of(metres, address.zoom), address, layer.entry.id, columns, numbers, max(lost, 0))


def _located(found: PlainRows) -> PlainRows:
    """Return the features that have a shape."""
    missing = shapely.is_missing(found.shapes)
    if not missing.any():
        return found
    at = np.flatnonzero(~missing).tolist()
    columns = {key: [values[one] for one in at] for key, values in found.columns.items()}
    return PlainRows([found.numbers[one] for one in at], found.shapes[~missing], columns)


def _share_inside(bounds: tuple[float, float, float, float] | None, box: tuple[float, float, float, float]) -> float:
    """Compute the share of the bounds of a layer that lies in a box; 0 only if they do not meet."""
    if bounds is None or bounds[0] > box[2] or bounds[2] < box[0] or bounds[1] > box[3] or bounds[3] < box[1]:
        return 0.0
    shares = 1.0
    for low, high in ((0, 2), (1, 3)):
        side = bounds[high] - bounds[low]
        shares *= (min(bounds[high], box[high]) - max(bounds[low], box[low])) / side if side else 1.0
    return max(shares, _LEAST_SHARE)

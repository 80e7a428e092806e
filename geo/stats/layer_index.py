"""The index of a layer for accounts by another layer (`geo.overlay.prepare`), built once and kept by its frame.

By the frame and not by the atlas: an atlas with one more layer shares the frames of the others, and with them their
indexes.
"""

from __future__ import annotations

import weakref
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from geo.overlay.prepare import Features, Zones, prepare_features, prepare_zones

if TYPE_CHECKING:
    from collections.abc import Callable

    import geopandas as gpd

    Index = TypeVar("Index", Zones, Features)

#: (role, id of the frame) -> index. An entry goes with its frame, so that an id used again finds nothing.
_INDEXES: dict[tuple[str, int], Any] = {}
#: One lock an index: two threads that ask at once build it once.
_LOCKS: dict[tuple[str, int], Lock] = {}
_GUARD = Lock()


def zone_index(layer: gpd.GeoDataFrame) -> Zones:
    """Return the index of the areas of a measured layer as zones; raises as `geo.overlay.prepare.prepare_zones`."""
    return _index("zones", layer, prepare_zones)


def feature_index(layer: gpd.GeoDataFrame) -> Features:
    """Return the index of the areas of a measured layer as members; raises as `prepare_features`."""
    return _index("features", layer, prepare_features)


def _index(role: str, layer: gpd.GeoDataFrame, prepare: Callable[[gpd.GeoDataFrame], Index]) -> Index:
    key = (role, id(layer))
    with _GUARD:
        if key not in _LOCKS:
            _LOCKS[key] = Lock()
            weakref.finalize(layer, _forget, key)
        lock = _LOCKS[key]
    with lock:
        if key not in _INDEXES:
            # Of a copy of the rows with an area: the index must not hold the frame it is kept by, or neither is freed.
            _INDEXES[key] = prepare(layer[layer["area_km2"].notna()])
        index: Index = _INDEXES[key]
        return index


def _forget(key: tuple[str, int]) -> None:
    _INDEXES.pop(key, None)
    _LOCKS.pop(key, None)

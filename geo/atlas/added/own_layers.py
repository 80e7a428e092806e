"""The layers of the reader's own among those of the atlas: their heading in the tree, and whose a feature is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from geo.atlas.added.stored_layer import StoredQuery
from geo.atlas.schema import OWN_PREFIX, Group

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer

#: The heading of the reader's own layers in the layer tree.
GROUP = Group(id="workspace", title_zh="自有图层", title_en="Your layers")


#: Stored layers that a map begins with, and features of all of them together; the first is shown whatever it holds.
MOST_SHOWN, MOST_SHOWN_FEATURES = 3, 200_000


def entry_of(atlas: Atlas, layer_id: str) -> Layer:
    """Look up the entry of a layer of the atlas or of a store.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    """
    return atlas.stored[layer_id].entry if layer_id in atlas.stored else atlas.entry(layer_id)


def stored_entries(atlas: Atlas) -> dict[str, Layer]:
    """Return the entry of each stored layer by id; visible are those a map begins with: the first and few small others.

    A page fetches tiles of each layer it begins with, so that many or large ones would open it slowly.
    """
    entries, shown, features = {}, 0, 0
    for name, layer in atlas.stored.items():
        count = layer.count()
        visible = not shown or (shown < MOST_SHOWN and features + count <= MOST_SHOWN_FEATURES)
        if visible:
            shown, features = shown + 1, features + count
        entries[name] = layer.entry.model_copy(update={"visible": visible})
    return entries


def stored_layer_named(atlas: Atlas, name: str) -> StoredLayer | None:
    """Look up a stored layer by its id, or by its id without ``ws-`` if no layer of the atlas is called so."""
    return atlas.stored.get(name) or (None if name in atlas.layers else atlas.stored.get(f"{OWN_PREFIX}{name}"))


def stored_layer_of(atlas: Atlas, feature_id: str) -> StoredLayer | None:
    """Look up the stored layer a feature belongs to by its id; whether it has the feature is not looked at.

    Returns
    -------
    StoredLayer or None
        None if the id is not of the form a stored layer gives.
    """
    layer, _, number = feature_id.partition("_")
    return atlas.stored.get(layer) if number.isascii() and number.removeprefix("-").isdigit() else None


def stored_feature(atlas: Atlas, feature_id: str) -> gpd.GeoDataFrame | None:
    """Read one feature of a stored layer.

    Returns
    -------
    geopandas.GeoDataFrame or None
        One row, as `StoredLayer.rows` returns it; None if no stored layer has a feature of this id.
    """
    layer = stored_layer_of(atlas, feature_id)
    rows = None if layer is None else layer.rows(StoredQuery(ids=(feature_id,)))
    return rows if rows is not None and len(rows) else None


def own_feature(atlas: Atlas, feature_id: str) -> gpd.GeoDataFrame | None:
    """Return the row of a feature of the reader's own, in the atlas or in a store; None if there is none."""
    own = atlas.own_layer_of(feature_id)
    return atlas.layers[own].loc[[feature_id]] if own else stored_feature(atlas, feature_id)


def stored_version(atlas: Atlas, layer_ids: Iterable[str] | None = None) -> str:
    """Return a text that changes with every edit of some stored layers; empty if there are none.

    Parameters
    ----------
    atlas : Atlas
    layer_ids : iterable of str, optional
        By default all; those that are no stored layers are passed over.
    """
    ids = atlas.stored if layer_ids is None else [one for one in dict.fromkeys(layer_ids) if one in atlas.stored]
    versions = [(one, atlas.stored[one].version) for one in ids]
    return hashlib.sha256(repr(versions).encode()).hexdigest()[:12] if versions else ""

"""Describe the tiles of a layer (TileJSON 3.0.0), so that a program knows their extent, zooms and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo import words
from geo.screen.tile_style import MOST_TILE_ZOOM
from geo.screen.tiles.layer_columns import layer_fields
from geo.screen.tiles.stored_tile import stored_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.added.stored_layer import StoredLayer
    from geo.atlas.atlas import Atlas
    from geo.atlas.schema import Layer
    from geo.screen.tiles.pyramid import Pyramid


def layers_with_shapes(atlas: Atlas) -> list[str]:
    """List the layers of the atlas that tiles draw."""
    return [name for name in atlas.layer_ids if atlas.layers[name].geometry.notna().any()]


def tile_description(atlas: Atlas, layer_id: str, lang: str) -> dict[str, Any]:
    """Describe the tiles of a layer.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    lang : {"zh", "en"}
        Language of the title.

    Returns
    -------
    dict
        A TileJSON document without the addresses of the tiles.

    Raises
    ------
    UnknownLayerError
        If no layer has this id.
    """
    entry = atlas.entry(layer_id)
    out = _described(entry, layer_fields(atlas, layer_id), lang)
    bounds = [round(float(side), 7) for side in atlas.layer(layer_id).total_bounds]
    return out | ({"bounds": bounds} if np.isfinite(bounds).all() else {})


def all_description(atlas: Atlas, layer_ids: Sequence[str], lang: str) -> dict[str, Any]:
    """Describe tiles that hold several layers together.

    Parameters
    ----------
    atlas : Atlas
    layer_ids : sequence of str
        Layers of the atlas.
    lang : {"zh", "en"}

    Returns
    -------
    dict
        As `tile_description`.
    """
    each = [tile_description(atlas, name, lang) for name in layer_ids]
    boxes = np.array([one["bounds"] for one in each if "bounds" in one])
    bounds = [*boxes[:, :2].min(axis=0).tolist(), *boxes[:, 2:].max(axis=0).tolist()]
    together = {"name": words.say("collection.all", lang), "description": words.say("notice.disclaimer", lang)}
    return {**each[0], **together, "vector_layers": [one["vector_layers"][0] for one in each], "bounds": bounds}


def stored_description(layer: StoredLayer, pyramid: Pyramid | None, lang: str) -> dict[str, Any]:
    """Describe the tiles of a stored layer.

    Parameters
    ----------
    layer : StoredLayer
    pyramid : Pyramid, optional
        Its tiles, if they are built.
    lang : {"zh", "en"}

    Returns
    -------
    dict
        As `tile_description`, with ``left_out``: how many features the tiles of a zoom do not draw, by zoom.
    """
    out = _described(layer.entry, stored_fields(layer), lang)
    if layer.bounds is not None:
        out["bounds"] = [round(side, 7) for side in layer.bounds]
    return out | ({"left_out": pyramid.metadata.get("left_out", {})} if pyramid else {})


def _described(entry: Layer, fields: dict[str, str], lang: str) -> dict[str, Any]:
    return {
        "tilejson": "3.0.0",
        "name": words.pick(entry, "title", lang),
        "description": words.pick(entry, "description", lang),
        "version": "1.0.0",
        "scheme": "xyz",
        "minzoom": 0,
        "maxzoom": MOST_TILE_ZOOM,
        "vector_layers": [{"id": entry.id, "fields": fields, "minzoom": 0, "maxzoom": MOST_TILE_ZOOM}],
    }

"""Describe the tiles of a layer (TileJSON 3.0.0), so that a program knows their extent, zooms and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo import words
from geo.screen.tile_style import MOST_TILE_ZOOM
from geo.screen.tiles.layer_columns import layer_fields

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas


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
    fields = layer_fields(atlas, layer_id)
    bounds = [round(float(side), 7) for side in atlas.layer(layer_id).total_bounds]
    out: dict[str, Any] = {
        "tilejson": "3.0.0",
        "name": words.pick(entry, "title", lang),
        "description": words.pick(entry, "description", lang),
        "version": "1.0.0",
        "scheme": "xyz",
        "minzoom": 0,
        "maxzoom": MOST_TILE_ZOOM,
        "vector_layers": [{"id": layer_id, "fields": fields, "minzoom": 0, "maxzoom": MOST_TILE_ZOOM}],
    }
    return out | ({"bounds": bounds} if np.isfinite(bounds).all() else {})

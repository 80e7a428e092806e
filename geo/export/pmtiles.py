"""Write a layer as vector tiles in one file (PMTiles), which a map on the web reads where it lies.

Tiles are in Web Mercator, whatever the format is asked for; what they carry and leave out is as in the tiles of the
service (`geo.screen.vector_tile`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from geo.atlas.added.stored_layer import feature_numbers
from geo.export.collections.stored.file_content import StoredContent
from geo.screen.tiles.layer_columns import common_columns, own_name, plain_values
from geo.screen.tiles.pyramid_writer import TiledBatch, TiledLayer, write_pyramid

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.export.layer_content import LayerContent

#: A zoom the tiles reach at least: there a unit is half a metre.
_LEAST_DEPTH = 14


def write(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the tiles of a layer.

    Raises
    ------
    CRSError
        If coordinates in a projection are asked for.
    ParameterError
        If nothing is located.
    """
    content.require_degrees("PMTiles")
    summary = content.summary
    common = dict.fromkeys(("place_id", "name_zh", "name_en", "kind", "grade"), "String")
    own = {
        own_name(str(key)): "Number" if dtype.kind in "iuf" else "String"
        for key, dtype in content.attributes.dtypes.items()
    }
    layer = TiledLayer(
        content.entry.id,
        content.entry.title_zh,
        content.version,
        {**common, "area_km2": "Number", **own},
        summary.features,
        notes=content.metadata(),
    )
    write_pyramid(_batches(content), layer, path, least_depth=_LEAST_DEPTH)


def _batches(content: LayerContent) -> Iterator[TiledBatch]:
    first = 1
    for part in content.parts():
        own = content.own_of(part)
        is_stored = isinstance(content, StoredContent)
        ids = feature_numbers(part) if is_stored else np.arange(first, first + len(part))
        first += len(part)
        table = {**common_columns(part), **{own_name(str(key)): plain_values(own[key]) for key in own}}
        yield TiledBatch(ids, part.geometry.to_numpy(), table)

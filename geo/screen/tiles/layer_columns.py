"""What features carry in tiles: the columns common to all layers, and those of a layer of the reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from geo.atlas.per_atlas import per_atlas
from geo.screen.tiles.mvt import TileColumns, tile_columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas

#: Columns every feature has, where they hold a value.
COMMON = ("place_id", "name_zh", "name_en", "kind", "grade", "area_km2")


@per_atlas
def layer_columns(atlas: Atlas, layer_id: str) -> TileColumns:
    """Return what each located feature of a layer of the atlas carries."""
    return tile_columns(_table(atlas, layer_id))


@per_atlas
def layer_fields(atlas: Atlas, layer_id: str) -> dict[str, str]:
    """Return what features of a layer carry in tiles, each with ``String``, ``Number`` or ``Boolean``."""
    first = {
        key: next((value for value in column if value is not None), None)
        for key, column in _table(atlas, layer_id).items()
    }
    kinds = {bool: "Boolean", int: "Number", float: "Number"}
    return {key: kinds.get(type(value), "String") for key, value in first.items() if value is not None}


def _table(atlas: Atlas, layer_id: str) -> dict[str, Sequence[Any]]:
    frame = atlas.layer(layer_id)
    located = frame[frame.geometry.notna()]
    table = common_columns(located)
    if layer_id in atlas.own:
        own = atlas.own[layer_id].loc[located.index]
        table |= {own_name(str(key)): plain_values(own[key]) for key in own}
    return table


def common_columns(frame: pd.DataFrame) -> dict[str, Sequence[Any]]:
    """Return the common columns of features whose index is ``place_id``."""
    there = frame.assign(place_id=frame.index)
    return {key: plain_values(there[key]) for key in COMMON if key in there}


def own_name(key: str) -> str:
    """Return the name an own column has in tiles."""
    return f"{key}_own" if key in COMMON else key


def plain_values(column: pd.Series[Any]) -> Sequence[Any]:
    """Return the values of a column as Python has them, None for a missing one."""
    if column.dtype.kind in "biu":
        return list(column.to_numpy().tolist())
    if column.dtype.kind == "f":
        values = column.to_numpy()
        return [None if gone else value for value, gone in zip(values.tolist(), np.isnan(values), strict=True)]
    values = column.to_numpy(dtype=object)
    missing = pd.isna(column).to_numpy() | (values == "")
    plain = [value.item() if isinstance(value, np.generic) else value for value in values.tolist()]
    return [None if gone else value for value, gone in zip(plain, missing.tolist(), strict=True)]

"""Features of a stored layer written as GeoJSON, column by column: one by one takes three times as long."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
import shapely

from geo.atlas.added.stored_layer import PlainRows, feature_numbers
from geo.export.collections.served_crs import CRS84, from_crs84

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray

    from geo.export.collections.feature_table import Field

#: Between the values of a column: in a text it is written as two characters.
_BETWEEN = "\n"
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(_BETWEEN, ":")).encode
#: Decimals of a degree in an answer: 0.1 mm.
_DECIMALS = 9


class Form(NamedTuple):
    """How features are written: only some properties, in which system, with or without shapes."""

    properties: tuple[str, ...] | None = None
    crs: str = CRS84
    skip_geometry: bool = False


def texts_of(layer_id: str, rows: PlainRows, fields: Mapping[str, Field], form: Form) -> list[bytes]:
    """Write rows of a stored layer as GeoJSON features.

    Parameters
    ----------
    layer_id : str
    rows : PlainRows
    fields : mapping of str to Field
        Of `geo.export.collections.stored.fields.stored_fields`.
    form : Form
    """
    names = [name for name in fields if form.properties is None or name in form.properties]
    ids = _encoded([f"{layer_id}_{number}" for number in rows.numbers])
    columns = [ids if name == "place_id" else _encoded(rows.columns[name]) for name in names]
    members = ",".join(_ENCODE(name).replace("%", "%%") + ":%s" for name in names)
    written = '{"type":"Feature","id":%s,"properties":{' + members + '},"geometry":%s}'
    return [(written % row).encode() for row in zip(ids, *columns, _shape_texts(rows.shapes, form), strict=True)]


def plain_rows_of(rows: gpd.GeoDataFrame) -> PlainRows:
    """Return a frame of a stored layer as plain rows."""
    columns = {str(name): _values(rows[name]) for name in rows.columns if name != rows.geometry.name}
    return PlainRows(feature_numbers(rows).tolist(), rows.geometry.to_numpy(), columns)


def _encoded(values: Sequence[Any]) -> list[str]:
    """Write values as JSON."""
    return _ENCODE(list(values))[1:-1].split(_BETWEEN) if len(values) else []


def _values(column: pd.Series[Any]) -> list[Any]:
    """Return the values of a column as JSON has them: None for what is missing."""
    values = column.to_numpy(dtype=object, copy=True)
    values[pd.isna(values)] = None
    plain: list[Any] = values.tolist()
    return plain


def _shape_texts(shapes: NDArray[np.object_], form: Form) -> list[str]:
    if form.skip_geometry:
        return ["null"] * len(shapes)
    shapes = shapely.orient_polygons(shapes)
    shapes = shapely.transform(from_crs84(shapes, form.crs), lambda xy: xy.round(_DECIMALS))
    return [text if isinstance(text, str) else "null" for text in shapely.to_geojson(shapes)]

"""Own columns of a source as Arrow columns of the few types every database has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from geo.readers.checks.bounds import LONGEST_TEXT
from geo.store.own.plain_value import plain_value

if TYPE_CHECKING:
    import geopandas as gpd

#: Times without their zone, in UTC where they had one, to the millisecond.
_TIME = pa.timestamp("ms")


def as_columns(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Return columns as whole and decimal numbers, truth values, days, times and texts of at most `LONGEST_TEXT`."""
    named = [(field.name, _plain(batch.column(number))) for number, field in enumerate(batch.schema)]
    kept = [(name, column) for name, column in named if column is not None]
    if not kept:
        # A batch without columns has no length.
        return pa.RecordBatch.from_struct_array(pa.array([{}] * batch.num_rows, pa.struct([])))
    return pa.RecordBatch.from_arrays([column for _, column in kept], [name for name, _ in kept])


def of_frame(frame: gpd.GeoDataFrame) -> pa.RecordBatch:
    """Return the own columns of a frame, whatever their types."""
    arrays, names = [], []
    for name in frame.columns:
        if name != frame.geometry.name:
            names.append(str(name))
            arrays.append(_of_values(frame[name]))
    return (
        as_columns(pa.RecordBatch.from_arrays(arrays, names))
        if arrays
        else as_columns(pa.RecordBatch.from_struct_array(pa.array([{}] * len(frame), pa.struct([]))))
    )


def _of_values(values: pd.Series[Any]) -> pa.Array:
    if values.dtype.kind in "iufbM" or values.dtype == "str":
        return pa.Array.from_pandas(values)
    plain = [plain_value(value) for value in values]
    kinds = {
        bool if isinstance(one, bool) else float if isinstance(one, int | float) else str
        for one in plain
        if one is not None
    }
    if len(kinds) == 1 and str not in kinds:
        whole = all(isinstance(one, int) for one in plain if one is not None)
        kind = pa.bool_() if bool in kinds else pa.int64() if whole else pa.float64()
        return pa.array(plain, kind)
    return pa.array([None if one is None else str(one) for one in plain], pa.string())


def _plain(column: pa.Array) -> pa.Array | None:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_integer(kind):
        column = column.cast(pa.int64(), safe=False)
    elif pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        column = column.cast(pa.float64())
    elif pa.types.is_timestamp(kind):
        # A cast leaves out the zone and keeps the time in UTC.
        column = column.cast(_TIME, safe=False)
    elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return None
    elif not (pa.types.is_boolean(kind) or pa.types.is_date32(kind)):
        column = _texts(column)
    return column


def _texts(column: pa.Array) -> pa.Array:
    kind = column.type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
        said = [None if one is None else one if isinstance(one, str) else _json(one) for one in column.to_pylist()]
        column = pa.array(said, pa.string())
    column = column.cast(pa.string())
    longest = pc.max(pc.utf8_length(column)).as_py() or 0
    if longest <= LONGEST_TEXT:
        return column
    return pa.array([_cut(text) for text in column.to_pylist()], pa.string())


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)


def _cut(text: str | None) -> str | None:
    if text is None or len(text) <= LONGEST_TEXT:
        return text
    return f"{text[:LONGEST_TEXT]} […+{len(text) - LONGEST_TEXT}]"

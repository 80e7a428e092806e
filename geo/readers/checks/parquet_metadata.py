"""What a GeoParquet file says of itself, checked before a column is read.

Metadata: https://geoparquet.org/releases/v1.1.0/. A stranger's file may hold anything in its place.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyproj

from geo.errors import CRSError, Fault, SourceError
from geo.measure.arrays import BATCH_ROWS
from geo.readers.sound_shapes import system_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.readers.checks.bounds import Bounds

_ENCODINGS = ("WKB", "point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon")
_DEGREES = "OGC:CRS84"
#: Bytes of WKB a vertex takes at most: a point by itself with height and measure.
_WKB_BYTES = 40
#: Most characters of the metadata: with the whole definition of a reference system some 10,000.
_LONGEST = 1_000_000


@dataclass(frozen=True)
class GeometryColumns:
    """The columns of shapes of a file.

    Attributes
    ----------
    primary : str
        Name of the first among them.
    crs : pyproj.CRS or None
        Its reference system; None if the file says that nobody knows.
    encodings : dict of str to str
        Name of each column -> how its shapes are written.
    coverings : frozenset of str
        Columns with the boxes of shapes (GeoParquet 1.1, covering): no attributes of a feature.
    """

    primary: str
    crs: pyproj.CRS | None
    encodings: dict[str, str]
    coverings: frozenset[str] = frozenset()


def read_geometry_columns(schema: Any, where: str) -> GeometryColumns:
    """Read which columns hold shapes, how, and in which reference system.

    Parameters
    ----------
    schema : pyarrow.Schema
    where : str
        Named in errors.

    Raises
    ------
    SourceError
        If the metadata are missing or of another form.
    CRSError
        If the reference system is unknown.
    """
    raw = (schema.metadata or {}).get(b"geo")
    if raw is None:
        raise SourceError(Fault("a Parquet file without geometry", "GeoParquet", where, "write it as GeoParquet"))
    geo, at = _parsed(raw, where), f"{where}, metadata geo"
    columns, primary = geo.get("columns"), geo.get("primary_column")
    if not isinstance(columns, dict) or not columns:
        raise _fault("no columns", "an object of columns", f"{at}.columns")
    encodings = {}
    for name, column in columns.items():
        field = f"{at}.columns.{name:.80}"
        if schema.names.count(name) != 1 or not isinstance(column, dict):
            raise _fault("a column that is not in the file once", "its name and an object", field)
        encoding, kind = column.get("encoding"), schema.field(name).type
        if not isinstance(encoding, str) or encoding not in _ENCODINGS:
            raise _fault(f"{encoding!r:.40}", f"one of {', '.join(_ENCODINGS)}", f"{field}.encoding")
        if not (_is_bytes(kind) if encoding == "WKB" else _is_nested(kind)):
            raise _fault(f"{encoding} in a column of {kind}"[:80], "a column that can hold it", f"{field}.encoding")
        encodings[name] = encoding
    if not isinstance(primary, str) or primary not in columns:
        raise _fault(f"{primary!r:.40}", "one of its columns", f"{at}.primary_column")
    # A column without a system is in degrees by the specification; null says that nobody knows.
    value = columns[primary].get("crs", _DEGREES)
    coverings = frozenset(name for column in columns.values() for name in _covering(column, schema))
    return GeometryColumns(primary, _system(value, f"{at}.columns.{primary:.80}.crs"), encodings, coverings)


def _covering(column: dict[str, Any], schema: Any) -> Iterator[str]:
    """Yield the column of boxes that a column of shapes names, if the file has it as a structure."""
    said = column.get("covering")
    box = said.get("bbox") if isinstance(said, dict) else None
    side = box.get("xmin") if isinstance(box, dict) else None
    name = side[0] if isinstance(side, list) and side else None
    if isinstance(name, str) and schema.names.count(name) == 1 and pa.types.is_struct(schema.field(name).type):
        yield name


def _parsed(raw: bytes, where: str) -> dict[str, Any]:
    try:
        geo = json.loads(raw) if len(raw) <= _LONGEST else None
    except (ValueError, RecursionError) as error:
        raise _fault(str(error)[:80], "JSON", f"{where}, metadata geo") from error
    if not isinstance(geo, dict):
        raise _fault("no object, or a very long one", "an object", f"{where}, metadata geo")
    return geo


def _fault(found: str, expected: str, where: str) -> SourceError:
    return SourceError(Fault(found, expected, where, "write the file again as GeoParquet"))


def _is_bytes(kind: Any) -> bool:
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _is_nested(kind: Any) -> bool:
    if isinstance(kind, pa.BaseExtensionType):
        kind = kind.storage_type
    return bool(pa.types.is_nested(kind))


def _system(value: Any, where: str) -> pyproj.CRS | None:
    if value is None:
        return None
    if not isinstance(value, dict | str):
        raise _fault(f"{value!r:.40}", "PROJJSON, a code, or null", where)
    try:
        if isinstance(value, dict):
            return pyproj.CRS.from_json_dict(value)
        # Versions before 1.0 wrote WKT. A PROJ string could have PROJ open other files.
        is_definition = value[:3].isalpha() and value.rstrip().endswith("]")
        return pyproj.CRS.from_wkt(value) if is_definition else pyproj.CRS.from_user_input(system_name(value, where))
    except (pyproj.exceptions.CRSError, TypeError, RecursionError) as error:
        fault = Fault(str(error)[:200], "a reference system PROJ knows", where, "name it by its code")
        raise CRSError(fault) from error


def require_few(path: Path, file: Any, bounds: Bounds) -> None:
    """Count rows, columns and bytes of a file; a dictionary can make a gigabyte of texts of a kilobyte.

    Parameters
    ----------
    path : pathlib.Path
    file : pyarrow.parquet.ParquetFile
    bounds : Bounds

    Raises
    ------
    ParameterError
        If there are more than `bounds` allow.
    SourceError
        If two columns have one name.
    """
    where, stated = str(path), file.metadata
    bounds.require("rows", stated.num_rows, where)
    bounds.require("columns", stated.num_columns, where)
    bounds.require("cells", stated.num_rows * stated.num_columns, where)
    groups = [stated.row_group(number).total_byte_size for number in range(stated.num_row_groups)]
    bounds.require("unpacked", sum(groups), where)
    names = file.schema_arrow.names
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise _fault(f"two columns named {twice!r:.80}", "names that differ", where)
    if bounds.texts is not None:
        _require_short(path, file, bounds)


def _require_short(path: Path, file: Any, bounds: Bounds) -> None:
    """Add up the bytes of each column of texts or shapes without unfolding its dictionary."""
    from pyarrow import parquet  # noqa: PLC0415  25 MB that only GeoParquet needs

    shapes = read_geometry_columns(file.schema_arrow, str(path)).encodings
    kinds = {field.name: field.type for field in file.schema_arrow}
    packed = [name for name, kind in kinds.items() if _is_bytes(kind) or _is_text(kind)]
    with parquet.ParquetFile(path, read_dictionary=packed, pre_buffer=False, buffer_size=1 << 20) as folded:
        for name in packed:
            size = 0
            for batch in folded.iter_batches(BATCH_ROWS, columns=[name], use_threads=False):
                size += _bytes_of(batch.column(0))
                bounds.require("texts", size, str(path))
                if name in shapes:
                    bounds.require("vertices", size // _WKB_BYTES, str(path))


def _is_text(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _bytes_of(column: Any) -> int:
    column = column.storage if isinstance(column, pa.ExtensionArray) else column
    if isinstance(column, pa.DictionaryArray):
        sizes = pc.binary_length(column.dictionary)
        return int(pc.sum(sizes.take(column.indices)).as_py() or 0)
    return int(pc.sum(pc.binary_length(column)).as_py() or 0)

"""Read GeoParquet into arrays of rings, without a geometry object for each feature.

Making shapely objects of WKB and reading their vertices takes longer than the area statistics they are read for. The C
library of GeoArrow (package ``geoarrow-pyarrow``) unpacks the column into the arrays the statistics work on; shapely
objects are made only of the rows that are asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyproj
import shapely
from shapely.errors import ShapelyError

from geo.errors import AtlasError, Fault, ParameterError, SourceError
from geo.measure.arrays import BATCH_ROWS
from geo.measure.jit import in_chunks
from geo.measure.outlines import Outlines, in_degrees
from geo.overlay.polygons import Polygons, polygons_of
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.parquet_metadata import read_geometry_columns, require_few
from geo.readers.checks.wkb_depth import require_shallow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.measure.arrays import Floats, Ints, Objects

#: Features read at a time: about 60 MB of polygons with 20 vertices.
BATCH = 100_000
#: Bytes of a column read from disk at a time.
_PIECE = 1 << 20
#: What pyarrow, geopandas and shapely raise for a broken file. The last four come of what pandas and geopandas keep in
#: it about the table, which they trust.
_UNREADABLE = (pa.ArrowException, OSError, ShapelyError, ValueError, KeyError, TypeError, AttributeError, IndexError)


@dataclass(frozen=True, eq=False)
class WkbShapes:
    """Geometries in a column of WKB (pyarrow), made into objects when asked for; a `geo.measure.outlines.Shapes`."""

    wkb: Any

    def __len__(self) -> int:
        """Count the geometries."""
        return len(self.wkb)

    def take(self, rows: Ints, /) -> Objects:
        """Make the shapely objects of some rows."""
        wkb = self._taken(np.asarray(rows))
        require_shallow(wkb)
        return np.asarray(shapely.from_wkb(wkb), dtype=object)

    def _taken(self, rows: Ints) -> Objects:
        """Return the WKB of some rows, from each chunk its own: Arrow would first join the chunks, all of them."""
        chunks = self.wkb.chunks if isinstance(self.wkb, pa.ChunkedArray) else [self.wkb]
        first = np.cumsum([0, *(len(chunk) for chunk in chunks)])
        chunk_of = np.searchsorted(first, rows, side="right") - 1
        out = np.empty(len(rows), dtype=object)
        for number in np.unique(chunk_of):
            here = chunk_of == number
            out[here] = chunks[number].take(pa.array(rows[here] - first[number])).to_numpy(zero_copy_only=False)
        return out


@dataclass(frozen=True, eq=False)
class ParquetRows:
    """Features as a GeoParquet file holds them.

    Attributes
    ----------
    table : pandas.DataFrame
        Their attributes, under the index stored in the file.
    wkb : pyarrow.ChunkedArray of binary
        Their geometry.
    crs : pyproj.CRS or None
        Its reference system.
    share_read : float
        Share of the file (0 to 1) that has been read with these features.
    """

    table: pd.DataFrame
    wkb: Any
    crs: pyproj.CRS | None
    share_read: float = 1.0

    def __len__(self) -> int:
        """Count the features."""
        return len(self.table)

    def frame(self, rows: Ints | None = None) -> gpd.GeoDataFrame:
        """Return all features, or some, as a frame."""
        chosen = np.arange(len(self)) if rows is None else rows
        return gpd.GeoDataFrame(self.table.iloc[chosen], geometry=WkbShapes(self.wkb).take(chosen), crs=self.crs)

    def polygons(self, what: str) -> Polygons:
        """Return the polygons without making objects; otherwise as `geo.overlay.polygons.polygons_of` does."""
        found = _unpacked(self.wkb)
        if found is None:
            # Other shapes than polygons, or none: `polygons_of` says what is wrong with them.
            return polygons_of(self.frame(), what)
        coords = in_degrees(found.coords, self.crs, what)
        return Polygons(self.table.index, self.crs, WkbShapes(self.wkb), found._replace(coords=coords))


def _unpacked(wkb: Any) -> Outlines | None:
    """Unpack the rings of a column, in the coordinates of the file; None if it holds other shapes than polygons."""
    if wkb.null_count == len(wkb):
        return None
    chunks = [chunk for chunk in wkb.chunks if chunk.null_count < len(chunk)]
    found = in_chunks(lambda first, last: _unpacked_chunk(chunks[first]), len(chunks), 1)
    parts = [part for part in found if part is not None]
    if len(parts) < len(found):
        return None
    first_rows = np.cumsum([0, *(len(chunk) for chunk in wkb.chunks)])
    rows = [row for row, chunk in zip(first_rows, wkb.chunks, strict=False) if chunk.null_count < len(chunk)]
    vertices = np.cumsum([0, *(part.offsets[-1] for part in parts)])
    coords = np.empty((vertices[-1], 2))
    for part, start in zip(parts, vertices, strict=False):
        for axis, values in enumerate(part.axes):
            coords[start : start + len(values), axis] = values
    return Outlines(
        coords,
        np.concatenate([[0], *(part.offsets[1:] + first for part, first in zip(parts, vertices, strict=False))]),
        np.concatenate([part.sign for part in parts]),
        np.concatenate([part.owner + row for part, row in zip(parts, rows, strict=True)]),
    )


class _Unpacked(NamedTuple):
    """The rings of a chunk as of `geo.measure.outlines.Outlines`, with the coordinates axis by axis."""

    axes: tuple[Floats, ...]
    offsets: Ints
    sign: Floats
    owner: Ints


def _unpacked_chunk(wkb: Any) -> _Unpacked | None:
    import geoarrow.pyarrow as ga  # noqa: PLC0415  an optional extra

    kinds = {ga.GeometryType(int(kind)) for kind in ga.unique_geometry_types(wkb).field(0)}
    if not kinds <= {ga.GeometryType.POLYGON, ga.GeometryType.MULTIPOLYGON}:
        return None
    if not kinds:
        # Only empty polygons: GeoArrow names no type for them.
        return _Unpacked((), np.zeros(1, np.int64), np.empty(0), np.empty(0, np.int64))
    column = ga.as_geoarrow(wkb).storage
    row = np.arange(len(column))
    if ga.GeometryType.MULTIPOLYGON in kinds:
        # With one multi-polygon in the column, every row is a list of polygons.
        row, column = np.repeat(row, _sizes(column)), column.flatten()
    count = _sizes(column)
    owner, rings = np.repeat(row, count), column.flatten()
    sign = np.full(len(rings), -1.0)
    sign[(np.cumsum(count) - count)[count > 0]] = 1.0
    vertices, size = rings.flatten(), _sizes(rings)
    axes = tuple(vertices.field(axis).to_numpy() for axis in (0, 1))
    filled = size > 0
    return _Unpacked(axes, np.concatenate(([0], np.cumsum(size[filled]))), sign[filled], owner[filled])


def _sizes(lists: Any) -> Ints:
    """Count the values of each list of a column."""
    offsets: Ints = lists.offsets.to_numpy().astype(np.int64)
    return np.diff(offsets)


def read_batches(path: Path, columns: list[str]) -> Iterator[ParquetRows]:
    """Read a GeoParquet file a batch of features at a time.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    columns : list of str
        Attributes to read beside the geometry.

    Yields
    ------
    ParquetRows
        At most `BATCH` rows, with the index stored in the file.

    Raises
    ------
    ParameterError
        If the file has no such attribute.
    SourceError
        If the file is no GeoParquet with WKB geometry, or the extra ``parquet`` is not installed.
    OSError, ValueError
        If the file is no Parquet.
    """
    yield from _read(path, columns, BATCH)


def read_frame(path: Path, bounds: Bounds = UNBOUNDED) -> gpd.GeoDataFrame:
    """Read a GeoParquet file as `geopandas.read_parquet` does, but make its shapes in batches.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    bounds : Bounds
        How much it may hold.

    Returns
    -------
    geopandas.GeoDataFrame
        A file with several columns of shapes, or with shapes that are not WKB, is read by geopandas itself.

    Raises
    ------
    SourceError
        If the file is no GeoParquet, or cannot be read.
    CRSError
        If its reference system is unknown.
    ParameterError
        If it holds more than `bounds` allow.
    """
    from pyarrow import parquet  # noqa: PLC0415  as in `_read`

    try:
        with parquet.ParquetFile(path, pre_buffer=False, buffer_size=_PIECE) as file:
            require_few(path, file, bounds)
            return _whole_frame(path, file)
    except AtlasError:
        raise
    except _UNREADABLE as error:
        raise SourceError(Fault(str(error)[:200], "a .parquet file", str(path), "name another file")) from error


def _whole_frame(path: Path, file: Any) -> gpd.GeoDataFrame:
    found = read_geometry_columns(file.schema_arrow, str(path))
    if list(found.encodings.values()) != ["WKB"]:
        for name in (name for name, encoding in found.encodings.items() if encoding == "WKB"):
            for batch in file.iter_batches(BATCH_ROWS, columns=[name], use_threads=False):
                require_shallow(_as_binary(batch.column(name)).to_numpy(zero_copy_only=False))
        return gpd.read_parquet(path)
    name = found.primary
    place = file.schema_arrow.empty_table().to_pandas().columns.get_loc(name)
    others = [column for column in file.schema_arrow.names if column != name and column not in found.coverings]
    # Each thread would hold pages of its own; without threads a large file takes half a second.
    frame = file.read(others, use_pandas_metadata=True, use_threads=False).to_pandas()
    # Arrow keeps freed memory in its pool, where shapely cannot use it.
    pa.default_memory_pool().release_unused()
    shapes = [np.empty(0, dtype=object)]
    for batch in file.iter_batches(BATCH_ROWS, columns=[name], use_threads=False):
        shapes.append(WkbShapes(_as_binary(batch.column(name))).take(np.arange(len(batch))))
    pa.default_memory_pool().release_unused()
    frame.insert(place, name, gpd.array.from_shapely(np.concatenate(shapes), crs=found.crs))
    return gpd.GeoDataFrame(frame, geometry=name)


def read_rows(path: Path, columns: list[str]) -> ParquetRows:
    """Read a GeoParquet file as a whole; parameters and errors as in `read_batches`."""
    parts = list(_read(path, columns, BATCH))
    geometry = pa.chunked_array([chunk for part in parts for chunk in part.wkb.chunks])
    return ParquetRows(pd.concat([part.table for part in parts]), geometry, parts[0].crs)


def require_extra(where: str) -> None:
    """Check that what unpacks GeoParquet is installed; `where` names the file in the error.

    Raises
    ------
    SourceError
        If the extra ``parquet`` is not installed.
    """
    try:
        import geoarrow.pyarrow  # noqa: PLC0415, F401  an optional extra
    except ImportError as error:
        remedy = "pip install 'lingang-atlas[parquet]'"
        raise SourceError(Fault(f"{error.name} is not installed", "the extra `parquet`", where, remedy)) from error


def _read(path: Path, columns: list[str], size: int) -> Iterator[ParquetRows]:
    require_extra(str(path))
    from pyarrow import parquet  # noqa: PLC0415  25 MB that only GeoParquet needs

    # Reading ahead would hold the whole file in memory.
    with parquet.ParquetFile(path, pre_buffer=False) as file:
        missing = [name for name in columns if name not in file.schema_arrow.names]
        if missing:
            known = ", ".join(file.schema_arrow.names)
            raise ParameterError(Fault(f"by={missing[0]!r}", f"one of {known}", str(path), "name an attribute"))
        found = read_geometry_columns(file.schema_arrow, str(path))
        geometry, crs = found.primary, found.crs
        if found.encodings[geometry] != "WKB":
            raise SourceError(Fault("geometry not written as WKB", "GeoParquet with encoding WKB", str(path)))
        first, index, stored = 0, _index_columns(file), _stored_range(file)
        for batch in file.iter_batches(size, columns=[*index, *columns, geometry]):
            table = pa.Table.from_batches([batch]).drop_columns([geometry]).to_pandas()
            if not index:
                table.index = stored[first : first + len(batch)]
            first += len(batch)
            column = batch.column(geometry)
            yield ParquetRows(table, pa.chunked_array([_as_binary(column)]), crs, first / file.metadata.num_rows)


def _as_binary(column: Any) -> Any:
    """Return a column of WKB as binary, without the extension type of GeoArrow."""
    return column.storage if isinstance(column, pa.ExtensionArray) else column


def _index_columns(file: Any) -> list[str]:
    stored = file.schema_arrow.pandas_metadata or {}
    return [name for name in stored.get("index_columns", []) if isinstance(name, str)]


def _stored_range(file: Any) -> pd.RangeIndex:
    stored = (file.schema_arrow.pandas_metadata or {}).get("index_columns", [])
    ranges = [entry for entry in stored if isinstance(entry, dict) and entry.get("kind") == "range"]
    if not ranges:
        return pd.RangeIndex(file.metadata.num_rows)
    return pd.RangeIndex(ranges[0]["start"], ranges[0]["stop"], ranges[0]["step"])

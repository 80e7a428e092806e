"""A vector file as pieces of some thousand features: read piece by piece by GDAL and Arrow where a format allows it.

GeoPackage, Shapefile, FlatGeobuf, File Geodatabase, MapInfo, GML, GPX and GeoParquet are read so, in bounded memory.
So is a large GeoJSON; a smaller one, KML, DXF, zipped files and 界址点 are read whole by the readers that know their
own forms.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import pyogrio
import pyproj
import shapely

from geo.coordinates.crs import parse_crs
from geo.errors import UNKNOWN_FORMAT, AtlasError, Fault, ParameterError, SourceError
from geo.readers import gdal
from geo.readers.checks.faults import unreadable
from geo.readers.checks.sniff import require_kind
from geo.readers.drivers import IMPORT_DRIVERS, driver_of, one_driver
from geo.readers.file_names import GEOJSON, IMPORTED
from geo.readers.sound_shapes import guess_crs
from geo.readers.vector_file import read_layers
from geo.store.reading.arrow_columns import as_columns, of_frame

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.measure.arrays import Objects

#: Features of a piece: about 12 MB of polygons with 20 vertices.
PIECE = 20_000
#: First bytes of the formats only an import reads.
_BEGINNINGS = {
    ".gpx": b"<",
    ".gml": b"<",
    ".tab": b"!table",
    ".mif": b"version",
    ".geojson": b"{",
    ".json": b"{",
}
#: Bytes of a GeoJSON above which GDAL reads it piece by piece.
_LARGE = 64 * 1024 * 1024
#: Formats whose own readers know more of them than GDAL: read whole unless a layer is named.
_READ_WHOLE = (".geojson", ".json", ".kml", ".kmz", ".dxf", ".txt", ".zip")


@dataclass(frozen=True)
class Piece:
    """Some features: their own columns, and their shapes in the system of the source."""

    columns: pa.RecordBatch
    shapes: Objects


@dataclass(frozen=True)
class Source:
    """A file that is open to be read once.

    Attributes
    ----------
    schema : pyarrow.Schema
        The own columns.
    crs : pyproj.CRS
    guessed : bool
        Whether the file names none.
    count : int
        Features, as far as the file says; 0 if it does not.
    title : str
        Name of the layer in the file.
    pieces : iterator of Piece
    warnings : tuple of (str, str)
        What was assumed to read it, in Chinese and English.
    """

    schema: pa.Schema
    crs: pyproj.CRS
    guessed: bool
    count: int
    title: str
    pieces: Iterator[Piece]
    warnings: tuple[tuple[str, str], ...] = ()


@contextmanager
def open_source(path: Path, layer: str | None = None) -> Iterator[Source]:
    """Open a vector file to be read piece by piece.

    Parameters
    ----------
    path : pathlib.Path
        In one of the formats of `geo.readers.file_names`.
    layer : str, optional
        Which layer; it may be left out where only one has shapes.

    Raises
    ------
    SourceError
        If the file is missing, of another format, broken, or holds no features.
    ParameterError
        If there is no such layer, or several and none is named.
    CRSError
        If it names no reference system and its coordinates fit none used in the city.
    """
    suffix = _require_named(path)
    if suffix == ".parquet":
        yield _of_parquet(path)
    elif suffix in _READ_WHOLE and layer is None and not (suffix in GEOJSON and path.stat().st_size > _LARGE):
        yield _of_frame(path)
    else:
        _require_kind(path, suffix)
        gdal.require_plain_name(path)
        pyogrio.set_gdal_config_options({"GML_DOWNLOAD_SCHEMA": "NO"})  # it would call the address of a schema
        with one_driver(IMPORT_DRIVERS.get(suffix) or driver_of(path)):
            yield from _of_gdal(path, layer)


def _require_named(path: Path) -> str:
    """Return the ending of a file; refuse a missing file, a folder, and an ending that is not one of `IMPORTED`."""
    suffix = path.suffix.lower()
    if suffix not in IMPORTED:
        found, expected = f"a file named *{suffix or path.name}", "one of " + ", ".join(IMPORTED)
        raise SourceError(Fault(found, expected, str(path), "convert it, or mend its name", UNKNOWN_FORMAT))
    if not (path.is_file() or (suffix == ".gdb" and path.is_dir())):
        raise SourceError(Fault("the file is missing", "a readable file", str(path), "name another file"))
    return suffix


def _require_kind(path: Path, suffix: str) -> None:
    """Refuse a file whose content is not of the format its name says."""
    if suffix not in IMPORT_DRIVERS:
        require_kind(path, suffix)
        return
    with path.open("rb") as file:
        head = file.read(4096).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not head.lower().startswith(_BEGINNINGS[suffix]) or b"<!DOCTYPE" in head:
        raise SourceError(Fault(f"content that is no {suffix}", f"a {suffix} file", str(path), "choose another file"))


def _of_gdal(path: Path, wanted: str | None) -> Iterator[Source]:
    with ExitStack() as opened:
        try:
            layer = _layer(path, wanted)
            said: dict[str, Any] = pyogrio.read_info(path, layer=layer)
            asked = pyogrio.raw.open_arrow(path, layer=layer, batch_size=PIECE)
            meta, stream = opened.enter_context(asked)
            reader = pa.RecordBatchReader.from_stream(stream)
            crs, guessed = _system(meta["crs"], path, layer)
        except AtlasError:
            raise
        except gdal.UNREADABLE as error:
            raise unreadable(path, error) from error
        shape = meta["geometry_name"] or "wkb_geometry"
        fields = pa.schema([field for field in reader.schema if field.name != shape])
        schema = as_columns(pa.RecordBatch.from_pylist([], schema=fields)).schema
        pieces = _pieces(path, reader, shape)
        yield Source(schema, crs, guessed, max(int(said["features"]), 0), layer, pieces)


def _pieces(path: Path, reader: pa.RecordBatchReader, shape: str) -> Iterator[Piece]:
    while True:
        try:
            batch = reader.read_next_batch()
        except StopIteration:
            return
        except (pa.ArrowException, OSError) as error:
            raise unreadable(path, error) from error
        yield Piece(as_columns(batch.drop_columns([shape])), _shapes(batch.column(shape), path))


def _layer(path: Path, wanted: str | None) -> str:
    names = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    if wanted is not None:
        if wanted not in names:
            expected = "one of " + ", ".join(names)
            raise ParameterError(
                Fault(f"no layer {wanted!r:.80} with shapes", expected, str(path), "choose with --layer")
            )
        return wanted
    filled = names if len(names) < 2 else [one for one in names if _has_features(path, one)]
    if len(filled) != 1:
        found = f"{len(filled)} layers with shapes" if filled else "no layer with features that have shapes"
        expected = "one, or --layer with one of " + ", ".join(filled) if filled else "at least one"
        kind = ParameterError if filled else SourceError
        raise kind(Fault(found, expected, str(path), "choose with --layer" if filled else "name another file"))
    return filled[0]


def _has_features(path: Path, layer: str) -> bool:
    said: dict[str, Any] = pyogrio.read_info(path, layer=layer, force_feature_count=True)
    return int(said["features"]) != 0


def _system(named: str | None, path: Path, layer: str) -> tuple[pyproj.CRS, bool]:
    if named:
        return parse_crs(named), False
    bounds = pyogrio.read_info(path, layer=layer, force_total_bounds=True)["total_bounds"]
    corners = gpd.GeoSeries(shapely.points(np.array(bounds).reshape(2, 2)))
    return parse_crs(guess_crs(corners, str(path))), True


def _of_parquet(path: Path) -> Source:
    from pyarrow import parquet  # noqa: PLC0415  25 MB that only GeoParquet needs

    from geo.readers.checks.parquet_metadata import read_geometry_columns  # noqa: PLC0415
    from geo.readers.geoparquet import read_frame  # noqa: PLC0415

    require_kind(path, ".parquet")
    try:
        file = parquet.ParquetFile(path)
        found = read_geometry_columns(file.schema_arrow, str(path))
        if found.encodings[found.primary] != "WKB" or found.crs is None:
            file.close()
            return _of_frame(path, read_frame(path))
        others = set(found.encodings) | {"bbox"}
        names = [name for name in file.schema_arrow.names if name not in others and not name.startswith("__index")]
        schema = as_columns(
            pa.RecordBatch.from_pylist([], schema=pa.schema([file.schema_arrow.field(one) for one in names]))
        ).schema
    except (pa.ArrowException, OSError, ValueError) as error:
        raise unreadable(path, error) from error
    batches = file.iter_batches(PIECE, columns=[*names, found.primary])
    pieces = (Piece(as_columns(batch.select(names)), _shapes(batch.column(found.primary), path)) for batch in batches)
    return Source(schema, found.crs, False, file.metadata.num_rows, path.stem, pieces)


def _of_frame(path: Path, frame: gpd.GeoDataFrame | None = None) -> Source:
    """Return what a reader of a whole file read."""
    title = path.stem
    if frame is None:
        layers = {name: one for name, one in read_layers(path).items() if len(one)}
        if len(layers) != 1:
            raise SourceError(Fault("no feature", "at least one", str(path), "name a file that holds features"))
        (title, frame), *_ = layers.items()
    warnings = tuple(frame.attrs.get("warnings", ()))
    guessed = frame.crs is None or bool(frame.attrs.get("guessed"))
    crs = parse_crs(guess_crs(frame.geometry, str(path))) if frame.crs is None else frame.crs
    columns, shapes = of_frame(frame), np.array(frame.geometry.array, dtype=object)
    pieces = (
        Piece(columns.slice(first, PIECE), shapes[first : first + PIECE]) for first in range(0, len(shapes), PIECE)
    )
    return Source(columns.schema, pyproj.CRS(crs), guessed, len(shapes), title, pieces, warnings)


def _shapes(column: pa.Array, path: Path) -> Objects:
    values = column.storage if isinstance(column, pa.ExtensionArray) else column
    try:
        made: Objects = np.asarray(shapely.from_wkb(values.to_numpy(zero_copy_only=False)), dtype=object).reshape(-1)
    except shapely.errors.ShapelyError as error:
        raise unreadable(path, error) from error
    return made

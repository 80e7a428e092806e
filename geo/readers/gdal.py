"""Read the shapes of a vector file with the program its name calls for, and no other.

GDAL goes by the content of a file and not by its name: a text that describes a data source would have it open other
files of this machine. So what a file is is checked before GDAL sees it.
"""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from shapely.errors import ShapelyError

from geo.columns import FIELDS
from geo.errors import TOO_LARGE, Fault, ParameterError, SourceError
from geo.readers import boundary_points
from geo.text_files import mentions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: What an archive may unpack to.
MOST_BYTES = 512 * 1024 * 1024
#: How a file of each kind begins; texts are checked by `_require_kind` for what they may not hold.
_MAGIC = {
    ".gpkg": b"SQLite format 3\0",
    ".fgb": b"fgb",
    ".shp": b"\0\0\x27\x0a",
    ".zip": b"PK",
    ".kmz": b"PK",
    ".parquet": b"PAR1",
}
#: First bytes of a dBASE table: version and whether it has memos.
_DBF = {bytes([first]) for first in (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x83, 0x8B, 0x8C, 0xF5)}
#: Every description of a data source begins like this; no drawing and no KML does.
_DESCRIPTION = b"<OGR"
_ID_CODE = FIELDS["place_id"].code


def read(path: Path) -> gpd.GeoDataFrame:
    """Read all features of a file, as they stand in it.

    Parameters
    ----------
    path : pathlib.Path
        ``.gpkg``, ``.shp``, ``.zip`` (Shapefiles), ``.kml``, ``.kmz``, ``.fgb``, ``.parquet``, ``.dxf`` or ``.txt``
        (界址点坐标).

    Returns
    -------
    geopandas.GeoDataFrame
        In the system the file names; crs None where it names none.

    Raises
    ------
    SourceError
        If the file is of another kind or cannot be read.
    """
    suffix = path.suffix.lower()
    _require_kind(path, suffix)
    return READERS[suffix](path)


def read_layers(path: Path) -> dict[str, gpd.GeoDataFrame]:
    """Read a file as `read` does, the layers of a GeoPackage one by one; by name, any other file under its own.

    Raises
    ------
    SourceError
        If the file is of another kind or cannot be read.
    """
    if path.suffix.lower() != ".gpkg":
        return {path.stem: read(path)}
    _require_kind(path, ".gpkg")
    return {layer: _joined(path, [(str(path), layer)]) for layer in _layers(str(path), path)}


def _require_kind(path: Path, suffix: str) -> None:
    with path.open("rb") as file:
        head = file.read(64)
    is_kind = head.startswith(_MAGIC.get(suffix, b""))
    if suffix in {".kml", ".dxf"}:
        # Text without a mark of its own: GDAL would take GeoJSON or a description of other sources for what it is.
        is_kind = not head.lstrip().startswith((b"{", b"[")) and not mentions(path, _DESCRIPTION)
    if suffix == ".kml":
        # GPX, GML and other languages of XML have drivers of their own, which would take the file.
        is_kind = is_kind and mentions(path, b"<kml")
    if not is_kind:
        raise SourceError(Fault(f"content that is no {suffix}", f"a {suffix} file", str(path), "choose another file"))
    if suffix == ".gpkg":
        _require_tables(path)


def _read_gdal(path: Path) -> gpd.GeoDataFrame:
    """Read every layer with shapes; attribute tables beside them are left."""
    return _joined(path, [(str(path), layer) for layer in _layers(str(path), path)])


def _layers(source: str, path: Path) -> list[str]:
    try:
        return [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    except (pyogrio.errors.DataSourceError, ValueError) as error:
        raise _unreadable(path, error) from error


def _read_archive(path: Path) -> gpd.GeoDataFrame:
    """Read the Shapefiles of an archive, and the tables of places without shape that an export puts beside them."""
    try:
        with zipfile.ZipFile(path) as archive:
            _require_small(path, archive)
            names = [name for name in archive.namelist() if name.lower().endswith((".shp", ".dbf"))]
            strange = [name for name in names if not _begins_as_it_should(archive, name)]
    except zipfile.BadZipFile as error:
        raise _unreadable(path, error) from error
    drawn = {name.lower().removesuffix(".shp") for name in names if name.lower().endswith(".shp")}
    wanted = [name for name in names if name.lower()[-4:] == ".shp" or name.lower()[:-4] not in drawn]
    if not drawn or strange:
        found = f"{strange[0]}, which is no Shapefile" if strange else "an archive without a Shapefile"
        raise SourceError(Fault(found, "a .shp in it", str(path), "pack .shp, .dbf, .prj"))
    return _joined(path, [(f"/vsizip/{path}/{name}", None) for name in wanted])


def _begins_as_it_should(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a member of an archive begins like a Shapefile, or like a dBASE table (III to 7, by its first byte)."""
    with archive.open(name) as member:
        head = member.read(4)
    return head == _MAGIC[".shp"] if name.lower().endswith(".shp") else head[:1] in _DBF


def _require_tables(path: Path) -> None:
    """Refuse a GeoPackage with views or triggers: a view may run for ever, or make gigabytes of a kilobyte."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            query = "SELECT name FROM sqlite_master WHERE type = 'view' LIMIT 1"
            found = database.execute(query).fetchone()
        except sqlite3.DatabaseError as error:
            raise _unreadable(path, error) from error
    if found:
        remedy = "store its rows as a table"
        raise SourceError(Fault(f"the view {found[0]!r}", "tables only", str(path), remedy))


def _read_kmz(path: Path) -> gpd.GeoDataFrame:
    try:
        with zipfile.ZipFile(path) as archive:
            _require_small(path, archive)
    except zipfile.BadZipFile as error:
        raise _unreadable(path, error) from error
    return _read_gdal(path)


def _require_small(path: Path, archive: zipfile.ZipFile) -> None:
    size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_BYTES:
        fault = Fault(f"{size} bytes unpacked", f"at most {MOST_BYTES}", str(path), "split the file", TOO_LARGE)
        raise ParameterError(fault)


def _joined(path: Path, parts: list[tuple[str, str | None]]) -> gpd.GeoDataFrame:
    """Concatenate the features of several layers, in the system of the first."""
    try:
        frames = [_frame(source, layer) for source, layer in parts]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ShapelyError, ValueError) as error:
        raise _unreadable(path, error) from error
    spatial = [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame)]
    if not spatial:
        raise SourceError(Fault("a table without shapes", "a vector layer", str(path), "name another file"))
    crs = spatial[0].crs
    whole = [frame if crs is None or frame.crs in {None, crs} else frame.to_crs(crs) for frame in spatial]
    for table in frames:
        if not isinstance(table, gpd.GeoDataFrame) and _ID_CODE in table:
            whole.append(gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=crs))
    return gpd.GeoDataFrame(pd.concat(whole, ignore_index=True), crs=crs)


def _frame(source: str, layer: str | None) -> gpd.GeoDataFrame | pd.DataFrame:
    """Read a layer in two goes: what GDAL hands over of texts and of shapes takes several times what they keep."""
    table = pyogrio.read_dataframe(source, layer=layer, read_geometry=False)
    shapes = pyogrio.read_dataframe(source, layer=layer, columns=[])
    if not isinstance(shapes, gpd.GeoDataFrame):
        return table
    return gpd.GeoDataFrame(table, geometry=shapes.geometry.array, crs=shapes.crs)


def _read_parquet(path: Path) -> gpd.GeoDataFrame:
    from geo.readers.geoparquet import read_frame  # noqa: PLC0415  25 MB that only GeoParquet needs

    try:
        return read_frame(path)
    except ValueError as error:  # pyarrow's errors are ValueErrors, and so is a table without shapes
        raise _unreadable(path, error) from error


def _read_dxf(path: Path) -> gpd.GeoDataFrame:
    """Read a drawing of ours by its extended data; of any other its areas, which CAD draws as closed lines."""
    from geo.readers import dxf  # noqa: PLC0415  # ezdxf is slow to load

    if dxf.is_ours(path):
        return dxf.read(path)
    try:
        shapes = pyogrio.read_dataframe(path, columns=[], encoding="UTF-8").geometry.dropna().to_numpy()
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ShapelyError, ValueError) as error:
        raise _unreadable(path, error) from error
    parts = shapely.get_parts(shapes)
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    rings = lines & (shapely.get_num_coordinates(parts) >= 4) & shapely.is_closed(parts)
    areas = parts[shapely.get_dimensions(parts) == 2].tolist()
    areas += shapely.polygons([ring.coords for ring in parts[rings]]).tolist() if rings.any() else []
    return gpd.GeoDataFrame(geometry=areas or parts.tolist())


def _unreadable(path: Path, error: Exception) -> SourceError:
    return SourceError(Fault(str(error)[:200], f"a {path.suffix} file", str(path), "name another file"))


READERS: dict[str, Callable[[Path], gpd.GeoDataFrame]] = {
    ".gpkg": _read_gdal,
    ".shp": _read_gdal,
    ".zip": _read_archive,
    ".kml": _read_gdal,
    ".kmz": _read_kmz,
    ".fgb": _read_gdal,
    ".parquet": _read_parquet,
    ".dxf": _read_dxf,
    ".txt": boundary_points.read,
}

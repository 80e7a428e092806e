"""Read a vector file that is no GeoJSON: one reader for each ending, GDAL for most.

`geo.readers.checks.sniff` checks what a file is before any reader opens it.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import pandas as pd
import pyogrio
import shapely
from shapely.errors import ShapelyError

from geo.columns import FIELDS
from geo.errors import AtlasError, Fault, ParameterError, SourceError
from geo.readers import boundary_points
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.faults import unreadable
from geo.readers.checks.geodatabase import geodatabases_in
from geo.readers.checks.kml import require_plain_kml
from geo.readers.checks.sniff import is_shapefile_member, require_few_members, require_kind, require_sound_table
from geo.readers.drivers import READ_DRIVERS, driver_of, one_driver

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_ID_CODE = FIELDS["place_id"].code
#: What GDAL, pyogrio and shapely raise for a broken file; a table that is too large is a MemoryError. The last is of
#: pyogrio, which trips over its own error where the text of a reference system is not UTF-8.
UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FieldError,
    ShapelyError,
    ValueError,
    UnboundLocalError,
)
#: What ``zipfile`` raises for a broken archive, one with a password, or one packed in a way it does not know.
_NO_ARCHIVE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def read(path: Path, bounds: Bounds = UNBOUNDED) -> gpd.GeoDataFrame:
    """Read all features of a file, as they stand in it.

    Parameters
    ----------
    path : pathlib.Path
        ``.gpkg``, ``.shp``, ``.gdb`` (a folder), ``.zip`` (Shapefiles, or a geodatabase), ``.kml``, ``.kmz``, ``.fgb``,
        ``.parquet``, ``.dxf`` or ``.txt`` (界址点坐标).
    bounds : Bounds
        How much it may hold.

    Returns
    -------
    geopandas.GeoDataFrame
        In the system the file names; crs None where it names none.

    Raises
    ------
    SourceError
        If the file is of another kind or cannot be read.
    ParameterError
        If it holds more than `bounds` allow.
    """
    suffix = path.suffix.lower()
    require_kind(path, suffix, bounds)
    with one_driver(driver_of(path)):
        return READERS[suffix](path, bounds)


def read_layers(path: Path) -> dict[str, gpd.GeoDataFrame]:
    """Read a file as `read` does, but each layer of a GeoPackage or a geodatabase by itself.

    Returns
    -------
    dict of str to geopandas.GeoDataFrame
        By name of the layer; a file of another format is one layer, named as the file.

    Raises
    ------
    SourceError
        If the file is of another kind or cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in {".gpkg", ".gdb"}:
        return {path.stem: read(path)}
    require_kind(path, suffix)
    require_plain_name(path)
    with one_driver(READ_DRIVERS[suffix]):
        return {layer: _joined(path, [(str(path), layer)], UNBOUNDED) for layer in _layers(str(path), path)}


def require_plain_name(path: Path) -> None:
    """Refuse a path that pyogrio would take for an address and cut: it looks for parameters and archives in it."""
    found = [sign for sign in ";!" if sign in str(path)]
    if found:
        fault = Fault(f"{found[0]} in its name", "a name without ; and !", str(path), "rename the file or its folder")
        raise SourceError(fault)


def _read_gdal(path: Path, bounds: Bounds) -> gpd.GeoDataFrame:
    """Read every layer that has shapes; tables without shapes are left out."""
    require_plain_name(path)
    return _joined(path, [(str(path), layer) for layer in _layers(str(path), path)], bounds)


def _layers(source: str, path: Path) -> list[str]:
    try:
        return [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
    except UNREADABLE as error:
        raise unreadable(path, error) from error


def _read_archive(path: Path, bounds: Bounds) -> gpd.GeoDataFrame:
    """Read the Shapefiles of an archive, and the ``.dbf`` tables in which an export keeps places without shape."""
    try:
        with zipfile.ZipFile(path) as archive:
            require_few_members(path, archive, bounds)
            if folders := geodatabases_in(archive):
                return _read_geodatabase(path, folders, bounds)
            names = [name for name in archive.namelist() if name.lower().endswith((".shp", ".dbf"))]
            others = [name for name in names if not is_shapefile_member(archive, name)]
            for name in () if others else names:
                require_sound_table(path, archive, name, bounds)
    except _NO_ARCHIVE as error:
        raise _of_archive(path, error) from error
    drawn = {name.lower().removesuffix(".shp") for name in names if name.lower().endswith(".shp")}
    wanted = [name for name in names if name.lower()[-4:] == ".shp" or name.lower()[:-4] not in drawn]
    if not drawn or others:
        found = f"{others[0]:.80}, which is no Shapefile" if others else "an archive without a Shapefile"
        raise SourceError(Fault(found, "a .shp in it", str(path), "pack .shp, .dbf, .prj"))
    return _joined(path, [(f"/vsizip/{path}/{name}", None) for name in wanted], bounds)


def _read_geodatabase(path: Path, folders: list[str], bounds: Bounds) -> gpd.GeoDataFrame:
    if len(folders) > 1:
        fault = Fault(f"{len(folders)} geodatabases", "one", str(path), "pack each by itself")
        raise SourceError(fault)
    source = f"/vsizip/{path}/{folders[0]}".rstrip("/")
    return _joined(path, [(source, layer) for layer in _layers(source, path)], bounds)


def _of_archive(path: Path, error: Exception) -> Exception:
    """Return the error to raise for a broken archive; those of our own bounds stay as they are."""
    return error if isinstance(error, AtlasError) else unreadable(path, error)


def _read_kmz(path: Path, bounds: Bounds) -> gpd.GeoDataFrame:
    try:
        with zipfile.ZipFile(path) as archive:
            require_few_members(path, archive, bounds)
            for name in archive.namelist():
                if name.lower().endswith(".kml"):
                    with archive.open(name) as member:
                        require_plain_kml(member, path, bounds)
    except _NO_ARCHIVE as error:
        raise _of_archive(path, error) from error
    return _read_gdal(path, bounds)


def _joined(path: Path, parts: list[tuple[str, str | None]], bounds: Bounds) -> gpd.GeoDataFrame:
    """Concatenate the features of several layers, in the system of the first."""
    try:
        _require_few(path, parts, bounds)
        frames = [_frame(source, layer) for source, layer in parts]
    except ParameterError:
        raise
    except UNREADABLE as error:
        raise unreadable(path, error) from error
    spatial = [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame)]
    if not spatial:
        raise SourceError(Fault("a table without shapes", "a vector layer", str(path), "name another file"))
    crs = spatial[0].crs
    whole = [frame if crs is None or frame.crs in {None, crs} else frame.to_crs(crs) for frame in spatial]
    for table in frames:
        if not isinstance(table, gpd.GeoDataFrame) and _ID_CODE in table:
            whole.append(gpd.GeoDataFrame(table, geometry=[None] * len(table), crs=crs))
    return gpd.GeoDataFrame(pd.concat(whole, ignore_index=True), crs=crs)


def _require_few(path: Path, parts: list[tuple[str, str | None]], bounds: Bounds) -> None:
    """Count layers, rows and columns as the file states them."""
    bounds.require("members", len(parts), str(path))
    rows, columns = 0, set()
    for source, layer in parts if bounds.rows is not None else ():
        stated: dict[str, Any] = pyogrio.read_info(source, layer=layer)
        rows += max(int(stated["features"]), 0)
        columns.update(stated["fields"])
        bounds.require("rows", rows, str(path))
        bounds.require("columns", len(columns), str(path))
        bounds.require("cells", rows * len(columns), str(path))


def _frame(source: str, layer: str | None) -> gpd.GeoDataFrame | pd.DataFrame:
    """Read texts and shapes of a layer one after the other.

    While GDAL's rows are converted they take several times the memory of the result; so only one half is there at once.
    """
    table = pyogrio.read_dataframe(source, layer=layer, read_geometry=False)
    shapes = pyogrio.read_dataframe(source, layer=layer, columns=[])
    if not isinstance(shapes, gpd.GeoDataFrame):
        return table
    return gpd.GeoDataFrame(table, geometry=shapes.geometry.array, crs=shapes.crs)


def _read_parquet(path: Path, bounds: Bounds) -> gpd.GeoDataFrame:
    from geo.readers.geoparquet import read_frame  # noqa: PLC0415  25 MB that only GeoParquet needs

    return read_frame(path, bounds)


def _read_dxf(path: Path, bounds: Bounds) -> gpd.GeoDataFrame:
    """Read a drawing of the atlas by its extended data, and the areas of any other: CAD draws them as closed lines."""
    from geo.readers import dxf  # noqa: PLC0415  # ezdxf is slow to load

    if dxf.is_ours(path):
        return dxf.read(path)
    try:
        bounds.require("rows", max(int(pyogrio.read_info(path, encoding="UTF-8")["features"]), 0), str(path))
        shapes = pyogrio.read_dataframe(path, columns=[], encoding="UTF-8").geometry.dropna().to_numpy()
    except ParameterError:
        raise
    except UNREADABLE as error:
        raise unreadable(path, error) from error
    parts = shapely.get_parts(shapes)
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    rings = lines & (shapely.get_num_coordinates(parts) >= 4) & shapely.is_closed(parts)
    areas = parts[shapely.get_dimensions(parts) == 2].tolist()
    areas += shapely.polygons([ring.coords for ring in parts[rings]]).tolist() if rings.any() else []
    return gpd.GeoDataFrame(geometry=areas or parts.tolist())


READERS: dict[str, Callable[[Path, Bounds], gpd.GeoDataFrame]] = {
    ".gpkg": _read_gdal,
    ".shp": _read_gdal,
    ".zip": _read_archive,
    ".kml": _read_gdal,
    ".kmz": _read_kmz,
    ".fgb": _read_gdal,
    ".parquet": _read_parquet,
    ".dxf": _read_dxf,
    ".gdb": _read_gdal,
    ".txt": boundary_points.read,
}

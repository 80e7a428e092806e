"""Read a vector file, a GeoJSON text or an upload into places in longitude/latitude, checked and ready to measure.

A file that `geo.export` wrote is read with the same ids and the same shapes. GeoJSON is read by `geo.readers.geojson`,
everything else by `geo.readers.gdal`; `geo.readers.sound_shapes` checks the shapes.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo.columns import FIELDS
from geo.coordinates.crs import WGS84, to_lonlat
from geo.errors import (
    UNKNOWN_FORMAT,
    Fault,
    ParameterError,
    SchemaError,
    SourceError,
)
from geo.measure.arrays import batches
from geo.readers import gdal, geojson
from geo.readers.checks.bounds import UNBOUNDED, Bounds, with_short_texts
from geo.readers.file_names import FORMATS, GEOJSON, IMPORTED
from geo.readers.sound_shapes import MAX_VERTICES, guess_crs, require_sound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from geo.measure.arrays import Objects

_LONG_NAME = {field.code: field.key for field in FIELDS.values()}


@dataclass(frozen=True)
class VectorFile:
    """What a file held.

    Attributes
    ----------
    features : geopandas.GeoDataFrame
        As `read_features` returns them.
    crs : str
        Name of the system of the file.
    guessed : bool
        Whether the file names no system, so that it was guessed from the numbers.
    warnings : tuple of (str, str)
        What was assumed to read it, and what in it does not fit, in Chinese and English.
    """

    features: gpd.GeoDataFrame
    crs: str
    guessed: bool
    warnings: tuple[tuple[str, str], ...] = ()

    @property
    def warning_rows(self) -> list[dict[str, str]]:
        """The warnings as rows for JSON: ``text_zh`` and ``text_en``."""
        return [{"text_zh": zh, "text_en": en} for zh, en in self.warnings]


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read a vector file.

    Parameters
    ----------
    path : pathlib.Path
        Named by one of `FORMATS`: ``.geojson``, ``.gpkg``, ``.shp``, ``.gdb`` (a folder), ``.zip`` (Shapefiles, or a
        geodatabase), ``.kml``, ``.kmz``, ``.fgb``, ``.parquet``, ``.dxf`` or ``.txt`` (界址点坐标).

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, index and column ``place_id`` (``feature-1`` … where the file has none), ``name_zh``, and the other
        columns of the file under the long names of `geo.export.field_list`; a feature without location has geometry
        None.

    Raises
    ------
    SourceError
        If the file is missing, of another format, or holds nothing.
    CRSError
        If it names no reference system and its numbers lie in no zone of the city, or if it names Mercator.
    GeometryError
        If a shape is not valid or a coordinate is not a number.
    """
    return read_vector_file(path).features


def read_vector_file(path: Path, *, bounds: Bounds = UNBOUNDED) -> VectorFile:
    """Read a vector file, with the reference system it was in.

    Parameters
    ----------
    path : pathlib.Path
        As `read_features` takes it.
    bounds : Bounds
        How much it may hold; files of strangers have bounds, because other readers wait while one is read.

    Returns
    -------
    VectorFile

    Raises
    ------
    SourceError, CRSError, GeometryError
        As `read_features` does.
    ParameterError
        If it holds more than `bounds` allow.
    """
    is_geojson, where = _require_named(path) in GEOJSON, str(path)
    frame, guessed = _in_system(geojson.read(path, bounds) if is_geojson else gdal.read(path, bounds), where)
    warnings, guessed = tuple(frame.attrs.pop("warnings", ())), guessed or frame.attrs.pop("guessed", False)
    table, shapes, crs = _apart(frame, where)
    del frame  # or it would hold the shapes of the file until all are in degrees
    features = _normal(table, shapes, crs, where, bounds.vertices)
    return VectorFile(features, pyproj.CRS(crs).name, guessed, warnings)


def read_layers(path: Path) -> dict[str, gpd.GeoDataFrame]:
    """Read the layers of a vector file, each as it stands in the file.

    Returns
    -------
    dict of str to geopandas.GeoDataFrame
        By name of the layer; crs None where the file names none.

    Raises
    ------
    SourceError
        If the file is missing, of another format, or cannot be read.
    """
    is_geojson = _require_named(path) in GEOJSON
    return {path.stem: geojson.read(path)} if is_geojson else gdal.read_layers(path)


def vector_file_of(frame: gpd.GeoDataFrame, where: str) -> VectorFile:
    """Convert a frame as its source holds it to the form of `read_features`; raises what that raises."""
    frame, guessed = _in_system(frame, where)
    warnings, guessed = tuple(frame.attrs.pop("warnings", ())), guessed or frame.attrs.pop("guessed", False)
    return VectorFile(normal_features(frame, where), pyproj.CRS(frame.crs).name, guessed, warnings)


def _in_system(frame: gpd.GeoDataFrame, where: str) -> tuple[gpd.GeoDataFrame, bool]:
    """Return a frame with its reference system, and whether it had to be guessed from the numbers."""
    if frame.crs is not None:
        return frame, False
    return frame.set_crs(guess_crs(frame.geometry, where)), True


def _require_named(path: Path) -> str:
    """Return the ending of a file; refuse a missing file and an ending that is not one of `FORMATS`."""
    if not (path.is_file() or (path.suffix.lower() == ".gdb" and path.is_dir())):
        raise SourceError(Fault("the file is missing", "a readable file", str(path), "name another file"))
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        found = f"a file named *{suffix or path.name}"
        expected = "one of " + ", ".join(FORMATS)
        remedy = "`lingang import` reads it into a store" if suffix in IMPORTED else "convert it, or mend its name"
        raise SourceError(Fault(found, expected, str(path), remedy, UNKNOWN_FORMAT))
    return suffix


def parse_geojson(text: str | bytes, where: str) -> gpd.GeoDataFrame:
    """Read a GeoJSON document: a FeatureCollection, a Feature or a bare geometry, in longitude/latitude (RFC 7946).

    Parameters
    ----------
    text : str or bytes
        Bytes are UTF-8, with or without byte order mark.
    where : str
        Named in errors.

    Returns
    -------
    geopandas.GeoDataFrame
        As `read_features` returns them; texts longer than `geo.readers.checks.bounds.LONGEST_TEXT` are cut.

    Raises
    ------
    SourceError, CRSError, GeometryError
    """
    frame = with_short_texts(geojson.parse(text, where), where)
    return normal_features(frame if frame.crs else frame.set_crs(WGS84), where)


@contextmanager
def as_parameter_errors() -> Iterator[None]:
    """Raise errors of a file as `ParameterError`: the caller sent the file, the data of the atlas are not at fault."""
    try:
        yield
    except (SourceError, SchemaError) as error:
        raise ParameterError(error.faults) from error


def normal_features(frame: gpd.GeoDataFrame, where: str, *, most: int | None = MAX_VERTICES) -> gpd.GeoDataFrame:
    """Convert a frame to the form of `read_features`: ids, long names, degrees, checked shapes without heights."""
    return _normal(*_apart(frame, where), where, most)


def _apart(frame: gpd.GeoDataFrame, where: str) -> tuple[pd.DataFrame, Objects, pyproj.CRS]:
    """Split a frame into table, shapes and reference system; refuse a frame without features."""
    if not len(frame):
        raise SourceError(Fault("no feature", "at least one", where, "name a file that holds features"))
    table = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    return table, np.array(frame.geometry.array, dtype=object), frame.crs


def _normal(table: pd.DataFrame, shapes: Objects, crs: pyproj.CRS, where: str, most: int | None) -> gpd.GeoDataFrame:
    out = table.rename(columns={code: name for code, name in _LONG_NAME.items() if code in table and name not in table})
    if "place_id" not in out:
        out["place_id"] = [f"feature-{number}" for number in range(1, len(out) + 1)]
    if "name_zh" not in out:
        out["name_zh"] = out["Name"] if "Name" in out else out["place_id"]
    out["place_id"] = out["place_id"].astype(str)
    to_lonlat(crs, where=where)  # refuses a missing system and Mercator
    in_degrees = crs.is_exact_same(WGS84)
    for rows in batches(len(shapes)):
        part = shapes[rows]
        part = shapely.force_2d(part) if (shapely.get_coordinate_dimension(part) > 2).any() else part
        shapes[rows] = part if in_degrees else gpd.GeoSeries(part, crs=crs).to_crs(WGS84).to_numpy()
    require_sound(shapes, where, names=out["place_id"], most=most)
    frame = gpd.GeoDataFrame(out, geometry=shapes, crs=crs if in_degrees else WGS84)
    return frame.set_index("place_id", drop=False).rename_axis(None)

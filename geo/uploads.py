"""Read a vector file somebody drops on the map into longitude and latitude; the file is forgotten at once.

GeoJSON is read here and not by GDAL, which goes by the content and not by the name. A file without a reference system,
such as most DXF, is taken for EPSG:4529 or EPSG:4550 where its numbers lie in that zone, and the answer says so.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyogrio
import pyproj
import shapely

from geo.crs import WGS84, to_lonlat
from geo.drawn import MOST_FEATURES, geometries_of, require_sound
from geo.errors import CRSError, Fault, ParameterError, SourceError
from geo.export import boundary_points

FORMATS = (".geojson", ".json", ".zip", ".gpkg", ".kml", ".kmz", ".dxf", ".txt")
#: What an archive may unpack to.
MOST_BYTES = 64 * 1024 * 1024
#: Decimal places of a degree that are given back: 1e-7° is a centimetre.
_DECIMALS = 7
#: Northing and easting of the city in the two ways of writing its 3-degree zone.
_GUESSES = {"EPSG:4529": (41_200_000, 41_600_000), "EPSG:4550": (200_000, 600_000)}
_NORTHING = (3_300_000, 3_600_000)


def read_upload(filename: str, data: bytes) -> dict[str, Any]:
    """Read a file.

    Parameters
    ----------
    filename : str
        Its ending says the format: one of `FORMATS`.
    data : bytes

    Returns
    -------
    dict
        ``name``, ``crs`` (as the file says, or as guessed), ``guessed``, ``count`` and ``geometry``: one GeoJSON
        geometry in degrees, polygons merged if there are any, else lines, else points.

    Raises
    ------
    ParameterError
        If the format is not known, or the file is broken, empty or too large.
    CRSError
        If its coordinates mean nothing the atlas knows.
    GeometryError
        If an outline crosses itself.
    """
    suffix = Path(filename).suffix.lower()
    if suffix not in FORMATS:
        raise ParameterError(
            Fault(f"a file named *{suffix}", "one of " + ", ".join(FORMATS), "file", "convert it first")
        )
    if suffix == ".txt":
        frame, said = _read_points(data)
    else:
        frame, said = _read_json(data) if suffix in {".geojson", ".json"} else _read_gdal(suffix, data)
    shapes = shapely.force_2d(frame.geometry.to_numpy())
    parts = shapely.get_parts(shapes[~shapely.is_missing(shapes)])
    parts = parts[~shapely.is_empty(parts)]
    if not len(parts):
        raise ParameterError(Fault("no shape", "at least one", filename, "choose a file with shapes"))
    if len(parts) > MOST_FEATURES:
        raise ParameterError(Fault(f"{len(parts)} shapes", f"at most {MOST_FEATURES}", filename, "split the file"))
    crs, guessed = (said, False) if said else (_guess(parts), True)
    lonlat = gpd.GeoSeries(_closed(parts), crs=crs).to_crs(WGS84).to_numpy()
    rounded = shapely.transform(lonlat, lambda xy: np.round(xy, _DECIMALS))
    require_sound(list(rounded))
    dimension = shapely.get_dimensions(rounded)
    merged = shapely.union_all(rounded[dimension == dimension.max()])
    geometry: dict[str, Any] = json.loads(shapely.to_geojson(merged))
    name = pyproj.CRS.from_user_input(crs).name
    return {"name": Path(filename).name, "crs": name, "guessed": guessed, "count": len(frame), "geometry": geometry}


def _read_json(data: bytes) -> tuple[gpd.GeoDataFrame, str | None]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
        shapes = [shapely.from_geojson(json.dumps(shape)) for shape in geometries_of(document)]
    except (ValueError, TypeError, KeyError, RecursionError, shapely.errors.GEOSException) as error:
        raise ParameterError(Fault(str(error)[:200], "GeoJSON", "file", "mend the file")) from error
    member = document.get("crs") or {}
    named = str(member.get("properties", {}).get("name", "")) if isinstance(member, dict) else ""
    frame = gpd.GeoDataFrame(geometry=shapes)
    if named and "CRS84" not in named:
        to_lonlat(named, where="file")
        return frame, named
    beyond = len(shapes) and (np.abs(shapely.get_coordinates(shapes)) > (180.0, 90.0)).any()
    return frame, None if beyond else WGS84


def _read_points(data: bytes) -> tuple[gpd.GeoDataFrame, str | None]:
    """Read 界址点坐标, which names its zone in its head."""
    try:
        frame = boundary_points.parse(data, "file")
    except SourceError as error:
        raise ParameterError(error.faults) from error
    return frame, frame.crs.to_wkt()


def _read_gdal(suffix: str, data: bytes) -> tuple[gpd.GeoDataFrame, str | None]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"upload{suffix}"
        path.write_bytes(data)
        if suffix in {".zip", ".kmz"}:
            _require_small(path)
        options = {"encoding": "UTF-8"} if suffix == ".dxf" else {}
        source = f"/vsizip/{path}" if suffix == ".zip" else str(path)
        try:
            layers = [str(name) for name, kind in pyogrio.list_layers(source) if kind is not None]
            frames = [pyogrio.read_dataframe(source, layer=layer, columns=[], **options) for layer in layers]
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
            raise ParameterError(Fault(str(error)[:200], f"a {suffix} file", "file", "choose another file")) from error
    if not frames:
        raise ParameterError(Fault("a file without shapes", f"a {suffix} file", "file", "choose another file"))
    crs = frames[0].crs
    if crs is not None:
        to_lonlat(crs, where="file")
    shapes = np.concatenate([(one if crs is None else one.to_crs(crs)).geometry.to_numpy() for one in frames])
    return gpd.GeoDataFrame(geometry=list(shapes)), None if crs is None else crs.to_wkt()


def _require_small(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ParameterError(Fault("no archive", "a zip file", "file", "choose another file")) from error
    if size > MOST_BYTES:
        raise ParameterError(Fault(f"{size} bytes unpacked", f"at most {MOST_BYTES}", "file", "split the file"))


def _guess(parts: Any) -> str:
    """Take plain metres for the zone of Lingang where they lie in it."""
    east, north = shapely.get_coordinates(parts).T
    if (np.abs(east) <= 180).all() and (np.abs(north) <= 90).all():
        return WGS84
    if (north > _NORTHING[0]).all() and (north < _NORTHING[1]).all():
        for name, (low, high) in _GUESSES.items():
            if (east > low).all() and (east < high).all():
                return name
    raise CRSError(
        Fault(
            "coordinates whose reference system the file does not name",
            "degrees, or metres of EPSG:4529 or EPSG:4550",
            "file",
            "export it with its reference system",
        )
    )


def _closed(parts: Any) -> Any:
    """Make polygons of closed lines, which is how CAD draws an area."""
    lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
    rings = lines & (shapely.get_num_coordinates(parts) >= 4) & shapely.is_closed(parts)
    if (shapely.get_dimensions(parts) == 2).any() or not rings.any():
        return parts
    return shapely.polygons([ring.coords for ring in parts[rings]])

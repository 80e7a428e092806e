"""Read what somebody hands in, as a file, a body or an upload: places in longitude/latitude. The one reader.

The counterpart of `geo.export`: what left comes back with the same ids and the same shapes. GeoJSON is read here,
everything else by `geo.vectorfile`.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from geo import vectorfile
from geo.crs import WGS84, to_lonlat
from geo.errors import (
    CROSSING,
    TOO_LARGE,
    UNKNOWN_FORMAT,
    CRSError,
    Fault,
    GeometryError,
    ParameterError,
    SchemaError,
    SourceError,
)
from geo.export.fields import FIELDS
from geo.layerfile import layer_text
from geo.load import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LONG_NAME = {field.code: field.name for field in FIELDS}
#: More than any boundary drawn by hand; an overlay of it would hold up everybody else.
MAX_VERTICES = 1_000_000
FORMATS = (".geojson", ".json", *vectorfile.READERS)
#: Eastings and northings of the city in the two ways of writing its 3-degree zone.
_ZONES = {"EPSG:4529": (41_200_000, 41_600_000), "EPSG:4550": (200_000, 600_000)}
_NORTHINGS = (3_300_000, 3_600_000)


@dataclass(frozen=True)
class Taken:
    """What a file held.

    Attributes
    ----------
    features : geopandas.GeoDataFrame
        As `read_features` gives it.
    crs : str
        Name of the system of the file.
    guessed : bool
        Whether the file names no system and it was told from the numbers.
    """

    features: gpd.GeoDataFrame
    crs: str
    guessed: bool


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read a vector file.

    Parameters
    ----------
    path : pathlib.Path
        Named by one of `FORMATS`: ``.geojson``, ``.gpkg``, ``.shp``, ``.zip`` (Shapefiles), ``.kml``, ``.kmz``,
        ``.fgb``, ``.parquet``, ``.dxf`` or ``.txt`` (界址点坐标).

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, index and column ``place_id`` (``feature-1`` … where the file has none), ``name_zh``, and the other
        columns of the file under the long names of `geo.export.fields`; a feature without location has geometry None.

    Raises
    ------
    SourceError
        If the file is missing, of another format, or holds nothing.
    CRSError
        If it names no reference system and its numbers lie in no zone of the city, or if it names Mercator.
    GeometryError
        If a shape is not valid or a coordinate is not a number.
    """
    return take(path).features


def take(path: Path) -> Taken:
    """Read a vector file as `read_features`, and tell the system it was in; raises as that."""
    if not path.is_file():
        raise SourceError(Fault("the file is missing", "a readable file", str(path), "name another file"))
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        found = f"a file named *{suffix or path.name}"
        expected = "one of " + ", ".join(FORMATS)
        raise SourceError(Fault(found, expected, str(path), "convert it, or mend its name", UNKNOWN_FORMAT))
    where = str(path)
    frame = _geojson_frame(read_text(path), where) if suffix in {".geojson", ".json"} else vectorfile.read(path)
    guessed = frame.crs is None
    frame = frame.set_crs(guess_crs(frame.geometry, where)) if guessed else frame
    return Taken(normal(frame, where), pyproj.CRS(frame.crs).name, guessed)


def is_vector_file(name: str) -> bool:
    """Whether a name is that of a file `read_features` reads, by its ending; the file need not exist."""
    return PurePath(name).suffix.lower() in FORMATS


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
        As `read_features` gives it.

    Raises
    ------
    SourceError, CRSError, GeometryError
    """
    frame = _geojson_frame(text, where)
    return normal(frame if frame.crs else frame.set_crs(WGS84), where)


@contextmanager
def handed_in() -> Iterator[None]:
    """Make the faults of a file those of the caller who handed it in: a bad parameter, not bad data of ours."""
    try:
        yield
    except (SourceError, SchemaError) as error:
        raise ParameterError(error.faults) from error


def house_form(frame: gpd.GeoDataFrame) -> str:
    """Write a frame of `read_features` in the form the layers are kept in (`geo.layerfile`)."""
    properties = json.loads(pd.DataFrame(frame.drop(columns=["place_id", "geometry"])).to_json(orient="records"))
    features = [
        {
            "id": place_id,
            "properties": row,
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
        }
        for place_id, row, shape in zip(frame["place_id"], properties, frame.geometry, strict=True)
    ]
    return layer_text({"features": features})


def normal(frame: gpd.GeoDataFrame, where: str) -> gpd.GeoDataFrame:
    """Bring a frame to the form of `read_features`: ids, long names, degrees, checked flat shapes."""
    if not len(frame):
        raise SourceError(Fault("no feature", "at least one", where, "name a file that holds features"))
    out = frame.rename(columns={code: name for code, name in _LONG_NAME.items() if code in frame and name not in frame})
    if "place_id" not in out:
        out["place_id"] = [f"feature-{number}" for number in range(1, len(out) + 1)]
    if "name_zh" not in out:
        out["name_zh"] = out["Name"] if "Name" in out else out["place_id"]
    out["place_id"] = out["place_id"].astype(str)
    to_lonlat(out.crs, where=where)  # refuses a missing system and Mercator
    out = out.set_geometry(shapely.force_2d(out.geometry.to_numpy()), crs=out.crs).to_crs(WGS84)
    require_sound(out.geometry.to_numpy(), where, names=list(out["place_id"]))
    return out.set_index("place_id", drop=False).rename_axis(None)


def require_sound(shapes: Any, where: str, *, names: Sequence[str] = (), most: int = MAX_VERTICES) -> None:
    """Refuse shapes that cannot be measured: too many vertices, impossible coordinates, rings that cross themselves.

    Parameters
    ----------
    shapes : array of shapely geometry
        In degrees; None is let through.
    where : str
        Named in errors.
    names : sequence of str
        Of the shapes, for errors.
    most : int
        Vertices.

    Raises
    ------
    ParameterError
        If there are more vertices.
    GeometryError
        If a coordinate is no number or beyond 180 or 90 degrees, or a ring crosses itself.
    """
    coordinates = shapely.get_coordinates(shapes)
    if len(coordinates) > most:
        found = f"{len(coordinates)} vertices"
        raise ParameterError(Fault(found, f"at most {most}", where, "simplify or split it", TOO_LARGE))
    if not np.isfinite(coordinates).all():
        raise GeometryError(Fault("a coordinate that is not a number", "finite numbers", where, "mend the file"))
    if len(coordinates) and (np.abs(coordinates) > (180.0, 90.0)).any():
        found = "coordinates beyond 180 or 90 degrees"
        raise GeometryError(Fault(found, "longitude and latitude", where, "state the reference system of the file"))
    bad = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if bad.any():
        name = f"{names[int(np.flatnonzero(bad)[0])]}: " if names else ""
        found = name + str(shapely.is_valid_reason(np.asarray(shapes, dtype=object)[bad][0]))
        raise GeometryError(Fault(found, "rings that do not cross themselves", where, "mend the shape", CROSSING))


def guess_crs(shapes: gpd.GeoSeries, where: str) -> str:
    """Tell the system of plain numbers: metres in one of the city's zones.

    Raises
    ------
    CRSError
        If they lie in none.
    """
    west, south, east, north = shapes.total_bounds
    if _NORTHINGS[0] < south <= north < _NORTHINGS[1]:
        for name, (low, high) in _ZONES.items():
            if low < west <= east < high:
                return name
    found = "coordinates whose reference system the file does not name"
    raise CRSError(Fault(found, "metres of EPSG:4529 or EPSG:4550", where, "export it with its reference system"))


def _geojson_frame(text: str | bytes, where: str) -> gpd.GeoDataFrame:
    """Read GeoJSON; its system is that of its ``crs`` member (GeoJSON 2008), or None where numbers are metres."""
    try:
        document = json.loads(text.decode("utf-8-sig") if isinstance(text, bytes) else text)
    except (ValueError, RecursionError) as error:
        raise SourceError(Fault(str(error)[:200], "GeoJSON in UTF-8", where, "mend the file")) from error
    rows, shapes = [], []
    for feature in _feature_list(document, where):
        properties = feature.get("properties")
        rows.append({**(properties if isinstance(properties, dict) else {}), "_id": feature.get("id")})
        shapes.append(_shape(feature.get("geometry"), where))
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes)
    if "place_id" not in frame and frame["_id"].notna().all():
        frame["place_id"] = frame["_id"].astype(str)
    frame = frame.drop(columns="_id")
    member = document.get("crs")
    named = member.get("properties", {}).get("name", "") if isinstance(member, dict) else ""
    if named and "CRS84" not in named:
        to_lonlat(named, where=where)
        return frame.set_crs(named)
    bounds = frame.total_bounds
    in_metres = np.isfinite(bounds).all() and (np.abs(bounds) > (180.0, 90.0, 180.0, 90.0)).any()
    return frame if in_metres else frame.set_crs(WGS84)


def _feature_list(document: Any, where: str) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature":
        features = [document]
    elif kind in _GEOMETRIES:
        features = [{"geometry": document}]
    if features == []:
        raise SourceError(Fault("a collection without features", "at least one", where, "export it again"))
    if not isinstance(features, list) or not all(isinstance(item, dict) for item in features):
        fault = Fault(f"a document of type {kind!r}", "a FeatureCollection, Feature or geometry", where, "see RFC 7946")
        raise SourceError(fault)
    return features


_GEOMETRIES = {f"{many}{kind}" for many in ("", "Multi") for kind in ("Polygon", "LineString", "Point")}
_GEOMETRIES.add("GeometryCollection")


def _shape(geometry: Any, where: str) -> Any:
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, TypeError, ValueError) as error:
        fault = Fault(f"a geometry that cannot be read: {error}", "a GeoJSON geometry", where, "mend it")
        raise GeometryError(fault) from error

"""Read what somebody hands in: a vector file of any format the atlas writes, as places in longitude/latitude.

The counterpart of `geo.export`: what left comes back with the same ids and the same shapes. GeoJSON is read here and
not by GDAL, which goes by the content: a file that only calls itself GeoJSON could have it open other files.
"""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from geo.crs import WGS84, to_lonlat
from geo.errors import Fault, GeometryError, ParameterError, SourceError
from geo.export import boundary_points, dxf
from geo.export.fields import FIELDS
from geo.layerfile import layer_text
from geo.load import read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_LONG_NAME = {field.code: field.name for field in FIELDS}
#: More than any boundary drawn by hand; an overlay of it would hold up everybody else.
MAX_VERTICES = 1_000_000


def read_features(path: Path) -> gpd.GeoDataFrame:
    """Read a vector file.

    Parameters
    ----------
    path : pathlib.Path
        ``.geojson``, ``.json``, ``.gpkg``, ``.shp``, ``.zip`` (Shapefile), ``.kml``, ``.kmz``, ``.fgb``, ``.parquet``,
        ``.dxf`` or ``.txt`` (界址点坐标).

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
        If it names no reference system, or Mercator.
    GeometryError
        If a shape is not valid or a coordinate is not a number.
    """
    if not path.is_file():
        raise SourceError(Fault("the file is missing", "a readable file", str(path), "name another file"))
    suffix = path.suffix.lower()
    if suffix not in _READERS:
        found = f"a file named *{suffix or path.name}"
        expected = "one of " + ", ".join(_READERS)
        raise SourceError(Fault(found, expected, str(path), "convert it, or mend its name"))
    return normal(_READERS[suffix](path), str(path))


def is_vector_file(name: str) -> bool:
    """Whether a name is that of a file `read_features` reads, by its ending; the file need not exist."""
    return PurePath(name).suffix.lower() in _READERS


def parse_geojson(text: str, where: str) -> gpd.GeoDataFrame:
    """Read a GeoJSON document: a FeatureCollection, a Feature or a bare geometry, in longitude/latitude (RFC 7946).

    Parameters
    ----------
    text : str
    where : str
        Named in errors.

    Returns
    -------
    geopandas.GeoDataFrame
        As `read_features` gives it.

    Raises
    ------
    SourceError, GeometryError
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise SourceError(Fault(str(error), "GeoJSON", where, "mend the file")) from error
    rows, shapes = [], []
    for feature in _feature_list(document, where):
        properties = feature.get("properties")
        rows.append({**(properties if isinstance(properties, dict) else {}), "_id": feature.get("id")})
        shapes.append(_shape(feature.get("geometry"), where))
    frame = gpd.GeoDataFrame(pd.DataFrame(rows), geometry=shapes, crs=WGS84)
    if "place_id" not in frame and frame["_id"].notna().all():
        frame["place_id"] = frame["_id"].astype(str)
    return normal(frame.drop(columns="_id"), where)


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


def _feature_list(document: Any, where: str) -> list[dict[str, Any]]:
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else None
    if kind == "Feature":
        features = [document]
    elif kind in {"Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point", "MultiPoint"}:
        features = [{"geometry": document}]
    if not isinstance(features, list) or not features or not all(isinstance(item, dict) for item in features):
        fault = Fault(f"a document of type {kind!r}", "a FeatureCollection, Feature or geometry", where, "see RFC 7946")
        raise SourceError(fault)
    return features


def _shape(geometry: Any, where: str) -> Any:
    if geometry is None:
        return None
    try:
        return shapely.from_geojson(json.dumps(geometry))
    except (shapely.errors.GEOSException, TypeError, ValueError) as error:
        fault = Fault(f"a geometry that cannot be read: {error}", "a GeoJSON geometry", where, "mend it")
        raise GeometryError(fault) from error


def normal(frame: gpd.GeoDataFrame, where: str) -> gpd.GeoDataFrame:
    """Bring a frame to the form of `read_features`: ids, long names, degrees, checked shapes."""
    if not len(frame):
        raise SourceError(Fault("no feature", "at least one", where, "name a file that holds features"))
    out = frame.rename(columns={code: name for code, name in _LONG_NAME.items() if code in frame and name not in frame})
    if "place_id" not in out:
        out["place_id"] = [f"feature-{number}" for number in range(1, len(out) + 1)]
    if "name_zh" not in out:
        out["name_zh"] = out["Name"] if "Name" in out else out["place_id"]
    out["place_id"] = out["place_id"].astype(str)
    to_lonlat(out.crs, where=where)  # refuses a missing system and Mercator
    out = out.to_crs(WGS84)
    _require_sound(out, where)
    return out.set_index("place_id", drop=False).rename_axis(None)


def _require_sound(frame: gpd.GeoDataFrame, where: str) -> None:
    shapes = frame.geometry.to_numpy()
    coordinates = shapely.get_coordinates(shapes)
    if len(coordinates) > MAX_VERTICES:
        found = f"{len(coordinates)} vertices"
        raise ParameterError(Fault(found, f"at most {MAX_VERTICES}", where, "simplify or split the file"))
    if not np.isfinite(coordinates).all():
        raise GeometryError(Fault("a coordinate that is not a number", "finite numbers", where, "mend the file"))
    if len(coordinates) and (np.abs(coordinates) > (180.0, 90.0)).any():
        found = "coordinates beyond 180 or 90 degrees"
        raise GeometryError(Fault(found, "longitude and latitude", where, "state the reference system of the file"))
    bad = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if bad.any():
        name = frame["place_id"].to_numpy()[bad][0]
        found = f"{name}: {shapely.is_valid_reason(shapes[bad][0])}"
        raise GeometryError(
            Fault(found, "rings that do not cross themselves", where, "mend the shape in a GIS program")
        )


def _read_geojson(path: Path) -> gpd.GeoDataFrame:
    return parse_geojson(read_text(path), str(path))


def _read_gdal(path: Path) -> gpd.GeoDataFrame:
    """Read the first layer, or all layers of an archive of Shapefiles, and add the rows without geometry."""
    try:
        source = f"/vsizip/{path}" if path.suffix.lower() == ".zip" else str(path)
        names = [str(name) for name, _ in pyogrio.list_layers(source)]
        wanted = names if path.suffix.lower() == ".zip" else names[:1]
        frames = [pyogrio.read_dataframe(source, layer=name) for name in wanted]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise SourceError(Fault(str(error), f"a {path.suffix} file", str(path), "name another file")) from error
    spatial = [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame)]
    if not spatial:
        raise SourceError(Fault("a table without shapes", "a vector layer", str(path), "name another file"))
    crs = spatial[0].crs
    whole = [
        frame if isinstance(frame, gpd.GeoDataFrame) else gpd.GeoDataFrame(frame, geometry=[None] * len(frame), crs=crs)
        for frame in frames
        if isinstance(frame, gpd.GeoDataFrame) or "BSM" in frame
    ]
    return gpd.GeoDataFrame(pd.concat(whole, ignore_index=True), crs=crs)


def _read_parquet(path: Path) -> gpd.GeoDataFrame:
    return gpd.read_parquet(path)


_READERS: dict[str, Callable[[Path], gpd.GeoDataFrame]] = {
    ".geojson": _read_geojson,
    ".json": _read_geojson,
    ".gpkg": _read_gdal,
    ".shp": _read_gdal,
    ".zip": _read_gdal,
    ".kml": _read_gdal,
    ".kmz": _read_gdal,
    ".fgb": _read_gdal,
    ".parquet": _read_parquet,
    ".dxf": dxf.read,
    ".txt": boundary_points.read,
}

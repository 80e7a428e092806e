"""Sound files of every format, and the parts hostile ones are made of."""

from __future__ import annotations

import io
import json
import struct
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

BOX = shapely.box(121.93, 30.88, 121.95, 30.9)
WKB: bytes = shapely.to_wkb(BOX)
KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'
PLACEMARK = "<Placemark><name>a</name><Point><coordinates>121.9,30.9</coordinates></Point></Placemark>"
TXT_HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=41\n[地块坐标]\n"
TXT_PARCEL = (
    "4,0,1,甲,面,,,,@\nJ1,1,3420000,41390000\nJ2,1,3420000,41391000\nJ3,1,3421000,41391000\nJ4,1,3420000,41390000\n"
)
GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
}
_DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".kml": "LIBKML", ".kmz": "LIBKML", ".dxf": "DXF"}


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack files into an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def parquet(columns: dict[str, Any], geo: Any = GEO, **options: Any) -> bytes:
    """Write a Parquet file with any ``geo`` metadata."""
    table = pa.table(columns).replace_schema_metadata({"geo": geo if isinstance(geo, bytes) else json.dumps(geo)})
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def collection_wkb(depth: int) -> bytes:
    """Nest collections round one point."""
    return struct.pack("<BII", 1, 7, 1) * depth + shapely.to_wkb(shapely.Point(121.9, 30.9))


@cache
def shapefile_parts() -> dict[str, bytes]:
    """Return the files of a Shapefile with one polygon, by ending."""
    with tempfile.TemporaryDirectory() as folder:
        frame = gpd.GeoDataFrame({"name": ["a"], "number": [1]}, geometry=[BOX], crs="EPSG:4326")
        frame.to_file(Path(folder) / "a.shp")
        return {path.suffix: path.read_bytes() for path in Path(folder).iterdir()}


def shapefile(**replaced: bytes | str) -> bytes:
    """Pack a Shapefile, with some of its files replaced."""
    parts: dict[str, bytes | str] = {**shapefile_parts(), **{f".{name}": body for name, body in replaced.items()}}
    return zipped({f"a{suffix}": body for suffix, body in parts.items()})


@cache
def geodatabase_parts() -> dict[str, bytes]:
    """Return the files of a File Geodatabase with one polygon, by name."""
    with tempfile.TemporaryDirectory() as folder:
        frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[BOX], crs="EPSG:4326")
        frame.to_file(Path(folder) / "a.gdb", driver="OpenFileGDB", layer="a")
        return {path.name: path.read_bytes() for path in (Path(folder) / "a.gdb").iterdir()}


def geodatabase() -> bytes:
    """Pack a File Geodatabase with one polygon."""
    return zipped({f"a.gdb/{name}": body for name, body in geodatabase_parts().items()})


@cache
def sound(suffix: str) -> bytes:
    """Write one polygon in a format that can be uploaded."""
    if suffix == ".zip":
        return shapefile()
    if suffix == ".txt":
        return (TXT_HEAD + TXT_PARCEL).encode()
    if suffix == ".parquet":
        return parquet({"name": ["a"], "geometry": pa.array([WKB], pa.binary())})
    columns = {} if suffix == ".dxf" else {"name": ["a"]}
    frame = gpd.GeoDataFrame(columns, geometry=[BOX], crs="EPSG:4326")
    if suffix == ".geojson":
        return frame.to_json().encode()
    if suffix == ".dxf":
        frame = frame.to_crs("EPSG:4529")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        frame.to_file(path, driver=_DRIVERS[suffix])
        return path.read_bytes()

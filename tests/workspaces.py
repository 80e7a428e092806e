"""A workspace made for tests: a GeoPackage with areas, lines and points, and with texts no page may take for markup."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import shapely

from tests.geo.shapes import tiles

FRAME = shapely.box(121.7, 30.88, 121.8, 30.95)
BOW_TIE = shapely.Polygon([(121.7, 30.88), (121.8, 30.95), (121.8, 30.88), (121.7, 30.95)])
PLOT = gpd.GeoDataFrame({"n": [1]}, geometry=[FRAME], crs="EPSG:4326")
SCRIPT = "<script>alert(1)</script>"


def write_workspace(path: Path) -> Path:
    """Write the layers 现状地块 (12 parcels in EPSG:4529, the eighth without a shape), 轨道线 and Public Facilities."""
    parcels = tiles(4, 3, 3).reset_index(drop=True)
    parcels["地块名称"] = [f"地块 {row:02d}" for row in range(12)]
    parcels["用途"] = parcels.pop("use")
    parcels["容积率"] = [1.0 + row / 5 for row in range(12)]
    parcels["层数"] = range(12)
    parcels["备注"] = None
    parcels["MJ"] = 7.5
    parcels.loc[3, "用途"] = SCRIPT
    parcels.loc[7, "geometry"] = None
    parcels.to_crs("EPSG:4529").to_file(path, layer="现状地块")
    tracks = [shapely.LineString([(121.6, 30.95), (121.95, 30.88)]), shapely.LineString([(121.8, 30.8), (121.85, 31)])]
    lines = gpd.GeoDataFrame({"name": ["规划轨道 A", "规划轨道 B"]}, geometry=tracks, crs="EPSG:4490")
    lines.to_file(path, layer="轨道线", mode="a")
    sites = [shapely.Point(121.72, 30.9), shapely.MultiPoint([(121.8, 30.93), (121.82, 30.93)])]
    points = gpd.GeoDataFrame({"Name": ["学校", "变电站"], "kind": ["edu", None]}, geometry=sites, crs="EPSG:4326")
    points.to_file(path, layer="Public Facilities", mode="a")
    return path


def write_layers_named(path: Path, names: list[str]) -> Path:
    """Write a GeoPackage with a layer of each name: other programs write names that this GDAL refuses."""
    for number in range(len(names)):
        PLOT.to_file(path, layer=f"layer_{number}", SPATIAL_INDEX="NO")
    with closing(sqlite3.connect(path)) as database, database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for number, name in enumerate(names):
            quoted = name.replace('"', '""')
            database.execute(f'ALTER TABLE layer_{number} RENAME TO "{quoted}"')
            for table in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents"):
                asked = f"UPDATE {table} SET table_name = ? WHERE table_name = ?"  # noqa: S608  one of three
                database.execute(asked, (name, f"layer_{number}"))
            asked = "UPDATE gpkg_contents SET identifier = ? WHERE table_name = ?"
            database.execute(asked, (name, name))
    return path

"""A workspace made for tests: a GeoPackage with areas, lines and points, and with texts no page may take for markup."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import shapely

from tests.geo.shapes import tiles

FRAME = shapely.box(121.7, 30.88, 121.8, 30.95)
BOW_TIE = shapely.Polygon([(121.7, 30.88), (121.8, 30.95), (121.8, 30.88), (121.7, 30.95)])
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

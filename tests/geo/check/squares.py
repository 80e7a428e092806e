"""Squares near Lingang whose areas and distances are known, for tests."""

from __future__ import annotations

import geopandas as gpd
from shapely.geometry import box

#: Degrees of longitude and latitude in a metre at 31°N, good to a part in a thousand.
EAST, NORTH = 1 / 95_490, 1 / 110_860


def drawn(shapes: dict[str, object], accuracy_m: float = 100.0) -> gpd.GeoDataFrame:
    columns = {"place_id": list(shapes), "layer": "made_up", "accuracy_m": accuracy_m}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=list(shapes), crs="EPSG:4326")


FIELD = box(121.8, 30.9, 121.9, 31.0)

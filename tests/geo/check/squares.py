"""Squares near Lingang whose areas and distances are known, for tests."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from shapely.geometry import box

#: Degrees of longitude and latitude in a metre at 31°N, good to a part in a thousand.
EAST, NORTH = 1 / 95_490, 1 / 110_860


def drawn(shapes: dict[str, object], accuracy_m: float = 100.0) -> gpd.GeoDataFrame:
    columns = {"place_id": list(shapes), "layer": "made_up", "accuracy_m": accuracy_m}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=list(shapes), crs="EPSG:4326")


FIELD = box(121.8, 30.9, 121.9, 31.0)


def stated(name: str, shape: object, method: str, stated_km2: float) -> dict[str, object]:
    """Make the row of a feature that states an area."""
    return {
        "place_id": name,
        "layer": "made_up",
        "method": method,
        "grade": "B",
        "accuracy_m": 100.0,
        "stated_area_km2": stated_km2,
        "stated_area_source_zh": "表",
        "stated_area_source_en": "table",
        "note_zh": None,
        "note_en": None,
        "geometry": shape,
    }


def stated_frame() -> gpd.GeoDataFrame:
    """Make features that state an area, each with another outcome; `FIELD` has 105 km²."""
    rows = [
        stated("near", FIELD, "traced", 108.0),
        stated("far", FIELD, "constructed", 120.0),
        stated("tuned", FIELD, "schematic", 120.0),
        stated("unsaid", FIELD, "traced", np.nan),
        stated("lost", None, "none", 5.0),
    ]
    return gpd.GeoDataFrame(rows, index=[str(row["place_id"]) for row in rows], crs="EPSG:4326")

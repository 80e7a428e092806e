"""Made-up layers and tables of control points, for tests."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd


def layer_of(shapes: dict[str, object], layer: str = "made_up", accuracy_m: float = 60.0) -> gpd.GeoDataFrame:
    names = list(shapes)
    columns = {"place_id": names, "layer": layer, "method": "traced", "accuracy_m": accuracy_m}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=names, crs="EPSG:4326")


def point_table(*rows: tuple[float, float, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "point_id": f"p{number}",
                "name_zh": "测点",
                "lon": str(lon),
                "lat": str(lat),
                "accuracy_m": "40",
                "source": "made up",
                "relation": relation,
                "feature_ids": ids,
            }
            for number, (lon, lat, relation, ids) in enumerate(rows)
        ]
    )

"""A small table with texts, numbers, days and shapes, some missing."""

from __future__ import annotations

import math

import pandas as pd
import pytest
import shapely

from geo.export.collections.feature_table import FeatureTable, Field, table_of_frame


@pytest.fixture(scope="session")
def table() -> FeatureTable:
    line = shapely.LineString([(0, 0), (3, 3)])
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1), None, shapely.Point(0.5, 0.5), line]
    frame = pd.DataFrame(
        {
            "name": ["Lüchao", "luchao", None, "100%_a", "滴水湖"],
            "area": [1.0, 2.5, math.nan, 0.0, -4.0],
            "day": ["2020-09-23", "2021-01-01", None, "2025-12-31", "2020-09-24"],
        }
    )
    fields = {
        "name": Field("name", "text", ("名", "name")),
        "area": Field("area", "number", ("面积", "area"), "km²"),
        "day": Field("day", "date", ("日", "day")),
    }
    return table_of_frame(frame, fields, list("abcde"), shapes)

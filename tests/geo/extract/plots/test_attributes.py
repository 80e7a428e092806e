"""The attributes of plots and which of them is the name."""

from __future__ import annotations

import datetime as dt
import math

import geopandas as gpd
import pandas as pd
import shapely

from geo.extract.plots.attributes import LONGEST_CELL, attributes_of, cells_of, name_attribute, texts_of
from geo.readers.vector_file import normal_features

SQUARES = [shapely.box(121 + at, 30, 121.5 + at, 31) for at in range(2)]


def read(**columns: list[object]) -> gpd.GeoDataFrame:
    return normal_features(gpd.GeoDataFrame(columns, geometry=SQUARES, crs="EPSG:4326"), "test")


def test_columns_that_reading_adds_are_no_attributes() -> None:
    assert list(attributes_of(read(use=["a", "b"], empty=[None, None])).columns) == ["use"]
    assert list(attributes_of(read(Name=["a", "b"])).columns) == ["Name"]
    assert list(attributes_of(read(place_id=["1", "2"], name_zh=["甲", "乙"])).columns) == ["place_id", "name_zh"]


def test_cells_are_as_json_holds_them() -> None:
    row = pd.Series(
        {
            "whole": 3,
            "part": 0.5,
            "text": "甲" * 300,
            "yes": True,
            "day": dt.date(2026, 1, 1),
            "none": None,
            "blank": "",
        }
    )
    cells = cells_of(row)
    assert cells == {"whole": 3, "part": 0.5, "text": "甲" * LONGEST_CELL, "yes": True, "day": "2026-01-01"}
    assert cells_of(pd.Series({"list": [1, 2], "nan": math.nan})) == {"list": "[1, 2]"}


def test_whole_numbers_stay_whole() -> None:
    table = attributes_of(read(floors=[3, 4], ratio=[1.5, 2.0]))
    assert [cells_of(row) for _, row in table.iterrows()] == [{"floors": 3, "ratio": 1.5}, {"floors": 4, "ratio": 2.0}]


def test_the_likeliest_name_that_is_nowhere_empty_is_taken() -> None:
    table = attributes_of(read(名称=["甲", None], 编号=["1", "2"]))
    assert name_attribute(table, None) == "编号"
    assert name_attribute(attributes_of(read(名称=["甲", None])), None) == "名称"
    assert name_attribute(attributes_of(read(use=["a", "b"])), None) is None
    assert texts_of(pd.Series([None, " a ", 3])) == ["", "a", "3"]

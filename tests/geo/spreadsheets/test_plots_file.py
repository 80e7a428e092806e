"""The workbook of plots, read back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely

from geo import Atlas
from geo.extract.plots.plots import Plots, plots_of
from geo.extract.plots.table import plots_json
from geo.extract.statement import extract_of_shape
from geo.readers.vector_file import normal_features
from geo.spreadsheets.plots_file import plots_xlsx

DAY = dt.date(2026, 11, 29)
SHAPES = [
    shapely.box(121.86, 30.86, 121.87, 30.8701),
    shapely.box(121.865, 30.86, 121.88, 30.87),
    shapely.LineString([(121.86, 30.9), (121.95, 30.9)]),
]


@pytest.fixture(scope="module")
def plots(atlas: Atlas) -> Plots:
    frame = gpd.GeoDataFrame(
        {"name": ["甲", "乙", "路"], "built": [True, None, False]}, geometry=SHAPES, crs="EPSG:4326"
    )
    return plots_of(atlas, normal_features(frame, "test"))


def book(atlas: Atlas, plots: Plots, lang: str) -> tuple[bytes, Any]:
    body = plots_xlsx(atlas, plots, lambda plot: extract_of_shape(atlas, plot.shape, DAY), DAY, lang)
    return body, openpyxl.load_workbook(io.BytesIO(body))


def test_areas_are_exact_and_the_total_and_its_rounding_close_them(atlas: Atlas, plots: Plots) -> None:
    body, read = book(atlas, plots, "zh")
    rows = list(read.worksheets[0].iter_rows(values_only=True))
    at = next(column for column, head in enumerate(rows[0]) if head and head.startswith("面积（公顷"))
    table = plots_json(atlas, plots)
    exact = [item["area"]["area_ha"] for item in table["items"] if item["area"]]
    assert [row[at] for row in rows[1:4]] == [*(pytest.approx(area, rel=1e-14) for area in exact), None]
    closing = {row[1]: row[at] for row in rows[4:]}
    assert closing["合计"] == pytest.approx(table["total"]["area"]["area_ha"])
    assert closing["重叠只计一次"] == pytest.approx(table["total"]["merged_area"]["area_ha"])
    assert body == book(atlas, plots, "zh")[0], "the same plots give the same bytes"


def test_each_place_and_each_statement_is_a_row_of_its_plot(atlas: Atlas, plots: Plots) -> None:
    _, read = book(atlas, plots, "en")
    assert read.sheetnames[:3] == ["Plots", "Plots and places", "Statements that apply"]
    zones = list(read.worksheets[1].iter_rows(min_row=2, values_only=True))
    expected = [(item["number"], zone["id"]) for item in plots_json(atlas, plots)["items"] for zone in item["zones"]]
    assert [(row[0], row[4]) for row in zones] == expected
    said = list(read.worksheets[2].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in said} == {1, 2}, "statements of areas"

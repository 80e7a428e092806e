"""Own columns as Arrow columns of a few types."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import geopandas as gpd
import pyarrow as pa
import pytest
import shapely

from geo.readers.checks.bounds import LONGEST_TEXT
from geo.store.reading.arrow_columns import as_columns, of_frame

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


@pytest.mark.parametrize(
    ("column", "kind", "values"),
    [
        (pa.array([1, None], pa.uint16()), pa.int64(), [1, None]),
        (pa.array([Decimal("1.50")]), pa.float64(), [1.5]),
        (pa.array(["a", None, "a"]).dictionary_encode(), pa.string(), ["a", None, "a"]),
        (pa.array([["a", "b"], None]), pa.string(), ['["a", "b"]', None]),
        (pa.array([dt.time(1, 2)]), pa.string(), ["01:02:00"]),
        (pa.array([dt.date(2024, 5, 1)]), pa.date32(), [dt.date(2024, 5, 1)]),
        (pa.array([dt.datetime(2024, 5, 1, 8, tzinfo=SHANGHAI)]), pa.timestamp("ms"), [dt.datetime(2024, 5, 1)]),
        (pa.array(["x" * (LONGEST_TEXT + 3)]), pa.string(), ["x" * LONGEST_TEXT + " […+3]"]),
    ],
)
def test_a_column_is_of_one_of_few_types(column: pa.Array, kind: pa.DataType, values: list[object]) -> None:
    batch = as_columns(pa.RecordBatch.from_arrays([column, pa.array([b"x"] * len(column))], ["a", "raw"]))
    assert batch.schema.names == ["a"], "bytes are left out"
    assert batch.column(0).type == kind
    assert batch.column(0).to_pylist() == values


def test_a_frame_without_columns_keeps_its_length_and_one_of_mixed_values_is_text() -> None:
    shapes = [shapely.Point(1, 1)] * 2
    assert of_frame(gpd.GeoDataFrame(geometry=shapes)).num_rows == 2
    mixed = of_frame(gpd.GeoDataFrame({"m": [1, "a"], "n": [1, None], "b": [True, None]}, geometry=shapes))
    assert mixed.column("m").to_pylist() == ["1", "a"]
    assert mixed.schema.field("b").type == pa.bool_()

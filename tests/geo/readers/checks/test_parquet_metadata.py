"""What a GeoParquet says of itself may be anything: it is sound, or the field that is not is named."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as pq

from geo.errors import AtlasError, CRSError, ParameterError, SourceError
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.parquet_metadata import read_geometry_columns, require_few
from tests.geo.readers.checks.test_geojson_faults import JUNK
from tests.hostile.sound import WKB, parquet

_FIELDS = [("geometry", pa.binary()), ("other", pa.string())]


def schema(geo: Any) -> pa.Schema:
    return pa.schema(_FIELDS, metadata={"geo": geo if isinstance(geo, bytes) else json.dumps(geo)})


def metadata(**column: Any) -> dict[str, Any]:
    return {"primary_column": "geometry", "columns": {"geometry": {"encoding": "WKB", **column}}}


@given(geo=JUNK | st.fixed_dictionaries({"primary_column": JUNK | st.just("geometry"), "columns": JUNK}))
def test_any_metadata_are_refused_with_their_field(geo: Any) -> None:
    with pytest.raises(SourceError, match="metadata geo"):
        read_geometry_columns(schema(geo), "a.parquet")


@given(crs=JUNK, encoding=JUNK | st.just("WKB"))
def test_any_system_and_encoding_is_read_or_one_error(crs: Any, encoding: Any) -> None:
    said = outcome(schema(metadata(crs=crs, encoding=encoding)))
    assert said == "WKB" or "metadata geo.columns.geometry" in said


def outcome(one: pa.Schema) -> str:
    try:
        return read_geometry_columns(one, "a.parquet").encodings["geometry"]
    except AtlasError as error:
        return str(error)


@pytest.mark.parametrize(
    ("crs", "epsg"),
    [("EPSG:4529", 4529), (pyproj.CRS(4490).to_json_dict(), 4490), (pyproj.CRS(4490).to_wkt(), 4490), (None, None)],
)
def test_every_form_of_a_system_is_read(crs: Any, epsg: int | None) -> None:
    found = read_geometry_columns(schema(metadata(crs=crs)), "a.parquet")
    assert (found.crs and found.crs.to_epsg()) == epsg
    assert found.primary == "geometry"


@pytest.mark.parametrize("crs", ["+init=/etc/passwd:x", "+proj=longlat +nadgrids=/etc/passwd", 4490, [], True])
def test_a_system_that_is_no_code_and_no_definition_is_refused(crs: Any) -> None:
    with pytest.raises(SourceError, match=r"geometry\.crs"):
        read_geometry_columns(schema(metadata(crs=crs)), "a.parquet")


def test_an_unknown_system_is_an_error_of_the_system() -> None:
    with pytest.raises(CRSError):
        read_geometry_columns(schema(metadata(crs="EPSG:99999999")), "a.parquet")


def test_a_text_written_once_counts_as_often_as_it_stands_in_the_table() -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000), pa.array(["x" * 1_000]))
    data = parquet({"a": column, "geometry": pa.array([WKB] * 1_000, pa.binary())})
    assert len(data) < 10_000
    with pq.ParquetFile(io.BytesIO(data)) as file:
        path = Path("a.parquet")
        require_few(path, file, UNBOUNDED)
        for bounds, said in (
            (Bounds(rows=999), "1000 rows"),
            (Bounds(columns=1), "2 columns"),
            (Bounds(cells=1_999), "2000 cells"),
        ):
            with pytest.raises(ParameterError, match=said):
                require_few(path, file, bounds)


@pytest.mark.parametrize(
    ("bounds", "said"), [(Bounds(texts=999_999), "texts"), (Bounds(texts=10**9, vertices=2_000), "vertices")]
)
def test_bytes_are_counted_without_unfolding_them(tmp_path: Path, bounds: Bounds, said: str) -> None:
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 1_000), pa.array(["x" * 1_000]))
    path = tmp_path / "a.parquet"
    path.write_bytes(parquet({"a": column, "geometry": pa.array([WKB] * 1_000, pa.binary())}))
    with pq.ParquetFile(path) as file, pytest.raises(ParameterError, match=said):
        require_few(path, file, bounds)
    with pq.ParquetFile(path) as file:
        require_few(path, file, Bounds(texts=1_000_000, vertices=3_000))

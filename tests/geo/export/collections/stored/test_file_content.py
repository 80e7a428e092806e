"""Files of a stored layer: every format takes all its features and columns, batch by batch."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely

from geo import Atlas
from geo.errors import CRSError, ParameterError
from geo.export import FORMATS, FeatureSelection, geoparquet, layer_content, write_layer
from geo.export.collections.stored import file_content
from tests.stored_layers import COUNT, LAYER


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_content, "_BATCH", 10)


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_writes_it(stored_atlas: Atlas, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"them.{FORMATS[kind].suffix}"
    content = write_layer(stored_atlas, LAYER, kind, path)
    assert (content.summary.features, content.summary.missing) == (COUNT, 1)
    assert path.stat().st_size > 1000
    if kind == "parquet":
        rows = gpd.read_parquet(path)
        assert len(rows) == COUNT
        assert rows["floors"].dtype == "int64"
        assert (rows["far"].dtype, rows["kind_own"].tolist()) == ("float64", ["lot"] * COUNT)
        assert rows["note_zh"].isna().all(), "the columns say it"
        assert rows["area_km2"].notna().sum() == rows["perimeter_km"].notna().sum() == COUNT - 1
    if kind == "gpkg":
        read = gpd.read_file(path, layer=LAYER)
        assert (
            read["use"].value_counts().to_dict()
            == content.own_of(pd.concat(content.parts()))["use"].value_counts().to_dict()
        )
    if kind == "shp":
        with zipfile.ZipFile(path) as archive:
            assert archive.read("attributes.csv").decode("utf-8-sig").splitlines()[1].startswith(f"{LAYER}_1,green")
    if kind == "geojson":
        assert len(json.loads(path.read_text(encoding="utf-8"))["features"]) == COUNT


def test_a_selection_is_asked_of_the_layer(stored_atlas: Atlas) -> None:
    def written(**asked: object) -> list[str]:
        content = layer_content(stored_atlas, LAYER, "EPSG:4529", FeatureSelection(**asked))  # type: ignore[arg-type]
        return [str(place) for part in content.batches() for place in part.index]

    assert written(ids=frozenset({f"{LAYER}_3", f"{LAYER}_12"})) == [f"{LAYER}_3", f"{LAYER}_12"]
    assert len(written(bbox=(121.6, 30.85, 121.62, 30.86))) == 1
    assert len(written(kinds=frozenset({"lot"}))) == COUNT
    with pytest.raises(ParameterError, match="not in the layer"):
        written(ids=frozenset({f"{LAYER}_99"}))
    with pytest.raises(ParameterError, match="empty selection"):
        written(grades=frozenset({"A"}))
    with pytest.raises(CRSError):
        layer_content(stored_atlas, LAYER, "EPSG:27700")


def test_bounds_and_names_are_those_of_all_batches(stored_atlas: Atlas) -> None:
    content = layer_content(stored_atlas, LAYER)
    assert content.bounds == pytest.approx((121.6, 30.85, 121.9, 30.98))
    assert content.unlocated == ["地块 08"]


def test_geoparquet_is_read_by_few_row_groups(
    stored_atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geoparquet, "ROW_GROUP", 4)
    path = tmp_path / "them.parquet"
    content = write_layer(stored_atlas, LAYER, "parquet", path)
    assert (content.summary.features, content.order) == (COUNT, None)
    assert len(gpd.read_parquet(path)) == COUNT
    box = (121.61, 30.86, 121.64, 30.87)
    located = stored_atlas.stored[LAYER].rows().dropna(subset="geometry")
    asked = set(located.index[located.envelope.intersects(shapely.box(*box))])
    assert set(gpd.read_parquet(path, bbox=box)["place_id"]) == asked
    file = pq.ParquetFile(path)
    assert file.num_row_groups > 8
    assert sum(_meets(file.metadata.row_group(at), box) for at in range(file.num_row_groups)) <= 3
    # One that is removed between the sorting and the writing is missing, and nothing else.
    sorted_ = layer_content(stored_atlas, LAYER).in_space()
    gone = replace(sorted_, order=np.append(sorted_.order, 999))
    assert sum(len(part) for part in gone.batches()) == COUNT


def _meets(group: Any, box: tuple[float, float, float, float]) -> bool:
    columns = {group.column(at).path_in_schema: group.column(at).statistics for at in range(group.num_columns)}
    low, high = ([getattr(columns[f"bbox.{axis}{end}"], f"{end}") for axis in "xy"] for end in ("min", "max"))
    return bool(low[0] <= box[2] and low[1] <= box[3] and high[0] >= box[0] and high[1] >= box[1])

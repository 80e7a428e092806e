"""GeoParquet that is read in part: boxes, row groups sorted in space, and no column of boxes when it comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyarrow.parquet as pq
import pytest
import shapely

from geo import Atlas
from geo.export import geoparquet
from geo.export.layer_content import layer_content
from geo.readers.checks.bounds import UNBOUNDED
from geo.readers.geoparquet import read_frame
from tests.geo.export.layer_files import assert_same_shapes, export


def test_geoparquet_opens_in_geopandas_with_its_system_and_notes(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "parquet", crs="EPSG:4529")
    found = gpd.read_parquet(path).set_index("place_id")
    assert found.crs.to_epsg() == 4529
    assert_same_shapes(found, atlas.layer("parks").to_crs("EPSG:4529"), 1e-3)
    metadata = pq.read_schema(path).metadata
    assert atlas.version.encode() in metadata[b"lingang:version"]
    assert json.loads(metadata[b"geo"])["version"] == "1.1.0"


def test_a_part_is_read_by_the_boxes_of_the_file(atlas: Atlas, tmp_path: Path) -> None:
    path = export(atlas, tmp_path, "parks", "parquet")
    frame = atlas.layer("parks")
    west, south, east, north = frame.geometry["fp-oriental-chip-port"].bounds
    found = gpd.read_parquet(path, bbox=(west, south, east, north)).set_index("place_id")
    boxes = shapely.box(*frame.bounds.to_numpy().T)
    touched = frame.index[shapely.intersects(boxes, shapely.box(west, south, east, north))]
    assert set(found.index) == set(touched) < set(frame.index)
    assert "bbox" not in read_frame(path, UNBOUNDED)


def test_row_groups_are_near_in_space(atlas: Atlas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geoparquet, "ROW_GROUP", 10)
    content = layer_content(atlas, "shanghai_parks")
    geoparquet.write(content, tmp_path / "a.parquet")
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert file.num_row_groups == -(-len(content.rows) // 10)
    located = content.rows.geometry.dropna()

    def spread(groups: list[gpd.GeoSeries]) -> float:
        middles = [group.bounds.to_numpy().reshape(-1, 2, 2).mean(axis=1) for group in groups]
        return float(np.mean([np.ptp(middle, axis=0).sum() for middle in middles]))

    found = gpd.read_parquet(tmp_path / "a.parquet").set_index("place_id")
    assert set(found.index) == set(content.rows.index)
    there = found.geometry.dropna()
    tens = range(0, len(located), 10)
    sorted_, as_before = ([shapes.iloc[at : at + 10] for at in tens] for shapes in (there, located))
    assert spread(sorted_) < 0.8 * spread(as_before)
    # What is not located comes last.
    assert found.geometry.isna().to_numpy()[len(there) :].all()


def test_an_own_column_of_the_same_name_is_kept(atlas: Atlas, tmp_path: Path) -> None:
    content = layer_content(atlas, "nodes")
    own = replace(content, attributes=content.rows[[]].assign(bbox="mine"))
    geoparquet.write(own, tmp_path / "a.parquet")
    assert set(gpd.read_parquet(tmp_path / "a.parquet")["bbox"]) == {"mine"}
    geo = json.loads(pq.read_schema(tmp_path / "a.parquet").metadata[b"geo"])
    assert geo["columns"]["geometry"]["covering"]["bbox"]["xmin"] == ["geometry_bbox", "xmin"]

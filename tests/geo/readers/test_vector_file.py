"""Out and in again: no place is lost, no area changes by more than a millionth."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo import Atlas
from geo.errors import AtlasError, CRSError, GeometryError, ParameterError, SourceError
from geo.export import FORMATS, write_layer
from geo.measure.area import area_km2
from geo.measure.arrays import BATCH_ROWS
from geo.readers.checks.bounds import Bounds
from geo.readers.vector_file import parse_geojson, read_features, read_vector_file
from tests.geo.shapes import frame, tiles

#: Tiles are rounded for showing, and no reader takes them.
ROUND = [kind for kind in FORMATS if kind not in {"csv", "xlsx", "pmtiles"}]
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[121.8, 30.9], [121.9, 30.9], [121.9, 31.0], [121.8, 31.0], [121.8, 30.9]]],
}


@pytest.mark.parametrize("layer", ["parks", "areas", "new_city"])
@pytest.mark.parametrize("kind", ROUND)
def test_export_and_import_lose_nothing(atlas: Atlas, tmp_path: Path, layer: str, kind: str) -> None:
    path = tmp_path / f"{layer}.{FORMATS[kind].suffix}"
    write_layer(atlas, layer, kind, path)
    back, source = read_features(path), atlas.layer(layer)
    carried = source
    if kind in {"dxf", "txt"}:  # what the dictionary says they cannot carry
        carried = source.dropna(subset="geometry")
    if kind == "txt":
        carried = source[source.geometry.geom_type.isin(["Polygon", "MultiPolygon"])]
    assert set(back.index) == set(carried.index)
    assert len(back) == len(carried)
    found = dict(zip(back.index, area_km2(back.geometry.to_numpy(), back.crs), strict=True))
    assert found == pytest.approx(dict(carried["area_km2"].fillna(0.0)), rel=1e-6)
    assert dict(back["name_zh"]) == dict(carried["name_zh"])


def test_a_bare_geometry_and_a_feature_are_features() -> None:
    for document in (SQUARE, {"type": "Feature", "id": "a", "properties": None, "geometry": SQUARE}):
        found = parse_geojson(json.dumps(document), "body")
        assert found.geometry.iloc[0].equals(shapely.from_geojson(json.dumps(SQUARE)))
        assert found.index[0] in {"feature-1", "a"}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", SourceError),
        ("[" * 100_000, SourceError),
        ('{"type": "Topology"}', SourceError),
        ('{"type": "FeatureCollection", "features": []}', SourceError),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}', GeometryError),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}', GeometryError),
        ('{"type": "Point", "coordinates": [41400000, 3420000]}', GeometryError),
        ('{"type": "Point", "coordinates": [NaN, 1]}', AtlasError),
        ('{"type": "Feature", "geometry": null, "id": "\\ud800"}', SourceError),
    ],
)
def test_a_body_that_is_no_sound_geojson_is_refused(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_geojson(text, "body")


def test_an_unknown_file_and_one_without_system_are_refused(tmp_path: Path, atlas: Atlas) -> None:
    with pytest.raises(SourceError):
        read_features(tmp_path / "nothing.gpkg")
    (tmp_path / "a.doc").write_text("x")
    with pytest.raises(SourceError):
        read_features(tmp_path / "a.doc")
    (tmp_path / "a.gpkg").write_text("x")
    with pytest.raises(SourceError):
        read_features(tmp_path / "a.gpkg")
    lost = atlas.layer("clusters")[["name_zh", "geometry"]].set_crs(None, allow_override=True)
    with pytest.warns(UserWarning, match="crs"):
        pyogrio.write_dataframe(lost, tmp_path / "b.gpkg", driver="GPKG")
    with pytest.raises(CRSError):
        read_features(tmp_path / "b.gpkg")


@pytest.mark.parametrize("suffix", ["parquet", "gpkg", "shp"])
def test_a_file_of_several_batches_is_read_as_one(tmp_path: Path, suffix: str) -> None:
    layer = tiles(101, BATCH_ROWS // 100, 5).to_crs("EPSG:4529").reset_index(drop=True)
    layer = layer.set_geometry(shapely.force_3d(layer.geometry.to_numpy(), 4.0))
    path = tmp_path / f"a.{suffix}"
    layer.to_parquet(path) if suffix == "parquet" else layer.to_file(path)
    expected = layer.set_geometry(shapely.force_2d(layer.geometry.to_numpy())).to_crs("EPSG:4326")
    found = read_features(path).reset_index(drop=True)
    assert len(found) > BATCH_ROWS
    assert_geodataframe_equal(found[["use", "geometry"]], expected)


def test_vertices_are_counted_where_a_limit_is_given(tmp_path: Path) -> None:
    frame(shapely.box(121.8, 30.9, 121.9, 31.0)).to_file(tmp_path / "a.gpkg")
    assert len(read_vector_file(tmp_path / "a.gpkg").features) == 1
    with pytest.raises(ParameterError, match="5 vertices; expected at most 4"):
        read_vector_file(tmp_path / "a.gpkg", bounds=Bounds(vertices=4))


def test_the_warnings_of_a_reader_come_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A 3420000 400000\nB 3420000 400100\nC 3420100 400100\n", encoding="utf-8")
    read = read_vector_file(path)
    assert read.guessed
    assert read.warning_rows[0]["text_en"].startswith("The file has no header")
    assert [(row["text_zh"], row["text_en"]) for row in read.warning_rows] == list(read.warnings)

"""Features read from GeoParquet without objects give the account that a frame of the same features gives."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from geo.errors import CRSError, GeometryError, ParameterError
from geo.overlay.prepare import prepare_features
from geo.overlay.zonal_area import zonal_area
from geo.readers import geoparquet
from geo.readers.geoparquet import read_batches, read_frame, read_rows
from tests.geo.shapes import frame, scattered, star, tiles

ZONES = scattered(4, 0.05, 77, (50, 400))


def holed(seed: int) -> shapely.Polygon:
    return star(121.75, 30.9, 0.03, 20, seed).difference(star(121.75, 30.9, 0.005, 7, seed + 1))


def layers() -> dict[str, gpd.GeoDataFrame]:
    """Every form a layer of polygons can have."""
    plain = scattered(40, 0.02, 3)
    several = frame(holed(1), shapely.MultiPolygon([star(121.7, 30.9, 0.01, 6, 2), star(121.8, 30.9, 0.01, 6, 3)]))
    deep = shapely.MultiPolygon([holed(4), star(121.9, 30.95, 0.01, 9, 5)])
    lost = frame(star(121.75, 30.9, 0.02, 9, 6), None, shapely.Polygon(), deep)
    raised = plain.set_geometry(shapely.force_3d(plain.geometry.to_numpy(), 4.0))
    return {
        "plain": plain,
        "holes and parts": several,
        "null and empty": lost,
        "parts without a single polygon": frame(deep, deep),
        "heights": raised,
        "projected": tiles(9, 6, 2).to_crs("EPSG:4529"),
        "numbered": plain.reset_index(drop=True),
        "nowhere": frame(None, None),
    }


@pytest.mark.parametrize("batch", [100_000, 7, 1])
@pytest.mark.parametrize("name", layers())
def test_the_account_is_that_of_the_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, batch: int
) -> None:
    monkeypatch.setattr(geoparquet, "BATCH", batch)
    layer = layers()[name]
    layer.to_parquet(tmp_path / "layer.parquet")
    rows = read_rows(tmp_path / "layer.parquet", [])
    assert rows.table.index.tolist() == layer.index.tolist()
    pd.testing.assert_frame_equal(zonal_area(ZONES, prepare_features(rows)), zonal_area(ZONES, layer))


def test_what_crosses_itself_is_refused_by_name_or_mended_as_in_a_frame(tmp_path: Path) -> None:
    layer = tiles(6, 4, 1)
    layer.loc["t20", "geometry"] = shapely.Polygon([(121.7, 30.9), (121.8, 30.95), (121.8, 30.9), (121.7, 30.95)])
    layer.to_parquet(tmp_path / "layer.parquet")
    rows = read_rows(tmp_path / "layer.parquet", ["use"])
    with pytest.raises(GeometryError, match="t20: Self-intersection"):
        prepare_features(rows)
    mended, expected = (prepare_features(given, repair=True) for given in (rows, layer))
    assert [repair.id for repair in mended.repairs] == [repair.id for repair in expected.repairs] == ["t20"]
    pd.testing.assert_frame_equal(zonal_area(ZONES, mended, "use"), zonal_area(ZONES, expected, "use"))


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        (shapely.Point(121.8, 30.9), "Point"),
        (shapely.GeometryCollection([shapely.box(0, 0, 1, 1)]), "GeometryCollection"),
    ],
)
def test_geometry_without_area_is_named(tmp_path: Path, shape: shapely.Geometry, kind: str) -> None:
    frame(shapely.box(121.7, 30.9, 121.8, 31.0), shape).to_parquet(tmp_path / "layer.parquet")
    with pytest.raises(GeometryError, match=f"1 geometries without area .* is a {kind}"):
        prepare_features(read_rows(tmp_path / "layer.parquet", []))


@pytest.mark.filterwarnings("ignore:invalid value encountered")
def test_a_coordinate_that_is_no_number_is_refused(tmp_path: Path) -> None:
    frame(shapely.Polygon([(121.7, 30.9), (121.8, np.nan), (121.8, 31.0)])).to_parquet(tmp_path / "layer.parquet")
    with pytest.raises(GeometryError, match="no numbers"):
        prepare_features(read_rows(tmp_path / "layer.parquet", []))


def test_a_layer_in_no_known_system_is_refused(tmp_path: Path) -> None:
    scattered(3, 0.02, 3).set_crs(None, allow_override=True).to_parquet(tmp_path / "layer.parquet")
    with pytest.raises(CRSError, match="no reference system"):
        prepare_features(read_rows(tmp_path / "layer.parquet", []))


def test_an_attribute_the_file_lacks_is_named_with_those_it_has(tmp_path: Path) -> None:
    tiles(4, 4, 1).to_parquet(tmp_path / "layer.parquet")
    with pytest.raises(ParameterError, match=r"by='colour'.*one of use"):
        next(read_batches(tmp_path / "layer.parquet", ["colour"]))


@pytest.mark.parametrize("name", layers())
def test_a_file_is_read_as_geopandas_reads_it(tmp_path: Path, name: str) -> None:
    layer = layers()[name].rename_geometry("geom")
    rows = np.arange(len(layer))
    layer = layer.assign(
        number=rows,
        some=pd.Series(rows, layer.index).where(rows > 0),
        use=pd.Categorical(["a", "b"] * (len(layer) // 2) + ["a"] * (len(layer) % 2)),
        nothing=None,
        day=pd.Timestamp("2026-01-01"),
    )
    for index in (layer, layer.reset_index(drop=True), layer.set_index("number")):
        index.to_parquet(tmp_path / "a.parquet", row_group_size=3)
        expected = gpd.read_parquet(tmp_path / "a.parquet")
        assert_geodataframe_equal(read_frame(tmp_path / "a.parquet"), expected)


def test_two_columns_of_shapes_are_read_too(tmp_path: Path) -> None:
    layer = tiles(3, 2, 1).assign(centre=lambda frame: frame.geometry.representative_point())
    layer.to_parquet(tmp_path / "a.parquet")
    assert_geodataframe_equal(read_frame(tmp_path / "a.parquet"), layer)

"""A shape in the body and a file of each format are read as the shape they hold, in degrees."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.errors import CRSError, GeometryError, ParameterError
from geo.extract.site_shape import MOST_FEATURES, merge_shapes, read_shape, read_upload

BOX = shapely.box(121.86, 30.86, 121.95, 30.92)


def written(folder: Path, suffix: str, crs: str) -> bytes:
    frame = gpd.GeoDataFrame({"name": ["甲"]}, geometry=[BOX], crs="EPSG:4326").to_crs(crs)
    if suffix == ".dxf":
        frame = frame[["geometry"]]
    path = folder / ("x.shp" if suffix == ".zip" else f"x{suffix}")
    frame.to_file(path, driver={".kml": "LIBKML", ".kmz": "LIBKML", ".dxf": "DXF"}.get(suffix))
    if suffix != ".zip":
        return path.read_bytes()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in folder.glob("x.*"):
            archive.write(part, part.name)
    return out.getvalue()


@pytest.mark.parametrize(
    ("suffix", "crs"),
    [
        (".geojson", "EPSG:4326"),
        (".gpkg", "EPSG:4529"),
        (".zip", "EPSG:4529"),
        (".kml", "EPSG:4326"),
        (".kmz", "EPSG:4326"),
        (".dxf", "EPSG:4529"),
    ],
)
def test_every_format_is_read(tmp_path: Path, suffix: str, crs: str) -> None:
    read = read_upload(f"我的{suffix}", written(tmp_path, suffix, crs))
    shape = shapely.from_geojson(json.dumps(read["geometry"]))
    assert shape.symmetric_difference(BOX).area < 1e-8
    assert read["guessed"] == (suffix == ".dxf")


def test_boundary_points_are_read() -> None:
    plane = gpd.GeoSeries([BOX], crs="EPSG:4326").to_crs("EPSG:4529").iloc[0]
    points = [f"J{i},1,{north:.4f},{east:.4f}" for i, (east, north) in enumerate(plane.exterior.coords, start=1)]
    head = "[属性描述]\n坐标系=2000国家大地坐标系\n几度分带=3\n带号=41\n[地块坐标]\n5,0,甲,甲,面,,,,@\n"
    read = read_upload("x.txt", (head + "\n".join(points)).encode("gbk"))
    shape = shapely.from_geojson(json.dumps(read["geometry"]))
    assert shape.symmetric_difference(BOX).area < 1e-8
    assert not read["guessed"]


def test_metres_without_a_system_are_refused_where_they_mean_nothing(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(geometry=[shapely.box(0, 0, 5000, 5000)], crs="EPSG:4529")
    frame.to_file(tmp_path / "x.dxf", driver="DXF")
    with pytest.raises(CRSError):
        read_upload("x.dxf", (tmp_path / "x.dxf").read_bytes())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("x.exe", b"MZ"),
        ("x.shp", b"\0\0\x27\x0a"),
        ("x.geojson", b"{"),
        ("x.gpkg", b"nothing"),
        ("x.zip", b"nothing"),
        ("x.fgb", b"fgb"),
        ("x.parquet", b"PAR1"),
        ("x.dxf", b"0"),
        ("x.dxf", b'{"type": "Polygon", "coordinates": [[[1, 2]]]}'),
        ("x.kml", b'{"type": "Point", "coordinates": [121.8, 30.9]}'),
        ("x.kmz", b"PK"),
    ],
)
def test_a_broken_file_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(ParameterError) as error:
        read_upload(name, data)
    assert tempfile.gettempdir() not in str(error.value), "the reader knows the file by its own name"


@pytest.mark.parametrize("suffix", [".kml", ".dxf", ".gpkg", ".fgb", ".zip", ".kmz"])
def test_a_file_cannot_have_another_file_of_the_server_read(tmp_path: Path, suffix: str) -> None:
    gpd.GeoDataFrame({"name": ["甲"]}, geometry=[BOX], crs="EPSG:4326").to_file(tmp_path / "secret.gpkg")
    source = f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{tmp_path}/secret.gpkg</SrcDataSource>'
    data = f"{source}</OGRVRTLayer></OGRVRTDataSource>".encode()
    if suffix in {".zip", ".kmz"}:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in ("x.shp", "x.dbf", "x.vrt", "doc.kml"):
                archive.writestr(name, data)
        data = out.getvalue()
    with pytest.raises(ParameterError):
        read_upload(f"x{suffix}", data)


def test_a_shapefile_may_lie_in_a_folder_of_its_archive(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written(tmp_path, ".zip", "EPSG:4529"))) as flat, zipfile.ZipFile(out, "w") as deep:
        for name in flat.namelist():
            deep.writestr(f"地块/{name}", flat.read(name))
    read = read_upload("x.zip", out.getvalue())
    shape = shapely.from_geojson(json.dumps(read["geometry"]))
    assert shape.symmetric_difference(BOX).area < 1e-8
    assert "41" in read["crs"]
    assert not read["guessed"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"type": "Nothing"}', '{"type": "FeatureCollection", "features": []}']
)
def test_what_is_no_geojson_is_refused(text: str) -> None:
    with pytest.raises(ParameterError):
        read_shape(text)


def test_an_outline_that_crosses_itself_is_refused() -> None:
    bow = {"type": "Polygon", "coordinates": [[[121, 30], [122, 31], [122, 30], [121, 31], [121, 30]]]}
    with pytest.raises(GeometryError, match="not cross"):
        read_shape(json.dumps(bow))


def test_metres_are_refused_as_degrees() -> None:
    box = shapely.to_geojson(shapely.box(41_380_000, 3_420_000, 41_381_000, 3_421_000))
    with pytest.raises(GeometryError, match="degrees"):
        read_shape(box)


def test_a_collection_becomes_one_shape_of_its_highest_dimension() -> None:
    line, point = shapely.LineString([(121.0, 30.0), (121.1, 30.0)]), shapely.Point(121.5, 30.5)
    nested = shapely.GeometryCollection([shapely.GeometryCollection([BOX, point]), line])
    assert merge_shapes([nested]).equals(BOX)
    assert merge_shapes([line, point]).equals(line)
    assert merge_shapes([point, shapely.Point(121.6, 30.5)]).geom_type == "MultiPoint"


def test_more_features_than_can_be_measured_at_once_are_refused() -> None:
    point = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [121.8, 30.9]}}
    text = json.dumps({"type": "FeatureCollection", "features": [point] * (MOST_FEATURES + 1)})
    with pytest.raises(ParameterError, match=f"at most {MOST_FEATURES}"):
        read_shape(text)

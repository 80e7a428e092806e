"""Files made to read, crash or starve the server are refused, each with a problem that says what is wrong."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import zipfile
from pathlib import Path

import geopandas as gpd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app

#: Smaller than those of the service, so that a file that fills them fills them soon.
LIMITS = {"upload_memory_mb": 128, "upload_cpu_s": 3, "upload_wall_s": 20}
BOX = shapely.box(121.93, 30.88, 121.95, 30.9)
LAYERS = Path(__file__).parents[3] / "layers"


@pytest.fixture(scope="module")
def hostile_app(atlas: Atlas) -> Flask:
    return create_app({"PROPAGATE_EXCEPTIONS": False, **LIMITS}, atlas=atlas)


@pytest.fixture
def client(hostile_app: Flask) -> FlaskClient:
    return hostile_app.test_client()


def zipped(**members: bytes | str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name.replace("_", "."), body)
    return out.getvalue()


def form(name: str, body: bytes) -> bytes:
    """The body of a form with one file; werkzeug's own writer leaves its temporary file open."""
    head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return head.encode() + body + b"\r\n--part--\r\n"


def parquet(wkb: pa.Array | pa.ChunkedArray) -> bytes:
    geo = {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": []}},
    }
    table = pa.table({"geometry": wkb}).replace_schema_metadata({"geo": json.dumps(geo)})
    out = io.BytesIO()
    pq.write_table(table, out)
    return out.getvalue()


def pipeline(**step: str) -> str:
    command = "gdal vector pipeline " + " ".join(f"! {name} {value}" for name, value in step.items())
    return json.dumps({"type": "gdal_streamed_alg", "command_line": command})


def reads_a_layer() -> tuple[str, bytes]:
    return "it.zip", zipped(a_shp=pipeline(read=str(LAYERS / "parks.geojson"), write="x --of stream"))


def calls_an_address() -> tuple[str, bytes]:
    return "it.zip", zipped(a_shp=pipeline(read="/vsicurl/http://127.0.0.1:9/x", write="x --of stream"))


def vrt_in_an_archive() -> tuple[str, bytes]:
    text = f'<OGRVRTDataSource><OGRVRTLayer name="p"><SrcDataSource>{LAYERS}/parks.geojson</SrcDataSource>'
    return "it.zip", zipped(a_shp=" " * 5000 + text + "</OGRVRTLayer></OGRVRTDataSource>")


def geojson_named_shapefile() -> tuple[str, bytes]:
    return "it.zip", zipped(a_shp=shapely.to_geojson(BOX))


def gpx_named_kml() -> tuple[str, bytes]:
    gpx = '<?xml version="1.0"?><gpx version="1.1" creator="x"><wpt lat="30.9" lon="121.9"><name>a</name></wpt></gpx>'
    return "it.kml", gpx.encode()


def deep_wkb() -> tuple[str, bytes]:
    wkb = struct.pack("<BII", 1, 7, 1) * 200_000 + shapely.to_wkb(shapely.Point(121.9, 30.9))
    return "it.parquet", parquet(pa.array([wkb], pa.binary()))


def one_shape_many_rows() -> tuple[str, bytes]:
    ring = shapely.Point(121.9, 30.9).buffer(0.01, quad_segs=15_000)
    column = pa.DictionaryArray.from_arrays(pa.array([0] * 2_000, pa.int32()), pa.array([shapely.to_wkb(ring)]))
    return "it.parquet", parquet(column)


def twenty_million_rows() -> tuple[str, bytes]:
    column = pa.DictionaryArray.from_arrays(
        pa.array(memoryview(bytes(4 * 20_000_000)).cast("i")), pa.array([shapely.to_wkb(shapely.Point(121.9, 30.9))])
    )
    return "it.parquet", parquet(column)


def endless_view(tmp: Path) -> tuple[str, bytes]:
    return "it.gpkg", geopackage(tmp, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT i FROM n")


def large_view(tmp: Path) -> tuple[str, bytes]:
    return "it.gpkg", geopackage(tmp, "SELECT zeroblob(900000000) AS fid")


def geopackage(tmp: Path, query: str) -> bytes:
    path = tmp / "it.gpkg"
    gpd.GeoDataFrame({"a": [1]}, geometry=[BOX], crs="EPSG:4326").to_file(path, driver="GPKG", layer="plots")
    with sqlite3.connect(path) as db:
        db.execute(f"CREATE VIEW more AS {query}")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('more', 'attributes', 'more')"
        )
    db.close()
    return path.read_bytes()


def drawing_of_inserts(tmp: Path) -> tuple[str, bytes]:
    return "it.dxf", drawing(tmp, columns=30_000, rows=30_000)


def drawing_of_blocks(tmp: Path) -> tuple[str, bytes]:
    return "it.dxf", drawing(tmp, depth=11)


def drawing(tmp: Path, columns: int = 1, rows: int = 1, depth: int = 1) -> bytes:
    from ezdxf.filemanagement import new  # noqa: PLC0415

    document = new("R2010")
    document.blocks.new("B0").add_lwpolyline([(0, 0), (1, 0), (1, 1)], close=True)
    for level in range(1, depth):
        block = document.blocks.new(f"B{level}")
        for _ in range(10):
            block.add_blockref(f"B{level - 1}", (0, 0))
    document.modelspace().add_blockref(
        f"B{depth - 1}",
        (0, 0),
        dxfattribs={"column_count": columns, "row_count": rows, "column_spacing": 1, "row_spacing": 1},
    )
    path = tmp / "it.dxf"
    document.saveas(path)
    return path.read_bytes()


def unpacks_large() -> tuple[str, bytes]:
    kml = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>' + "a" * 400_000_000
    return "it.kmz", zipped(
        doc_kml=kml + "</name><Point><coordinates>121,30</coordinates></Point></Placemark></Document></kml>"
    )


_PLAIN = [reads_a_layer, calls_an_address, vrt_in_an_archive, geojson_named_shapefile, gpx_named_kml, deep_wkb]
_LARGE = [one_shape_many_rows, twenty_million_rows, unpacks_large]
_FILES = [endless_view, large_view, drawing_of_inserts, drawing_of_blocks]


@pytest.mark.parametrize("make", [*_PLAIN, *_LARGE, *_FILES], ids=lambda make: make.__name__)
def test_it_is_refused_by_name_and_the_service_goes_on(client: FlaskClient, tmp_path: Path, make: object) -> None:
    name, body = make(tmp_path) if make in _FILES else make()  # type: ignore[operator]
    answer = client.post("/uploads", data=form(name, body), content_type="multipart/form-data; boundary=part")
    assert answer.status_code in {400, 413, 422}, answer.get_data(as_text=True)[:500]
    problem = answer.get_json()
    assert problem["detail"]
    assert str(LAYERS) not in answer.get_data(as_text=True)
    assert client.get("/healthz").status_code == 200

"""Hostile GeoPackages, archives, FlatGeobufs and GeoParquet files."""

from __future__ import annotations

import io
import json
import sqlite3
import struct
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from tests.hostile.sound import (
    BOX,
    GEO,
    KML,
    PLACEMARK,
    WKB,
    collection_wkb,
    parquet,
    shapefile,
    shapefile_parts,
    sound,
    zipped,
)
from tests.hostile.texts import entities

MARS = 'GEOGCS["Mars",DATUM["Mars",SPHEROID["Mars",3396190,169.9]],PRIMEM["M",0],UNIT["degree",0.0174532925199433]]'
LAYERS = Path(__file__).parents[2] / "layers"
_ROWS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT {}) "


def geopackage(*statements: str) -> bytes:
    """Change a sound GeoPackage by some statements."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        path.write_bytes(sound(".gpkg"))
        database = sqlite3.connect(path)
        for name in ("IsEmpty", "MinX", "MaxX", "MinY", "MaxY"):  # which the triggers call that GDAL writes
            database.create_function(f"ST_{name}", 1, lambda _: 1)
        for statement in statements:
            database.execute(statement)
        database.commit()
        database.close()
        return path.read_bytes()


def listed(name: str) -> str:
    return f"INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('{name}', 'attributes', '{name}')"


def pipeline(source: str) -> str:
    command = f"gdal vector pipeline ! read {source} ! write x --of stream"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": command})


def damaged(data: bytes, at: int, put: bytes) -> bytes:
    at = at % len(data)
    return data[:at] + put + data[at + len(put) :]


def large_kmz(size: int) -> bytes:
    """Pack blanks, written piece by piece."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("doc.kml", "w") as member,
    ):
        member.write(KML.partition("{")[0].encode())
        for _ in range(size >> 20):
            member.write(b" " * (1 << 20))
        member.write((PLACEMARK + "</Document></kml>").encode())
    return out.getvalue()


def lying_kmz() -> bytes:
    """Pack 20 MB whose list of files says 100 bytes."""
    data = large_kmz(20 << 20)
    at = data.rindex(b"PK\1\2")
    return damaged(data, at + 24, struct.pack("<I", 100))


def with_password() -> bytes:
    data = bytearray(zipped({"doc.kml": KML.format(PLACEMARK)}))
    for mark, flag in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flag] |= 1
    return bytes(data)


def dictionary(count: int, value: Any, kind: Any) -> pa.Array:
    """Make a column of one value, written once."""
    return pa.DictionaryArray.from_arrays(pa.array(memoryview(bytes(4 * count)).cast("i")), pa.array([value], kind))


def one_shape() -> pa.Array:
    return pa.array([WKB], pa.binary())


def geo(**column: Any) -> dict[str, Any]:
    return {**GEO, "columns": {"geometry": {"encoding": "WKB", "geometry_types": [], **column}}}


def damaged_pages() -> bytes:
    data = parquet({"a": ["text" * 100], "geometry": one_shape()}, compression="zstd")
    return damaged(data, 60, b"\xff" * 40)


def two_columns_of_one_name() -> bytes:
    table = pa.Table.from_arrays([one_shape(), pa.array([1]), pa.array([2])], names=["geometry", "a", "a"])
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(GEO)}), out)
    return out.getvalue()


def pandas_metadata(value: Any) -> bytes:
    table = pa.table({"a": [1], "geometry": one_shape()})
    out = io.BytesIO()
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(GEO), "pandas": json.dumps(value)}), out)
    return out.getvalue()


def many_points(count: int) -> bytes:
    return shapely.to_wkb(shapely.Point(121.9, 30.9).buffer(0.01, quad_segs=count // 4))


def shp_record(points: int) -> bytes:
    """Let the only record of a Shapefile say how many points it has."""
    return damaged(shapefile_parts()[".shp"], 100 + 8 + 4 + 32 + 4, struct.pack("<i", points))


def dbf_head(at: int, form: str, *values: int) -> bytes:
    return damaged(shapefile_parts()[".dbf"], at, struct.pack(form, *values))


GPKG = {
    "endless-view": (
        lambda: geopackage(f"CREATE VIEW v AS {_ROWS.replace('LIMIT {}', '')}SELECT i FROM n", listed("v")),
        "view",
    ),
    "view-of-900-mb": (lambda: geopackage("CREATE VIEW v AS SELECT zeroblob(900000000) AS fid", listed("v")), "view"),
    "computed-column": (
        lambda: geopackage("CREATE TABLE t (fid INTEGER PRIMARY KEY, b AS (zeroblob(900000000)))", listed("t")),
        "computed column",
    ),
    "default-of-a-megabyte": (
        lambda: geopackage(
            "CREATE TABLE t (fid INTEGER PRIMARY KEY)",
            f"INSERT INTO t {_ROWS.format(90_000)}SELECT i FROM n",
            f"ALTER TABLE t ADD COLUMN b TEXT DEFAULT '{'a' * 1_000_000}'",
            listed("t"),
        ),
        "bytes of texts",
    ),
    "table-of-a-module": (lambda: geopackage("CREATE VIRTUAL TABLE t USING fts5(a)", listed("t")), "virtual table"),
    "half-a-million-rows": (
        lambda: geopackage(
            "CREATE TABLE t (fid INTEGER PRIMARY KEY)",
            f"INSERT INTO t {_ROWS.format(500_000)}SELECT i FROM n",
            listed("t"),
        ),
        "500000 rows",
    ),
    "two-thousand-layers": (lambda: geopackage(*(listed(f"t{n}") for n in range(2_000))), "layers"),
    "no-database": (lambda: b"SQLite format 3\0" + b"x" * 500, "expected"),
    "damaged-pages": (lambda: damaged(sound(".gpkg"), 4096, b"\xff" * 8192), "."),
    "shape-of-nonsense": (lambda: geopackage("UPDATE a SET geom = x'4750000100000000FFFFFFFFFF'"), "."),
    "collections-in-a-shape": (
        lambda: geopackage(
            f"UPDATE a SET geom = x'{(b'GP' + bytes([0, 1, 0, 0, 0, 0]) + collection_wkb(3_000)).hex()}'"
        ),
        ".",
    ),
    "odd-names": (
        lambda: geopackage('CREATE TABLE "a b""c\'d?e&f/g#" (fid INTEGER PRIMARY KEY)', "UPDATE a SET name = '\u202e'"),
        None,
    ),
    "triggers": (lambda: geopackage("CREATE TRIGGER x AFTER INSERT ON a BEGIN DELETE FROM a; END"), None),
}
ARCHIVES = {
    "pipeline-reads-a-layer": (lambda: zipped({"a.shp": pipeline(str(LAYERS / "parks.geojson"))}), "no Shapefile"),
    "pipeline-calls": (lambda: zipped({"a.shp": pipeline("/vsicurl/http://127.0.0.1:9/x")}), "no Shapefile"),
    "virtual-source": (lambda: zipped({"a.shp": " " * 5_000 + "<OGRVRTDataSource/>"}), "no Shapefile"),
    "geojson-named-shp": (lambda: zipped({"a.shp": shapely.to_geojson(BOX)}), "no Shapefile"),
    "geopackage-named-shp": (lambda: zipped({"a.shp": sound(".gpkg")}), "no Shapefile"),
    "gml-named-shp": (lambda: zipped({"a.shp": '<gml:x xmlns:gml="http://www.opengis.net/gml"/>'}), "no Shapefile"),
    "nothing-in-it": (lambda: zipped({"readme.txt": "a"}), "without a Shapefile"),
    "no-archive": (lambda: b"PK\3\4" + b"x" * 100, "expected"),
    "two-thousand-files": (lambda: zipped({f"{n}.shp": b"" for n in range(2_000)}), "files"),
    "out-of-the-folder": (
        lambda: zipped({f"../../etc/a{name}": body for name, body in shapefile_parts().items()}),
        "does not exist",
    ),
    "table-of-4-billion-rows": (lambda: shapefile(dbf=dbf_head(4, "<I", 2**32 - 1)), "rows in"),
    "table-of-wide-rows": (lambda: shapefile(dbf=dbf_head(4, "<IHH", 90_000, 97, 65_535)), "rows in"),
    "table-without-width": (lambda: shapefile(dbf=dbf_head(10, "<H", 0)), "rows in"),
    "table-of-two-bytes": (lambda: shapefile(dbf=b"\3\0"), "bytes"),
    "index-of-2-billion": (
        lambda: shapefile(shx=damaged(shapefile_parts()[".shx"], 24, struct.pack(">i", 2**31 - 1))),
        ".",
    ),
    "record-of-2-billion-points": (lambda: shapefile(shp=shp_record(2**31 - 1)), "."),
    "system-of-mars": (lambda: shapefile(prj=MARS), "of the Earth"),
    "system-a-path": (lambda: shapefile(prj="+init=/etc/passwd:x"), "."),
}
KMZ = {
    "unpacks-to-140-mb": (lambda: large_kmz(140 << 20), "unpacked"),
    "unpacks-to-100-mb": (lambda: large_kmz(100 << 20), "memory"),
    "lies-about-its-size": (lying_kmz, "."),
    "entities": (lambda: zipped({"doc.kml": entities(20)}), "DOCTYPE"),
    "password": (with_password, "password|encrypted"),
    "damaged": (lambda: damaged(zipped({"doc.kml": KML.format(PLACEMARK * 50)}), 60, b"\xff" * 20), "."),
    "gpx-in-it": (lambda: zipped({"doc.kml": '<gpx version="1.1"/>'}), r"no \.kml"),
}
FGB = {
    "head-of-4-gb": (lambda: damaged(sound(".fgb"), 8, b"\xff" * 4), "head longer"),
    "head-of-nonsense": (lambda: damaged(sound(".fgb"), 12, b"\xff" * 60), "."),
    "cut-off": (lambda: sound(".fgb")[:-40], "."),
    "feature-of-4-gb": (lambda: damaged(sound(".fgb"), -200, b"\xff" * 100), "."),
    "only-the-first-bytes": (lambda: b"fgb\3fgb\0", "."),
}
PARQUET = {
    "geo-a-list": (lambda: parquet({"geometry": one_shape()}, [1]), "metadata geo"),
    "geo-no-json": (lambda: parquet({"geometry": one_shape()}, b"{"), "metadata geo"),
    "columns-a-list": (lambda: parquet({"geometry": one_shape()}, {**GEO, "columns": [1]}), "columns"),
    "no-such-column": (lambda: parquet({"geom": one_shape()}), "geometry"),
    "primary-column-a-list": (
        lambda: parquet({"geometry": one_shape()}, {**GEO, "primary_column": []}),
        "primary_column",
    ),
    "crs-a-number": (lambda: parquet({"geometry": one_shape()}, geo(crs=4490)), "crs"),
    "crs-a-path": (lambda: parquet({"geometry": one_shape()}, geo(crs="+init=/etc/passwd:x")), "crs"),
    "crs-of-nonsense": (
        lambda: parquet({"geometry": one_shape()}, geo(crs={"type": "x", "a": [[[]]]})),
        "reference system",
    ),
    "encoding-a-list": (lambda: parquet({"geometry": one_shape()}, geo(encoding=[])), "encoding"),
    "polygon-in-a-dictionary": (
        lambda: parquet({"geometry": dictionary(5, "a", pa.string())}, geo(encoding="polygon")),
        "encoding",
    ),
    "points-of-numbers-too-few": (lambda: parquet({"geometry": pa.array([[1.0]])}, geo(encoding="polygon")), "."),
    "wkb-in-texts": (lambda: parquet({"geometry": ["a"]}), "encoding"),
    "wkb-of-nonsense": (lambda: parquet({"geometry": pa.array([b"\1\3\0\0\0\xff\xff"], pa.binary())}), "."),
    "wkb-of-4-billion-points": (
        lambda: parquet({"geometry": pa.array([struct.pack("<BII", 1, 2, 2**32 - 1)], pa.binary())}),
        ".",
    ),
    "collections-in-a-shape": (
        lambda: parquet({"geometry": pa.array([collection_wkb(200_000)], pa.binary())}),
        "nested",
    ),
    "damaged-pages": (damaged_pages, "."),
    "one-shape-2000-times": (
        lambda: parquet({"geometry": dictionary(2_000, many_points(60_000), pa.binary())}),
        "bytes|vertices",
    ),
    "one-text-90000-times": (
        lambda: parquet(
            {"a": dictionary(90_000, "a" * 100_000, pa.string()), "geometry": dictionary(90_000, WKB, pa.binary())}
        ),
        "bytes of texts",
    ),
    "2-million-rows": (lambda: parquet({"geometry": dictionary(2_000_000, WKB, pa.binary())}), "rows"),
    "5000-columns": (lambda: parquet({**{f"c{n}": [1] for n in range(5_000)}, "geometry": one_shape()}), "columns"),
    "two-columns-of-one-name": (two_columns_of_one_name, "two columns"),
    "index-of-nonsense": (lambda: pandas_metadata({"index_columns": [{"kind": "range"}, 5, "b"], "columns": [1]}), "."),
    "no-shapes": (lambda: parquet({"a": [1]}, b"null"), "metadata geo"),
    "only-the-first-bytes": (lambda: b"PAR1", "."),
}

"""What a file is: its first bytes must be those of its ending, and it may not unpack to more than the limit."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from geo.errors import ParameterError, SourceError
from geo.readers.checks import sniff
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from tests.geo.shapes import frame
from tests.hostile.binaries import dbf_head, geopackage, listed
from tests.hostile.sound import shapefile

KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"></kml>'


@pytest.mark.parametrize(
    ("suffix", "content"),
    [(".fgb", b"fgb\3"), (".shp", b"\0\0\x27\x0a"), (".zip", b"PK\3\4"), (".parquet", b"PAR1"), (".kml", KML)],
)
def test_content_is_of_the_kind_of_its_ending_and_of_no_other(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    sniff.require_kind(path, suffix)
    for other in {".gpkg", ".fgb", ".shp", ".zip", ".parquet", ".kml"} - {suffix}:
        with pytest.raises(SourceError, match=f"content that is no {other}"):
            sniff.require_kind(path, other)


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        *((suffix, content) for suffix in (".kml", ".dxf") for content in (b'{"type": "Point"}', b" [1]")),
        (".kml", b"<OGRVRTDataSource/>"),
        (".dxf", KML + b"<OGRVRTDataSource>"),
    ],
)
def test_a_text_that_gdal_would_open_as_something_else_is_refused(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=f"content that is no {suffix}"):
        sniff.require_kind(path, suffix)


def test_a_geopackage_with_a_view_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    frame(shapely.Point(121.8, 30.9)).to_file(path)
    sniff.require_kind(path, ".gpkg")
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE VIEW more AS SELECT 1")
        database.commit()
    with pytest.raises(SourceError, match="the view 'more'"):
        sniff.require_kind(path, ".gpkg")


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("CREATE TABLE t (a, b AS (zeroblob(900000000)))", "the computed column 'b'"),
        ("CREATE TABLE t (a, b AS (a + 1) STORED)", "the computed column 'b'"),
        ("CREATE VIRTUAL TABLE t USING fts5(a)", "the virtual table 't'"),
    ],
)
def test_a_geopackage_with_computed_values_is_refused(tmp_path: Path, statement: str, found: str) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(geopackage(statement))
    with pytest.raises(SourceError, match=found):
        sniff.require_kind(path, ".gpkg")


def test_rows_columns_and_values_by_default_of_a_geopackage_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(
        geopackage(
            "CREATE TABLE t (a)",
            "INSERT INTO t VALUES (1), (2), (3)",
            f"ALTER TABLE t ADD COLUMN b DEFAULT '{'x' * 98}'",
            listed("t"),
        )
    )
    sniff.require_kind(path, ".gpkg")
    sniff.require_kind(path, ".gpkg", Bounds(rows=3, columns=3, cells=6, members=2, texts=300))
    for bounds in (Bounds(rows=2), Bounds(rows=9, columns=1), Bounds(rows=9, cells=5), Bounds(rows=9, texts=299)):
        with pytest.raises(ParameterError, match="expected at most"):
            sniff.require_kind(path, ".gpkg", bounds)
    with pytest.raises(ParameterError, match="2 files or layers"):
        sniff.require_kind(path, ".gpkg", Bounds(members=1))


def test_a_table_whose_head_counts_more_than_it_holds_is_refused() -> None:
    def checked(dbf: bytes, bounds: Bounds = UNBOUNDED) -> None:
        with zipfile.ZipFile(io.BytesIO(shapefile(dbf=dbf))) as archive:
            sniff.require_sound_table(Path("a.zip"), archive, "a.dbf", bounds)

    sound_dbf = dbf_head(0, "<B", 3)
    checked(sound_dbf, Bounds(rows=1, columns=2))
    with pytest.raises(SourceError, match="4294967295 rows in"):
        checked(dbf_head(4, "<I", 2**32 - 1))
    with pytest.raises(SourceError, match="1 rows in"):
        checked(dbf_head(10, "<H", 0))
    with pytest.raises(SourceError, match="3 bytes"):
        checked(b"\3\0\0")
    with pytest.raises(ParameterError, match="2 columns; expected at most 1"):
        checked(sound_dbf, Bounds(columns=1))


def test_a_head_longer_than_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.fgb"
    path.write_bytes(b"fgb\3fgb\0" + b"\xff" * 4)
    with pytest.raises(SourceError, match="a head longer"):
        sniff.require_kind(path, ".fgb")


def test_a_file_that_only_begins_as_a_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_bytes(b"SQLite format 3\0" + b"x" * 500)
    with pytest.raises(SourceError, match=r"expected a \.gpkg file"):
        sniff.require_kind(path, ".gpkg")


def test_an_archive_may_unpack_to_the_limit_and_no_further() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", "x" * 600)
        archive.writestr("b", "x" * 400)
        sniff.require_few_members(Path("a.zip"), archive, Bounds(unpacked=1000, members=2))
        with pytest.raises(ParameterError, match="1000 bytes unpacked; expected at most 999"):
            sniff.require_few_members(Path("a.zip"), archive, Bounds(unpacked=999))
        with pytest.raises(ParameterError, match="2 files or layers; expected at most 1"):
            sniff.require_few_members(Path("a.zip"), archive, Bounds(members=1))


def test_members_of_an_archive_are_told_by_their_first_bytes() -> None:
    data = io.BytesIO()
    members = {"a.shp": b"\0\0\x27\x0a", "b.SHP": b"<OGR", "c.dbf": b"\x03rest", "d.dbf": b"<OGR", "e.dbf": b""}
    with zipfile.ZipFile(data, "w") as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    with zipfile.ZipFile(data) as archive:
        found = {name: sniff.is_shapefile_member(archive, name) for name in members}
    assert found == {"a.shp": True, "b.SHP": False, "c.dbf": True, "d.dbf": False, "e.dbf": False}

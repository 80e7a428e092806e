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
from geo.readers.checks.bounds import Bounds
from tests.geo.shapes import frame

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

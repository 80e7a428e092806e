"""Geodatabases are known by their list of tables, in a folder and in an archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.readers.checks.geodatabase import geodatabases_in, holds_geodatabase, require_geodatabase
from geo.readers.drivers import driver_of
from tests.hostile.sound import geodatabase, shapefile, zipped

TABLES = "a00000001.gdbtable"


def test_a_folder_without_the_list_of_tables_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="without a00000001"):
        require_geodatabase(tmp_path)
    (tmp_path / TABLES.upper()).touch()
    require_geodatabase(tmp_path)


@pytest.mark.parametrize(
    ("members", "folders"),
    [({f"x/a.gdb/{TABLES}": b"", "x/a.gdb/gdb": b""}, ["x/a.gdb"]), ({TABLES: b""}, [""]), ({"a.shp": b""}, [])],
)
def test_the_folders_of_an_archive_are_listed(members: dict[str, bytes | str], folders: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(members))) as archive:
        assert geodatabases_in(archive) == folders


def test_the_driver_of_an_archive_goes_by_what_is_in_it(tmp_path: Path) -> None:
    for name, body, driver in (("a.zip", geodatabase(), "OpenFileGDB"), ("b.zip", shapefile(), "ESRI Shapefile")):
        (tmp_path / name).write_bytes(body)
        assert driver_of(tmp_path / name) == driver
    assert driver_of(tmp_path / "x.gdb") == "OpenFileGDB"
    assert driver_of(tmp_path / "x.txt") is None
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4 and no more")
    assert not holds_geodatabase(tmp_path / "broken.zip")

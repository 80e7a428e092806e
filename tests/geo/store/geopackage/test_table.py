"""A GeoPackage as SQLite reads it: many threads, a file that is replaced, locked or broken."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from geo.errors import SourceError, UnavailableError
from geo.store.geopackage import table as table_module
from geo.store.geopackage.table import GeopackageTable
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.sql.table import Fragment

COUNT = Fragment("SELECT COUNT(*) FROM features")


@pytest.fixture
def path(tmp_path: Path, plots_file: Path) -> Path:
    import_layer(plots_file, tmp_path, ImportOptions("plots"))
    return tmp_path / "ws-plots.gpkg"


def test_every_thread_reads(path: Path) -> None:
    table = GeopackageTable(path)
    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(lambda _: table.fetch(COUNT)[0][0], range(20))) == {36}


def test_nothing_can_be_written(path: Path) -> None:
    with pytest.raises(SourceError, match="readonly"):
        GeopackageTable(path).fetch(Fragment("DELETE FROM gpkg_contents"))


def test_a_file_that_takes_its_place_is_read(path: Path) -> None:
    table = GeopackageTable(path)
    before = table.version()
    assert table.fetch(COUNT) == [(36,)]
    other = path.with_name("other.gpkg")
    shutil.copy(path, other)
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("DELETE FROM rtree_features_geom")
        database.execute("DROP TRIGGER rtree_features_geom_delete")
        database.execute("DELETE FROM features WHERE fid > 30")
    other.replace(path)
    assert table.fetch(COUNT) == [(30,)]
    assert table.version() != before


def test_a_file_another_program_writes_is_unavailable_and_a_missing_or_broken_one_is_an_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_module, "_WAIT_S", 0.1)
    with closing(sqlite3.connect(path)) as database:
        database.execute("BEGIN EXCLUSIVE")
        with pytest.raises(UnavailableError, match="another program"):
            GeopackageTable(path).fetch(COUNT)
    path.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    with pytest.raises(SourceError, match=r"import the layer again|cannot be read"):
        GeopackageTable(path).fetch(COUNT)
    path.unlink()
    with pytest.raises(SourceError, match="missing"):
        GeopackageTable(path).version()

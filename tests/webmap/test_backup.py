"""Own layers are saved by one command and come back by one, as the README says."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import Atlas
from geo.store.workspace import with_workspace
from tests.cluster import Cluster
from tests.workspaces import write_workspace

README = Path(__file__).parents[2] / "webmap" / "README.md"


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    try:
        cluster = Cluster({"fsync": "off"})
    except ImportError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    _sql(cluster, "CREATE EXTENSION postgis; CREATE TABLE plots (name text, geom geometry(Point, 4326))")
    _sql(cluster, "INSERT INTO plots VALUES ('first', 'SRID=4326;POINT(121.9 30.9)')")
    yield cluster
    cluster.close()


def _sql(server: Cluster, statement: str) -> None:
    import psycopg  # noqa: PLC0415  an extra

    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(statement)


def test_a_workspace_file_is_saved_by_copying_it(tmp_path: Path, atlas: Atlas) -> None:
    office = write_workspace(tmp_path / "office.gpkg")
    before = with_workspace(atlas, str(office)).version
    shutil.copy(office, tmp_path / "backup.gpkg")
    office.unlink()
    shutil.copy(tmp_path / "backup.gpkg", office)
    assert with_workspace(atlas, str(office)).version == before


def test_a_database_is_saved_and_comes_back(tmp_path: Path, atlas: Atlas, server: Cluster) -> None:
    address = f"postgresql://bench@127.0.0.1:{server.port}/postgres?tables=plots"
    before = with_workspace(atlas, address)
    text = README.read_text(encoding="utf-8")
    for program in ("pg_dump", "pg_restore"):
        start = text.index(f"`{program}") + 1
        words = shlex.split(text[start : text.index("`", start)].replace("DATABASE", f"'{server.dsn}'"))
        subprocess.run([server.bin / words[0], *words[1:]], check=True, cwd=tmp_path, capture_output=True)
        if program == "pg_dump":
            _sql(server, "DROP TABLE plots")
    after = with_workspace(atlas, address)
    assert list(after.layer("ws-plots")["name_zh"]) == ["first"]
    assert after.version == before.version

"""The command reload on running services: edited data, broken data, and a database that goes and comes back."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from click.testing import CliRunner, Result

from tests.cluster import Cluster
from tests.conftest import DataFolders
from tests.webmap.cli.running import LINGANG, Running
from webmap.cli.main import main
from webmap.service.run_file import RunFile


def reload(service: Running) -> subprocess.CompletedProcess[str]:
    command = [*LINGANG, "reload", "--port", str(service.port)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def run(*args: object) -> Result:
    return CliRunner().invoke(main, ["reload", *map(str, args)])


def answers_meanwhile(service: Running, path: str, work: Callable[[], object]) -> set[int]:
    """Ask all the time while something is done; return the statuses."""
    done, seen = Event(), set()

    def ask() -> None:
        while not done.is_set():
            seen.add(service.get(path)[0])

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        try:
            work()
        finally:
            done.set()
        for one in asking:
            one.result()
    return seen


def test_edited_data_are_served_and_broken_ones_are_told_and_not_taken(folders: DataFolders) -> None:
    with Running(group=("--layers", folders.layers, "--seeds", folders.seeds)) as service:
        old = service.version()
        folders.edit("claims.csv", "claim_id", "id")
        broken = reload(service)
        assert broken.returncode == 1
        assert broken.stderr.startswith(f"lingang: the new data are not taken, version {old} is served on:\n")
        assert "claims.csv" in broken.stderr
        assert service.version() == old
        folders.edit("claims.csv", "id", "claim_id")
        folders.edit("catalogue.toml", 'title_en = "', 'title_en = "Edited ')
        told = []
        assert answers_meanwhile(
            service, "/places/fp-oriental-chip-port.json", lambda: told.append(reload(service))
        ) == {200}
        assert told[0].returncode == 0, told[0].stderr
        new = service.version()
        assert told[0].stderr == f"data version {new} is served now (before: {old})\n"
        assert b"Edited " in service.get("/map.json")[1]


def test_where_no_service_runs_it_says_how_to_name_one(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    RunFile(pid=2**22 + 1, version="x", loads=1, worker=1, host="127.0.0.1").write(1)
    for port in (1, 2):
        result = run("--port", port)
        assert result.exit_code == 2
        assert f"no service of this user runs at port {port}; name its --port" in result.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no such signal")
def test_a_process_named_by_its_id_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "kill", lambda *what: told.append(what))
    assert run("--pid", 4711).exit_code == 0
    assert told == [(4711, signal.SIGHUP)]
    monkeypatch.undo()
    gone = run("--pid", 2**22 + 1)
    assert (gone.exit_code, gone.stderr) == (1, f"lingang: process {2**22 + 1} cannot be told: No such process\n")


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    try:
        cluster = Cluster({"fsync": "off"})
    except ImportError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    sql(cluster, "CREATE EXTENSION postgis; CREATE TABLE plots (name text, geom geometry(Point, 4326))")
    sql(cluster, "INSERT INTO plots VALUES ('first', 'SRID=4326;POINT(121.9 30.9)')")
    yield cluster
    cluster.close()


def sql(server: Cluster, statement: str) -> None:
    import psycopg  # noqa: PLC0415  an extra

    with psycopg.connect(server.dsn, autocommit=True) as connection:
        connection.execute(statement)


def names(service: Running) -> bytes:
    return service.get("/ogc/collections/ws-plots/items")[1]


def until(service: Running, word: bytes) -> None:
    """Ask until a name is there; the service asks its database again by itself."""
    for _ in range(600):
        if word in names(service):
            return
        Event().wait(0.1)
    pytest.fail(f"{word!r} did not come back")


def test_a_database_may_go_under_load_and_comes_back_by_itself(server: Cluster) -> None:
    workspace = f"postgresql://bench@127.0.0.1:{server.port}/postgres"
    with Running(LINGANG_WORKSPACE=workspace) as service:
        assert b"first" in names(service)
        told: list[subprocess.CompletedProcess[str]] = []

        def go() -> None:
            server.stop()
            told.append(reload(service))

        assert answers_meanwhile(service, "/tables/ws-plots.json", go) == {200}
        assert told[0].returncode == 1
        assert "expected a PostgreSQL server with PostGIS that answers" in told[0].stderr
        assert b"first" in names(service), "what was read stays"
        server.start()
        sql(server, "INSERT INTO plots VALUES ('second', 'SRID=4326;POINT(121.91 30.9)')")
        until(service, b"second")


def test_a_database_that_is_stopped_at_the_start_is_waited_for(server: Cluster) -> None:
    server.stop()
    with Running(
        "--no-supervisor", LINGANG_WORKSPACE=f"postgresql://bench@127.0.0.1:{server.port}/postgres"
    ) as service:
        assert service.get("/healthz")[0] == 200
        assert service.get("/ogc/collections/ws-plots")[0] == 404
        server.start()
        until(service, b"first")

"""The command serve: one message where it cannot start, an orderly end, and a worker that is replaced."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.conftest import HERE, DataFolders
from tests.webmap.cli.running import LINGANG, Running
from webmap.cli.main import main

#: Takes away what Windows does not have, from a process and all it starts.
WINDOWS = """
import multiprocessing, os, select, signal, sys
for name in ("resource", "fcntl"):
    sys.modules[name] = None
for name in ("fork", "getuid", "sync", "O_DIRECTORY", "O_NOCTTY"):
    delattr(os, name)
del signal.SIGHUP, select.poll
multiprocessing.get_all_start_methods = lambda: ["spawn"]
get_context = multiprocessing.get_context
def only_spawn(method=None):
    assert method in (None, "spawn"), method
    return get_context("spawn")
multiprocessing.get_context = only_spawn
"""


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_serve_on_broken_data_is_one_message_and_exit_1(folders: DataFolders) -> None:
    (folders.seeds / "claims.csv").unlink()
    result = run(
        "--layers", str(folders.layers), "--seeds", str(folders.seeds), "serve", "--no-supervisor", "--port", "0"
    )
    assert result.exit_code == 1
    assert "claims.csv: the file is missing" in result.output
    assert "Traceback" not in result.output


def test_serve_on_a_busy_port_is_one_message_and_exit_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = run("serve", "--no-supervisor", "--port", str(taken.getsockname()[1]))
    assert result.exit_code == 1
    assert "is in use by another program" in result.output
    assert "--port" in result.output


def test_serve_prints_the_address_it_answers_at() -> None:
    command = [sys.executable, "-c", "from webmap.cli.main import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            address = next(word for word in line.split() if word.startswith("http://127.0.0.1:"))
            with urllib.request.urlopen(address + "healthz", timeout=10) as answer:
                assert json.load(answer)["status"] == "ok"
        finally:
            process.terminate()


def test_a_setting_that_cannot_be_used_is_told_with_what_it_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGANG_BASEMAPS", "tianditu")
    run = CliRunner().invoke(main, ["serve"])
    assert run.exit_code == 2
    assert "LINGANG_BASEMAPS='tianditu'" in run.stderr
    assert "tianditu_key" in run.stderr
    assert "pydantic" not in run.stderr


def test_broken_data_end_the_supervisor_too(folders: DataFolders) -> None:
    (folders.seeds / "claims.csv").unlink()
    command = [*LINGANG, "--layers", folders.layers, "--seeds", folders.seeds, "serve", "--port", "0"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert done.returncode == 1
    assert done.stderr.count("claims.csv: the file is missing") == 1


def test_a_sheet_in_flight_is_finished_when_the_service_is_ended() -> None:
    with Running() as service, ThreadPoolExecutor(1) as pool:
        assert service.get("/healthz")[0] == 200
        sheet = pool.submit(service.get, "/sheet.pdf?paper=A1")
        service.until_busy()
        service.process.send_signal(signal.SIGTERM)
        status, body = sheet.result(120)
        assert (status, body[:5], b"%%EOF" in body[-10:]) == (200, b"%PDF-", True)
        assert service.process.wait(60) == 0
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", service.port), timeout=5)


def test_a_killed_worker_is_replaced_and_the_next_request_answered() -> None:
    with Running() as service:
        for _ in range(2):
            first = service.worker()
            os.kill(first, signal.SIGKILL)
            assert service.get("/healthz")[0] == 200
            assert service.worker() != first


def test_a_desk_may_do_without_a_supervisor() -> None:
    with Running("--no-supervisor") as service:
        assert service.worker() == service.process.pid
        service.process.send_signal(signal.SIGINT)
        assert service.process.wait(60) == 0


def test_without_fork_signals_limits_and_locks_as_on_windows_it_serves_and_reads_uploads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text(WINDOWS)
    poor = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(HERE.parent)])}
    with Running(**poor) as service:
        assert service.worker() == service.process.pid
        assert service.get("/healthz")[0] == 200
        parcels = service.upload(HERE / "data" / "samples" / "parcels.geojson")
        assert parcels["count"] > 1
        told = subprocess.run(
            [*LINGANG, "reload", "--port", str(service.port)],
            env=os.environ | poor,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 1
        assert "this system has no signal" in told.stderr
        for _ in range(600):
            if "files that are sent are read with no limit of memory" in service.said():
                return
            time.sleep(0.1)
        pytest.fail(service.said())

"""The service under gunicorn: a process that dies is replaced, a reload loses no request, SIGTERM ends it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from webmap.service import gunicorn_conf
from webmap.settings import Settings

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn runs on POSIX systems only")


def test_it_takes_the_settings_of_the_service() -> None:
    assert gunicorn_conf.bind == f"{Settings().host}:{Settings().port}"
    assert gunicorn_conf.threads == Settings().threads
    # A reload must read the files again, so no process may inherit them.
    assert gunicorn_conf.preload_app is False


def test_a_process_prepares_what_the_first_requests_would_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    prepared: list[object] = []
    monkeypatch.setattr(gunicorn_conf, "warm_up", prepared.append)
    monkeypatch.setattr(gunicorn_conf.first_answers, "make_in_background", prepared.append)
    worker = SimpleNamespace(wsgi="the application", age=2)
    gunicorn_conf.post_worker_init(cast("Worker", worker))
    assert prepared == [gunicorn_conf.READ_ONE_SHAPE, "the application"]


def test_the_libraries_are_shared_unless_processes_give_up_rights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared: list[bool] = []
    monkeypatch.setattr(gunicorn_conf, "share_libraries", lambda *, everything: shared.append(everything))
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    for uid in (os.geteuid(), os.geteuid() + 1):
        arbiter = SimpleNamespace(cfg=SimpleNamespace(uid=uid, gid=os.getegid()))
        gunicorn_conf.on_starting(cast("Arbiter", arbiter))
    assert shared == [True]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


@contextmanager
def _gunicorn(log: Path, processes: int = 1) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "-c", "python:webmap.service.gunicorn_conf", "webmap:create_app()"]
    environment = {
        **os.environ,
        "LINGANG_PORT": str(port),
        "WEB_CONCURRENCY": str(processes),
        "TMPDIR": str(log.parent),
    }
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, env=environment) as process:
        try:
            yield process, f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(40)


def _health(base: str, patience_s: float = 40) -> dict[str, object]:
    end = time.monotonic() + patience_s
    while True:
        try:
            with urllib.request.urlopen(base + "healthz", timeout=10) as answer:
                body: dict[str, object] = json.load(answer)
                return body
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)


def _workers(log: Path) -> list[int]:
    lines = log.read_text().splitlines()
    return [int(line.rsplit(" ", 1)[1]) for line in lines if "Booting worker with pid" in line]


@pytest.mark.long
def test_figures_are_those_of_all_processes(tmp_path: Path) -> None:
    with _gunicorn(tmp_path / "log", processes=2) as (process, base):
        _health(base)
        for _ in range(40):
            urllib.request.urlopen(base + "robots.txt", timeout=60).close()
        with urllib.request.urlopen(base + "metrics", timeout=60) as answer:
            lines = answer.read().decode().splitlines()
        counted = 'lingang_request_seconds_count{endpoint="site_files.robots",method="GET",status="2xx"} '
        assert [line for line in lines if line.startswith(counted)] == [f"{counted}40.0"]
        memory = [line for line in lines if line.startswith("lingang_process_resident_memory_bytes{")]
        assert len(memory) in (1, 2)  # a process that was asked nothing has said nothing
        [folder] = tmp_path.glob("lingang-metrics-*")
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0
    assert not folder.exists()


@pytest.mark.long
def test_a_dead_process_is_replaced_and_a_reload_loses_nothing(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with _gunicorn(log) as (process, base):
        assert _health(base)["status"] == "ok"
        os.kill(_workers(log)[0], signal.SIGKILL)
        assert _health(base)["status"] == "ok"
        assert len(_workers(log)) == 2
        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(_health, base, 0) for _ in range(20)]
            process.send_signal(signal.SIGHUP)
            asked += [pool.submit(_later, base) for _ in range(40)]
            assert {answer.result()["status"] for answer in asked} == {"ok"}
        _until(lambda: len(_workers(log)) == 3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(40) == 0


def _later(base: str) -> dict[str, object]:
    time.sleep(0.1)
    return _health(base, 0)


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)

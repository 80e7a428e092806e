"""Memory of the service with a million parcels in its store: idle, while tiles are built, while an account is made.

Run with ``pytest tests/bench/test_memory.py -s``; ``BENCH_PARCELS`` sets their number. Two processes under gunicorn, as
for production; counted is the proportional set size (PSS) of all processes, in which a shared page counts once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench.load import OURS, Server
from tests.bench.servers.programs import ours

COUNT = int(os.environ.get("BENCH_PARCELS", "1_000_000"))
MOST_MB = 700
#: Seconds after which a service that nobody asks is idle: what the first answers need is made by then.
IDLE_S = 15
_ACCOUNT = "/stats/functional_areas.json?by=parcels:use"

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="memory is read from /proc")  # noqa: PTH110


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("memory")
    # In processes of their own, so that this one stays small.
    make = "import sys; from tests.bench import generate; generate.parcels(int(sys.argv[1])).to_file(sys.argv[2])"
    subprocess.run([sys.executable, "-c", make, str(COUNT), folder / "parcels.fgb"], check=True)
    imported = ["import", folder / "parcels.fgb", "--as", "parcels", "--store", folder / "store", "--quiet"]
    subprocess.run([sys.executable, *OURS[:2], *map(str, imported)], check=True)
    return folder / "store"


@pytest.fixture(scope="module")
def server(store: Path) -> Iterator[Server]:
    with ours("ours", str(store), built=False) as program:
        yield program.server


def test_idle(server: Server) -> None:
    with _watched(server, "idle"):
        time.sleep(IDLE_S)


def test_while_tiles_are_built_and_an_account_is_made_for_the_first_time(server: Server) -> None:
    with _watched(server, "tiles are built"):
        assert "building" in json.loads(_asked(server, "/tiles/ws-parcels.json"))
        time.sleep(IDLE_S)
        with _watched(server, "and an account is made"):
            start = time.perf_counter()
            _asked(server, _ACCOUNT)
            print(f"\nthe first account after {time.perf_counter() - start:.1f} s", end="")
        while server.runs("lingang-tiles"):
            time.sleep(1)
        # The last to be made are the features as they are sent, which are asked for by a box.
        _asked(server, "/ogc/collections/ws-parcels/items?f=json&bbox=121.7,30.9,121.71,30.91")
        while server.runs("lingang-tiles"):
            time.sleep(1)
    start = time.perf_counter()
    _asked(server, _ACCOUNT)
    print(f"\nthe same account later: {time.perf_counter() - start:.3f} s", end="")


def test_afterwards(server: Server) -> None:
    with _watched(server, "afterwards"):
        time.sleep(1)


def _asked(server: Server, path: str) -> bytes:
    """Ask until there is an answer: an account that takes longer than a reader waits is answered by 503 meanwhile."""
    while True:
        try:
            with urllib.request.urlopen(server.address + path, timeout=600) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(0.5)


@contextmanager
def _watched(server: Server, step: str) -> Iterator[None]:
    """Look at the memory twice a second; print the processes at the moment of most, which is within the goal."""
    most, over = dict[str, float](), threading.Event()

    def look() -> None:
        nonlocal most
        while not over.wait(0.5):
            now = server.mb_by_process()
            most = max(most, now, key=lambda one: sum(one.values()))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        parts = ", ".join(f"{name} {mb:.0f}" for name, mb in most.items())
        print(f"\n{step}: {sum(most.values()):.0f} MB ({parts})", end="", flush=True)
    assert sum(most.values()) <= MOST_MB

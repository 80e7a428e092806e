"""The server as it is started: idle connections change nothing, bodies are refused by their length."""

from __future__ import annotations

import importlib
import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from webmap.service import limits

_IDLE = 300


def test_memory_is_taken_from_two_heaps_where_the_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    library = SimpleNamespace(mallopt=lambda *what: asked.append(what))
    monkeypatch.setattr(limits.ctypes, "CDLL", lambda _: library)
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", "system")
    limits.keep_memory_small()
    assert asked == ([(-8, 2), (-3, 1024 * 1024)] if sys.platform == "linux" else [])
    monkeypatch.setattr(limits.ctypes, "CDLL", lambda _: object())
    limits.keep_memory_small()
    assert len(asked) in (0, 2)


def test_the_libraries_are_loaded_before_the_processes_that_share_them(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []
    monkeypatch.setattr(limits, "keep_memory_small", lambda: done.append("small"))
    monkeypatch.setattr(limits, "import_module", lambda name: done.append(name) or importlib.import_module(name))
    monkeypatch.setattr(limits, "share_fork_server", done.append)
    monkeypatch.setattr(limits.code_cache, "is_filled", lambda: True)
    monkeypatch.setattr("geo.stats.compile_all.compile_all", lambda: done.append("machine code"))
    monkeypatch.setattr(limits.gc, "freeze", lambda: done.append("frozen"))
    limits.share_libraries(everything=False)
    assert (done[0], done[-2:]) == ("small", ["frozen", limits.READ_ONE_SHAPE])
    assert {"webmap.pages.map", "webmap.api.tiles", "webmap.service.stored.accounts"} <= set(done)
    assert not {"pypinyin", "machine code"} & set(done)
    limits.share_libraries(everything=True)
    assert done.index("pypinyin") < done.index("machine code") < len(done) - 2


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server of its own, on a free port."""
    command = [sys.executable, "-c", "from webmap.cli.main import main; main(['serve', '--port', '0'])"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        while "http://" not in line:
            assert line, "the server has ended"
            line = server.stdout.readline()
        yield int(line.split("http://")[1].split("/")[0].split(":")[1])
        server.terminate()


def healthy(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        return json.load(answer)["status"] == "ok"


def test_hundreds_of_connections_that_send_half_a_header_lock_nobody_out(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(_IDLE):
            half = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            half.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
        assert healthy(port)


def test_a_body_too_large_is_refused_before_it_is_sent(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.settimeout(10)
        client.sendall(b"POST /measure HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 413")


def test_a_tile_of_any_zoom_is_answered_at_once(port: int) -> None:
    for zoom in ("99999999999", "999999999", "23", "9" * 5000):
        # The time-out is the test: a server that works out the power answers nobody any more.
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/tiles/parks/{zoom}/0/0.mvt", timeout=10)
        with refused.value as answer:
            assert answer.code in {400, 404}
        assert healthy(port)

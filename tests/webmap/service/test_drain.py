"""The orderly end: what is in flight is finished, what comes is refused, and the end comes in any case."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import pytest
import waitress

from webmap.service.drain import ServerLoop


@dataclass
class Served:
    """A server in a thread, whose address ``/slow`` waits for `go_on`."""

    loop: ServerLoop
    port: int
    ended: Future[int]
    begun: Event
    go_on: Event
    seen: list[bytes] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, bytes, str | None]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers.get("Connection")


@contextmanager
def served(
    drain_s: float = 20, beat: Callable[[], bool] | None = None, told: list[str] | None = None
) -> Iterator[Served]:
    begun, go_on = Event(), Event()

    def app(environ: dict[str, Any], start: Callable[..., object]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            assert go_on.wait(20)
        body = environ["wsgi.input"].read()
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body) + 4))])
        return [b"done" + body]

    connections: dict[int, Any] = {}
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(8) as pool:
        server = waitress.create_server(app, map=connections, sockets=[listener], threads=3)
        on_end = (lambda: told.append("ending")) if told is not None else None
        loop = ServerLoop(server, connections, drain_s, beat=beat, on_end=on_end)
        port = listener.getsockname()[1]
        one = Served(loop, port, pool.submit(loop.run), begun, go_on)
        try:
            yield one
        finally:
            go_on.set()
            loop.end()


def refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionRefusedError:
        return True
    return False


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds; fail after twenty seconds."""
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_what_is_in_flight_is_finished_and_what_comes_is_refused() -> None:
    told: list[str] = []
    with served(told=told) as one, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(one.get, "/slow")
        assert one.begun.wait(20)
        one.loop.end()
        until(lambda: refused(one.port))
        assert told == ["ending"]
        assert not one.ended.done()
        one.go_on.set()
        assert slow.result(20) == (200, b"done", "close")
        assert one.ended.result(20) == 0


def test_a_request_that_is_half_sent_may_be_sent_to_its_end() -> None:
    with served() as one, socket.create_connection(("127.0.0.1", one.port), timeout=20) as client:
        assert one.get("/")[0] == 200
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab")
        until(lambda: any(channel.request for channel in one.loop._channels()))
        one.loop.end()
        until(lambda: refused(one.port))
        client.sendall(b"cd")
        assert _all_of(client).endswith(b"doneabcd")
        assert one.ended.result(20) == 0


def _all_of(client: socket.socket) -> bytes:
    """Read until the server closes: head and body may come apart."""
    with client.makefile("rb") as answer:
        return answer.read()


def test_a_connection_that_only_waits_is_closed() -> None:
    with served() as one:
        idle = http.client.HTTPConnection("127.0.0.1", one.port, timeout=20)
        idle.request("GET", "/")
        assert idle.getresponse().read() == b"done"
        one.loop.end()
        assert one.ended.result(20) == 0
        assert idle.sock.recv(10) == b""
        idle.close()


def test_a_connection_that_has_just_come_is_answered() -> None:
    with served() as one, socket.create_connection(("127.0.0.1", one.port), timeout=20) as client:
        one.loop.end()
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert _all_of(client).endswith(b"done")
        assert one.ended.result(20) == 0


@pytest.mark.parametrize("how", ["the time is over", "a person presses Ctrl+C twice"])
def test_what_takes_too_long_is_cut_off_and_counted(how: str) -> None:
    with served(drain_s=0.1 if how == "the time is over" else 60) as one, ThreadPoolExecutor(1) as pool:
        slow = pool.submit(one.get, "/slow")
        assert one.begun.wait(20)
        one.loop.interrupt()
        if how != "the time is over":
            until(lambda: refused(one.port))
            one.loop.interrupt()
        assert one.ended.result(20) == 1
        with pytest.raises((http.client.HTTPException, OSError)):
            slow.result(20)


def test_a_beat_goes_the_way_of_a_request_and_the_end_comes_when_nobody_listens() -> None:
    beats: list[bool] = []

    def beat() -> bool:
        beats.append(True)
        return len(beats) < 2

    with served(beat=beat) as one:
        assert one.get("/")[0] == 200
        assert one.ended.result(20) == 0
    assert len(beats) == 2


def test_no_beat_comes_while_all_threads_are_taken() -> None:
    beats: list[bool] = []

    def beat() -> bool:
        beats.append(True)
        return True

    with served(beat=beat) as one, ThreadPoolExecutor(3) as pool:
        until(lambda: bool(beats))
        slow = [pool.submit(one.get, "/slow") for _ in range(3)]
        until(lambda: len(one.loop._channels()) == 3)
        assert one.begun.wait(20)
        before = len(beats)
        time.sleep(2.5)
        assert len(beats) <= before + 1
        one.go_on.set()
        until(lambda: len(beats) > before + 1)
        assert [answer.result(20)[0] for answer in slow] == [200] * 3

"""The supervisor: a worker that died or hangs is replaced, one that cannot start ends it, and signals are passed on."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from webmap.service.supervisor import Worker

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork: no supervisor")

#: A service that answers with its process id; ``WORK`` is put before it serves.
_SERVICE = """
import os, signal, socket, sys, waitress
from webmap.service.drain import ServerLoop
from webmap.service.supervisor import Supervisor
listener = socket.socket()
listener.bind(("127.0.0.1", 0))
say = lambda line: print(line, file=sys.stderr, flush=True)
worker = Supervisor(listener, 2, 5, say).start()
WORK
def app(environ, start):
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
connections = {}
server = waitress.create_server(app, map=connections, sockets=[listener])
loop = ServerLoop(server, connections, 5, beat=worker.beat)
signal.signal(signal.SIGTERM, loop.end)
signal.signal(signal.SIGHUP, lambda *_: print("reload", flush=True))
print(listener.getsockname()[1], flush=True)
loop.run()
"""


class Service:
    """The service in a process of its own."""

    def __init__(self, work: str = "", **more: object) -> None:
        command = [sys.executable, "-c", _SERVICE.replace("WORK", work)]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        self.process = subprocess.Popen(command, **(pipes | more))  # type: ignore[call-overload]

    def line(self) -> str:
        """Read a line of its standard output; empty when it has ended."""
        return str(self.process.stdout.readline()).strip()

    def worker(self, port: int) -> int:
        """Ask for the process that answers."""
        with socket.create_connection(("127.0.0.1", port), timeout=30) as client:
            client.sendall(b"GET / HTTP/1.0\r\n\r\n")
            return int(client.makefile("rb").read().rsplit(b"\n", 1)[1])

    def log(self) -> list[str]:
        """Read what it said on standard error, when it has ended."""
        lines = str(self.process.stderr.read()).splitlines()
        return [line for line in lines if not line.startswith("Task queue depth")]  # waitress, of a busy machine


@pytest.fixture
def service() -> Iterator[Service]:
    one = Service()
    yield one
    one.process.kill()
    one.process.communicate()


def gone(pid: int) -> bool:
    """Whether a process is no more, or only waits to be collected."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split(")")[1].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_killed_worker_is_replaced_and_the_next_request_answered(service: Service) -> None:
    port = int(service.line())
    first = service.worker(port)
    os.kill(first, signal.SIGKILL)
    second = service.worker(port)
    assert second != first
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(30) == 0
    assert service.log() == ["the worker ended by signal 9 (SIGKILL); a new one starts"]
    assert gone(second)


def test_a_worker_that_hangs_is_replaced(service: Service) -> None:
    port = int(service.line())
    first = service.worker(port)
    time.sleep(1.5)  # it has shown life: before, it might only be slow to start
    os.kill(first, signal.SIGSTOP)
    assert service.worker(port) != first
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(30) == 0
    assert service.log()[0] == f"the worker (process {first}) shows no life for 2 s and is ended"


def test_told_to_end_it_refuses_and_ends_with_its_worker(service: Service) -> None:
    port = int(service.line())
    worker = service.worker(port)
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(30) == 0
    assert gone(worker)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=5)


def test_the_signal_to_load_again_is_passed_on(service: Service) -> None:
    port = int(service.line())
    service.process.send_signal(signal.SIGHUP)
    assert service.line() == "reload"
    assert service.worker(port)


def test_a_worker_whose_supervisor_was_killed_ends(service: Service) -> None:
    worker = service.worker(int(service.line()))
    service.process.kill()
    service.process.wait(30)
    until(lambda: gone(worker))


def test_a_worker_that_does_not_end_is_killed() -> None:
    service = Service("signal.signal = lambda *_: None; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])")
    worker = service.worker(int(service.line()))
    service.process.send_signal(signal.SIGTERM)
    service.process.send_signal(signal.SIGINT)
    assert service.process.wait(30) == 0
    assert gone(worker)
    service.process.communicate()


@pytest.mark.parametrize(("work", "status", "tries"), [("sys.exit(3)", 3, 1), ("os.kill(os.getpid(), 11)", 1, 4)])
def test_one_that_cannot_start_ends_it_with_a_status(work: str, status: int, tries: int) -> None:
    service = Service(f"print('try', flush=True); {work}")
    out, said = service.process.communicate(timeout=60)
    assert service.process.returncode == status
    assert out.split() == ["try"] * tries
    assert said.count("a new one starts") == tries - 1
    assert said.count("a new one starts in") == max(tries - 2, 0), "the first time at once"


@pytest.mark.skipif(sys.platform == "win32", reason="no terminals of this kind")
def test_a_closed_terminal_ends_it() -> None:
    ours, theirs = pty.openpty()
    service = Service(stdin=theirs, start_new_session=True, preexec_fn=lambda: _take_terminal(theirs))
    os.close(theirs)
    worker = service.worker(int(service.line()))
    os.close(ours)
    assert service.process.wait(30) == 0
    assert gone(worker)
    service.process.communicate()


def _take_terminal(terminal: int) -> None:
    import fcntl  # noqa: PLC0415
    import termios  # noqa: PLC0415

    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


def test_a_beat_says_whether_anybody_listens() -> None:
    ours, theirs = os.pipe()
    os.set_blocking(theirs, False)
    worker = Worker(1, 0, theirs)
    assert worker.beat()
    os.write(theirs, b"." * 65_535)
    assert worker.beat(), "the supervisor does not look just now"
    os.close(ours)
    assert not worker.beat()
    os.close(theirs)

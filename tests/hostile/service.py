"""A service as it is started, with a tenth of its limits, and what its processes take of memory."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: A tenth of what one file may take by default: memory, processor time and time by the clock.
LIMITS = {"LINGANG_UPLOAD_MEMORY_MB": "52", "LINGANG_UPLOAD_CPU_S": "2", "LINGANG_UPLOAD_WALL_S": "6"}
_START = "from webmap.cli.main import main; main(['serve', '--port', '0'])"


@dataclass
class Service:
    """A running service.

    Attributes
    ----------
    port : int
    session : int
        Process id of the server; all its processes are of this session.
    """

    port: int
    session: int

    def request(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, Any]:
        """Ask once; return the status and the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {"Content-Type": kind} if kind else {})
        answer = connection.getresponse()
        status, text = answer.status, answer.read()
        connection.close()
        return status, json.loads(text)

    def upload(self, filename: str, data: bytes) -> tuple[int, Any]:
        """Send a file as the page does."""
        head = f'--part\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n'
        return self.request(
            "POST", "/uploads", head.encode() + data + b"\r\n--part--\r\n", "multipart/form-data; boundary=part"
        )

    def idle_mb(self) -> float:
        """Return the memory once the machine code is there, which the service loads a while after its start."""
        seen: list[float] = []
        while len(seen) < 120 and (len(seen) < 12 or max(seen[-10:]) - min(seen[-10:]) > 2):
            time.sleep(0.5)
            seen.append(self.pss_mb())
        return seen[-1]

    def pss_mb(self) -> float:
        """Add up what all processes of the service take of memory; what they share counts once."""
        total = 0
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and _session(process) == self.session:
                total += _pss_kb(process)
        return total / 1024


def _session(process: Path) -> int:
    try:
        return int((process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[3])
    except OSError:  # it has ended
        return -1


def _pss_kb(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


@contextmanager
def running(**settings: str) -> Iterator[Service]:
    """Start a service on a free port and end it."""
    environment = {**os.environ, **LIMITS, **settings}
    command = [sys.executable, "-c", _START]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True, text=True
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        while "http://" not in line:
            assert line, "the server has ended"
            line = server.stdout.readline()
        try:
            yield Service(int(line.split("http://")[1].split("/")[0].split(":")[1]), server.pid)
        finally:
            server.terminate()


class Sampler(threading.Thread):
    """Calls a function again and again until it is stopped, and keeps what it returned."""

    def __init__(self, call: Any, pause_s: float) -> None:
        super().__init__(daemon=True)
        self.values: list[float] = []
        self._call, self._pause_s, self._stopped = call, pause_s, threading.Event()

    def run(self) -> None:
        """Call until `stop`."""
        while not self._stopped.wait(self._pause_s):
            self.values.append(self._call())

    def stop(self) -> list[float]:
        """End, and return all values."""
        self._stopped.set()
        self.join()
        return self.values

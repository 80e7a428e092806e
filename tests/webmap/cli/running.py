"""A service in a process of its own, for tests of how it starts, reloads and ends."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Self

from webmap.service.run_file import RunFile

LINGANG = [sys.executable, "-c", "from webmap.cli.main import main; main(prog_name='lingang')"]


class Running:
    """The service; ended with the block.

    Parameters
    ----------
    *options : object
        Options of the command serve.
    group : sequence
        Options before the command.
    **environment : str
        More variables.
    """

    def __init__(self, *options: object, group: tuple[object, ...] = (), **environment: str) -> None:
        command = [*LINGANG, *group, "serve", "--port", "0", *options]
        # A file, because a pipe that nobody reads stops the service when it is full.
        self._said, self._log = tempfile.mkstemp()
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
            encoding="utf-8",
            env=os.environ | environment,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert "http://" in line, self.said()
        self.port = int(line.split("http://127.0.0.1:")[1].split("/")[0])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.communicate(timeout=60)
        os.close(self._said)
        Path(self._log).unlink()

    def said(self) -> str:
        """Return what it has said on standard error so far."""
        # Not by `read`: the service writes where this process last read.
        return os.pread(self._said, 1 << 20, 0).decode()

    def get(self, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("POST" if body else "GET", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()

    def upload(self, path: Path) -> Any:
        """Return what the service reads of a file."""
        mark = "a-mark-between-parts"
        head = f'Content-Disposition: form-data; name="file"; filename="{path.name}"'
        body = f"--{mark}\r\n{head}\r\n\r\n".encode() + path.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        status, answer = self.get("/uploads", body, **{"Content-Type": f"multipart/form-data; boundary={mark}"})
        assert status == 200, answer
        return json.loads(answer)

    def worker(self) -> int:
        """Return the process that serves, as the run file names it."""
        run = RunFile.read(self.port)
        assert run is not None
        assert run.pid == self.process.pid
        return run.worker

    def version(self) -> str:
        """Return the version of the data that are served."""
        return str(json.loads(self.get("/healthz")[1])["version"])

    def until_busy(self) -> None:
        """Wait until the process that serves has worked for half a second since the call."""
        deadline, begun = time.monotonic() + 60, self._cpu_s()
        while self._cpu_s() < begun + 0.5:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _cpu_s(self) -> float:
        fields = Path(f"/proc/{self.worker()}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

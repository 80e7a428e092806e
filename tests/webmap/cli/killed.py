"""Run one command and kill it (-9) at many moments of its writing: ``python -m tests.webmap.cli.killed TARGET ARGS``.

At each moment the process forks: the parent kills itself, the child looks at what is on the disk, prints it as a line
of JSON and goes on as the same command. So one run is killed at every moment, and each time by a real signal. Moments
are the calls that change names or open files beside the target, and between them the 1st, 4th, 16th, … call of a
function.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from webmap.cli.main import main

if TYPE_CHECKING:
    from types import FrameType

_EVENTS = {"open", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.chmod", "shutil.rmtree"}


def state(target: Path) -> str | None:
    """Return a hash of a file or of a folder with its files, None where there is none."""
    if not target.exists():
        return None
    files = [target] if target.is_file() else sorted(path for path in target.rglob("*") if path.is_file())
    lines = [f"{path.relative_to(target)} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


class Killer:
    """Kills this process at moments; a fork of it goes on."""

    def __init__(self, target: Path, *, calls_too: bool) -> None:
        self._target = target
        self._folder = str(target.parent)
        self._calls_too = calls_too
        self._events = self._calls = 0
        self._busy = False

    def watch(self, event: str, args: tuple[object, ...]) -> None:
        """Take note of an event (`sys.addaudithook`)."""
        if self._busy or event not in _EVENTS or not str(args[0]).startswith(self._folder):
            return
        self._events += 1
        if self._events == 1 and self._calls_too:
            sys.setprofile(self._call)
        # All events of a file; of the thousands of a folder the 1st, 2nd, 4th, … and those that move it.
        if self._calls_too or event not in {"open", "os.mkdir"} or self._events & (self._events - 1) == 0:
            self._die(event)

    def _call(self, _frame: FrameType, _event: str, _arg: object) -> None:
        self._calls += 1
        if self._calls & (self._calls - 1) == 0 and self._calls.bit_length() % 2:
            self._die("call")

    def _die(self, event: str) -> None:
        if self._busy:
            return
        self._busy = True
        sys.stdout.flush()
        if os.fork():
            os.kill(os.getpid(), signal.SIGKILL)
        print(json.dumps({"at": event, "state": state(self._target)}), flush=True)  # noqa: T201
        self._busy = False


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sys.addaudithook(Killer(path, calls_too=sys.argv[2] != "bundle").watch)
    try:
        main(sys.argv[2:])
    finally:
        sys.setprofile(None)
        print(json.dumps({"at": "end", "state": state(path)}), flush=True)  # noqa: T201

"""What a process has given up it cannot do any more, and the rest it can."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from geo.readers import landlock

_SCRIPT = """
import os, pathlib, socket, sys
from geo.readers import landlock
folder = pathlib.Path(sys.argv[1])
opened = (folder / "other").open()
assert landlock.keep_only([folder / "mine", folder / "missing"])
def may(act):
    try:
        act()
    except PermissionError:
        return False
    return True
print(
    may(lambda: (folder / "mine" / "a").read_bytes()),
    may(lambda: os.listdir(folder / "mine")),
    may(opened.read),
    may(lambda: (folder / "other").read_bytes()),
    may(lambda: os.listdir(folder)),
    may(lambda: (folder / "mine" / "a").write_bytes(b"x")),
    may(lambda: (folder / "mine" / "a").unlink()),
    may(lambda: socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=5)),
    may(lambda: os.kill(os.getppid(), 0)),
)
"""


@pytest.mark.skipif(landlock.version() < 6, reason="the kernel has no Landlock of version 6")
def test_only_what_is_named_can_be_read_and_nothing_written_called_or_ended(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a").write_text("a", encoding="utf-8")
    (tmp_path / "other").write_text("b", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        command = [sys.executable, "-c", _SCRIPT, str(tmp_path), str(server.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.split() == ["True"] * 3 + ["False"] * 6


def test_a_kernel_without_landlock_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert not landlock.keep_only([tmp_path])
    assert list(tmp_path.parent.iterdir())


def test_a_call_the_kernel_refuses_is_an_error() -> None:
    with pytest.raises(OSError, match="Bad file descriptor"):
        landlock._checked(landlock._call(landlock._RESTRICT_SELF, 10_000, 0))

"""A child process ends at its limits, and whoever waits for it is told which."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.errors import Fault, GeometryError, ParameterError
from geo.readers import isolated, landlock
from geo.readers.isolated import Limits, missing_protections, run_isolated

HERE = "tests.geo.readers.test_isolated"


def echo(value: object) -> object:
    return value


def refuse() -> None:
    raise GeometryError(Fault("a bow tie", "a ring", "row 1"))


def eat() -> int:
    return len(bytearray(200 * 1024 * 1024))


def spin() -> None:
    while True:
        pass


def sleep() -> None:
    time.sleep(60)


def crash() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def call_out(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=2).close()
    except OSError:
        return False
    return True


def may_leave_the_network() -> bool:
    tool = shutil.which("unshare")
    return tool is not None and subprocess.run([tool, "-Un", "true"], capture_output=True, check=False).returncode == 0


def test_what_the_function_returns_and_raises_comes_back() -> None:
    assert run_isolated(f"{HERE}:echo", {"a": [1, None]}, limits=Limits()) == {"a": [1, None]}
    with pytest.raises(GeometryError, match="bow tie"):
        run_isolated(f"{HERE}:refuse")


@pytest.mark.parametrize(
    ("function", "limits", "said"),
    [
        ("eat", Limits(memory_mb=51), "51 MB"),
        ("spin", Limits(cpu_s=1, wall_s=60), "processor time"),
        ("sleep", Limits(wall_s=1), "longer than 1 s"),
        ("crash", Limits(), "crashed"),
    ],
)
def test_a_child_that_passes_a_limit_or_dies_is_one_clear_error(function: str, limits: Limits, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        run_isolated(f"{HERE}:{function}", limits=limits)
    assert run_isolated(f"{HERE}:echo", 1) == 1


@pytest.mark.skipif(not may_leave_the_network(), reason="the kernel grants no network namespace; the drivers protect")
def test_a_child_reaches_no_server_of_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert call_out(port)
        assert not run_isolated(f"{HERE}:call_out", port)


def read_first(path: str) -> str | None:
    try:
        with Path(path).open(encoding="utf-8") as file:
            return file.read(1)
    except PermissionError:
        return None


def write_somewhere(path: str) -> bool:
    try:
        with Path(path).open("w", encoding="utf-8") as file:
            file.write("x")
    except OSError:
        return False
    return True


def unknown_answer() -> object:
    return {1, 2}


@pytest.mark.skipif(not landlock.version(), reason="the kernel has no Landlock; the drivers protect")
def test_a_child_reads_the_files_named_and_no_other(tmp_path: Path) -> None:
    for name in ("mine", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text("text", encoding="utf-8")
    mine, other = str(tmp_path / "mine" / "a.txt"), str(tmp_path / "other" / "a.txt")
    assert run_isolated(f"{HERE}:read_first", mine, files=[str(tmp_path / "mine")]) == "t"
    assert run_isolated(f"{HERE}:read_first", other, files=[str(tmp_path / "mine")]) is None
    assert run_isolated(f"{HERE}:read_first", "/etc/passwd") is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits nothing but the time")
def test_a_child_writes_nothing(tmp_path: Path) -> None:
    assert write_somewhere(str(tmp_path / "ours"))
    assert not run_isolated(f"{HERE}:write_somewhere", str(tmp_path / "theirs"), files=[str(tmp_path)])


def test_an_answer_that_is_no_json_is_an_error_and_not_an_object() -> None:
    with pytest.raises(ParameterError, match="crashed"):
        run_isolated(f"{HERE}:unknown_answer")


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        None,
        {"how": "fault", "kind": "replace", "faults": []},
        {"how": "fault", "kind": "SourceError", "faults": [{"found": "a", "more": "b"}]},
        {"how": "fault", "kind": "SourceError", "faults": 5},
    ],
)
def test_an_answer_of_another_form_is_none(answer: object) -> None:
    """A library that a file has taken over may answer anything."""
    with pytest.raises((KeyError, TypeError, AttributeError)):
        isolated._understood(answer)


def test_what_a_system_lacks_is_listed_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    there = missing_protections()
    assert len(there) == (not landlock.version()) + (not may_leave_the_network())
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert [line for line in missing_protections() if "Landlock" in line]

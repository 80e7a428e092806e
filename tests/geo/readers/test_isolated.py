"""A child process ends at its limits, and whoever waits for it is told which."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time

import pytest

from geo.errors import Fault, GeometryError, ParameterError
from geo.readers.isolated import Limits, run_isolated

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

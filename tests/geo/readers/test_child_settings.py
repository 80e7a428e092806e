"""A child that reads a small file does not take memory for a large one, and knows no setting of the service."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from geo.readers.isolated import run_isolated

_SCRIPT = """
import os
from geo.readers.isolated import run_isolated
if __name__ == "__main__":
    print(run_isolated("tests.geo.readers.test_child_settings:settings"), os.environ["LINGANG_WORKSPACE"])
"""


def allocator() -> str:
    import pyarrow as pa  # noqa: PLC0415  in the child

    return str(pa.default_memory_pool().backend_name)


def settings() -> list[str]:
    return [name for name in os.environ if name.startswith("LINGANG_")]


def test_the_allocator_is_that_of_the_system_in_a_child_and_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    # A process that serves has chosen it for itself.
    monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL", raising=False)
    assert run_isolated("tests.geo.readers.test_child_settings:allocator") == "system"
    assert "ARROW_DEFAULT_MEMORY_POOL" not in os.environ


def test_a_child_does_not_find_the_password_of_a_workspace_in_its_environment() -> None:
    environment = {**os.environ, "LINGANG_WORKSPACE": "postgresql://a:secret@b/c"}
    command = [sys.executable, "-c", _SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120, check=True)
    assert done.stdout.split() == ["[]", "postgresql://a:secret@b/c"]

"""What was found stays mended, and the fuzzers find what they are for."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from tests.fuzz import readers
from tests.fuzz.findings import FOUND


@pytest.mark.parametrize(("name", "data"), [(name, data) for name, files in FOUND.items() for data in files])
def test_what_was_found_is_one_clear_error(name: str, data: bytes) -> None:
    script = f"from tests.fuzz.readers import try_one; try_one({name!r}, {data!r})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_the_same_seed_makes_the_same_files() -> None:
    seeds = readers.READERS["txt"][1]()
    first, again, other = (readers.mutated(random.Random(seed), seeds) for seed in (5, 5, 6))  # noqa: S311
    assert first == again != other


def test_an_error_of_another_kind_and_a_slow_reader_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(readers.READERS, "body", (lambda _: {}["a"], list))
    with pytest.raises(readers.FoundError, match="KeyError"):
        readers.try_one("body", b"")
    monkeypatch.setitem(readers.READERS, "body", (lambda _: None, list))
    monkeypatch.setattr(readers, "MOST_S", -1.0)
    with pytest.raises(readers.FoundError, match="processor time"):
        readers.try_one("body", b"")


def test_it_runs_from_the_command_line() -> None:
    command = [
        sys.executable,
        "-m",
        "tests.fuzz",
        "--seconds",
        "1",
        "--seed",
        "3",
        "--part",
        "readers",
        "--only",
        "wkb",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "0 findings"), done.stdout + done.stderr

"""Machine code in a folder of ours: written once, read by the next, never written where that is not allowed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numba
import pytest

from geo.measure import code_files

pytestmark = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")


def add_three(x: int) -> int:
    return x + 3


def compiled_in(folder: Path) -> Any:
    """Compile a function with a folder for its machine code, and call it."""
    dispatcher = numba.njit(add_three)
    code_files.keep(dispatcher, add_three, folder)
    assert dispatcher(4) == 7
    return dispatcher


def test_the_first_writes_and_the_second_reads(tmp_path: Path) -> None:
    folder = tmp_path / "compiled"
    assert sum(compiled_in(folder).stats.cache_misses.values()) == 1
    assert {path.suffix for path in folder.iterdir()} == {".nbi", ".nbc"}
    again = compiled_in(folder)
    assert sum(again.stats.cache_hits.values()) == 1
    assert not again.stats.cache_misses
    assert sum(compiled_in(tmp_path / "other").stats.cache_misses.values()) == 1


def test_a_folder_that_may_only_be_read_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "compiled"
    compiled_in(folder)
    monkeypatch.setattr(code_files, "is_writable", lambda _: False)
    assert sum(compiled_in(folder).stats.cache_hits.values()) == 1
    assert sum(compiled_in(tmp_path / "empty").stats.cache_misses.values()) == 1
    assert not (tmp_path / "empty").exists()

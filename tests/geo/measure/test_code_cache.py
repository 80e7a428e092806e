"""Where machine code is kept: one folder of all its sources, made anew when one of them changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import cache_folder
from geo.measure import code_cache


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for machine code."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "code"))
    return tmp_path / "code"


def test_a_folder_is_filled_when_it_is_marked(place: Path) -> None:
    assert not code_cache.is_filled()
    code_cache.mark_filled()
    assert code_cache.is_filled()
    folder = code_cache.folder()
    assert folder is not None
    assert folder.parent == place


def test_the_folders_of_other_sources_are_removed(place: Path) -> None:
    (place / "compiled-0123456789ab").mkdir(parents=True)
    (place / "another").mkdir()
    code_cache.mark_filled()
    folder = code_cache.folder()
    assert {path.name for path in place.iterdir()} == {"another", folder.name if folder else ""}


def test_a_filled_folder_serves_a_process_that_may_not_write(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code_cache.mark_filled()
    monkeypatch.setattr(code_cache, "is_writable", lambda _: False)
    folder = code_cache.folder()
    assert folder is not None
    before = set(folder.iterdir())
    code_cache.mark_filled()
    assert code_cache.is_filled()
    assert set(folder.iterdir()) == before


def test_where_nothing_can_be_written_there_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file" / "x"))
    assert code_cache.folder() is None
    assert not code_cache.is_filled()
    code_cache.mark_filled()
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("edited", ["measure/authalic.py", "overlay/new.py", "coordinates/ellipsoid.py"])
def test_an_edit_of_any_source_is_another_folder(edited: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("measure", "overlay", "coordinates"):
        (tmp_path / name).mkdir()
    (tmp_path / "measure" / "authalic.py").write_text("MAX_HEIGHT_DEG = 0.03")
    monkeypatch.setattr(cache_folder, "PACKAGE", tmp_path)
    cache_folder.sources_hash.cache_clear()
    before = cache_folder.sources_hash("coordinates", "measure", "overlay")
    (tmp_path / edited).write_text("MAX_HEIGHT_DEG = 0.04")
    cache_folder.sources_hash.cache_clear()
    after = cache_folder.sources_hash("coordinates", "measure", "overlay")
    cache_folder.sources_hash.cache_clear()
    assert before != after

"""Places for what is kept: the package, else the cache of the user."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.cache_folder import PACKAGE, cache_folders, is_readable, is_writable


def test_the_package_comes_before_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    first, second = cache_folders()
    assert first == PACKAGE / "__pycache__"
    assert second.is_relative_to(tmp_path / "lingang-atlas")


def test_a_user_without_a_home_has_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    assert cache_folders() == [PACKAGE / "__pycache__"]


def test_a_folder_below_a_file_is_neither_readable_nor_writable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not is_readable(tmp_path / "file" / "x")
    assert not is_writable(tmp_path / "file" / "x")
    assert is_writable(tmp_path / "new" / "folder")
    assert not list((tmp_path / "new" / "folder").iterdir())

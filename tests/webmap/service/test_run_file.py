"""The file of a running service: read back as written, by its own user only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from webmap.service import run_file
from webmap.service.run_file import RunFile

RUN = RunFile(pid=4711, version="0123456789ab", loads=2, worker=4712, host="127.0.0.1", fault="园区: 坏了")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


def test_it_is_read_back_as_it_was_written_and_gone_when_removed() -> None:
    assert RunFile.read(8000) is None
    RUN.write(8000)
    assert RunFile.read(8000) == RUN
    assert RunFile.read(8001) is None
    run_file.remove(8000)
    run_file.remove(8000)
    assert RunFile.read(8000) is None


def test_without_a_folder_of_the_session_it_lies_in_one_of_this_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = run_file.path_of(8000).parent
    assert folder.parent == tmp_path
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no users")
def test_nothing_is_written_to_a_folder_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "lingang-atlas").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PermissionError):
        RUN.write(8000)
    assert RunFile.read(8000) is None
    (tmp_path / "lingang-atlas").unlink()
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    with pytest.raises(PermissionError):
        RUN.write(8000)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no users")
def test_a_file_of_another_user_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    RUN.write(8000)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert RunFile.read(8000) is None

"""Bytes and text of files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from geo import text_files
from geo.errors import SourceError
from geo.text_files import file_name, mentions, read_text, written_whole


@pytest.mark.parametrize("piece", [1, 2, 3, 1 << 20])
def test_a_mark_is_found_across_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(text_files, "_PIECE", piece)
    path = tmp_path / "a.kml"
    for text, found in ((b"<O<OGR>", True), (b"<OGR", True), (b"<OG<RO", False), (b"", False)):
        path.write_bytes(text)
        assert mentions(path, b"<OGR") is found


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("\ufeff名称".encode())
    assert read_text(path) == "名称"


def test_a_missing_file_and_other_encodings_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(SourceError, match="the file is missing"):
        read_text(path)
    path.write_bytes("名称".encode("gb18030"))
    with pytest.raises(SourceError, match="GBK"):
        read_text(path)


def test_a_file_and_a_folder_take_their_place_when_all_is_written(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.csv", tmp_path / "site"
    file.write_text("old")
    file.chmod(0o640)
    folder.mkdir()
    with written_whole(file) as made, written_whole(folder) as site:
        made.write_text("new")
        site.mkdir()
        (site / "index.html").write_text("new")
        assert file.read_text() == "old"
        assert list(folder.iterdir()) == []
    assert file.read_text() == (folder / "index.html").read_text() == "new"
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(tmp_path.iterdir()) == [file, folder]


def test_after_an_error_the_old_one_stays_and_nothing_is_left_aside(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("old")
    with pytest.raises(FileNotFoundError), written_whole(file, "export.gpkg") as made:
        (made.parent / "nowhere" / made.name).write_text("new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_is_followed_and_a_place_without_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with written_whole(tmp_path / "link") as made:
        made.write_text("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"
    with pytest.raises(FileNotFoundError), written_whole(tmp_path / "nowhere" / "a.csv"):
        pytest.fail("there is nowhere to write")


@pytest.mark.skipif(text_files.fcntl is None, reason="no locks: what is left stays")
def test_what_a_killed_program_left_is_removed_but_not_what_another_still_writes(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    killed = f"""
import os, pathlib, signal
from geo.text_files import written_whole
with written_whole(pathlib.Path({str(file)!r})) as made:
    made.write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    assert subprocess.run([sys.executable, "-c", killed], check=False).returncode == -signal.SIGKILL
    assert [left.name for left in next(tmp_path.iterdir()).iterdir()] == ["a.csv"]
    with written_whole(file) as first:
        first.write_text("first")
        with written_whole(file) as second:
            second.write_text("second")
            assert len(list(tmp_path.iterdir())) == 2, "the two that are being written"
        assert file.read_text() == "second"
    assert file.read_text() == "first"
    assert list(tmp_path.iterdir()) == [file]


def test_a_disk_that_fails_when_the_file_is_written_through_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    file = tmp_path / "a.csv"
    file.write_text("old")
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"), written_whole(file) as made:
        made.write_text("new")
    assert file.read_text() == "old"


def test_without_locks_it_writes_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_files, "fcntl", None)
    for text in ("old", "new"):
        with written_whole(tmp_path / "a.csv") as made:
            made.write_text(text)
    assert (tmp_path / "a.csv").read_text() == "new"


def test_words_of_a_reader_become_a_name_of_a_file_on_any_system() -> None:
    taken: set[str] = set()
    assert file_name("../甲\\乙:丙\u202etxt", taken) == "_甲_乙_丙_txt"
    assert [file_name("A", taken), file_name("a", taken), file_name(" a. ", taken)] == ["A", "a 2", "a 3"]
    assert [file_name(text, set()) for text in ("", "...", "con", "NUL.txt")] == ["_", "_", "_con", "_NUL.txt"]
    assert len(file_name("长" * 200, set())) == 60

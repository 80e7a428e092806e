"""Files kept on disk: written once, bounded, gone with their atlas."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path

import pytest

from geo import Atlas
from webmap.http.kept.kept_files import KeptFiles


def contents(files: KeptFiles, atlas: Atlas, variant: str, size: int = 10) -> tuple[bytes, bool]:
    """Return a file, and whether it was written for it."""
    written = []

    def write(path: Path) -> None:
        written.append(path)
        path.write_bytes(variant[:1].encode() * size)

    with files.open(atlas, variant, write) as file:
        return file.read(), bool(written)


def test_a_file_is_written_once(atlas: Atlas) -> None:
    files = KeptFiles(100)
    assert contents(files, atlas, "a") == (b"a" * 10, True)
    assert contents(files, atlas, "a") == (b"a" * 10, False)
    assert contents(files, atlas, "b") == (b"b" * 10, True)
    assert files.size == 20


def test_the_one_not_asked_for_the_longest_goes_and_a_large_one_is_not_kept(atlas: Atlas) -> None:
    files = KeptFiles(25)
    for variant, written in (("a", True), ("b", True), ("a", False), ("c", True), ("a", False), ("b", True)):
        assert contents(files, atlas, variant)[1] is written, variant
    assert contents(files, atlas, "d", 30) == (b"d" * 30, True)
    assert contents(files, atlas, "d", 30) == (b"d" * 30, True)
    assert files.size <= 25


def test_a_file_that_goes_while_it_is_sent_is_sent_whole(atlas: Atlas) -> None:
    files = KeptFiles(10)
    contents(files, atlas, "a")
    with files.open(atlas, "a", lambda _path: pytest.fail("written again")) as file:
        assert contents(files, atlas, "b") == (b"b" * 10, True)
        assert file.read() == b"a" * 10


def test_a_file_that_cannot_be_written_leaves_nothing(atlas: Atlas) -> None:
    files = KeptFiles(100)

    def fail(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        files.open(atlas, "a", fail)
    assert contents(files, atlas, "a") == (b"a" * 10, True)


def test_files_go_with_their_atlas(atlas: Atlas) -> None:
    files, other = KeptFiles(100), replace(atlas)
    contents(files, other, "a")
    assert files.size == 10
    del other
    gc.collect()
    assert contents(files, atlas, "a") == (b"a" * 10, True)
    assert files.size == 10

"""Bytes and text of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo import text_files
from geo.errors import SourceError
from geo.text_files import mentions, read_text


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

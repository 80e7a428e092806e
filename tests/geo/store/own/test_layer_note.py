"""The note beside a layer."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.errors import SourceError
from geo.store.own.layer_note import LayerNote, note_path, note_paths, read_note, write_note


def test_a_note_is_read_as_it_was_written_and_later_keys_are_passed_over(tmp_path: Path) -> None:
    note = LayerNote("ws-x", "甲", "A", "a.gpkg", "CGCS2000", count=3, name_field="name_zh_own", repaired=2)
    write_note(tmp_path, note)
    path = note_path(tmp_path, "ws-x")
    assert note_paths(tmp_path) == [path]
    assert read_note(path) == note
    path.write_text(path.read_text(encoding="utf-8").replace('"count"', '"new": 1, "count"'), encoding="utf-8")
    assert read_note(path) == note
    assert note.name_source == "name_zh"


def test_the_description_says_where_it_comes_from_and_what_was_done() -> None:
    note = LayerNote("ws-x", "甲", "A", "a.gpkg", "X", guessed=True, repaired=2, warnings=[("警告。", "A warning.")])
    zh, en = note.descriptions
    assert "a.gpkg" in zh
    assert "2 个无效图形" in zh
    assert zh.endswith("警告。")
    assert "names no CRS and was read as X" in en


@pytest.mark.parametrize("text", ["{", "[]", '{"id": 1}'])
def test_what_is_no_note_is_refused(tmp_path: Path, text: str) -> None:
    note_path(tmp_path, "ws-x").write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match="import the layer again"):
        read_note(note_path(tmp_path, "ws-x"))

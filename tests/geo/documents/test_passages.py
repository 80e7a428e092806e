"""A passage found in copies of a made-up document, and what is said of how it was found."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.documents.anchors import Anchor, make_anchors, passage_hash, rows_of
from geo.documents.copies import DocumentCopy, read_copy
from geo.documents.passages import find_passage
from geo.documents.source_text import Document, read_document
from tests.geo.documents.tables import no_tables
from tests.geo.documents.text import OPENINGS, TEXT

WORDS = "海洋装备"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    path = tmp_path / "made.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_document(path, OPENINGS)


def anchor_of(document: Document, words: str, section: str) -> Anchor:
    start = document.sections[section].text.index(words)
    return Anchor("claims", "c", "doc", section, "1", "1", str(start), str(len(words)), passage_hash(words), "")


def copy_of(folder: Path, document: Document, text: str) -> DocumentCopy:
    path = folder / "copy.txt"
    path.write_text(text, encoding="utf-8")
    return read_copy(path, OPENINGS, rows_of(make_anchors(no_tables(), {"doc": document})))


def test_in_the_same_text_the_passage_stands_where_its_anchor_says(tmp_path: Path, document: Document) -> None:
    copy = copy_of(tmp_path, document, TEXT.replace("海洋装备", "海 洋\n装备"))
    found = find_passage(copy, anchor_of(document, WORDS, "二1"))
    assert found == ("1.北部片区发展", WORDS, "(深海)。\n", "in_place")


def test_words_are_shown_as_they_are_in_the_file(tmp_path: Path, document: Document) -> None:
    copy = copy_of(tmp_path, document, TEXT)
    found = find_passage(copy, anchor_of(document, "到2035年", "一"))
    assert found is not None
    assert found.lit == "到２０３５年"


@pytest.mark.parametrize("text", [TEXT.replace("发展海洋", "大力发展海洋"), TEXT.replace("发展海洋装备", "海洋装备,")])
def test_in_another_version_the_passage_is_found_by_its_hash(tmp_path: Path, document: Document, text: str) -> None:
    found = find_passage(copy_of(tmp_path, document, text), anchor_of(document, WORDS, "二1"))
    assert found is not None
    assert (found.lit, found.found) == (WORDS, "moved")


def test_a_hash_of_other_words_falls_back_on_the_printed_words(tmp_path: Path, document: Document) -> None:
    copy = copy_of(tmp_path, document, TEXT)
    other = anchor_of(document, WORDS, "二1")._replace(hash="0" * 16)
    found = find_passage(copy, other, words="深海")
    assert found is not None
    assert (found.lit, found.found) == ("深海", "moved")


def test_where_the_words_are_gone_the_likeliest_sentence_is_shown_as_such(tmp_path: Path, document: Document) -> None:
    copy = copy_of(tmp_path, document, TEXT.replace("发展海洋装备", "做强船舶工业"))
    anchor = anchor_of(document, WORDS, "二1")
    likely = find_passage(copy, anchor, words=WORDS, summary="船舶工业")
    assert likely is not None
    assert (likely.found, "船舶工业" in likely.lit) == ("likely", True)
    nothing = find_passage(copy, anchor, words=WORDS, summary="航空")
    assert nothing is not None
    assert (nothing.lit, nothing.after, nothing.found) == ("", "", "not_found")
    assert "船舶工业" in nothing.before


def test_without_its_section_a_passage_is_shown_with_the_text_around_it(tmp_path: Path, document: Document) -> None:
    copy = copy_of(tmp_path, document, TEXT.replace("1.北部片区", "一是北部片区"))
    assert "二1" not in copy.section_spans
    found = find_passage(copy, anchor_of(document, WORDS, "二1"))
    assert found is not None
    assert (found.lit, found.found) == (WORDS, "moved")
    assert found.before.endswith("一是北部片区发展")


def test_without_section_and_passage_there_is_none(tmp_path: Path, document: Document) -> None:
    copy = copy_of(tmp_path, document, TEXT.replace("1.北部片区", "").replace(WORDS, ""))
    assert find_passage(copy, anchor_of(document, WORDS, "二1")) is None

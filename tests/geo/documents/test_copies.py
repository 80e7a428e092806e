"""Copies of a made-up document: other line breaks, a PDF, another version."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfWriter

from geo.documents.anchors import Anchor, make_anchors, rows_of
from geo.documents.copies import DocumentCopy, find_file, read_copy, readable, section_spans, without_page_numbers
from geo.documents.source_text import fold, read_document
from geo.errors import SourceError
from tests.geo.documents.pdf import pdf
from tests.geo.documents.tables import no_tables
from tests.geo.documents.text import OPENINGS, TEXT


@pytest.fixture
def anchors(tmp_path: Path) -> list[Anchor]:
    path = tmp_path / "made.txt"
    path.write_text(TEXT, encoding="utf-8")
    return list(rows_of(make_anchors(no_tables(), {"doc": read_document(path, OPENINGS)})))


@pytest.fixture
def original(tmp_path: Path, anchors: list[Anchor]) -> DocumentCopy:
    return read_copy(tmp_path / "made.txt", OPENINGS, anchors)


def written(folder: Path, text: str, anchors: list[Anchor]) -> DocumentCopy:
    path = folder / "other.txt"
    path.write_text(text, encoding="utf-8")
    return read_copy(path, OPENINGS, anchors)


def texts(copy: DocumentCopy) -> dict[str, str]:
    return {code: copy.text[start:end] for code, (start, end) in copy.section_spans.items()}


def test_the_file_of_the_tables_is_known_by_its_hash(original: DocumentCopy) -> None:
    assert original.version(original.sha256) == "same_file"
    assert list(original.section_spans) == [code for code, _ in OPENINGS]


@pytest.mark.parametrize(
    "other",
    [
        "".join(TEXT.replace("— 1 —\n# ", "").replace("— 2 —\n", "").splitlines()),
        TEXT.replace("面积", "面\n积\n— 7 —\n"),
    ],
    ids=["one line", "more lines"],
)
def test_other_line_breaks_are_the_same_text(
    tmp_path: Path, original: DocumentCopy, anchors: list[Anchor], other: str
) -> None:
    copy = written(tmp_path, other, anchors)
    assert copy.version(original.sha256) == "same_text"
    assert texts(copy) == texts(original)
    assert copy.section_is_unchanged("二1")


def test_another_version_says_which_sections_are_unchanged(
    tmp_path: Path, original: DocumentCopy, anchors: list[Anchor]
) -> None:
    copy = written(tmp_path, TEXT.replace("5000", "6000"), anchors)
    assert copy.version(original.sha256) == "another_version"
    assert [code for code, _ in OPENINGS if not copy.section_is_unchanged(code)] == ["一(一)"]
    assert not copy.section_is_unchanged("九")


def test_a_section_is_found_within_a_line_and_a_missing_one_is_left_out() -> None:
    spans = section_spans(
        ["前言一、目标", "甲。二、布局乙。", "四、措施"], [("1", "一、"), ("2", "二、"), ("3", "三、"), ("4", "四、")]
    )
    text = "前言一、目标甲。二、布局乙。四、措施"
    assert {code: text[start:end] for code, (start, end) in spans.items()} == {
        "1": "一、目标甲。",
        "2": "二、布局乙。",
        "4": "四、措施",
    }
    assert section_spans(["x"], [("1", "一")]) == {}


def test_a_pdf_with_a_text_layer_is_read_without_its_page_numbers(tmp_path: Path) -> None:
    path = tmp_path / "made.pdf"
    path.write_bytes(pdf([["1", "A plan", "grows to 500 ha"], ["by 2035.", "2"]]))
    copy = read_copy(path, [("a", "A plan")], [])
    assert copy.text == "Aplangrowsto500haby2035."
    assert copy.shown(*copy.section_spans["a"]) == "A plan grows to 500 ha by 2035.\n"


def test_only_numbers_that_grow_with_the_pages_are_page_numbers() -> None:
    assert without_page_numbers([["a", "5"], ["6", "b"], ["10", "c", ""], [], ["d", "9"]]) == ["a", "b", "10", "c", "d"]
    assert without_page_numbers([["12", "a", "7"]]) == ["12", "a", "7"]


def test_a_pdf_without_text_and_one_that_is_none_are_faults(tmp_path: Path) -> None:
    writer, file = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(file)
    path = tmp_path / "scan.pdf"
    path.write_bytes(file.getvalue())
    with pytest.raises(SourceError, match="OCR"):
        read_copy(path, [], [])
    path.write_bytes(b"no PDF")
    with pytest.raises(SourceError, match="cannot be read"):
        read_copy(path, [], [])


def test_a_copy_is_found_by_name_by_id_and_by_its_sections(tmp_path: Path, anchors: list[Anchor]) -> None:
    assert anchors
    (tmp_path / "notes.md").write_text("nothing of it", encoding="utf-8")
    (tmp_path / "picture.pdf").write_bytes(b"no PDF")
    assert find_file(tmp_path, "made.txt", "doc", OPENINGS).name == "made.txt"
    assert find_file(tmp_path, "made.pdf", "doc", OPENINGS).name == "made.txt"
    assert find_file(tmp_path, "000.txt", "made", OPENINGS).name == "made.txt"
    assert find_file(tmp_path, "000.txt", "doc", OPENINGS).name == "made.txt"
    (tmp_path / "made.txt").unlink()
    with pytest.raises(SourceError, match="no copy of doc"):
        find_file(tmp_path, "000.txt", "doc", OPENINGS)


def test_a_text_is_set_for_reading_and_each_folded_character_is_found_in_it() -> None:
    lines = ["上 海 AI lab，", "设立１０ 个。", "下段"]
    folded = "".join(fold(line) for line in lines)
    text, places = readable(lines, folded)
    assert text == "上海AI lab，设立１０个。\n下段"
    assert [text[place] for place in places] == list("上海AIlab，设立１０个。下段")
    assert len(places) == len(folded)


def test_a_radical_from_a_font_is_read_and_shown_as_its_character() -> None:
    assert readable(["⻋⻔，⼈"], "车门,人") == ("车门，人", [0, 1, 2, 3])


def test_a_text_that_folds_across_characters_is_shown_folded() -> None:
    lines = ["e\u0301a"]
    folded = fold(lines[0])
    assert readable(lines, folded) == (folded, [0, 1])

"""A document as text: folded, without markup and page numbers, cut into its sections."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from geo.documents.source_text import Section, clean_lines, cut_into_sections, fold, read_document
from geo.errors import SourceError
from tests.geo.documents.text import OPENINGS, TEXT


def sections() -> dict[str, Section]:
    return cut_into_sections(clean_lines(TEXT), OPENINGS)


def test_a_section_holds_its_own_text_and_not_that_of_its_parts() -> None:
    found = sections()
    assert list(found) == [code for code, _ in OPENINGS]
    assert found["二"].text == "二、空间布局"
    assert "海洋装备" in found["二1"].text


def test_page_numbers_markup_and_line_breaks_do_not_break_a_term() -> None:
    assert sections()["一"].text == '一、总体要求到2035年,面积达到119.5平方公里,建成"国际航运枢纽"。'


@pytest.mark.parametrize("term", ["国际航运枢纽", "2035年", "２０３５ 年", "119.5平方公里", "“国际航运枢纽”"])
def test_a_term_is_found_in_either_width_and_across_lines(term: str) -> None:
    assert sections()["一"].has_term(term)


def test_a_radical_from_the_font_of_a_pdf_is_its_character() -> None:
    assert fold("智能⻋⸺⻔戶、⼈⼯") == "智能车--门户、人工"


def test_brackets_of_either_width_are_the_same() -> None:
    assert sections()["二1"].has_term("海洋装备（深海）")
    assert fold("（深海）") == fold("(深海)")


@pytest.mark.parametrize(("figure", "stands"), [("5000", True), ("500", False), ("000", False), ("25%", True)])
def test_a_figure_is_not_found_inside_a_longer_one(figure: str, stands: bool) -> None:
    assert sections()["一(一)"].has_figure(figure) is stands


def test_a_figure_at_the_end_of_a_table_line_is_found_though_the_next_line_begins_with_another() -> None:
    assert sections()["一(一)"].has_figure("50")
    assert sections()["一"].has_figure("119.5平方公里")


def test_an_opening_that_is_not_there_is_left_out() -> None:
    found = cut_into_sections(clean_lines(TEXT), [*OPENINGS[:2], ("一(九)", "（九）"), *OPENINGS[3:]])
    assert "一(九)" not in found
    assert "5000" in found["一"].text


def test_a_section_that_ends_with_the_text_and_one_without_lines_before_it() -> None:
    found = cut_into_sections(["preface", "a", "b"], [("1", "a"), ("2", "b")])
    assert {code: section.lines for code, section in found.items()} == {"1": ("a",), "2": ("b",)}
    assert cut_into_sections([], [("1", "a")]) == {}


def test_a_file_is_read_with_its_hash_and_its_folded_text(tmp_path: Path) -> None:
    path = tmp_path / "doc.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = read_document(path, OPENINGS)
    assert document.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert list(document.sections) == [code for code, _ in OPENINGS]
    assert "国际航运枢纽" in document.text
    assert "bookmark" not in document.text
    assert "<p>" not in document.text
    with pytest.raises(SourceError, match="missing"):
        read_document(tmp_path / "other.txt", OPENINGS)

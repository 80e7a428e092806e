"""Texts are measured and broken into lines as they are printed; a character without a glyph is refused."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.printing.fonts import PT_PER_MM, MissingGlyphError, require_glyphs, straight, width_mm, wrap


def test_every_text_of_the_data_that_is_printed_can_be_printed(atlas: Atlas) -> None:
    for name, table in atlas.tables.items():
        # Both quote odd quotation marks of a document; they stand on pages of the browser only.
        for column in table.columns.difference(["date_basis_zh", "date_basis_en", "value_zh"]):
            for text in table[column]:
                assert require_glyphs(text) == text, name


def test_lines_are_no_wider_than_the_column_and_begin_with_no_closing_mark() -> None:
    text = "临港新片区（含浦东机场南侧区域）聚焦集成电路、人工智能、生物医药等产业；see also Lingang, 873 km²。"
    lines = wrap(text, 9.0, 30.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 5
    for line in lines:
        assert width_mm(line, 9.0) <= 30.0
        assert line[0] not in "，。；、）"
        assert line[-1] not in "（"


def test_a_chinese_character_is_as_wide_as_the_type_is_high() -> None:
    assert width_mm("临港新片区", 9.0) == pytest.approx(5 * 9.0 / PT_PER_MM)
    assert width_mm("", 9.0) == 0.0
    assert width_mm("km", 18.0) == pytest.approx(2 * width_mm("km", 9.0))


def test_bold_letters_are_wider_and_bold_characters_are_not() -> None:
    assert width_mm("Lingang", 10.0, bold=True) > width_mm("Lingang", 10.0)
    assert width_mm("临港", 10.0, bold=True) == width_mm("临港", 10.0)


def test_line_feeds_are_kept_and_a_word_longer_than_the_column_is_cut() -> None:
    assert wrap("图例\n\n比例尺", 9.0, 50.0) == ["图例", "", "比例尺"]
    parts = wrap("x" * 60, 9.0, 20.0)
    assert "".join(parts) == "x" * 60
    assert len(parts) > 3
    assert max(width_mm(part, 9.0) for part in parts) <= 20.0


def test_an_english_word_is_not_torn() -> None:
    words = ["Functional", "areas", "of", "the", "Lingang", "Special", "Area"]
    assert [word for line in wrap(" ".join(words), 9.0, 25.0) for word in line.split()] == words


def test_the_apostrophe_of_a_word_is_narrow_and_a_quotation_mark_stays() -> None:
    assert straight("the city’s plan") == "the city's plan"
    assert straight("‘临港’") == "‘临港’"


@pytest.mark.parametrize("text", ["\U0001f600", "a\tb", "\ue000"])
def test_a_character_without_a_glyph_is_refused_by_its_code(text: str) -> None:
    bad = next(char for char in text if char not in "ab")
    with pytest.raises(MissingGlyphError, match=rf"U\+{ord(bad):04X}"):
        require_glyphs(text)
    assert require_glyphs("a\nb ±² 临港") == "a\nb ±² 临港"

"""A character without a glyph is refused before it is printed as a box."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.printing.fonts import MissingGlyphError, require_glyphs, straight


def test_every_text_of_the_data_that_is_printed_can_be_printed(atlas: Atlas) -> None:
    for name, table in atlas.tables.items():
        # Both quote odd quotation marks of a document; they stand on pages of the browser only.
        for column in table.columns.difference(["date_basis_zh", "date_basis_en", "value_zh"]):
            for text in table[column]:
                assert require_glyphs(text) == text, name


def test_the_apostrophe_of_a_word_is_narrow_and_a_quotation_mark_stays() -> None:
    assert straight("the city’s plan") == "the city's plan"
    assert straight("‘临港’") == "‘临港’"


@pytest.mark.parametrize("text", ["\U0001f600", "a\tb", "\ue000"])
def test_a_character_without_a_glyph_is_refused_by_its_code(text: str) -> None:
    bad = next(char for char in text if char not in "ab")
    with pytest.raises(MissingGlyphError, match=rf"U\+{ord(bad):04X}"):
        require_glyphs(text)
    assert require_glyphs("a\nb ±² 临港") == "a\nb ±² 临港"

"""Text that a spreadsheet would run is neutralised; other text stays."""

from __future__ import annotations

import pytest

from geo.spreadsheets.safe_text import printable, safe_text


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r1", "\n1", "\x001"])
def test_every_risky_first_character_is_guarded(text: str) -> None:
    assert safe_text(text) == "'" + text


@pytest.mark.parametrize("text", ["东方芯港", "a=b", ""])
def test_harmless_text_stays(text: str) -> None:
    assert safe_text(text) == text


def test_control_characters_and_line_ends_become_blanks() -> None:
    assert printable("a\nb\x00c\x7fd滴") == "a b c d滴"

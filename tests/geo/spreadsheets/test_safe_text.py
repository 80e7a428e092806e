"""Texts that a spreadsheet program would run are kept as texts, and no other value is changed."""

from __future__ import annotations

import pytest

from geo.spreadsheets.safe_text import printable, safe_text


@pytest.mark.parametrize("risky", ["=1+1", "+86 21", "-5", "@SUM(A1)", "\t=1", "\r=1", "\x1f"])
def test_a_text_that_would_be_run_gets_an_apostrophe(risky: str) -> None:
    assert safe_text(risky) == f"'{risky}"


@pytest.mark.parametrize("plain", ["", " ", " =1", "临港", "a=1", "5-6", "!", "'=1", "1"])
def test_any_other_text_stays_as_it_is(plain: str) -> None:
    assert safe_text(plain) == plain


def test_control_characters_become_blanks() -> None:
    assert printable("a\tb\nc\x7fd\x1fe f") == "a b c d e f"
    assert printable(" ~\u00a0临") == " ~\u00a0临"


def test_what_readers_refuse_becomes_a_blank() -> None:
    """C-23: KML holds neither of the two last characters of the plane, and a reader of CSV ends at NUL."""
    assert printable("a\ufffeb\uffffc\x00d\ud800e") == "a b c d e"
    assert safe_text("a\x00b") == "a b"

"""Ids and titles of own layers, of any name."""

from __future__ import annotations

import pytest

from geo.store.own.layer_ids import LONGEST_ID, LONGEST_TITLE, layer_id_of, title_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Plots 2024", "ws-plots-2024"),
        ("现状地块", "ws-xian-zhuang-di-kuai"),
        ("a b\"c'd", "ws-a-b-c-d"),
        ("a/b?c#d&e", "ws-a-b-c-d-e"),
        ("\u202e", "ws-layer"),
        ("ws-x", "ws-x"),
        ("../..", "ws-layer"),
    ],
)
def test_a_name_becomes_an_id_of_letters_digits_and_hyphens(name: str, expected: str) -> None:
    assert layer_id_of(name) == expected


def test_an_id_that_is_taken_gets_a_number_and_a_long_one_is_cut() -> None:
    assert layer_id_of("x", ["ws-x", "ws-x-2"]) == "ws-x-3"
    assert len(layer_id_of("x" * 500)) == LONGEST_ID + 3


def test_a_title_is_one_line_without_marks_that_turn_the_text() -> None:
    assert title_of(" a\u202eb\n\x00c  d ") == "a b c d"
    assert title_of("x" * 500) == "x" * (LONGEST_TITLE - 1) + "…"

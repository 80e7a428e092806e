"""Figures of English sentences as amounts that a Chinese text prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from geo.check.texts.english_figures import chinese_amounts, english_amounts


@pytest.mark.parametrize(
    ("sentence", "amounts"),
    [
        ("180,000 jobs by 2025", [180_000, 2025]),
        ("1 trillion yuan and 19.8 million TEU", [10**12, 19_800_000]),
        ("three 100-billion-yuan clusters", [10**11]),
        ("the 119.5 km² of the pilot zone.", [Decimal("119.5")]),
        ("on the G60 corridor, with 5G, in the 14th period of No. 2 Zone", []),
        ("a 3+1 pattern of 2-3 clusters", [3, 1, 2, 3]),
    ],
)
def test_figures_are_read_with_the_word_that_scales_them(sentence: str, amounts: list[Decimal]) -> None:
    assert [amount for _, amount in english_amounts(sentence)] == amounts


def test_a_figure_is_told_as_it_is_written() -> None:
    assert english_amounts("output of 500 billion yuan")[0][0] == "500 billion"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("产值达到5000亿元", 500 * 10**9),
        ("三大千亿级产业集群", 100 * 10**9),
        ("提供18万个就业岗位", 180_000),
        ("达到1万亿元", 10**12),
        ("约220平方公里", 220),
    ],
)
def test_a_text_prints_an_amount_in_its_own_units(text: str, amount: int) -> None:
    assert amount in chinese_amounts(text)
    assert amount + 1 not in chinese_amounts(text)

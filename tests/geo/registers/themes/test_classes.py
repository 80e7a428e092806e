"""Classes: how numbers are cut, that ranks keep their colours, and that colours are told apart by colour-blind eyes."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from geo.atlas.symbology import PALETTE, THEME_OPACITY, THEME_RAMP, THEME_UNKNOWN, THEME_WORDS
from geo.registers.themes.classes import (
    class_of_number,
    difference_classes,
    number_classes,
    ranked_classes,
    unknown_class,
    word_classes,
)
from geo.registers.themes.values import WEIGHTS
from tests.data.test_looks import distance, rgb

LAND, SEA = rgb("#f8f6f0"), rgb(PALETTE["sea"])


def test_up_to_five_numbers_are_a_class_each() -> None:
    classes = number_classes([2, 1, 1, 4], (" 份", ""))
    assert [(one.label_zh, one.label_en, one.least, one.most) for one in classes] == [
        ("1 份", "1", 1, 1),
        ("2 份", "2", 2, 2),
        ("4 份", "4", 4, 4),
    ]
    assert [one.step for one in classes] == [1, 3, 5]
    assert number_classes([], ("", "")) == []


def test_more_numbers_are_cut_into_five_of_about_as_many_and_equal_ones_stay_together() -> None:
    numbers = [float(one) for one in [*range(1, 21), 20, 20, 20]]
    classes = number_classes(numbers, ("", ""))
    assert len(classes) == 5
    counts = [sum(class_of_number(classes, number) == one.id for number in numbers) for one in classes]
    assert sum(counts) == len(numbers)
    assert max(counts) - min(counts) <= 4
    assert all(
        low.most is not None and high.least is not None and low.most < high.least for low, high in pairwise(classes)
    )


def test_where_too_many_are_equal_the_different_numbers_are_cut() -> None:
    classes = number_classes([1] * 50 + [2, 3, 4, 5, 6], ("%", "%"))
    assert [(one.least, one.most) for one in classes] == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 6)]
    assert classes[-1].label_en == "5 – 6%"


def test_a_word_of_a_rank_keeps_its_colour_whatever_else_occurs() -> None:
    alone, among = ranked_classes(WEIGHTS, ["named"]), ranked_classes(WEIGHTS, ["named", "leading"])
    assert [one.id for one in among] == ["leading", "named"]
    assert alone[0] == among[1]
    assert among[0].colour == THEME_RAMP[-1]


def test_words_and_differences_have_colours_of_their_own() -> None:
    labels = {word: (word, word) for word in "abcd"}
    for classes in (word_classes(labels), difference_classes(labels)):
        assert len({one.colour for one in classes}) == len(labels)
    assert unknown_class(("文件没写", "not stated")).least is None


@pytest.mark.parametrize("blind", [False, True])
def test_colours_are_told_apart_from_one_another_and_from_what_they_lie_on(*, blind: bool) -> None:
    def seen(colour: str) -> object:
        return rgb(colour) * THEME_OPACITY + LAND * (1 - THEME_OPACITY)

    for colours in (THEME_RAMP, THEME_WORDS):
        shown = [seen(colour) for colour in (*colours, THEME_UNKNOWN)]
        assert min(distance(one, other, blind=blind) for one, other in combinations(shown, 2)) >= 10
        for one in shown:
            assert min(distance(one, LAND, blind=blind), distance(one, SEA, blind=blind)) >= 9

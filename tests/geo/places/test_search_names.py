"""A name is found by Chinese, pinyin, initials and English, and when a character or a letter is wrong."""

from __future__ import annotations

import pytest

from geo.places.filter import fold_for_search
from geo.places.search_names import (
    EXACT,
    INITIALS,
    MIXED,
    PART,
    PINYIN,
    edits_allowed,
    least_score,
    match,
    match_pinyin,
    similar,
    without_tones,
)


def test_pinyin_tells_full_initials_and_cut_short_apart() -> None:
    assert match_pinyin("dongfang", "东方芯港") == PINYIN
    assert match_pinyin("dfxg", "东方芯港") == INITIALS
    assert match_pinyin("dongfxg", "东方芯港") == MIXED
    assert match_pinyin("xingang", "东方芯港") == PART
    assert match_pinyin("dongxgf", "东方芯港") is None
    assert match_pinyin("d", "东方芯港") is None


def test_an_english_name_matches_at_a_word_only() -> None:
    assert match(fold_for_search("chip port"), "", "Oriental Chip Port") is not None
    assert match(fold_for_search("hip port"), "", "Oriental Chip Port") is None


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("líng gǎng", "ling gang"),
        ("lin2gang3", "lingang"),
        ("dong1 fang1", "dongfang"),
        ("G1503", "G1503"),
        ("S2", "S2"),
        ("zone 4", "zone 4"),
        ("滴水湖", "滴水湖"),
    ],
)
def test_tones_are_taken_off_and_numbers_are_not(typed: str, plain: str) -> None:
    assert without_tones(typed) == plain


def test_a_sound_with_two_dots_stays_another_sound() -> None:
    assert match_pinyin(fold_for_search(without_tones("lǜse")), "绿色园区") == PINYIN
    assert match_pinyin("luse", "绿色园区") is None


def test_an_exact_name_is_told_in_either_language() -> None:
    assert match(fold_for_search("滴水湖"), "滴水湖", "Dishui Lake") == EXACT
    assert match(fold_for_search("dishui lake"), "滴水湖", "Dishui Lake") == EXACT


@pytest.mark.parametrize(
    ("typed", "chinese", "english"),
    [
        ("东方心港", "东方芯港", ""),
        ("东芳芯港", "东方芯港", ""),
        ("东方港", "东方芯港", ""),
        ("linggang", "临港新片区", ""),
        ("dongfangxinggang", "东方芯港", ""),
        ("dishuilke", "滴水湖", "Dishui Lake"),
        ("chpport", "东方芯港", "Oriental Chip Port"),
    ],
)
def test_a_wrong_missing_or_added_character_is_similar(typed: str, chinese: str, english: str) -> None:
    assert match(typed, chinese, english) is None
    assert similar(typed, chinese, english) is not None


@pytest.mark.parametrize("typed", ["西北药谷", "没有这样的地方", "fengcheng", "港"])
def test_other_names_are_not_similar(typed: str) -> None:
    assert similar(typed, "东方芯港", "Oriental Chip Port") is None


def test_the_same_sound_is_more_similar_than_another() -> None:
    same, other = similar("东方心港", "东方芯港"), similar("东方心港", "东方新巷")
    assert same is not None
    assert other is None or same > other


def test_short_queries_may_not_be_wrong() -> None:
    assert edits_allowed("港区") == edits_allowed("port") == 0
    assert edits_allowed("东方芯港") == edits_allowed("lingan") == 1
    assert least_score("东方芯港") < 75 < least_score("东方芯港") + 0.1

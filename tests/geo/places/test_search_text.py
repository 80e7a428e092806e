"""Words are found in texts where they begin, each of several, and shown in an excerpt at their place."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geo.places.search_names import EXACT, PART, PINYIN, PREFIX, SIMILAR, WORDS
from geo.places.search_text import (
    Passage,
    excerpt,
    find,
    find_pinyin,
    find_similar,
    find_split,
    fold,
    passage,
    sound_of,
    words_of,
)

EDA = passage("statements", {}, {"zh": "ＥＤＡ工具：突破26000亿", "en": "Needed a tool, EDA"}, ("EDA工具",))
HOUSING = passage("statements", {}, {"zh": "扩大人才公寓试点", "en": "Housing for talent"})
ALL = (EDA, HOUSING)


def shown(one: Passage, spans: list[tuple[int, int]], lang: str) -> list[str]:
    return [one.texts[lang][start:end] for start, end in spans]


def test_a_word_is_found_and_marked_in_both_languages() -> None:
    (hit,) = find(ALL, words_of("eda"))
    assert hit.how == PREFIX
    assert shown(EDA, hit.marks["zh"], "zh") == ["ＥＤＡ"]
    assert shown(EDA, hit.marks["en"], "en") == ["EDA"]


def test_a_head_is_an_exact_match_and_any_other_place_a_part() -> None:
    assert [hit.how for hit in find(ALL, words_of("EDA工具"))] == [EXACT]
    assert [hit.how for hit in find(ALL, words_of("公寓"))] == [PART]


@pytest.mark.parametrize("typed", ["6000亿", "DA", "eeded"])
def test_letters_and_digits_must_begin_a_word(typed: str) -> None:
    assert find(ALL, words_of(typed)) == []


def test_each_of_several_words_must_stand_there_one_may_be_the_name_of_the_place() -> None:
    there = replace(HOUSING, around=fold("临港新片区 Lingang"))
    assert [hit.how for hit in find([there], words_of("临港 公寓"))] == [WORDS]
    assert find([there], words_of("临港")) == []
    assert find([there], words_of("临港 公寓 税收")) == []
    assert find([there], []) == []


def test_a_query_without_spaces_is_read_as_two_words() -> None:
    there = replace(HOUSING, around=fold("临港新片区"))
    (hit,) = find_split([there], fold("临港人才公寓"))
    assert shown(HOUSING, hit.marks["zh"], "zh") == ["人才公寓"]
    assert find_split([there], fold("税收公寓")) == []
    assert find_split([there], "lingangtalent") == []


def test_pinyin_marks_the_characters_it_sounds_as() -> None:
    sounds = [sound_of(one.texts["zh"]) for one in ALL]
    (hit,) = find_pinyin(ALL, sounds, "rencaigongyu")
    assert hit.how == PINYIN
    assert shown(HOUSING, hit.marks["zh"], "zh") == ["人才公寓"]
    assert find_pinyin(ALL, sounds, "encai") == []
    assert find_pinyin(ALL, sounds, "shid") != []
    assert find_pinyin(ALL, sounds, "gong") == []


def test_pinyin_has_a_place_for_each_character() -> None:
    sound = sound_of("AI创新港，2025年")
    assert len(sound.starts) == len("AI创新港，2025年") + 1
    assert sound.letters[sound.starts[2] : sound.starts[5]] == "chuangxingang"


def test_a_wrong_character_is_similar_and_marked() -> None:
    (hit,) = find_similar(ALL, fold("人材公寓"))
    assert hit.how == SIMILAR
    assert shown(HOUSING, hit.marks["zh"], "zh") == ["人才公寓"]
    assert find_similar(ALL, fold("公寓")) == []
    assert find_similar(ALL, fold("没有这样的地方")) == []


def test_a_similar_english_word_begins_a_word() -> None:
    assert [hit.passage for hit in find_similar(ALL, "housng")] == [HOUSING]
    assert find_similar([passage("statements", {}, {"zh": "", "en": "warehousing"})], "housng") == []


def test_an_excerpt_keeps_its_marks_where_the_hits_are() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    at = text.index("seven")
    cut = excerpt(text, [(at, at + 5)], 30)
    assert cut["text"].startswith("…")
    assert cut["text"].endswith("…")
    assert [cut["text"][start:end] for start, end in cut["marks"]] == ["seven"]
    assert excerpt("short", [(0, 5)], 30) == {"text": "short", "marks": [[0, 5]]}


def test_a_hit_in_a_character_of_several_letters_marks_the_character() -> None:
    one = passage("figures", {}, {"zh": "面积 5 ㎞² 左右", "en": ""})
    (hit,) = find([one], words_of("km2"))
    assert shown(one, hit.marks["zh"], "zh") == ["㎞²"]

"""Which sentence a summary paraphrases, and which occurrence of a term it means."""

from __future__ import annotations

import pytest

from geo.documents.best_match import best_occurrence, best_sentences, pairs_of, sentence_spans
from geo.documents.source_text import Section

PARKS = "东园:发展海洋装备产业。西园:推进软件园能级提升,打造软件产业社区。鼓励企业参与软件研发。"


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_sentences_end_at_full_stops_and_semicolons() -> None:
    assert sentences('一;二。"三"!?四') == ["一;", "二。", '"三"!?', "四"]
    assert sentences("") == []


def test_pairs_do_not_cross_marks_and_forms_of_a_character_are_the_same() -> None:
    assert set(pairs_of("海洋，装备ＡＩ")) == {"海洋", "装备", "备A", "AI"}


def test_the_sentence_that_shares_most_with_the_summary_is_found() -> None:
    text = "一、加强用地保障。新增用地指标单列。探索设立产业基金,支持企业上市。"
    start, end = best_sentences(text, "用地指标单独列出") or (0, 0)
    assert text[start:end] == "新增用地指标单列。"
    assert best_sentences(text, "航运") is None
    assert best_sentences("", "航运") is None


def test_a_summary_of_two_sentences_takes_both() -> None:
    text = "加强用地保障。设立产业基金。支持企业上市融资。做好宣传。"
    start, end = best_sentences(text, "设立产业基金，支持企业上市") or (0, 0)
    assert text[start:end] == "设立产业基金。支持企业上市融资。"


def test_of_a_table_the_lines_are_chosen_from() -> None:
    lines = ("精品微园", "个", "50", "新增产业用地", "平方公里")
    section = Section(lines)
    start, end = best_sentences(section.text, "新增产业用地五十平方公里", section.line_spans) or (0, 0)
    assert section.text[start:end] == "新增产业用地平方公里"


def positions(text: str, term: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(term, at)]


@pytest.mark.parametrize(
    ("summary", "names", "wanted"),
    [("打造产业社区", ["西园"], 1), ("鼓励企业研发", [], 2)],
    ids=["not within a name", "by the summary"],
)
def test_the_occurrence_is_the_one_the_summary_means(summary: str, names: list[str], wanted: int) -> None:
    places = positions(PARKS, "软件")
    assert best_occurrence(PARKS, places, 2, summary, names=names) == wanted


def test_a_term_within_the_name_of_the_place_gives_way_to_one_that_says_something() -> None:
    text = "机器人园:打造机器人产业高地。"
    assert best_occurrence(text, positions(text, "机器人"), 3, "", names=["机器人园"]) == 1


def test_a_heading_comes_before_a_mention_in_a_list() -> None:
    text = "形成一核多区布局。多区:指东西两片。"
    assert best_occurrence(text, positions(text, "多区"), 2, "", names=[]) == 1


def test_a_figure_stands_beside_its_unit() -> None:
    text = "聚集企业500家,规模超500亿元"
    assert best_occurrence(text, positions(text, "500"), 3, "企业", unit="家") == 0
    assert best_occurrence(text, positions(text, "500"), 3, "规模", unit="亿元") == 1

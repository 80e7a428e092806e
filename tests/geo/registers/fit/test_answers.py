"""An answer carries its word and its reason in both languages."""

from __future__ import annotations

from geo.registers.fit.answers import Answer


def test_an_answer_is_told_in_both_languages() -> None:
    values = {"stated": "545", "pm": "0.5", "limit": "500"}
    record = Answer("yes", "area_stated_yes", values=values, figure=545.0, pm=0.5).record()
    assert (record["answer"], record["figure"], record["pm"], record["told"]) == ("yes", 545.0, 0.5, True)
    assert (record["word_zh"], record["word_en"]) == ("545", "545")
    assert record["reason_zh"] == "公布 545 ±0.5 公顷，不少于 500 公顷。"
    assert record["reason_en"] == "Stated 545 ±0.5 ha: at least 500 ha."


def test_an_answer_without_anything_to_go_on_is_unknown_and_says_so() -> None:
    record = Answer("unknown", "distance_none", told=False).record()
    assert (record["answer"], record["word_zh"], record["told"]) == ("unknown", "未落图", False)

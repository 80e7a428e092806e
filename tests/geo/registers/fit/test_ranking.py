"""Scores are ranges, ties share a rank, hard conditions leave out, and the firmness of the top is computed."""

from __future__ import annotations

from typing import Literal

from geo.registers.fit.answers import Answer
from geo.registers.fit.conditions import Condition
from geo.registers.fit.ranking import firmness, left_out, ranking, score, without

A, B = Condition("industry", "x", weight=3), Condition("area", "1", weight=2)
MUST = Condition("industry", "x", must=True, weight=3)


def said(verdict: Literal["yes", "no", "unknown"], *, told: bool = True) -> Answer:
    return Answer(verdict, "area_none", told=told)


YES, NO, UNKNOWN, SILENT = said("yes"), said("no"), said("unknown"), said("unknown", told=False)


def test_unknown_widens_a_score_and_is_never_zero_or_half() -> None:
    assert score([A, B], [YES, YES]) == (5, 5)
    assert score([A, B], [YES, UNKNOWN]) == (3, 5)
    assert score([A, B], [NO, UNKNOWN]) == (0, 2)
    assert score([A, B], [SILENT, NO]) == (0, 3)


def test_order_is_by_certain_then_by_possible_and_equals_share_a_rank() -> None:
    answers = {"a": [NO, YES], "b": [UNKNOWN, YES], "c": [YES, NO], "d": [UNKNOWN, YES], "e": [YES, UNKNOWN]}
    ranked = [(one.place_id, one.rank, one.tied) for one in ranking([A, B], answers)]
    assert ranked == [("e", 1, False), ("c", 2, False), ("b", 3, True), ("d", 3, True), ("a", 5, False)]


def test_a_hard_condition_leaves_out_a_no_and_silence_but_not_an_unknown() -> None:
    answers = {"no": [NO, YES], "silent": [SILENT, YES], "unknown": [UNKNOWN, YES], "yes": [YES, NO]}
    assert left_out([MUST, B], answers) == {"no": 0, "silent": 0}
    assert [one.place_id for one in ranking([MUST, B], answers)] == ["yes", "unknown"]


def test_firmness_says_which_weight_changes_the_first_three() -> None:
    answers = {"a": [YES, NO], "b": [YES, NO], "c": [YES, NO], "d": [NO, YES]}
    close = [Condition("industry", "x", weight=2), Condition("area", "1", weight=1)]
    shaky = firmness(close, answers)
    assert shaky is not None
    assert shaky["steady"] is False
    assert {(one["condition"], one["weight"]) for one in shaky["changes"]} == {(0, 1), (1, 2)}
    assert shaky["changes"][0]["enter"] == ["d"]
    steady = firmness([Condition("industry", "x", weight=3), Condition("area", "1", weight=1)], answers)
    assert steady == {"steady": True, "changes": []}


def test_nothing_weighed_or_nobody_left_has_no_firmness() -> None:
    assert firmness([Condition("industry", "x", weight=0)], {"a": [YES]}) is None
    assert firmness([MUST], {"a": [NO]}) is None


def test_without_counts_what_each_hard_condition_costs() -> None:
    hard = [MUST, Condition("area", "1", must=True)]
    answers = {"a": [NO, YES], "b": [NO, YES], "c": [YES, NO]}
    assert without(hard, answers) == [{"condition": 0, "count": 2}, {"condition": 1, "count": 1}]
    assert without([A], {"a": [NO]}) == []

"""Grades of what documents say: named and reserved are yes, all else is unknown, and silence is no statement."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.registers.fit import said
from geo.registers.fit.conditions import Condition

CHIPS = Condition("industry", "ind-ic")


@pytest.mark.parametrize(
    ("place", "rule", "verdict"),
    [
        ("fa-frontier", "industry_named", "yes"),
        ("cluster-wanxiang-shuyuan", "industry_reserved", "yes"),
        ("zone-comp-pilot", "industry_joint", "unknown"),
        ("xinghuo", "industry_parent", "unknown"),
        ("comac-base", "industry_none", "unknown"),
    ],
)
def test_an_industry_is_answered_by_the_firmest_grade(atlas: Atlas, place: str, rule: str, verdict: str) -> None:
    found = said.industry(atlas, place, CHIPS)
    assert (found.rule, found.verdict) == (rule, verdict)


def test_our_reading_is_not_scored_even_where_a_link_is_stated(atlas: Atlas) -> None:
    found = said.industry(atlas, "dishui-ai-harbor", Condition("industry", "ind-ai"))
    assert (found.verdict, found.grade, found.told) == ("unknown", "reading", True)


def test_every_sentence_has_its_section(atlas: Atlas) -> None:
    for place in ("fa-frontier", "fp-oriental-chip-port", "xinghuo", "zone-comp-pilot"):
        for row in said.industry(atlas, place, CHIPS).evidence:
            assert row["sentence_zh"]
            assert row["sentence_en"]
            assert row["document"]["id"]
            assert row["section"]


def test_words_are_looked_for_in_both_languages_and_a_joint_link_stays_unknown(atlas: Atlas) -> None:
    assert said.about(atlas, "fp-oriental-chip-port", Condition("about", "封装测试")).verdict == "yes"
    assert said.about(atlas, "fp-oriental-chip-port", Condition("about", "Wafers")).verdict == "yes"
    joint = said.about(atlas, "park-aircraft-valley", Condition("about", "关键配套"))
    assert (joint.verdict, joint.rule) == ("unknown", "about_joint")


def test_measures_of_a_parent_are_counted_and_not_scored(atlas: Atlas) -> None:
    found = said.measures(atlas, "fp-oriental-chip-port", Condition("measures", "any"))
    assert (found.verdict, found.told, found.grade) == ("unknown", False, "parent")
    assert len(found.evidence) == said.MOST_ABOVE < found.values["count"]
    own = said.measures(atlas, "fa-special-bonded", Condition("measures", "any"))
    assert (own.verdict, own.values["count"]) == ("yes", 4)


def test_a_document_that_does_not_name_a_place_is_a_no(atlas: Atlas) -> None:
    assert said.document(atlas, "fp-aircraft", Condition("document", "parks-2021")).verdict == "yes"
    assert said.document(atlas, "fp-aircraft", Condition("document", "new-cities-2021")).verdict == "no"

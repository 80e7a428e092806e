"""The answer to a question in one language, with links where there is a root."""

from __future__ import annotations

import datetime as dt

from geo import Atlas
from geo.extract.statement import extract_of_place
from geo.registers.fit.conditions import Condition
from geo.registers.fit.printed import printed_fit

DAY = dt.date(2026, 11, 29)
ASKED = (Condition("industry", "ind-ic", must=True, weight=3), Condition("area", "500", weight=2))


def test_each_condition_has_its_answer_and_the_source_of_its_evidence(atlas: Atlas) -> None:
    extract = extract_of_place(atlas, "fp-oriental-chip-port", DAY, ASKED)
    printed = printed_fit(extract, "zh", "https://atlas.example/")
    assert printed is not None
    chips, area = printed["rows"]
    assert (chips["weight"], chips["said"], chips["word"]) == ("必须、权重 3", "满足", "点名")
    assert chips["evidence"][0]["url"].startswith("https://atlas.example/documents/parks-2021#")
    assert area["evidence"][0]["source"].startswith("五份文件之外")
    within = printed_fit(extract, "en", None)
    assert within is not None
    assert within["url"] == within["rows"][0]["evidence"][0]["url"] == ""
    assert within["rows"][0]["evidence"][0]["id"] == "parks-2021"


def test_without_a_question_there_is_nothing(atlas: Atlas) -> None:
    assert printed_fit(extract_of_place(atlas, "fp-oriental-chip-port", DAY), "zh", None) is None

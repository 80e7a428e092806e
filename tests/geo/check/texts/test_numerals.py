"""Figures in our own words, looked up in made-up sections."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.check.lenient_load import LoadedSoFar
from geo.check.texts.numerals import numeral_findings
from geo.documents.source_text import Document, Section

SECTIONS = {"一": Section(("到2035年,产值达到5000亿元,", '"十四五"末增长25%。')), "二": Section(("占地12.5公顷",))}
DOCUMENTS = {"doc": Document("0", SECTIONS, "")}


def rules(name: str, **row: str) -> list[tuple[str, str]]:
    table = pd.DataFrame([{"doc_id": "doc", "section": "一", **row}])
    findings, count = numeral_findings(LoadedSoFar(Path(), Path(), tables={name: table}), DOCUMENTS)
    assert count >= len(findings)
    return [(finding.rule, finding.item) for finding in findings]


@pytest.mark.parametrize(
    ("summary", "wrong"),
    [
        ("Output of 500 billion yuan by 2035.", 0),
        ("Output of 50 billion yuan by 2035.", 1),
        ("Growth of 25 % by the end of the 14th period.", 0),
        ("Growth of 26 %.", 1),
    ],
)
def test_figures_of_an_english_summary_are_looked_up_as_amounts(summary: str, wrong: int) -> None:
    assert rules("claims", summary_zh="产值增长。", summary_en=summary) == [("D008", "row 2, summary_en")] * wrong


@pytest.mark.parametrize(
    ("summary", "section", "wrong"),
    [
        ("到2035年产值5000亿元。", "一", 0),
        ("没有数字。", "一", 0),
        ("产值500亿元。", "一", 1),
        ("到2030年产值５０００亿元。", "一", 1),
        ("占地12.5公顷，产值5000亿元。", "一;二", 0),
        ("占地12公顷。", "二", 1),
        ("产值1亿元。", "九", 0),
    ],
)
def test_every_figure_of_a_summary_stands_in_a_section_it_cites(summary: str, section: str, wrong: int) -> None:
    found = rules("claims", summary_zh=summary, section=section)
    assert found == [("D008", "row 2, summary_zh")] * wrong

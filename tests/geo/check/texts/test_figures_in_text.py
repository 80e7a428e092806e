"""A figure must stand beside its unit, with what is counted, under the year that is printed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.check.lenient_load import LoadedSoFar
from geo.check.texts.figures_in_text import figure_findings
from geo.documents.source_text import Document, Section

TEXT = "到2025年,规上工业总产值达到5000亿元,年均增速25%。园区余10个左右;企业500余家。到“十四五”末,收入1万亿元。"
TABLE = ("序号", "1", "特色园区", "个", "50左右", "2", "单位产值", "亿元/平方公里", "80以上", "力争85")


def findings(**row: str) -> list[tuple[str, str]]:
    base = {"doc_id": "doc", "section": "一", "unit": "", "year": "", "year_zh": "", "qualifier_zh": ""}
    loaded = LoadedSoFar(Path(), Path(), tables={"indicators": pd.DataFrame([{**base, **row}])})
    sections = {"一": Section((TEXT.replace("“", '"').replace("”", '"'),)), "表": Section(TABLE)}
    found, count = figure_findings(loaded, {"doc": Document("", sections, "")})
    assert count
    return [(finding.rule, finding.item) for finding in found]


@pytest.mark.parametrize(
    "row",
    [
        {"counted_zh": "规上工业总产值", "value": "5000", "unit": "亿元", "year": "2025", "year_zh": "到2025年"},
        {"counted_zh": "企业", "value": "500", "unit": "家", "qualifier_zh": "余"},
        {"counted_zh": "收入", "value": "1", "unit": "万亿元", "year": "2025", "year_zh": "到“十四五”末"},
        {"counted_zh": "特色园区", "value": "50", "unit": "个", "section": "表"},
        {"counted_zh": "单位产值", "value": "85", "unit": "亿元/平方公里", "section": "表"},
    ],
)
def test_what_is_printed_has_no_finding(row: dict[str, str]) -> None:
    assert findings(**row) == []


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"counted_zh": "收入", "value": "5000", "unit": "亿元"}, "counted_zh"),
        ({"counted_zh": "规上工业总产值", "value": "5000", "unit": "万元"}, "unit"),
        ({"counted_zh": "规上工业总产值", "value": "5000", "unit": "家"}, "unit"),
        ({"counted_zh": "规上工业总产值", "value": "5000", "year": "2035", "year_zh": "到2025年"}, "year"),
        ({"counted_zh": "收入", "value": "1", "year": "2020", "year_zh": "到“十四五”末"}, "year"),
        ({"counted_zh": "特色园区", "value": "80", "section": "表"}, "counted_zh"),
        ({"counted_zh": "特色园区", "value": "50", "unit": "家", "section": "表"}, "unit"),
    ],
)
def test_another_subject_unit_or_year_is_an_error(row: dict[str, str], column: str) -> None:
    assert ("D009", f"row 2, {column}") in findings(**row)


def test_a_row_whose_section_does_not_exist_is_left_to_another_rule() -> None:
    loaded = LoadedSoFar(Path(), Path(), tables={"indicators": pd.DataFrame([{"doc_id": "doc", "section": "九"}])})
    assert figure_findings(loaded, {"doc": Document("", {}, "")}) == ([], 0)
    assert figure_findings(LoadedSoFar(Path(), Path()), {}) == ([], 0)

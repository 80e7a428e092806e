"""Terms and figures looked up in the sections they are cited from, on made-up documents and on the real ones.

Set LINGANG_DOCUMENTS to the folder of the source documents to run the last test.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pandas as pd
import pytest

from geo.check.citations import citation_findings, read_documents, section_findings
from geo.check.copied_text import Corpus, copied_findings
from geo.check.lenient_load import LoadedSoFar
from geo.check.rules import Finding
from geo.check.run import check
from geo.documents.source_text import Section, clean_lines, cut, fold

TEXT = """关于印发《海港计划》的通知
— 1 —
# 海港计划
  [bookmark: _Toc1]一、总体要求
到２０３５年，面积达到 119.5 平方
公里，建成“国际
— 2 —
航运枢纽”。
（一）发展目标
<p>产值达到5000亿元，增长25%以上。</p>
指标一
50
6
指标二
二、空间布局
1.北部片区
发展海洋装备(深海)。
"""
OPENINGS = [("导语", "海港计划"), ("一", "一、总体"), ("一(一)", "（一）发展"), ("二", "二、空间"), ("二1", "1.北部")]


def sections() -> dict[str, Section]:
    return cut(clean_lines(TEXT), OPENINGS)


def made_up(folder: Path, claims: list[dict[str, str]], indicators: list[dict[str, str]] | None = None) -> LoadedSoFar:
    """A survey of one document, its sections and what cites it."""
    path = folder / "doc.txt"
    path.write_text(TEXT, encoding="utf-8")
    documents = [
        {"doc_id": "doc", "source_file": "doc.txt", "sha256": hashlib.sha256(path.read_bytes()).hexdigest()},
    ]
    return LoadedSoFar(
        folder,
        folder,
        tables={
            "documents": pd.DataFrame(documents),
            "claims": pd.DataFrame(claims, columns=["doc_id", "section", "type", "term_zh"]),
            "indicators": pd.DataFrame(indicators or [], columns=["doc_id", "section", "value", "qualifier_zh"]),
        },
        sections=pd.DataFrame([{"doc_id": "doc", "section": s, "opens": o} for s, o in OPENINGS]),
    )


def claim(term: str, section: str = "一", kind: str = "positioning") -> dict[str, str]:
    return {"doc_id": "doc", "section": section, "type": kind, "term_zh": term}


def looked_up(survey: LoadedSoFar, folder: Path) -> list[Finding]:
    documents, faults = read_documents(survey, folder)
    assert faults == []
    return citation_findings(survey, documents)[0]


def test_a_section_holds_its_own_text_and_not_that_of_its_parts() -> None:
    found = sections()
    assert list(found) == [code for code, _ in OPENINGS]
    assert found["二"].text == "二、空间布局"
    assert "海洋装备" in found["二1"].text


def test_page_numbers_markup_and_line_breaks_do_not_break_a_term() -> None:
    assert sections()["一"].text == '一、总体要求到2035年,面积达到119.5平方公里,建成"国际航运枢纽"。'


@pytest.mark.parametrize("term", ["国际航运枢纽", "2035年", "２０３５ 年", "119.5平方公里", "“国际航运枢纽”"])
def test_a_term_is_found_in_either_width_and_across_lines(term: str) -> None:
    assert sections()["一"].has_term(term)


def test_brackets_of_either_width_are_the_same() -> None:
    assert sections()["二1"].has_term("海洋装备（深海）")
    assert fold("（深海）") == fold("(深海)")


@pytest.mark.parametrize(("figure", "stands"), [("5000", True), ("500", False), ("000", False), ("25%", True)])
def test_a_figure_is_not_found_inside_a_longer_one(figure: str, stands: bool) -> None:
    assert sections()["一(一)"].has_figure(figure) is stands


def test_a_figure_at_the_end_of_a_table_line_is_found_though_the_next_line_begins_with_another() -> None:
    assert sections()["一(一)"].has_figure("50")
    assert sections()["一"].has_figure("119.5平方公里")


def test_an_opening_that_is_not_there_is_left_out() -> None:
    found = cut(clean_lines(TEXT), [*OPENINGS[:2], ("一(九)", "（九）"), *OPENINGS[3:]])
    assert "一(九)" not in found
    assert "5000" in found["一"].text


def test_what_is_printed_is_found_and_counted(tmp_path: Path) -> None:
    survey = made_up(tmp_path, [claim("国际航运枢纽"), claim("海洋装备;深海", "二1", "industry")])
    documents, _ = read_documents(survey, tmp_path)
    assert citation_findings(survey, documents) == ([], 3)


def test_a_term_that_is_not_printed_there_is_an_error_that_says_where_it_stands(tmp_path: Path) -> None:
    survey = made_up(tmp_path, [claim("国际航运枢纽"), claim("海洋装备;国际航空枢纽")])
    stands, nowhere = looked_up(survey, tmp_path)
    assert (stands.rule, stands.row, stands.remedy) == ("D004", 3, "cite 二1")
    assert "'国际航空枢纽'" in nowhere.found
    assert "as printed" in nowhere.remedy


def test_a_term_may_stand_in_any_of_the_sections_cited(tmp_path: Path) -> None:
    assert looked_up(made_up(tmp_path, [claim("海洋装备", "一;二1")]), tmp_path) == []


def test_a_wrong_figure_is_an_error(tmp_path: Path) -> None:
    rows = [
        {"doc_id": "doc", "section": "一(一)", "value": "5000", "qualifier_zh": "以上"},
        {"doc_id": "doc", "section": "一(一)", "value": "500", "qualifier_zh": "左右"},
    ]
    findings = looked_up(made_up(tmp_path, [claim("119平方公里", kind="area")], rows), tmp_path)
    assert [(f.rule, f.file, f.row) for f in findings] == [
        ("D005", "seeds/claims.csv", 2),
        ("D004", "seeds/indicators.csv", 3),
        ("D005", "seeds/indicators.csv", 3),
    ]


def test_a_section_the_table_does_not_list_is_an_error(tmp_path: Path) -> None:
    finding = section_findings(made_up(tmp_path, [claim("国际航运枢纽", "一;三")]))[0]
    assert (finding.rule, finding.row) == ("D003", 2)
    assert "'三'" in finding.found


def test_a_section_the_document_does_not_have_is_an_error(tmp_path: Path) -> None:
    survey = made_up(tmp_path, [])
    survey.sections = pd.DataFrame([{"doc_id": "doc", "section": "三", "opens": "三、保障"}])
    _, findings = read_documents(survey, tmp_path)
    assert [(f.rule, f.file, f.row) for f in findings] == [("D003", "seeds/sections.csv", 2)]


def test_another_text_is_a_warning_and_a_missing_one_an_error(tmp_path: Path) -> None:
    survey = made_up(tmp_path, [])
    (tmp_path / "doc.txt").write_text(TEXT + "附则\n", encoding="utf-8")
    _, findings = read_documents(survey, tmp_path)
    assert [(f.rule, f.severity) for f in findings] == [("D002", "warning")]
    (tmp_path / "doc.txt").unlink()
    _, findings = read_documents(survey, tmp_path)
    assert [(f.rule, f.severity) for f in findings] == [("D001", "error")]


SENTENCE = "为了把海港建设成为面向全球的开放枢纽和现代化的产业高地，各有关单位应当密切配合。"


def test_a_copied_sentence_is_found_whatever_its_spacing() -> None:
    corpus = Corpus([fold(SENTENCE)])
    assert corpus.copied("我们说：" + " ".join(SENTENCE[:30]) + "就这样") == [fold(SENTENCE[:30])]


def test_a_short_quotation_is_allowed() -> None:
    assert Corpus([fold(SENTENCE)]).copied(SENTENCE[:27] + "云云") == []


def test_copied_text_in_a_table_is_an_error_but_the_title_of_a_document_is_a_name(tmp_path: Path) -> None:
    survey = made_up(tmp_path, [])
    (tmp_path / "doc.txt").write_text(f"一、总体\n{SENTENCE}\n", encoding="utf-8")
    documents, _ = read_documents(survey, tmp_path)
    survey.tables = {
        "documents": pd.DataFrame({"doc_id": ["doc"], "title_zh": [SENTENCE]}),
        "measures": pd.DataFrame({"title_zh": ["短题"], "summary_zh": [SENTENCE]}),
    }
    finding = copied_findings(survey, documents.values())[0]
    assert (finding.rule, finding.file, finding.item) == ("D006", "seeds/measures.csv", "row 2, summary_zh")


@pytest.mark.skipif("LINGANG_DOCUMENTS" not in os.environ, reason="LINGANG_DOCUMENTS names no folder of documents")
def test_every_citation_stands_in_the_real_documents() -> None:
    report = check(documents=Path(os.environ["LINGANG_DOCUMENTS"]))
    assert [str(f) for f in report.findings if f.rule.startswith("D")] == []
    assert report.checked["terms"] > 500

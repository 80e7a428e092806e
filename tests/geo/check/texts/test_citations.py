"""Terms and figures looked up in the sections they are cited from, on made-up documents and on the real ones.

Set LINGANG_DOCUMENTS to the folder of the source documents to run the last test.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pandas as pd
import pytest

from geo.check.lenient_load import LoadedSoFar
from geo.check.rules import Finding
from geo.check.run import check
from geo.check.texts.citations import citation_findings, read_documents, section_findings
from tests.geo.documents.text import OPENINGS, TEXT


def made_up(folder: Path, claims: list[dict[str, str]], indicators: list[dict[str, str]] | None = None) -> LoadedSoFar:
    """Made-up data: one document, its sections and the rows that cite it."""
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
            "indicators": pd.DataFrame(
                [{"counted_zh": "", "year_zh": "", **row} for row in indicators or []],
                columns=["doc_id", "section", "counted_zh", "value", "year_zh", "qualifier_zh"],
            ),
        },
        sections=pd.DataFrame([{"doc_id": "doc", "section": s, "opens": o} for s, o in OPENINGS]),
    )


def claim(term: str, section: str = "一", kind: str = "positioning") -> dict[str, str]:
    return {"doc_id": "doc", "section": section, "type": kind, "term_zh": term}


def looked_up(loaded: LoadedSoFar, folder: Path) -> list[Finding]:
    documents, faults = read_documents(loaded, folder)
    assert faults == []
    return citation_findings(loaded, documents)[0]


def test_what_is_printed_is_found_and_counted(tmp_path: Path) -> None:
    loaded = made_up(tmp_path, [claim("国际航运枢纽"), claim("海洋装备;深海", "二1", "industry")])
    documents, _ = read_documents(loaded, tmp_path)
    assert citation_findings(loaded, documents) == ([], 3)


def test_a_term_that_is_not_printed_there_is_an_error_that_says_where_it_stands(tmp_path: Path) -> None:
    loaded = made_up(tmp_path, [claim("国际航运枢纽"), claim("海洋装备;国际航空枢纽")])
    stands, nowhere = looked_up(loaded, tmp_path)
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


def test_a_verb_an_office_or_a_deadline_that_is_not_printed_is_an_error(tmp_path: Path) -> None:
    loaded = made_up(tmp_path, [])
    row = {"doc_id": "doc", "section": "一(一)", "lead": "", "partners": "某局", "deadline": "", "firmness": "禁止"}
    loaded.tables["measures"] = pd.DataFrame([row])
    assert [(f.rule, f.file, f.item) for f in looked_up(loaded, tmp_path)] == [
        ("D004", "seeds/measures.csv", "row 2, partners"),
        ("D004", "seeds/measures.csv", "row 2, firmness"),
    ]


def test_a_section_the_table_does_not_list_is_an_error(tmp_path: Path) -> None:
    finding = section_findings(made_up(tmp_path, [claim("国际航运枢纽", "一;三")]))[0]
    assert (finding.rule, finding.row) == ("D003", 2)
    assert "'三'" in finding.found


def test_a_section_the_document_does_not_have_is_an_error(tmp_path: Path) -> None:
    loaded = made_up(tmp_path, [])
    loaded.sections = pd.DataFrame([{"doc_id": "doc", "section": "三", "opens": "三、保障"}])
    _, findings = read_documents(loaded, tmp_path)
    assert [(f.rule, f.file, f.row) for f in findings] == [("D003", "seeds/sections.csv", 2)]


def test_another_text_is_a_warning_and_a_missing_one_an_error(tmp_path: Path) -> None:
    loaded = made_up(tmp_path, [])
    (tmp_path / "doc.txt").write_text(TEXT + "附则\n", encoding="utf-8")
    _, findings = read_documents(loaded, tmp_path)
    assert [(f.rule, f.severity) for f in findings] == [("D002", "warning")]
    (tmp_path / "doc.txt").unlink()
    _, findings = read_documents(loaded, tmp_path)
    assert [(f.rule, f.severity) for f in findings] == [("D001", "error")]


@pytest.mark.skipif("LINGANG_DOCUMENTS" not in os.environ, reason="LINGANG_DOCUMENTS names no folder of documents")
def test_every_citation_stands_in_the_real_documents() -> None:
    report = check(documents=Path(os.environ["LINGANG_DOCUMENTS"]))
    assert [str(f) for f in report.findings if f.rule.startswith("D")] == []
    assert report.checked["terms"] > 500

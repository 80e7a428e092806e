"""Every statement has an anchor at which its words stand, on made-up data."""

from __future__ import annotations

from pathlib import Path

import pytest

from geo.check.lenient_load import LoadedSoFar
from geo.check.rules import Finding
from geo.check.texts.anchored import anchor_findings
from geo.check.texts.citations import read_documents
from geo.documents.anchors import make_anchors
from tests.geo.check.texts.made_up import claim, loaded

MEASURE = ("m", "doc", "一", "面积", "面积达到目标")


@pytest.fixture
def data(tmp_path: Path) -> LoadedSoFar:
    """A claim of two terms and a measure, with their anchors."""
    out = loaded(tmp_path, claims=[claim("海洋装备;深海")], measures=[MEASURE])
    out.anchors = make_anchors(out.tables, read_documents(out, tmp_path)[0])
    return out


def findings(data: LoadedSoFar) -> list[Finding]:
    return anchor_findings(data, read_documents(data, data.seeds_folder)[0])


def change(data: LoadedSoFar, table: str, **cells: str) -> None:
    assert data.anchors is not None
    row = data.anchors.index[data.anchors["table"] == table][0]
    for column, cell in cells.items():
        data.anchors.loc[row, column] = cell


def test_nothing_is_found_where_all_anchors_stand(data: LoadedSoFar) -> None:
    assert findings(data) == []


def test_without_the_table_there_is_one_finding_and_without_documents_none(data: LoadedSoFar) -> None:
    data.anchors = None
    (finding,) = findings(data)
    assert (finding.rule, finding.file) == ("D020", "seeds/anchors.csv")
    assert "lingang anchors" in finding.remedy
    assert anchor_findings(data, {}) == []


def test_a_term_without_anchor_is_named_with_its_row(data: LoadedSoFar) -> None:
    assert data.anchors is not None
    data.anchors = data.anchors[data.anchors["term"] != "2"]
    (finding,) = findings(data)
    assert (finding.file, finding.row, finding.found) == ("seeds/claims.csv", 2, "no anchor for '深海'")


@pytest.mark.parametrize("table", ["claims", "measures"])
def test_an_anchor_at_other_words_is_found(data: LoadedSoFar, table: str) -> None:
    change(data, table, start="1")
    (finding,) = findings(data)
    assert "other words stand" in finding.found


def test_an_anchor_of_another_term_is_found_though_its_words_stand(data: LoadedSoFar) -> None:
    data.tables["claims"].loc[0, "term_zh"] = "深海;海洋装备"
    assert ["other words stand" in finding.found for finding in findings(data)] == [True, True]


def test_an_anchor_in_a_section_that_is_not_cited_is_found(data: LoadedSoFar) -> None:
    change(data, "claims", section="一")
    assert findings(data)[0].found == "its anchor is in 一, which is not cited"


def test_an_anchor_of_a_statement_that_is_no_more_is_found(data: LoadedSoFar) -> None:
    data.tables["measures"] = data.tables["measures"].iloc[:0]
    (finding,) = findings(data)
    assert (finding.file, finding.row) == (
        "seeds/anchors.csv",
        len(data.anchors if data.anchors is not None else ()) + 1,
    )


def test_a_term_that_is_not_printed_is_left_to_its_own_rule(tmp_path: Path) -> None:
    data = loaded(tmp_path, claims=[claim("钢铁")])
    data.anchors = make_anchors(data.tables, read_documents(data, tmp_path)[0])
    assert findings(data) == []

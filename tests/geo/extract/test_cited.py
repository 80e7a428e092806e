"""Sources, and what a document says of its own status, term and office."""

from __future__ import annotations

import datetime as dt

import pytest

from geo import Atlas
from geo.extract.cited import cited, document_texts, documents

DAY = dt.date(2026, 12, 31)


def test_a_section_is_cited_once_and_leads_to_its_place_on_the_page() -> None:
    rows = [{"doc_id": "lg-plan-2020", "section": "五(二)1;导语"}, {"doc_id": "lg-plan-2020", "section": "导语"}]
    found = cited(rows)
    assert [one["citation_zh"] for one in found] == ["第五部分（二）第1点", "导语"]
    assert found[1]["link"] == "/documents/lg-plan-2020#%E5%AF%BC%E8%AF%AD"
    assert cited([{"doc_id": "", "section": ""}]) == []


def test_a_document_whose_term_is_over_still_stands(atlas: Atlas) -> None:
    known = documents(atlas, DAY)
    assert list(known) == list(atlas.tables["documents"]["doc_id"])
    assert "期限已过" in known["parks-2021"]["status_zh"]
    assert "期限已过" not in known["lg-plan-2020"]["status_zh"]
    assert known["lg-plan-2020"]["number"] == "沪经信规〔2020〕743号"
    assert known["parks-2021"]["number"] is None


def test_a_day_that_was_looked_up_is_no_printed_day(atlas: Atlas) -> None:
    known = documents(atlas, DAY)
    assert "约" in known["new-cities-2021"]["status_zh"]
    assert "约" not in known["ftz-park-2025"]["status_zh"]


@pytest.mark.parametrize(
    ("doc_id", "term"), [("lg-plan-2020", "至2035年"), ("ftz-park-2025", "2025—2026年"), ("parks-2021", "至2025年")]
)
def test_the_term_is_as_printed(atlas: Atlas, doc_id: str, term: str) -> None:
    assert documents(atlas, DAY)[doc_id]["term_zh"] == term


def test_the_office_has_the_english_of_the_facts(atlas: Atlas) -> None:
    known = documents(atlas, DAY)["lg-plan-2020"]
    assert known["office_en"].startswith("Shanghai Commission of Economy and Informatization;")
    assert document_texts(atlas, DAY, [{"doc_id": "new-cities-2021"}], "office") is None
    assert document_texts(atlas, DAY, [], "status") is None

"""The list of documents, and one document section by section."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.errors import NotFoundError
from geo.registers.documents import SECTION_COLUMNS, document, documents


def test_documents_stand_in_order_with_what_is_kept_of_each(atlas: Atlas) -> None:
    rows = documents(atlas).body["documents"]
    assert [row["sequence"] for row in rows] == list(range(1, len(atlas.tables["documents"]) + 1))
    assert sum(row["counts"]["claims"] for row in rows) == len(atlas.tables["claims"])
    assert len(documents(atlas, frozenset({"parks-2021"})).rows) == 1
    assert next(row for row in rows if row["id"] == "parks-2021")["number"] is None


@pytest.mark.parametrize("doc_id", ["lg-plan-2020", "new-cities-2021", "parks-2021", "lg-press-2022", "ftz-park-2025"])
def test_all_a_document_says_stands_under_its_sections_in_their_order(atlas: Atlas, doc_id: str) -> None:
    body = document(atlas, doc_id).body
    claims = {row["claim_id"] for section in body["sections"] for row in section["claims"]}
    assert claims == set(atlas.tables["claims"].query("doc_id == @doc_id")["claim_id"])
    order = atlas.tables["sections"].query("doc_id == @doc_id")["section"].tolist()
    listed = [order.index(section["section"]) for section in body["sections"]]
    assert listed == sorted(listed)
    assert {place["id"] for place in body["places"]} >= {
        row["place"]["id"] for section in body["sections"] for row in section["claims"]
    }


def test_flat_rows_are_statements_of_every_kind(atlas: Atlas) -> None:
    register = document(atlas, "parks-2021")
    assert {row["statement_kind_en"] for row in register.rows} >= {"statements", "figures", "measures", "land rules"}
    assert all(set(row) <= set(SECTION_COLUMNS.keys) and row["statement_zh"] for row in register.rows)


def test_an_unknown_document_is_an_error_that_lists_the_known(atlas: Atlas) -> None:
    with pytest.raises(NotFoundError, match="lg-plan-2020"):
        document(atlas, "nowhere")

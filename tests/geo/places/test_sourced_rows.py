"""Rows with their source: document, section and citation, None where there is none."""

from __future__ import annotations

from geo import Atlas
from geo.atlas.citation import citations
from geo.places.sourced_rows import brief_place, document_of, source_of, with_source


def test_a_row_has_the_document_and_the_citation_of_its_section(atlas: Atlas) -> None:
    source = source_of(atlas, {"doc_id": "lg-plan-2020", "section": "五(二)1"})
    assert source["document"] == document_of(atlas, "lg-plan-2020")
    assert source["section"] == "五(二)1"
    assert (source["citation_zh"], source["citation_en"]) == tuple(citations("五(二)1").values())


def test_a_row_that_cites_nothing_has_no_source(atlas: Atlas) -> None:
    assert set(source_of(atlas, {"doc_id": "", "section": ""}).values()) == {None}


def test_rows_come_in_the_order_of_the_documents_with_the_columns_asked_for(atlas: Atlas) -> None:
    rows = with_source(atlas, atlas.tables["relations"].iloc[::-1].to_dict("records"), ["note_zh"])
    sequence = [row["document"]["sequence"] if row["document"] else 0 for row in rows]
    assert sequence == sorted(sequence)
    assert set(rows[0]) == {"note_zh", "document", "section", "citation_zh", "citation_en"}
    assert all(row["note_zh"] != "" for row in rows)


def test_a_place_is_named_in_brief(atlas: Atlas) -> None:
    assert brief_place(atlas, "nc-nanhui")["name_zh"] == atlas.name_of("nc-nanhui", "zh")

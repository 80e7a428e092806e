"""An entry: texts in both languages, nothing where there is nothing, and where it stands."""

from __future__ import annotations

from geo.places.side_by_side.entries import KM, answer_of, entry, figure_name, terms

DOCUMENT = {"id": "d", "sequence": 1, "short_zh": "甲", "short_en": "A", "number": None, "issued_on": None, "kind": "x"}
ROW = {"document": DOCUMENT, "section": "一", "citation_zh": "第一部分", "citation_en": "part 1", "claim_id": "c.1"}


def test_an_entry_keeps_document_section_and_statement() -> None:
    one = entry(("文", "text"), ROW, unit=KM, value=1.0, pm="0.5")
    assert one["sources"][0]["claim_id"] == "c.1"
    assert one["sources"][0]["document"] == {key: DOCUMENT[key] for key in DOCUMENT if key != "kind"}
    assert (one["unit_en"], one["note_zh"]) == ("km", None)


def test_equal_answers_may_stand_in_different_documents() -> None:
    assert answer_of([entry(("甲", "a"), ROW)]) == answer_of([entry(("甲", "a"))])
    assert answer_of([entry(("甲", "a"), pm="1")]) != answer_of([entry(("甲", "a"), pm="2")])


def test_a_claim_without_terms_says_its_summary() -> None:
    claim = {"terms_zh": ["甲", "乙"], "terms_en": [], "summary_zh": "概要", "summary_en": "summary"}
    assert terms(claim) == ("甲、乙", "summary")
    assert terms({**claim, "terms_zh": []}) == ("概要", "summary")


def test_a_figure_is_named_with_what_restricts_it() -> None:
    row = {"name_zh": "产值", "name_en": "Output", "qualifier_zh": "年均;不低于", "qualifier_en": None}
    assert figure_name(row) == ("产值，年均，不低于", "Output")

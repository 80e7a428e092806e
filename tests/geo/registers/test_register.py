"""What all registers share: which documents count, and rows as flat cells."""

from __future__ import annotations

from geo import Atlas
from geo.registers.measures import measures
from geo.registers.register import counted, figure_text, flat_names, flat_source, joined


def test_rows_stand_in_the_order_of_the_documents_and_others_are_left_out(atlas: Atlas) -> None:
    order = {row["doc_id"]: int(row["sequence"]) for row in atlas.tables["documents"].to_dict("records")}
    everything = [order[doc] for doc in counted(atlas, "claims", None)["doc_id"]]
    assert everything == sorted(everything)
    assert len(everything) == len(atlas.tables["claims"])
    assert set(counted(atlas, "claims", ["parks-2021"])["doc_id"]) == {"parks-2021"}
    assert counted(atlas, "claims", []).empty


def test_cells_are_texts_in_both_languages() -> None:
    places = [{"name_zh": "甲", "name_en": "A"}, {"name_zh": "乙", "name_en": "B"}]
    assert flat_names(places) == {"places_zh": "甲；乙", "places_en": "A; B"}
    assert (
        joined([{"zh": "严控", "en": "strictly control"}, {"zh": "某局", "en": None}], "en") == "strictly control; 某局"
    )
    row = {
        "document": {"short_zh": "文", "short_en": "D", "number": None},
        "citation_zh": "一",
        "citation_en": "part 1",
    }
    flat = flat_source({**row, "section": "一"})
    assert (flat["document_en"], flat["number"], flat["citation_en"]) == ("D", None, "part 1")


def test_a_file_names_its_content_version_and_licence(atlas: Atlas) -> None:
    register = measures(atlas)
    texts = [english for _, english in register.notes()]
    assert any("Policy measures" in text for text in texts)
    assert any(atlas.version in text for text in texts)
    assert set(register.headings) == set(register.columns.keys)


def test_a_figure_has_its_unit_once() -> None:
    row = {"value": "5000", "unit": "亿元", "value_en": "500 billion yuan", "unit_en": "× 100 million yuan"}
    assert figure_text(row, "zh") == "5000亿元"
    assert figure_text(row, "en") == "500 billion yuan"
    assert figure_text({**row, "value_en": "", "unit_en": "km²"}, "en") == "5000 km²"

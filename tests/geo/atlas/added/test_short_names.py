"""Documents are referred to in notes by their id and shown under one name."""

from __future__ import annotations

import pandas as pd

from geo import Atlas
from geo.atlas.added.short_names import short_name_faults, with_short_names

DOCUMENTS = pd.DataFrame([{"doc_id": "plan-1", "short_zh": "一号规划", "short_en": "plan one"}])


def tables(note_zh: str, note_en: str) -> dict[str, pd.DataFrame]:
    claims = pd.DataFrame([{"claim_id": "{plan-1}", "note_zh": note_zh, "note_en": note_en}])
    return {"documents": DOCUMENTS, "claims": claims}


def test_a_reference_becomes_the_name_in_the_language_of_the_column() -> None:
    found = with_short_names(tables("见{plan-1}。", "See the {plan-1} and {plan-1}."))["claims"].iloc[0]
    assert found["note_zh"] == "见一号规划。"
    assert found["note_en"] == "See the plan one and plan one."
    assert found["claim_id"] == "{plan-1}", "an id is no text"


def test_a_reference_to_no_document_is_a_fault_with_its_row() -> None:
    assert short_name_faults(tables("见{plan-1}。", "")) == []
    (fault,) = short_name_faults(tables("见{plan-2}。", ""))
    assert (fault.found, fault.where) == ("{plan-2}", "seeds/claims.csv, row 2, note_zh")


def test_no_text_of_the_atlas_is_left_with_a_brace(atlas: Atlas) -> None:
    for name, table in atlas.tables.items():
        for column in table:
            assert not table[column].str.contains("{", regex=False).any(), (name, column)

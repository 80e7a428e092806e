"""Tables of documents, measures and targets: words outside the vocabularies are refused, empty cells are allowed."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.document_schema import DOCUMENT_TABLES
from geo.atlas.table_schema import check_table
from geo.errors import SchemaError


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("documents", "status", "valid"),
        ("documents", "term_to", "2025,2035"),
        ("documents", "stands_from", ""),
        ("document_facts", "field", "colour"),
        ("indicators", "year", "25"),
        ("targets", "kind", "pairs"),
        ("targets", "reach", ""),
        ("measures", "instrument", "land;money"),
        ("measures", "theme", ""),
        ("measures", "deadline_on", "2025-1-1"),
        ("measure_places", "basis", "guess"),
        ("land_rules", "topic", "roads"),
        ("wordings", "use", "noun"),
    ],
)
def test_a_word_outside_the_vocabulary_is_refused(atlas: Atlas, table: str, column: str, value: str) -> None:
    frame = atlas.tables[table].copy()
    frame.loc[0, column] = value
    with pytest.raises(SchemaError) as raised:
        check_table(frame, DOCUMENT_TABLES[table], table)
    assert [fault.where for fault in raised.value.faults] == [f"{table}, row 2"]
    assert raised.value.faults[0].found == f"{column} is {value!r}"


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("documents", "status", ""),
        ("documents", "term_to", "2025;2035"),
        ("measures", "instrument", "land;tax;talent"),
        ("measures", "deadline_on", "2025"),
        ("measures", "deadline_on", "2025-08-20"),
        ("targets", "measured_over", ""),
    ],
)
def test_what_a_text_does_not_print_may_be_empty_and_lists_may_be_long(
    atlas: Atlas, table: str, column: str, value: str
) -> None:
    frame = atlas.tables[table].copy()
    frame.loc[0, column] = value
    check_table(frame, DOCUMENT_TABLES[table], table)

"""Every key of a table has a column, and every column its texts, unit and formats."""

from __future__ import annotations

import pytest

from geo.columns import COLUMNS, FIELDS, TableColumns, column_names, column_of, page_name
from geo.documents import claims
from geo.errors import ParameterError
from geo.spreadsheets import site_file
from geo.stats import crosstab, layer_areas, layer_table, ledger

TABLES = {
    "layer_areas": layer_areas.TABLE,
    "crosstab": crosstab.TABLE,
    "layer_table": layer_table.TABLE,
    "own": layer_table.OWN_TABLE,
    "sources": claims.SOURCES,
    "site": site_file.TABLE,
    "ledger": TableColumns(tuple(key for key in ledger.COLUMNS if key != "stated_area_source_en")),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_key_of_a_table_has_a_column(name: str) -> None:
    table = TABLES[name]
    assert set(table.keys) <= set(COLUMNS)
    assert len(set(table.keys)) == len(table.keys)
    assert {*table.headings, *table.off_page, *table.off_terminal} <= set(table.keys)
    assert {*table.last_on_page, *table.last_on_terminal} <= set(table.keys)


@pytest.mark.parametrize("key", COLUMNS)
def test_every_column_has_texts_in_both_languages(key: str) -> None:
    column = COLUMNS[key]
    for texts in (column.label, column.heading, column.page_heading):
        assert all(text.strip() for text in texts)
    assert column.number_format


@pytest.mark.parametrize("key", [key for key in COLUMNS if key.endswith("_zh")])
def test_a_text_in_both_languages_has_one_heading_on_a_page(key: str) -> None:
    other = f"{page_name(key)}_en"
    if COLUMNS[key].short and other in COLUMNS:
        assert COLUMNS[other].short == COLUMNS[key].short


@pytest.mark.parametrize("key", [key for key in COLUMNS if key.endswith(("_km2", "_km", "_ha", "_mu", "_m2", "_m"))])
def test_the_unit_in_a_key_is_the_unit_of_its_column(key: str) -> None:
    column = COLUMNS[key]
    assert column.kind == "number"
    assert column.unit.replace("²", "2") == key.rsplit("_", 1)[-1]


def test_every_column_with_a_code_leaves_with_a_layer_and_no_other() -> None:
    assert [column.key for column in COLUMNS.values() if column.code] == list(FIELDS)


def test_columns_of_a_file_are_named_by_key_or_by_code() -> None:
    assert column_names(["place_id", "mine"], "codes") == {"place_id": "BSM", "mine": "mine"}
    assert column_names(["place_id"], "names") == {"place_id": "place_id"}
    with pytest.raises(ParameterError):
        column_names(["place_id"], "letters")


def test_an_attribute_is_a_column_headed_by_its_own_name() -> None:
    assert column_of("attribute:地类").heading == ("地类", "地类")
    assert column_of("attribute:地类").number_format == "General"
    with pytest.raises(KeyError):
        column_of("nothing")

"""Text that a spreadsheet would run is neutralised; numbers never are."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest

from geo import Atlas
from geo.spreadsheets.account_files import account_csv, headings, workbook
from geo.spreadsheets.code_words import with_words
from geo.stats.layer_areas import TABLE, Account

#: Keys of the columns of a file, with the words of codes.
FILE_KEYS = list(with_words(TABLE.file_headings()))

HOSTILE = '=HYPERLINK("http://x.example","y")'


@pytest.fixture
def hostile() -> Account:
    row = dict.fromkeys(TABLE.keys) | {
        "place_id": "@a",
        "name_zh": HOSTILE,
        "name_en": "+1",
        "area_km2": 1.234,
        "area_ha": 123.4,
        "area_mu": 1851.0,
        "difference_km2": -0.5,
    }
    figures = {"area_km2": 1.234, "area_ha": 123.4, "area_mu": 1851.0}
    nothing = {"area_km2": 0.0, "area_ha": 0.0, "area_mu": 0.0}
    zones = {"id": "x", "title_zh": "-甲", "title_en": "=A"}
    return Account(zones, "0" * 12, (row,), figures, figures, nothing)


def test_every_column_of_a_row_has_a_heading(hostile: Account) -> None:
    assert list(headings(hostile)) == list(TABLE.keys)


def test_csv_text_is_neutralised_and_negative_numbers_stay_numbers(hostile: Account) -> None:
    rows = list(csv.reader(io.StringIO(account_csv(hostile, bom=False).decode())))
    assert rows[1][:3] == ["'@a", f"'{HOSTILE}", "'+1"]
    assert float(rows[1][FILE_KEYS.index("difference_km2")]) == -0.5
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_xlsx_text_is_a_string_cell_and_never_a_formula(atlas: Atlas, hostile: Account) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(atlas, [hostile])))
    cell = book["-甲"]["B2"]
    assert (cell.data_type, cell.value) == ("s", HOSTILE)
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas[0] == "=SUM(G2:G2)"
    assert all(re.fullmatch(r"=SUM\([A-Z]+2:[A-Z]+2\)|=[A-Z]+3-[A-Z]+\d|=G\d\*\d+", text) for text in formulas)

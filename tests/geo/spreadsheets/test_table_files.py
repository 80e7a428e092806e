"""A table as a file: the rows of its filter, real numbers, its conditions under it, nothing that runs."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from geo import Atlas
from geo.places.filter import PlaceFilter
from geo.spreadsheets.code_words import with_words
from geo.spreadsheets.table_files import Worksheet, worksheet_of, write_table
from geo.stats.layer_table import TABLE, table

#: Keys of the columns of a file, with the words of codes.
FILE_KEYS = list(with_words(TABLE.file_headings()))


def test_a_file_says_its_filter_and_how_many_rows(atlas: Atlas) -> None:
    shown = table(atlas, "parks", PlaceFilter(industry="集成电路")).rounded()
    text = write_table(worksheet_of(shown), "csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[0] == [zh for zh, _ in with_words(shown.headings).values()]
    assert [line[0] for line in lines[1 : 1 + len(shown.rows)]] == [row["place_id"] for row in shown.rows]
    assert "产业=集成电路" in text
    assert f"行数：{len(shown.rows)}（全表 {shown.all_rows} 行）" in text


def test_a_workbook_holds_numbers_and_the_same_rows(atlas: Atlas) -> None:
    shown = table(atlas, "clusters", PlaceFilter(), sort="area_km2", descending=True)
    book = openpyxl.load_workbook(io.BytesIO(write_table(worksheet_of(shown), "xlsx")))
    rows = list(book.worksheets[0].iter_rows(min_row=2, max_row=1 + len(shown.rows), values_only=True))
    column = FILE_KEYS.index("area_km2")
    assert [row[column] for row in rows] == pytest.approx([row["area_km2"] for row in shown.rows])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx"])
def test_no_text_of_a_sheet_is_run_as_a_formula(text: str) -> None:
    sheet = Worksheet("x", {"name_zh": ("甲", "a")}, [{"name_zh": text}], notes=[(text, text)])
    lines = list(csv.reader(io.StringIO(write_table(sheet, "csv", bom=False).decode())))
    assert lines[1] == [f"'{text}"]
    book = openpyxl.load_workbook(io.BytesIO(write_table(sheet, "xlsx")))
    assert book.worksheets[0]["A2"].data_type == "s"


def test_totals_stand_under_the_rows_in_bold_and_notes_on_a_sheet_of_their_own(atlas: Atlas) -> None:
    shown = table(atlas, "parks", PlaceFilter())
    book = openpyxl.load_workbook(io.BytesIO(write_table(worksheet_of(shown), "xlsx")))
    last = list(book.worksheets[0].iter_rows())[-3:]
    assert [row[0].value for row in last] == ["sum", "overlap", "total"]
    assert all(cell.font.bold for row in last for cell in row if cell.value is not None)
    assert last[2][FILE_KEYS.index("area_km2")].value == pytest.approx(shown.total["area_km2"])
    notes = [(row[0].value, row[1].value) for row in book["说明"].iter_rows(min_row=2)]
    assert notes == shown.notes()

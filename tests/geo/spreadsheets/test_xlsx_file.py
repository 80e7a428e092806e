"""Workbooks: names Excel allows, numbers as numbers, texts as texts, pages that print."""

from __future__ import annotations

import io

import numpy as np
import openpyxl
import pytest

from geo.columns import column_of
from geo.spreadsheets import xlsx_file
from geo.spreadsheets.xlsx_file import worksheet_name


def test_worksheet_names_are_what_excel_allows_and_each_once() -> None:
    taken: set[str] = set()
    assert worksheet_name("a/b[c]", taken) == "a_b_c_"
    assert worksheet_name("a/b[c]", taken) == "a_b_c_ 2"
    assert len(worksheet_name("长" * 50)) == 31
    assert worksheet_name("'") == "_"


def written(rows: list[list[object]]) -> openpyxl.worksheet.worksheet.Worksheet:
    """Write rows into a worksheet and read it back."""
    out = io.BytesIO()
    with xlsx_file.open_workbook(out, title="园区") as book:
        sheet = book.add_worksheet("a")
        style = xlsx_file.column_style(book, column_of("share_of_zone"))
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                xlsx_file.write_cell(sheet, line, column, value, style)
        xlsx_file.set_up_print(sheet)
        xlsx_file.write_texts(book, "b", ["甲"], [["长" * 60], [None]], xlsx_file.head_style(book))
    return openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]


@pytest.mark.parametrize("text", ["=1+1", "http://example.org", "+1", "2026-01-02"])
def test_a_text_is_a_string_cell_and_never_a_formula_or_link(text: str) -> None:
    cell = written([[text]])["A1"]
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_numbers_are_numbers_in_the_format_of_their_column_and_nothing_is_nothing() -> None:
    cells = written([[0.5, np.float64(0.25), 1, None, float("nan"), float("inf")]])[1]
    assert [cell.value for cell in cells[:3]] == [0.5, 0.25, 1]
    assert {cell.number_format for cell in cells[:3]} == {"0.0%"}
    assert all(cell.value is None for cell in cells[3:])


def test_a_text_longer_than_a_cell_holds_is_cut() -> None:
    assert len(str(written([["长" * 40_000]])["A1"].value)) == xlsx_file.MAX_TEXT


def test_a_worksheet_prints_across_with_its_header_on_every_page_and_rows_as_high_as_their_text() -> None:
    sheet = written([["a"]])
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$1:$1"
    texts = sheet.parent["b"]
    assert texts.row_dimensions[2].height == pytest.approx(6 * xlsx_file.LINE_PT, abs=0.5)
    assert texts.row_dimensions[3].height == pytest.approx(xlsx_file.LINE_PT, abs=0.5)

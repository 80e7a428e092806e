"""Workbooks: options, styles, cells, names of worksheets, paper. The only module that opens an XLSX for writing."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import xlsxwriter

from geo.atlas.symbology import PRINT_PALETTE
from geo.spreadsheets.text_width import lines_of
from geo.words import say

if TYPE_CHECKING:
    import io
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from geo.columns import Column, Heading

#: A worksheet of Excel holds no more rows, a cell no more characters.
MAX_ROWS, MAX_TEXT = 1_048_576, 32_767
#: Height of a line of text, and of a header of two lines.
LINE_PT = 15.5
HEADER_PT = 3 * LINE_PT
#: Author in the properties of a workbook.
AUTHOR = "临港规划图集 Lingang Atlas"
_A4 = 9
_FORBIDDEN = "[]:*?/\\"
_LONGEST_NAME = 31


def open_workbook(target: Path | io.BytesIO, *, title: str, rows_in: str | None = None) -> Any:
    """Open a workbook for writing; texts never become formulas or links.

    Parameters
    ----------
    target : pathlib.Path or io.BytesIO
    title : str
        Title in the properties of the file, beside its author and the licence.
    rows_in : str, optional
        Folder to write each row to at once, so that 100 000 rows need no more memory than ten. Rows must then come in
        order.

    Returns
    -------
    xlsxwriter.Workbook
        A context manager that closes the file.
    """
    memory = {"constant_memory": True, "tmpdir": rows_in} if rows_in else {"in_memory": True}
    book = xlsxwriter.Workbook(target, {**memory, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": title, "author": AUTHOR, "company": AUTHOR, "comments": say("notice.disclaimer", "zh")}
    )
    return book


def head_style(book: Any) -> Any:
    """Make the style of a header."""
    return book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": PRINT_PALETTE["worksheet-head"], "bottom": 1}
    )


def column_style(book: Any, column: Column, **more: object) -> Any:
    """Make the style of the figures of a column."""
    return book.add_format({"num_format": column.number_format, **more})


def worksheet_name(title: str, taken: set[str] | None = None) -> str:
    """Make the name of a worksheet from a title.

    Parameters
    ----------
    title : str
    taken : set of str, optional
        Names given already in the workbook, in lower case; the new one is added.

    Returns
    -------
    str
        At most 31 characters, without the seven Excel forbids and without an apostrophe at either end.
    """
    plain = "".join("_" if char in _FORBIDDEN or char < " " else char for char in title).strip("' ") or "_"
    name, number = plain[:_LONGEST_NAME], 2
    while taken is not None and name.lower() in taken:
        tail = f" {number}"
        name, number = plain[: _LONGEST_NAME - len(tail)] + tail, number + 1
    if taken is not None:
        taken.add(name.lower())
    return name


def write_head(sheet: Any, heads: Sequence[str], widths: Iterable[int], style: Any) -> None:
    """Write the header row of a worksheet and set the widths of its columns."""
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, style)


def one_line(headings: Mapping[str, Heading]) -> list[str]:
    """Return headings of one line, which a pivot table takes: Chinese with the unit, then English."""
    return [f"{zh} {en}" for zh, en in headings.values()]


def write_cell(sheet: Any, line: int, column: int, value: Any, style: Any = None, text_style: Any = None) -> None:
    """Write a number as a number and a text as a string cell, which no program runs; None leaves the cell empty."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return
    if isinstance(value, int | float | np.number):
        sheet.write_number(line, column, float(value), style)
    else:
        sheet.write_string(line, column, str(value)[:MAX_TEXT], text_style)


def set_up_print(sheet: Any) -> None:
    """Print a worksheet on A4 across, as wide as the page, with its header on every page and its name in the foot."""
    sheet.set_row(0, HEADER_PT)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def write_texts(
    book: Any, title: str, head: Sequence[str], lines: Iterable[Iterable[Any]], style: Any, width: int = 24
) -> None:
    """Add a worksheet of texts with a frozen header; texts wider than their column are wrapped."""
    sheet = book.add_worksheet(worksheet_name(title))
    set_up_print(sheet)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, width, book.add_format({"text_wrap": True, "valign": "top"}))
    for column, name in enumerate(head):
        sheet.write_string(0, column, name, style)
    for line, row in enumerate(lines, start=1):
        cells = list(row)
        # LibreOffice keeps the height a file says, and takes one line where it says none.
        sheet.set_row(line, LINE_PT * max(lines_of(str(value or ""), width) for value in cells))
        for column, value in enumerate(cells):
            write_cell(sheet, line, column, value)

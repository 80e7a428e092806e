"""A layer as a table for people: CSV and XLSX, with sources, dictionary and notes; a point stands for the shape.

The same columns in both. A CSV has one header line and nothing after its rows, so that programs read it too: layer,
version, method, system, licence and disclaimer stand in columns of their own at the right.
"""

from __future__ import annotations

import csv
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import xlsxwriter

from geo.columns import ATTRIBUTE, COLUMNS, FIELDS, Column, column_names, column_of
from geo.export.field_list import dictionary_rows
from geo.spreadsheets.safe_text import BOM, csv_cell
from geo.spreadsheets.xlsx_file import sheet_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from geo.export.layer_content import LayerContent

_POINT = ("x", "y")
_LEFT_OUT = {"claims_json"}
#: A sheet of Excel holds no more rows, a cell no more characters.
MAX_ROWS, MAX_TEXT = 1_048_576, 32_767
#: Height of a line of text.
LINE_PT = 15.5


def header(content: LayerContent, naming: str) -> list[str]:
    """Give the long names of the columns of a table, without those of the notes."""
    column_names((), naming)
    own = [str(name) for name in content.attributes.columns]
    return [key for key in FIELDS if key not in _LEFT_OUT] + own + list(_POINT)


def rows(content: LayerContent) -> Iterator[list[Any]]:
    """Iterate over the rows of a table, texts as they are; x is easting or longitude, y northing or latitude."""
    names = [name for name in header(content, "names") if name not in _POINT]
    for row, shape in content.shapes():
        point = None if shape is None else shapely.point_on_surface(shape)
        xy = [None, None] if point is None else [float(point.x), float(point.y)]
        yield [row[name] for name in names] + xy


def write_csv(content: LayerContent, path: Path, *, naming: str = "names", bom: bool = True) -> None:
    """Write the content of a layer as CSV (RFC 4180).

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
    naming : {"names", "codes"}
        Names of the columns.
    bom : bool
        Begin with the UTF-8 byte order mark, which Excel needs to read Chinese.
    """
    names = header(content, naming)
    columns = column_names(names, naming)
    notes = [(key, f"{zh} | {en}") for key, zh, en in content.notes()]
    with path.open("w", encoding="utf-8", newline="") as out:
        out.write(BOM if bom else "")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([csv_cell(columns[name]) for name in names] + [f"note_{key}" for key, _ in notes])
        for row in rows(content):
            writer.writerow([csv_cell(cell) for cell in row] + [csv_cell(text) for _, text in notes])


def write_xlsx(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as a workbook: the rows, every statement with its source, the dictionary, the notes.

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
    naming : {"names", "codes"}
        Names of the columns, under their Chinese labels with units.
    """
    names = header(content, naming)
    columns = column_names(names, naming)
    # constant_memory writes row after row, so that 100 000 rows need no more memory than ten.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF2", "border": 1})
        formats = {name: book.add_format({"num_format": _column(name).number_format}) for name in names}
        sheet = book.add_worksheet(sheet_name(content.entry.title_zh))
        sheet.freeze_panes(1, 4)
        for column, name in enumerate(names):
            sheet.set_column(column, column, _column(name).width)
        for column, name in enumerate(names):
            label = FIELDS[name].label[0] if name in FIELDS else "自有属性"
            label = f"代表点 {name}（{content.crs_code}）" if name in _POINT else label
            sheet.write_string(0, column, f"{label}\n{columns[name]}", head)
        sheet.set_row(0, 3 * LINE_PT)
        line = 0
        for line, row in enumerate(rows(content), start=1):
            for column, (name, value) in enumerate(zip(names, row, strict=True)):
                write_cell(sheet, line, column, value, formats[name])
        sheet.autofilter(0, 0, max(line, 1), len(names) - 1)
        for title, table in content.tables.items():
            write_table(book, _SHEETS[title], list(table.columns), table.itertuples(index=False), head)
        fields = dictionary_rows("xlsx", naming)
        write_table(book, "字段字典", list(fields[0]), (list(item.values()) for item in fields), head)
        write_table(book, "说明", ["key", "中文", "English"], content.notes(), head)


_SHEETS = {"claims": "陈述及出处", "indicators": "指标", "relations": "关系", "documents": "文件"}


def set_up_print(sheet: Any) -> None:
    """Have a sheet print on A4 lying, as wide as the page, with its header on every page and its name in the foot."""
    sheet.set_row(0, 3 * LINE_PT)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def write_table(
    book: Any, title: str, head: Sequence[str], lines: Iterable[Iterable[Any]], style: Any, width: int = 24
) -> None:
    """Add a sheet of texts with a frozen header; texts wider than their column are wrapped."""
    sheet = book.add_worksheet(sheet_name(title))
    set_up_print(sheet)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(head) - 1, width, book.add_format({"text_wrap": True, "valign": "top"}))
    for column, name in enumerate(head):
        sheet.write_string(0, column, name, style)
    for line, row in enumerate(lines, start=1):
        cells = list(row)
        # LibreOffice keeps the height a file says, and takes one line where it says none.
        sheet.set_row(line, LINE_PT * max(_lines(value, width) for value in cells))
        for column, value in enumerate(cells):
            write_cell(sheet, line, column, value, None)


def _lines(value: Any, width: int) -> int:
    """Count the lines a text takes in a column of so many digits; a Chinese character is two wide."""
    wide = sum(2 if ord(char) > 0x2E7F else 1 for char in str(value or ""))
    return min(max(math.ceil(wide / (width - 1)), 1), 20)


def write_cell(sheet: Any, line: int, column: int, value: Any, style: Any) -> None:
    """Write a number as a number and a text as a string cell, which no program runs; None leaves the cell empty."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return
    if isinstance(value, int | float | np.number):
        sheet.write_number(line, column, float(value), style)
    else:
        sheet.write_string(line, column, str(value)[:MAX_TEXT])


def _column(name: str) -> Column:
    """Look up a column of the atlas, or make one of an attribute of the reader's own."""
    known = FIELDS.get(name) or (COLUMNS[name] if name in _POINT else None)
    return known or column_of(f"{ATTRIBUTE}{name}")

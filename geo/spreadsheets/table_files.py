"""Write rows as CSV and XLSX: any table with headings in two languages, total rows and notes.

Every text passes `geo.spreadsheets.safe_text.safe_text` on its way into a CSV; in a workbook it is written as a string
cell, which no program runs.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import xlsxwriter

from geo.columns import TOTALS, column_of
from geo.export.csv_xlsx import set_up_print
from geo.spreadsheets.safe_text import BOM, csv_cell, safe_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.stats.layer_table import Table

#: Format of a sheet -> media type.
SHEET_FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """What goes into a file.

    Attributes
    ----------
    title : str
        Name of the worksheet, at most 31 characters.
    headings : mapping
        Column -> heading in Chinese and English.
    rows : sequence of mapping
        With the columns of `headings`.
    totals : sequence of mapping
        Rows below, set apart from the others.
    notes : sequence of tuple
        Pairs of a Chinese and an English text.
    """

    title: str
    headings: Mapping[str, tuple[str, str]]
    rows: Sequence[Mapping[str, Any]]
    totals: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    notes: Sequence[tuple[str, str]] = field(default_factory=tuple)


def sheet_of(table: Table) -> Sheet:
    """Make the sheet of a table, with its totals."""
    totals = [
        {"place_id": name, "name_zh": zh, "name_en": en, **getattr(table, name)} for name, (zh, en) in TOTALS.items()
    ]
    return Sheet(table.layer["title_zh"], table.headings, table.rows, totals, table.notes())


def write_sheet(sheet: Sheet, kind: str, *, bom: bool = True) -> bytes:
    """Write a sheet in one of `SHEET_FORMATS`.

    Parameters
    ----------
    sheet : Sheet
    kind : str
        ``csv`` (RFC 4180) or ``xlsx``.
    bom : bool
        Whether a CSV begins with the byte order mark, which Excel needs to read Chinese.

    Returns
    -------
    bytes
    """
    return _csv(sheet, bom=bom) if kind == "csv" else _xlsx(sheet)


def _csv(sheet: Sheet, *, bom: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_text(zh) for zh, _ in sheet.headings.values()])
    for row in [*sheet.rows, *sheet.totals]:
        writer.writerow([csv_cell(row.get(key)) for key in sheet.headings])
    writer.writerow([])
    for zh, en in sheet.notes:
        writer.writerow([safe_text(zh), safe_text(en)])
    return ((BOM if bom else "") + out.getvalue()).encode()


def _xlsx(sheet: Sheet) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF2"})
        formats = _formats(book, sheet)
        page = book.add_worksheet(sheet.title[:31])
        for column, (key, (zh, en)) in enumerate(sheet.headings.items()):
            page.write_string(0, column, f"{zh}\n{en}", head)
            page.set_column(column, column, column_of(key).width)
        for line, row in enumerate([*sheet.rows, *sheet.totals], start=1):
            last = line > len(sheet.rows)
            for column, key in enumerate(sheet.headings):
                value = row.get(key)
                if isinstance(value, str):
                    page.write_string(line, column, value, formats[last]["text"])
                elif value is not None:
                    page.write_number(line, column, value, formats[last][key])
        set_up_print(page)
        page.freeze_panes(1, 2)
        if sheet.rows:
            page.autofilter(0, 0, len(sheet.rows), len(sheet.headings) - 1)
        about = book.add_worksheet("说明")
        about.set_column(0, 1, 70, book.add_format({"text_wrap": True, "valign": "top"}))
        for line, (zh, en) in enumerate(sheet.notes):
            about.write_string(line, 0, zh)
            about.write_string(line, 1, en)
    return out.getvalue()


def _formats(book: Any, sheet: Sheet) -> dict[bool, dict[str, Any]]:
    """Give the number formats by column, for plain rows and for totals."""
    out: dict[bool, dict[str, Any]] = {}
    for total in (False, True):
        style = {"bold": True} if total else {}
        out[total] = {
            key: book.add_format({**style, "num_format": column_of(key).number_format}) for key in sheet.headings
        }
        out[total]["text"] = book.add_format({**style, "text_wrap": False})
    return out

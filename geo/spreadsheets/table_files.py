"""Write any table with headings in two languages, rows of totals and notes, as CSV and XLSX."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from geo import words
from geo.columns import Heading, column_of
from geo.spreadsheets.code_words import spelled, with_words
from geo.spreadsheets.csv_file import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.stats.layer_table import Table

#: Format of a table -> media type.
TABLE_FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: The rows under the rows of areas.
TOTALS = ("sum", "overlap", "total")
_NOTES_WIDTH = 70


@dataclass(frozen=True)
class Worksheet:
    """What goes into a file.

    Attributes
    ----------
    title : str
        Name of the worksheet.
    headings : mapping
        Key of a column -> heading in Chinese and English.
    rows : sequence of mapping
        With the keys of `headings`.
    totals : sequence of mapping
        Rows below, set apart from the others.
    notes : sequence of tuple
        Pairs of a Chinese and an English text.
    digits : int or None
        Decimals of km² the areas were rounded to; None is full precision.
    """

    title: str
    headings: Mapping[str, Heading]
    rows: Sequence[Mapping[str, Any]]
    totals: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    notes: Sequence[tuple[str, str]] = field(default_factory=tuple)
    digits: int | None = None


def worksheet_of(table: Table) -> Worksheet:
    """Make the worksheet of a table, with its totals and what rounding leaves between them and the rows."""
    totals = [{**total_names(name), **getattr(table, name)} for name in TOTALS]
    if table.rounding and any(table.rounding.values()):
        totals.insert(1, {**total_names("rounding"), **table.rounding})
    return Worksheet(table.layer["title_zh"], table.headings, table.rows, totals, table.notes(), table.digits)


def total_names(name: str) -> dict[str, str]:
    """Return what stands in the first columns of a row of totals: its id and its names."""
    zh, en = words.both(f"total.{name}")
    return {"place_id": name, "name_zh": zh, "name_en": en}


def write_table(table: Worksheet, kind: str, *, bom: bool = True) -> bytes:
    """Write a table in one of `TABLE_FORMATS`.

    Parameters
    ----------
    table : Worksheet
    kind : str
        ``csv`` (RFC 4180) or ``xlsx``.
    bom : bool
        Whether a CSV begins with the byte order mark, which Excel needs to read Chinese.

    Returns
    -------
    bytes
    """
    return csv_bytes(_csv_rows(table), bom=bom) if kind == "csv" else _xlsx(table)


def _csv_rows(table: Worksheet) -> Iterator[Sequence[object]]:
    headings = with_words(table.headings)
    yield [zh for zh, _ in headings.values()]
    for row in map(spelled, [*table.rows, *table.totals]):
        yield [row.get(key) for key in headings]
    yield []
    yield from table.notes


def _xlsx(table: Worksheet) -> bytes:
    # XlsxWriter is slow to load, and a CSV needs none of it.
    from geo.spreadsheets import xlsx_file  # noqa: PLC0415
    from geo.spreadsheets.figure_styles import FigureStyles  # noqa: PLC0415

    out, headings = io.BytesIO(), with_words(table.headings)
    with xlsx_file.open_workbook(out, title=table.title) as book:
        head, bold = xlsx_file.head_style(book), book.add_format({"bold": True})
        plain, total = FigureStyles(book, table.digits), FigureStyles(book, table.digits, bold=True)
        page = book.add_worksheet(xlsx_file.worksheet_name(table.title))
        xlsx_file.write_head(page, xlsx_file.one_line(headings), [column_of(key).width for key in headings], head)
        for line, row in enumerate(map(spelled, [*table.rows, *table.totals]), start=1):
            styles, text_style = (total, bold) if line > len(table.rows) else (plain, None)
            for at, key in enumerate(headings):
                xlsx_file.write_cell(page, line, at, row.get(key), styles.of(row, key), text_style)
        xlsx_file.set_up_print(page)
        page.freeze_panes(1, 2)
        if table.rows:
            page.autofilter(0, 0, len(table.rows), len(headings) - 1)
        xlsx_file.write_texts(book, "说明", ["中文", "English"], table.notes, head, width=_NOTES_WIDTH)
    return out.getvalue()

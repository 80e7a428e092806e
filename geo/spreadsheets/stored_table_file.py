"""Write the table of a stored layer as CSV or XLSX, whatever its number of rows, in bounded memory."""

from __future__ import annotations

import io
import tempfile
from itertools import chain
from typing import TYPE_CHECKING, Any

from geo.columns import column_of
from geo.errors import Fault, ParameterError
from geo.measure.units import round_area
from geo.spreadsheets import xlsx_file
from geo.spreadsheets.csv_file import write_csv
from geo.spreadsheets.figure_styles import FigureStyles
from geo.stats.stored.table import all_rows, stored_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from geo.atlas.atlas import Atlas
    from geo.stats.stored.table import RowQuery, StoredTable

_NOTES_WIDTH = 70


def write_stored_table(
    atlas: Atlas,
    layer_id: str,
    path: Path,
    asked: RowQuery,
    *,
    suffix: str,
    digits: int | None = None,
    bom: bool = True,
) -> None:
    """Write the rows of a stored layer to a file.

    Parameters
    ----------
    atlas : Atlas
    layer_id : str
    path : pathlib.Path
    asked : RowQuery
    suffix : {"csv", "xlsx"}
    digits : int, optional
        Decimals of km² the areas are rounded to.
    bom : bool
        Whether a CSV begins with the byte order mark, which Excel needs to read Chinese.

    Raises
    ------
    ParameterError
        As `stored_table`, and if a workbook cannot hold so many rows.
    """
    head = stored_table(atlas, layer_id, asked.filters, sort=asked.sort, descending=asked.descending, limit=0)
    rows = all_rows(atlas.stored[layer_id], asked.filters, asked.sort, descending=asked.descending)
    rounded = rows if digits is None else (_rounded(row, digits) for row in rows)
    if suffix == "csv":
        lines = ([row[key] for key in head.headings] for row in rounded)
        write_csv(path, chain([[zh for zh, _ in head.headings.values()]], lines, [[]], head.notes()), bom=bom)
        return
    if head.matched >= xlsx_file.MAX_ROWS:
        found = f"{head.matched:,} rows in a workbook"
        fault = Fault(found, f"fewer than {xlsx_file.MAX_ROWS:,}", "xlsx", "take csv, or filter by a column")
        raise ParameterError(fault)
    path.write_bytes(_workbook(head, rounded, digits))


def _workbook(head: StoredTable, rows: Iterable[Mapping[str, Any]], digits: int | None) -> bytes:
    out, title, headings = io.BytesIO(), head.layer["title_zh"], head.headings
    with (
        tempfile.TemporaryDirectory() as folder,
        xlsx_file.open_workbook(out, title=title, rows_in=folder) as book,
    ):
        style, figures = xlsx_file.head_style(book), FigureStyles(book, digits)
        page = book.add_worksheet(xlsx_file.worksheet_name(title))
        page.freeze_panes(1, 2)
        widths = [column_of(key).width for key in headings]
        xlsx_file.write_head(page, xlsx_file.one_line(headings), widths, style)
        xlsx_file.set_up_print(page)
        for line, row in enumerate(rows, start=1):
            for at, key in enumerate(headings):
                xlsx_file.write_cell(page, line, at, row[key], figures.of(row, key))
        page.autofilter(0, 0, max(head.matched, 1), len(headings) - 1)
        xlsx_file.write_texts(book, "说明", ["中文", "English"], head.notes(), style, width=_NOTES_WIDTH)
    return out.getvalue()


def _rounded(row: Mapping[str, Any], digits: int) -> dict[str, Any]:
    return {**row, **({} if row["area_km2"] is None else round_area(row["area_km2"], digits))}

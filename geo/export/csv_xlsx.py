"""Write a layer as a table, CSV or XLSX, with a representative point in place of the shape.

Both have the same columns; a workbook begins with what a reader looks for. A CSV has one header line and nothing after
its rows, so that programs can read it: the notes (layer, version, method, reference system, licence, disclaimer) are
columns at the right, filled in the first row.
"""

from __future__ import annotations

import io
import tempfile
from itertools import chain
from typing import TYPE_CHECKING, Any

import shapely
from xlsxwriter.exceptions import FileCreateError

from geo.columns import ATTRIBUTE, COLUMNS, FIELDS, Column, column_names, column_of
from geo.export.field_list import dictionary_rows
from geo.spreadsheets import csv_file, xlsx_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.export.layer_content import LayerContent

#: Columns of the representative point.
_POINT = ("x", "y")
_LEFT_OUT = {"claims_json"}
#: What a workbook begins with, and prints: the other columns, to the right, are for programs.
_FIRST = (
    "name_zh",
    "kind",
    "area_km2",
    "area_ha",
    "area_mu",
    "stated_area_km2",
    "difference_km2",
    "uncertainty_km2",
    "verdict",
    "grade",
    "sources_zh",
)
#: Columns of the planning standard that are all but empty; only a file named by codes has them.
_CODES_ONLY = frozenset({"element_code", "district_name"})
#: Most columns on a printed page: more would be too small to read.
_MOST_PRINTED = 14


def header(content: LayerContent, naming: str) -> list[str]:
    """List the long names of the columns of a table, without the columns of the notes."""
    column_names((), naming)
    own = [str(name) for name in content.attributes.columns]
    return [key for key in FIELDS if key not in _LEFT_OUT] + own + list(_POINT)


def rows(content: LayerContent, names: Iterable[str] | None = None) -> Iterator[list[Any]]:
    """Iterate over the rows of a table; x is easting or longitude, y northing or latitude.

    Parameters
    ----------
    content : LayerContent
    names : iterable of str, optional
        Columns in the order wanted; by default those of `header`.
    """
    wanted = list(header(content, "names") if names is None else names)
    for row, shape in content.shapes():
        point = None if shape is None else shapely.point_on_surface(shape)
        row["x"], row["y"] = (None, None) if point is None else (float(point.x), float(point.y))
        yield [row[name] for name in wanted]


def workbook_columns(content: LayerContent, naming: str) -> tuple[list[str], int]:
    """Return the columns of a workbook in their order, and how many of them are printed.

    Names, kinds and areas come first, then the columns of an own layer. A file named by codes keeps the order and all
    columns of the planning standard.
    """
    names = header(content, naming)
    own = [str(name) for name in content.attributes.columns]
    if naming == "codes":
        return names, min(len(names), _MOST_PRINTED)
    first = [*_FIRST[:3], *own, *_FIRST[3:]] if own else list(_FIRST)
    rest = [name for name in names if name not in first and name not in _CODES_ONLY]
    return [*first, *rest], min(len(first), _MOST_PRINTED)


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
    notes = [(f"note_{key}", f"{zh} | {en}") for key, zh, en in content.notes()]
    said = [text for _, text in notes]
    head = [columns[name] for name in names] + [key for key, _ in notes]
    # The notes are said once, in the first row: beside every row they are most of the file.
    lines = ([*row, *(said if number == 0 else [])] for number, row in enumerate(rows(content)))
    csv_file.write_csv(path, chain([head], (line + [None] * (len(head) - len(line)) for line in lines)), bom=bom)


def write_xlsx(content: LayerContent, path: Path, *, naming: str = "names") -> None:
    """Write the content of a layer as a workbook: the rows, every statement with its source, the dictionary, the notes.

    The rows print on A4 across, one page wide, with the columns a reader looks for; the others follow to the right.

    Parameters
    ----------
    content : LayerContent
    path : pathlib.Path
    naming : {"names", "codes"}
        Names of the columns, under their Chinese labels with units.
    """
    # Made in memory: a full disk under XlsxWriter would leave an open archive, which complains on standard error.
    whole = io.BytesIO()
    try:
        _write_workbook(content, whole, naming)
    except FileCreateError as error:  # the system's error, in another form
        raise OSError(*error.args[0].args) from error
    path.write_bytes(whole.getbuffer())


def _write_workbook(content: LayerContent, whole: io.BytesIO, naming: str) -> None:
    names, printed = workbook_columns(content, naming)
    columns = column_names(names, naming)
    with (
        tempfile.TemporaryDirectory() as folder,
        xlsx_file.open_workbook(whole, title=content.entry.title_zh, rows_in=folder) as book,
    ):
        head = xlsx_file.head_style(book)
        styles = [xlsx_file.column_style(book, _column(name)) for name in names]
        sheet = book.add_worksheet(xlsx_file.worksheet_name(content.entry.title_zh))
        sheet.freeze_panes(1, names.index("name_zh") + 1)
        heads = [f"{_label(name, content.crs_code)} {columns[name]}" for name in names]
        xlsx_file.write_head(sheet, heads, [_column(name).width for name in names], head)
        xlsx_file.set_up_print(sheet)
        line = 0
        for line, row in enumerate(rows(content, names), start=1):
            for at, (value, style) in enumerate(zip(row, styles, strict=True)):
                xlsx_file.write_cell(sheet, line, at, value, style)
        sheet.autofilter(0, 0, max(line, 1), len(names) - 1)
        sheet.print_area(0, 0, line, printed - 1)
        for title, table in content.tables.items():
            if table.empty:
                continue
            texts = table.itertuples(index=False)
            xlsx_file.write_texts(book, _WORKSHEETS[title], list(table.columns), texts, head)
        fields = dictionary_rows("xlsx", naming)
        xlsx_file.write_texts(book, "字段字典", list(fields[0]), (list(item.values()) for item in fields), head)
        xlsx_file.write_texts(book, "说明", ["key", "中文", "English"], content.notes(), head)


_WORKSHEETS = {"claims": "陈述及出处", "indicators": "指标", "relations": "关系", "documents": "文件"}


def _label(name: str, crs_code: str) -> str:
    """Return the Chinese heading of a column."""
    if name in _POINT:
        return f"{COLUMNS[name].label[0]}（{crs_code}）"
    return FIELDS[name].heading[0] if name in FIELDS else "自有属性"


def _column(name: str) -> Column:
    """Look up a column of the atlas, or make one for an attribute of an own layer."""
    known = FIELDS.get(name) or (COLUMNS[name] if name in _POINT else None)
    return known or column_of(f"{ATTRIBUTE}{name}")

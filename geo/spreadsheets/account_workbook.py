"""Area statistics as a workbook a planner can go on computing with.

One sheet per account with real numbers and formulas for the totals, a chart, a sheet of sources and a sheet that says
how the figures were computed. A total that follows from the rows is a formula and carries the value we computed, so
that a program that does not recalculate shows it too; the area of the union cannot follow from the rows: a number.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from geo.atlas.symbology import PRINT_PALETTE
from geo.columns import Heading, column_of
from geo.documents.claims import SOURCES
from geo.measure.units import HA_PER_KM2, MU_PER_KM2
from geo.spreadsheets import xlsx_file
from geo.spreadsheets.table_files import TOTALS, total_names
from geo.stats.crosstab import Crosstab

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.stats.layer_areas import Account

_AREAS = {"area_km2": 1.0, "area_ha": HA_PER_KM2, "area_mu": MU_PER_KM2}
_MOST_BARS = 40


@dataclass(frozen=True)
class Words:
    """What the workbook prints beside the figures.

    Attributes
    ----------
    headings : mapping of str to (str, str)
        Column of an account -> heading in Chinese and English, with the unit.
    notes : sequence of (str, str)
        How the figures were computed and may be used, in Chinese and English.
    """

    headings: Mapping[str, Heading]
    notes: Sequence[tuple[str, str]]


def accounts_xlsx(
    accounts: Sequence[Account | Crosstab], words: Words, sources: Sequence[Mapping[str, str]] = ()
) -> bytes:
    """Write accounts as one workbook.

    Parameters
    ----------
    accounts : sequence of Account or Crosstab
        One sheet each, named by the title of its zones; an account by members has no totals below it, because the
        rows of every zone sum to the area of that zone.
    words : Words
    sources : sequence of mapping
        Rows of `geo.documents.claims.source_rows`.

    Returns
    -------
    bytes
        An XLSX file: the accounts, 来源 (sources), 计算方法 (how computed).
    """
    out = io.BytesIO()
    with xlsx_file.open_workbook(out) as book:
        styles = _styles(book, words)
        taken: set[str] = {"来源", "计算方法"}
        for account in accounts:
            name = xlsx_file.worksheet_name(account.zones["title_zh"], taken)
            _add_account(book, name, account, words, styles)
        heads = xlsx_file.two_lines(SOURCES.file_headings())
        rows = ([row[key] for key in SOURCES.keys] for row in sources)
        xlsx_file.write_texts(book, "来源", heads, rows, styles["head"])
        xlsx_file.write_texts(book, "计算方法", ["中文", "English"], words.notes, styles["head"], width=70)
    return out.getvalue()


def _styles(book: Any, words: Words) -> dict[str, Any]:
    styles = {"head": xlsx_file.head_style(book), "total": book.add_format({"bold": True, "top": 1})}
    for key in words.headings:
        styles[key] = xlsx_file.column_style(book, column_of(key))
        styles[f"total_{key}"] = xlsx_file.column_style(book, column_of(key), bold=True, top=1)
    return styles


def _add_account(book: Any, name: str, account: Account | Crosstab, words: Words, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    widths = [column_of(key).width for key in words.headings]
    xlsx_file.write_head(sheet, xlsx_file.two_lines(words.headings), widths, styles["head"])
    for line, row in enumerate(account.rows, start=1):
        for column, key in enumerate(words.headings):
            xlsx_file.write_cell(sheet, line, column, row[key], styles[key])
    xlsx_file.set_up_print(sheet)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(account.rows), 1), len(words.headings) - 1)
    if isinstance(account, Crosstab):
        return
    _add_totals(sheet, account, words, styles)
    _add_chart(book, sheet, name, account, list(words.headings))


def _add_totals(sheet: Any, account: Account, words: Words, styles: dict[str, Any]) -> None:
    """Write sum, overlap and union under the rows: sum = SUM of the rows, overlap = sum less union."""
    last, columns = len(account.rows), list(words.headings)
    line_of = {name: last + 1 + number for number, name in enumerate(TOTALS)}
    for name in TOTALS:
        for key, text in total_names(name).items():
            sheet.write_string(line_of[name], columns.index(key), text, styles["total"])
        # The bound of a total does not follow from those of the rows: shared edges count once.
        if (bound := getattr(account, name).get("uncertainty_km2")) is not None:
            column = columns.index("uncertainty_km2")
            style = styles["total_uncertainty_km2"]
            sheet.write_number(line_of[name], column, bound, style)
    for key, per_km2 in _AREAS.items():
        column, first = columns.index(key), columns.index("area_km2")
        total, plain = (xl_rowcol_to_cell(line_of[name], column) for name in ("total", "sum"))
        style = styles[f"total_{key}"]
        span = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(last, column)}"
        sheet.write_formula(line_of["sum"], column, f"=SUM({span})", style, account.sum[key])
        sheet.write_formula(line_of["overlap"], column, f"={plain}-{total}", style, account.overlap[key])
        if key == "area_km2":
            sheet.write_number(line_of["total"], column, account.total[key], style)
        else:
            formula = f"={xl_rowcol_to_cell(line_of['total'], first)}*{per_km2:.0f}"
            sheet.write_formula(line_of["total"], column, formula, style, account.total[key])


def _add_chart(book: Any, sheet: Any, name: str, account: Account, columns: list[str]) -> None:
    if not account.rows:
        return
    last, area, label = min(len(account.rows), _MOST_BARS), columns.index("area_km2"), columns.index("name_zh")
    chart = book.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": [name, 0, area],
            "categories": [name, 1, label, last, label],
            "values": [name, 1, area, last, area],
            "fill": {"color": PRINT_PALETTE["chart-bar"]},
            "gap": 60,
        }
    )
    chart.set_title({"name": f"{account.zones['title_zh']}：面积（平方公里）", "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_size({"width": 720, "height": 120 + 22 * last})
    sheet.insert_chart(len(account.rows) + 6, 1, chart)

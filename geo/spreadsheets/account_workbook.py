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
from geo.spreadsheets.code_words import spelled, with_words
from geo.spreadsheets.figure_styles import FigureStyles
from geo.spreadsheets.table_files import total_names
from geo.stats.crosstab import Crosstab
from geo.stats.printed_rows import account_totals

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
    with xlsx_file.open_workbook(out, title=_title(accounts)) as book:
        styles = _styles(book)
        taken: set[str] = {"来源", "计算方法"}
        for account in accounts:
            name = xlsx_file.worksheet_name(account.zones["title_zh"], taken)
            _add_account(book, name, account, words, styles)
        heads = with_words(SOURCES.file_headings())
        rows = ([row.get(key) for key in heads] for row in map(spelled, sources))
        xlsx_file.write_texts(book, "来源", xlsx_file.one_line(heads), rows, styles["head"])
        xlsx_file.write_texts(book, "计算方法", ["中文", "English"], words.notes, styles["head"], width=70)
    return out.getvalue()


def _title(accounts: Sequence[Account | Crosstab]) -> str:
    """Return the title of the workbook in its properties: the layers, and the version of the data."""
    layers = dict.fromkeys(account.zones["title_zh"] for account in accounts)
    return f"{'、'.join(layers)} {accounts[0].version}"


def _styles(book: Any) -> dict[str, Any]:
    return {"head": xlsx_file.head_style(book), "total": book.add_format({"bold": True, "top": 1})}


def _add_account(book: Any, name: str, account: Account | Crosstab, words: Words, styles: dict[str, Any]) -> None:
    sheet = book.add_worksheet(name)
    widths = [column_of(key).width for key in words.headings]
    xlsx_file.write_head(sheet, xlsx_file.one_line(words.headings), widths, styles["head"])
    figures = FigureStyles(book, account.digits)
    for line, row in enumerate(map(spelled, account.rows), start=1):
        for column, key in enumerate(words.headings):
            xlsx_file.write_cell(sheet, line, column, row.get(key), figures.of(row, key))
    xlsx_file.set_up_print(sheet)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(account.rows), 1), len(words.headings) - 1)
    if isinstance(account, Crosstab):
        return
    _add_totals(book, sheet, account, words, styles)
    _add_chart(book, sheet, name, account, list(words.headings))


def _add_totals(book: Any, sheet: Any, account: Account, words: Words, styles: dict[str, Any]) -> None:
    """Write sum, rounding (where the rows as shown miss the sum), overlap and union under the rows.

    At full precision sum = SUM of the rows and overlap = sum less union are formulas. Rounded totals are those of the
    exact rows, which do not follow from what the cells hold: numbers.
    """
    columns = list(words.headings)
    totals = account_totals(account)
    line_of = {name: len(account.rows) + 1 + number for number, name in enumerate(totals)}
    figures = FigureStyles(book, account.digits, bold=True, top=1)
    for name, row in totals.items():
        for key, text in total_names(name).items():
            sheet.write_string(line_of[name], columns.index(key), text, styles["total"])
        # The bound of a total does not follow from those of the rows: shared edges count once.
        for key in (*_AREAS, "uncertainty_km2"):
            xlsx_file.write_cell(sheet, line_of[name], columns.index(key), row.get(key), figures.of(row, key))
    if account.digits is None:
        _add_formulas(sheet, account, columns, line_of, {key: figures.of(totals["sum"], key) for key in _AREAS})


def _add_formulas(
    sheet: Any, account: Account, columns: list[str], line_of: Mapping[str, int], styles: Mapping[str, Any]
) -> None:
    """Write what follows from the rows as formulas over the numbers."""
    first = columns.index("area_km2")
    for key, per_km2 in _AREAS.items():
        column = columns.index(key)
        total, plain = (xl_rowcol_to_cell(line_of[name], column) for name in ("total", "sum"))
        span = f"{xl_rowcol_to_cell(1, column)}:{xl_rowcol_to_cell(len(account.rows), column)}"
        sheet.write_formula(line_of["sum"], column, f"=SUM({span})", styles[key], account.sum[key])
        sheet.write_formula(line_of["overlap"], column, f"={plain}-{total}", styles[key], account.overlap[key])
        if key != "area_km2":
            formula = f"={xl_rowcol_to_cell(line_of['total'], first)}*{per_km2:.0f}"
            sheet.write_formula(line_of["total"], column, formula, styles[key], account.total[key])


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
    sheet.insert_chart(len(account.rows) + 7, 1, chart)

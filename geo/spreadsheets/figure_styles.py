"""Number formats of the figures of a workbook: the cell holds the exact figure, and shows what every page prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.columns import column_of
from geo.measure.units import UNITS, unit_places
from geo.stats.printed_rows import places_in_row

if TYPE_CHECKING:
    from collections.abc import Mapping


class FigureStyles:
    """The styles of a workbook by number format, each made once.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    digits : int, optional
        Decimals of km² the figures were rounded to; by default each has those of the rule.
    **more : object
        Properties of all of them, such as ``bold``.
    """

    def __init__(self, book: Any, digits: int | None = None, **more: object) -> None:
        self._book, self._digits, self._more = book, digits, more
        self._made: dict[str, Any] = {}

    def of(self, row: Mapping[str, Any], key: str) -> Any:
        """Return the style of a cell."""
        shown = number_format(row, key, self._digits)
        if shown not in self._made:
            self._made[shown] = self._book.add_format({"num_format": shown, **self._more})
        return self._made[shown]


def number_format(row: Mapping[str, Any], key: str, digits: int | None = None) -> str:
    """Return the number format of a cell; no spreadsheet shows tens or hundreds, so "about" ends at whole numbers."""
    column = column_of(key)
    if column.kind == "text" or row.get(key) is None or (column.cells and key not in UNITS):
        return column.number_format
    places = unit_places(key, digits) if digits is not None and key in UNITS else places_in_row(row, key)
    decimals = "." + "0" * places if places > 0 else ""
    return f"0{decimals}%" if column.kind == "share" else f"#,##0{decimals}"

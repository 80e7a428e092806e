"""A document on A4 pages: headings, paragraphs and tables from top to bottom, with page breaks, head and foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from geo.printing import fonts
from geo.printing.page import BRAND, FAINT, INK, RULE, SOFT, TINT, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, HEIGHT = 210.0, 297.0
LEFT, RIGHT, TOP, BOTTOM = 19.0, 191.0, 27.0, 278.0
COLUMN = RIGHT - LEFT
BODY_PT, TABLE_PT, SMALL_PT = 9.0, 8.0, 7.5
_LEADING = TABLE_PT / fonts.PT_PER_MM * 1.5


@dataclass(frozen=True)
class PdfColumn:
    """A column of a table: heading, width in millimetres, and whether its cells are numbers."""

    title: str
    width: float
    number: bool = False


@dataclass
class Flow:
    """A document that is being written.

    Attributes
    ----------
    running : str
        Text at the top of every page but the first.
    foot : str
        Text at the bottom left of every page.
    pages : list of Page
    y : float
        Where the next line begins: millimetres from the top of the page.
    """

    running: str
    foot: str
    pages: list[Page] = field(default_factory=list)
    y: float = TOP

    def new_page(self) -> Page:
        """Add a page and return it."""
        page = Page(WIDTH, HEIGHT)
        if self.pages:
            page.text(LEFT, 17.0, self.running, SMALL_PT, color=FAINT)
            page.rule(LEFT, 19.5, RIGHT, 19.5, 0.5, RULE)
        self.pages.append(page)
        self.y = TOP
        return page

    @property
    def page(self) -> Page:
        """The last page."""
        return self.pages[-1]

    def room(self, height: float) -> None:
        """Add a page if less than `height` millimetres are left on this one."""
        if self.y + height > BOTTOM:
            self.new_page()

    def heading(self, number: int, text: str, keep: float = 20.0) -> None:
        """Write a numbered heading, on a new page if less than `keep` millimetres would be left below it."""
        self.room(10.0 + keep)
        self.y += 5.0
        self.page.box(LEFT, self.y - 1.2, 1.6, 5.6, fill=BRAND)
        self.page.text(LEFT + 4.0, self.y + 3.3, f"{number}　{text}", 12.5, color=BRAND, bold=True)
        self.y += 9.0

    def paragraph(self, text: str, size: float = BODY_PT, color: str = INK, indent: float = 0.0) -> None:
        """Write a paragraph, `indent` millimetres from the left edge."""
        leading = size / fonts.PT_PER_MM * 1.62
        for line in fonts.wrap(text, size, COLUMN - indent):
            self.room(leading)
            self.page.text(LEFT + indent, self.y + leading * 0.75, line, size, color=color)
            self.y += leading
        self.y += 1.2

    def bullet(self, text: str, size: float = BODY_PT) -> None:
        """Write a paragraph with a bullet before it."""
        self.room(size / fonts.PT_PER_MM * 1.62)
        tip = self.y + size / fonts.PT_PER_MM * 0.86
        self.page.polygon([(LEFT, tip - 1.0), (LEFT + 1.6, tip), (LEFT, tip + 1.0)], fill=BRAND)
        self.paragraph(text, size, indent=4.0)

    def table(
        self, columns: Sequence[PdfColumn], rows: Sequence[Sequence[str]], *, grouped: bool = False, tail: str = ""
    ) -> None:
        """Draw a table; no row is split over two pages, and each page repeats the heading.

        Parameters
        ----------
        columns : sequence of Column
        rows : sequence of sequence of str
        grouped : bool
            Print a first cell that is the same in several rows in turn only once, in bold.
        tail : str
            A paragraph in small type below the table, on the page of its last row.
        """
        self._table_head(columns)
        group: str | None = None
        for number, row in enumerate(rows, start=1):
            repeats = grouped and row[0] == group
            cells = _cells(columns, row, grouped=grouped, repeats=repeats)
            kept = 6.0 if tail and number == len(rows) else 0.0
            if self.y + _height(cells) + kept > BOTTOM:
                self.new_page()
                self._table_head(columns)
                group, repeats = None, False
                cells = _cells(columns, row, grouped=grouped, repeats=False)
            height = _height(cells)
            if grouped and not repeats and group is not None:
                self.page.rule(LEFT, self.y, LEFT + columns[0].width, self.y, 0.3, RULE)
            group = row[0]
            self._row(columns, cells, bold_first=grouped)
            self.y += height
            start = LEFT + columns[0].width if grouped and number < len(rows) else LEFT
            self.page.rule(start, self.y, RIGHT, self.y, 0.3, RULE)
        self.y += 1.5
        if tail:
            self.paragraph(tail, SMALL_PT, SOFT)
        self.y += 1.5

    def _row(self, columns: Sequence[PdfColumn], cells: Sequence[Sequence[str]], *, bold_first: bool) -> None:
        x = LEFT
        for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            for number, line in enumerate(cell):
                baseline = self.y + 1.1 + _LEADING * (number + 0.74)
                at = x + column.width - 1.5 if column.number else x + 1.5
                align = "right" if column.number else "left"
                self.page.text(at, baseline, line, TABLE_PT, align=align, bold=bold_first and not place)
            x += column.width

    def _table_head(self, columns: Sequence[PdfColumn]) -> None:
        leading = TABLE_PT / fonts.PT_PER_MM * 1.4
        cells = [fonts.wrap(column.title, TABLE_PT, column.width - 3.0, bold=True) for column in columns]
        height = leading * max(len(cell) for cell in cells) + 2.4
        self.room(height + 8.0)
        self.page.box(LEFT, self.y, COLUMN, height, fill=TINT)
        self.page.rule(LEFT, self.y, RIGHT, self.y, 0.9, BRAND)
        x = LEFT
        for cell, column in zip(cells, columns, strict=True):
            for number, line in enumerate(cell):
                at = x + column.width - 1.5 if column.number else x + 1.5
                baseline = self.y + 1.2 + leading * (number + 0.74)
                align = "right" if column.number else "left"
                self.page.text(at, baseline, line, TABLE_PT, color=BRAND, align=align, bold=True)
            x += column.width
        self.y += height

    def finish(self, pattern: str) -> list[Page]:
        """Write the foot of each page, with its number by `pattern` (``{page}``, ``{pages}``); return the pages."""
        for number, page in enumerate(self.pages, start=1):
            page.rule(LEFT, 283.0, RIGHT, 283.0, 0.5, RULE)
            page.text(LEFT, 287.2, self.foot, 6.5, color=SOFT)
            page.text(RIGHT, 287.2, pattern.format(page=number, pages=len(self.pages)), 7.0, color=SOFT, align="right")
        return self.pages


def _cells(columns: Sequence[PdfColumn], row: Sequence[str], *, grouped: bool, repeats: bool) -> list[list[str]]:
    """Break the cells of a row into lines; the first cell of a group is bold, and empty in its other rows."""
    cells = [fonts.wrap(text, TABLE_PT, column.width - 3.0) for text, column in zip(row, columns, strict=True)]
    if grouped:
        cells[0] = [] if repeats else fonts.wrap(row[0], TABLE_PT, columns[0].width - 3.0, bold=True)
    return cells


def _height(cells: Sequence[Sequence[str]]) -> float:
    """Compute the height of a row in millimetres."""
    return _LEADING * max(len(cell) for cell in cells) + 2.2

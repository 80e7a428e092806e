"""The columns of the tables on pages: heads, cells and the cells that span several columns, made from `geo.columns`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.columns import ATTRIBUTE, Column, Heading, TableColumns, column_of, page_name
from webmap.i18n import LANGUAGES, current_lang

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Figures a row of totals carries on a page.
TOTAL_FIGURES = ("area_km2", "area_ha", "area_mu")


@dataclass(frozen=True)
class PageColumn:
    """A column of a table on a page.

    Attributes
    ----------
    column : Column
        What `geo.columns` says of it.
    title : str
        Heading in the language of the request.
    is_bilingual : bool
        Whether the rows hold the text in both languages.
    """

    column: Column
    title: str
    is_bilingual: bool

    @property
    def key(self) -> str:
        """Key of the value in a row."""
        return self.column.key

    @property
    def name(self) -> str:
        """Key of a row without the language, for `webmap.i18n.pick`."""
        return page_name(self.key)

    @property
    def is_figure(self) -> bool:
        """Whether the cells are figures."""
        return self.column.kind != "text"

    @property
    def is_attribute(self) -> bool:
        """Whether the column is one of a layer of the reader's own, whose values are shown as they are."""
        return self.key.startswith(ATTRIBUTE)


@dataclass(frozen=True)
class Foot:
    """How a row of totals lies under the columns of a table.

    Attributes
    ----------
    lead : int
        Columns under which the label of the row stands.
    figures : tuple of PageColumn
        Columns with a figure; they follow each other.
    rest : int
        Columns after them.
    """

    lead: int
    figures: tuple[PageColumn, ...]
    rest: int


def page_columns(table: TableColumns) -> list[PageColumn]:
    """Make the columns of a page, in its order."""
    return [
        PageColumn(column_of(key), _in_language(heading), _other(key) in table.keys)
        for key, heading in table.page_headings().items()
    ]


def foot(columns: Iterable[PageColumn]) -> Foot:
    """Compute where the figures of a row of totals stand: the areas follow each other in every table."""
    known = list(columns)
    at = [place for place, column in enumerate(known) if column.key in TOTAL_FIGURES]
    return Foot(at[0], tuple(known[place] for place in at), len(known) - at[-1] - 1)


def _in_language(heading: Heading) -> str:
    return heading[LANGUAGES.index(current_lang())]


def _other(key: str) -> str:
    """Return the key of the same text in the other language."""
    name = page_name(key)
    return f"{name}_en" if key.endswith("_zh") else f"{name}_zh"

"""Statements of the seed tables: what identifies one, and which of its cells are printed in the section it cites.

A statement is a row that cites a document: a claim, a figure, a policy measure, a tie. Its printed cells are copied
from the text (designations, figures); the others are our own words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from geo.atlas.cells import split_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

#: Table -> columns that together identify a statement within a document. A table that is missing has no statements.
KEYS: dict[str, tuple[str, ...]] = {
    "claims": ("claim_id",),
    "indicators": ("indicator_id",),
    "targets": ("row_id",),
    "industries": ("industry_id",),
    "industry_links": ("link_id",),
    "industry_places": ("industry_id", "place_id"),
    "measures": ("measure_id",),
    "measure_places": ("measure_id", "place_id"),
    "land_rules": ("rule_id",),
    "relations": ("place_id", "relation", "other_id"),
    "annex_parks": ("city_id", "order"),
    "framework_members": ("framework_id", "place_id"),
    "document_facts": ("fact_id",),
}

#: Column of an id by which an answer shows what statement a row is -> its table.
STATEMENT_IDS = {
    "claim_id": "claims",
    "indicator_id": "indicators",
    "measure_id": "measures",
    "rule_id": "land_rules",
    "link_id": "industry_links",
    "fact_id": "document_facts",
}

#: Table -> columns whose ``;`` parts are terms quoted from the section; table -> column of a quoted figure. A column
#: that a table lacks quotes nothing.
PRINTED = {
    "claims": ["term_zh"],
    "industries": ["name_zh", "term_zh"],
    "industry_links": ["term_zh"],
    "indicators": ["counted_zh", "year_zh", "qualifier_zh"],
    "measures": ["lead", "partners", "deadline", "firmness"],
    "land_rules": ["firmness"],
    "annex_parks": ["name_zh"],
    "document_facts": ["value_zh"],
}
FIGURES = {"indicators": "value"}
#: Tables whose rows say in our words what one or more sentences say.
SUMMARIES = ("measures", "land_rules")


class Printed(NamedTuple):
    """One term or figure a statement quotes: its column and its text."""

    column: str
    text: str
    is_figure: bool


class Statement(NamedTuple):
    """A row that cites a document.

    ``row`` is its line in the table (the header is line 1), ``sections`` the codes it cites, ``entry`` all its cells.
    """

    table: str
    statement_id: str
    doc_id: str
    sections: tuple[str, ...]
    row: int
    entry: Mapping[str, Any]


def printed_words(table: str, entry: Mapping[Any, Any]) -> list[Printed]:
    """List the terms and figures a row quotes from its section, in the order of its columns."""
    is_area = entry.get("type") == "area"
    terms = [
        Printed(column, part, is_area)
        for column in PRINTED.get(table, ())
        for part in split_list(entry.get(column, ""))
    ]
    figures = [Printed(FIGURES[table], entry[FIGURES[table]], is_figure=True)] if table in FIGURES else []
    return terms + figures


def statements(tables: Mapping[str, pd.DataFrame]) -> Iterator[Statement]:
    """List all statements of the seed tables, also those that cite nothing.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        By name. Tables that are missing are left out.
    """
    for name, columns in KEYS.items():
        table = tables.get(name)
        for row, entry in enumerate(table.to_dict("records") if table is not None else (), start=2):
            key = "/".join(entry[column] for column in columns)
            cells = {str(column): cell for column, cell in entry.items()}
            yield Statement(name, key, entry["doc_id"], tuple(split_list(entry["section"])), row, cells)

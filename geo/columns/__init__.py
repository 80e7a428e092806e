"""Every column of every table and file, once. Knows no format and no table.

`geo.columns.all_columns` says what a table does with them; the columns of registers stand in a module of their own.
"""

from geo.columns.all_columns import (
    ATTRIBUTE,
    COLUMNS,
    FIELDS,
    NAMINGS,
    PLACE_HEADINGS,
    TableColumns,
    column_names,
    column_of,
    page_name,
)
from geo.columns.column import Column, Heading

__all__ = [
    "ATTRIBUTE",
    "COLUMNS",
    "FIELDS",
    "NAMINGS",
    "PLACE_HEADINGS",
    "Column",
    "Heading",
    "TableColumns",
    "column_names",
    "column_of",
    "page_name",
]

"""Texts that would be run instead of read: the one escaping path of every table that leaves.

A cell that starts with ``= + - @`` or a control character is run as a formula by spreadsheet programs (OWASP, CSV
Injection). Numbers never pass here: a negative difference must stay a number.
"""

from __future__ import annotations

#: Excel reads a CSV as UTF-8 only where the file begins with the byte order mark.
BOM = "\ufeff"

_RISKY = ("=", "+", "-", "@")
_FIRST_PRINTABLE = " "


def safe_text(value: str) -> str:
    """Keep a spreadsheet from running a text: a risky or control first character gets an apostrophe before it."""
    is_risky = value.startswith(_RISKY) or (value != "" and value[0] < _FIRST_PRINTABLE)
    return f"'{value}" if is_risky else value


def csv_cell(value: object) -> object:
    """Give a value as a CSV cell: None empty, texts guarded, numbers as they are."""
    if value is None:
        return ""
    return safe_text(value) if isinstance(value, str) else value


def printable(value: str) -> str:
    """Take control characters out of a text that goes into XML, DXF or a line-based format; line ends become blanks."""
    return "".join(char if char >= _FIRST_PRINTABLE and char != "\x7f" else " " for char in value)

"""Texts that a spreadsheet program would run instead of showing.

A cell that starts with ``= + - @`` or a control character is run as a formula by spreadsheet programs (OWASP, CSV
Injection). Numbers never pass here: a negative difference must stay a number.
"""

from __future__ import annotations

_RISKY = ("=", "+", "-", "@")
_FIRST_PRINTABLE = " "


def safe_text(value: str) -> str:
    """Keep a spreadsheet from running a text: a risky or control first character gets an apostrophe before it."""
    is_risky = value.startswith(_RISKY) or (value != "" and value[0] < _FIRST_PRINTABLE)
    return f"'{value}" if is_risky else value


def printable(value: str) -> str:
    """Make a text fit for XML, DXF or a line-based format: control characters and line ends become blanks."""
    return "".join(char if char >= _FIRST_PRINTABLE and char != "\x7f" else " " for char in value)

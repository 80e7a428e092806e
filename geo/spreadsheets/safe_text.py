"""Texts that a spreadsheet program would run instead of showing.

A cell that starts with ``= + - @`` or a control character is run as a formula by spreadsheet programs (OWASP, CSV
Injection). Numbers never pass here: a negative difference must stay a number.
"""

from __future__ import annotations

import re

_RISKY = ("=", "+", "-", "@")
_FIRST_PRINTABLE = " "
_FORBIDDEN = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def safe_text(value: str) -> str:
    """Keep a spreadsheet from running a text: a risky or control first character gets an apostrophe before it."""
    value = value.replace("\0", " ")  # readers of CSV end a cell or the file at it
    is_risky = value.startswith(_RISKY) or (value != "" and value[0] < _FIRST_PRINTABLE)
    return f"'{value}" if is_risky else value


def printable(value: str) -> str:
    """Make a text fit for XML, DXF or a line-based format: what none of them may hold becomes a blank.

    These are control characters and line ends, the halves of a surrogate pair, and U+FFFE and U+FFFF (XML 1.0, 2.2).
    """
    return _FORBIDDEN.sub(" ", value)

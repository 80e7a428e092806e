"""How wide a text is in columns of a terminal or a worksheet: a Chinese character takes two (Unicode UAX 11)."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Characters of one column, and of two: letters, figures and signs of ASCII; Chinese characters and full-width signs.
_NARROW, _WIDE = re.compile(r"[ -~]"), re.compile(r"[一-鿿、。〈-】！-～]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]\d+)?")
_GAP = "  "


def text_width(text: str) -> int:
    """Compute the width of a text; control characters take no room."""
    if text.isascii() and text.isprintable():
        return len(text)
    rest = _WIDE.sub("", _NARROW.sub("", text))
    wide = len(text) - len(rest) - len(_NARROW.findall(text))
    return len(text) - len(rest) + wide + (_other_width(rest) if rest else 0)


def _other_width(text: str) -> int:
    """Compute the width of rarer characters; few texts have any, and their tables take as long to load as pandas."""
    from wcwidth import wcwidth  # noqa: PLC0415

    return sum(max(wcwidth(char), 0) for char in text)


def lines_of(text: str, width: int, most: int = 20) -> int:
    """Compute how many lines a text takes in a column of so many digits; at least one, at most `most`."""
    return min(max(math.ceil(text_width(text) / (width - 1)), 1), most)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as lines whose columns stand under each other: texts to the left, numbers to the right."""
    widths = [max(text_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = (_GAP.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _padded(text: str, width: int) -> str:
    space = " " * (width - text_width(text))
    return space + text if _NUMBER.fullmatch(text) else text + space

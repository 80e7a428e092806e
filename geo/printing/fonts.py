"""Texts in the font of everything printed: the characters it has.

A character the font lacks raises an error. The PDF would show an empty box, which is noticed only after printing.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from fontTools.ttLib import TTFont

from geo.errors import Fault, ParameterError
from geo.printing import font_file
from geo.printing.font_file import FACE, FONT_FILE

FAMILY = font_file.FAMILY
#: In this font ’ is as wide as a Chinese character, which is right for a quotation mark but not between letters.
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")

#: Identifiers of the table of characters that has all of Unicode: platform and encoding.
_UNICODE = (3, 10)


class MissingGlyphError(ParameterError):
    """A text has a character the font lacks."""

    rule = "P003"


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    """Read which characters have a glyph: ``cmap``, format 12, of the bytes, as fontTools first names all 65,535."""
    with TTFont(FONT_FILE, fontNumber=FACE, lazy=True) as font:
        table = font.reader["cmap"]
    records = np.frombuffer(table, ">u2, >u2, >u4", int.from_bytes(table[2:4]), offset=4).tolist()
    start = next(offset for platform, encoding, offset in records if (platform, encoding) == _UNICODE)
    count = int.from_bytes(table[start + 12 : start + 16])
    groups = np.frombuffer(table, ">u4", 3 * count, offset=start + 16).reshape(-1, 3).tolist()
    return frozenset(char for first, last, _ in groups for char in range(first, last + 1))


def require_glyphs(text: str) -> str:
    """Return the text unchanged if the font has all its characters.

    Raises
    ------
    MissingGlyphError
        With the first character that is missing.
    """
    for char in text:
        if ord(char) not in _characters() and char != "\n":
            fault = Fault(
                f"character {char!r} (U+{ord(char):04X})",
                f"a character of {FAMILY}",
                f"the text {text[:40]!r}",
                "write it otherwise; print keeps no boxes",
            )
            raise MissingGlyphError(fault)
    return text


def straight(text: str) -> str:
    """Return the text with ’ between letters replaced by the narrow apostrophe."""
    return _APOSTROPHE.sub("'", text)

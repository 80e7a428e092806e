"""Texts in the font of everything printed: the characters it has, and the width of a line.

A character the font lacks raises an error. The PDF would show an empty box, which is noticed only after printing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from fontTools.ttLib import TTFont
from fontTools.varLib.varStore import VarStoreInstancer

from geo.errors import Fault, ParameterError
from geo.printing import font_file
from geo.printing.font_file import FACE, FONT_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FAMILY = font_file.FAMILY
PT_PER_MM = 72.0 / 25.4

_OPENING = "（《“‘〔【(["
_CLOSING = "，。；：、？！）》”’〕】,.;:!?)]%％…·²±"
_TOKEN = re.compile(rf"[{re.escape(_OPENING)}]*(?:[^\s\u2e80-\uffef“”‘’…·]+|\S)[{re.escape(_CLOSING)}]*|\s+")


#: In this font ’ is as wide as a Chinese character, which is right for a quotation mark but not between letters.
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")

#: Identifiers of the table of characters that has all of Unicode: platform and encoding.
_UNICODE = (3, 10)


class MissingGlyphError(ParameterError):
    """A text has a character the font lacks."""

    rule = "P003"


@lru_cache(maxsize=1)
def _font() -> TTFont:
    return TTFont(FONT_FILE, fontNumber=FACE, lazy=True)


@lru_cache(maxsize=1)
def _glyphs() -> Mapping[int, int]:
    """Read which glyph each character has: ``cmap``, format 12, of the bytes, as fontTools first names all 65,535."""
    table = _font().reader["cmap"]
    records = np.frombuffer(table, ">u2, >u2, >u4", int.from_bytes(table[2:4]), offset=4).tolist()
    start = next(offset for platform, encoding, offset in records if (platform, encoding) == _UNICODE)
    count = int.from_bytes(table[start + 12 : start + 16])
    groups = np.frombuffer(table, ">u4", 3 * count, offset=start + 16).reshape(-1, 3).tolist()
    return {char: glyph + char - first for first, last, glyph in groups for char in range(first, last + 1)}


@lru_cache(maxsize=1)
def _thin_advances() -> np.ndarray:
    """Read the width of each glyph of the font's thinnest weight, from which the others differ by ``HVAR``."""
    count = _font()["hhea"].numberOfHMetrics
    return np.frombuffer(_font().reader["hmtx"], ">u2, >i2", count)["f0"]


@lru_cache(maxsize=2)
def _widening(bold: bool) -> VarStoreInstancer:
    font = _font()
    weight = font.normalizeLocation({"wght": 700 if bold else 400})
    return VarStoreInstancer(font["HVAR"].table.VarStore, font["fvar"].axes, weight)


@lru_cache(maxsize=8192)
def _advance_em(char: str, bold: bool) -> float:
    glyph, thin = _glyphs().get(ord(char), 0), _thin_advances()
    width = float(thin[min(glyph, len(thin) - 1)]) + float(_widening(bold)[glyph])
    return width / float(_font()["head"].unitsPerEm)


def require_glyphs(text: str) -> str:
    """Return the text unchanged if the font has all its characters.

    Raises
    ------
    MissingGlyphError
        With the first character that is missing.
    """
    for char in text:
        if ord(char) not in _glyphs() and char != "\n":
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


def width_mm(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Compute the width of a line of text.

    Parameters
    ----------
    text : str
    size_pt : float
        Size of the type in points.
    bold : bool

    Returns
    -------
    float
        Width in millimetres, without kerning.
    """
    return sum(_advance_em(char, bold) for char in text) * size_pt / PT_PER_MM


def wrap(text: str, size_pt: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    text : str
        Chinese, English or both; line feeds are kept.
    size_pt : float
        Size of the type in points.
    width : float
        Width of the column in millimetres.
    bold : bool

    Returns
    -------
    list of str
        Lines no wider than `width`, where the text can be broken. None begins with a closing mark or ends with an
        opening one.
    """

    def wide(line: str) -> bool:
        return width_mm(line.rstrip(), size_pt, bold=bold) > width

    return [line for paragraph in straight(text).split("\n") for line in _wrap_paragraph(paragraph, wide)]


def _wrap_paragraph(text: str, wide: Callable[[str], bool]) -> Iterator[str]:
    line = ""
    for token in _TOKEN.findall(text):
        if line and wide(line + token):
            yield line.rstrip()
            line = token.lstrip()
        else:
            line += token
        while wide(line) and len(line) > 1:  # a word longer than the column
            cut = next(n for n in range(len(line), 0, -1) if n == 1 or not wide(line[:n]))
            yield line[:cut]
            line = line[cut:]
    yield line.rstrip()

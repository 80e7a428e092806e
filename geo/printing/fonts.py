"""The fonts of everything printed: Noto Sans CJK SC, regular and bold, installed with the program (SIL OFL).

A character the font lacks raises an error. The PDF would show an empty box, which is noticed only after printing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import noto_cjk_sans_otc
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from geo.errors import Fault, ParameterError
from geo.printing.bold_font import bold_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FAMILY = "Lingang Sans"
PT_PER_MM = 72.0 / 25.4

#: Index of the font with the mainland forms; the collection has fonts for five regions.
_FACE = 2
_REGULAR = Path(noto_cjk_sans_otc.FONT_PATH)
BOLD = bold_path(_REGULAR, _FACE)
# Registered under our own name, so that matplotlib cannot find another copy of the family on the system.
for _path, _index, _weight in ((_REGULAR, _FACE, 400), (BOLD, 0, 700)):
    _entry = font_manager.FontEntry(fname=str(_path), index=_index, name=FAMILY, weight=_weight)
    font_manager.fontManager.ttflist.append(_entry)

_OPENING = "（《“‘〔【(["
_CLOSING = "，。；：、？！）》”’〕】,.;:!?)]%％…·²±"
_TOKEN = re.compile(rf"[{re.escape(_OPENING)}]*(?:[^\s\u2e80-\uffef“”‘’…·]+|\S)[{re.escape(_CLOSING)}]*|\s+")


#: In this font ’ is as wide as a Chinese character, which is right for a quotation mark but not between letters.
_APOSTROPHE = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")


class MissingGlyphError(ParameterError):
    """A text has a character the font lacks."""

    rule = "P003"


@lru_cache(maxsize=2)
def _font(bold: bool) -> FT2Font:
    return FT2Font(str(BOLD)) if bold else FT2Font(str(_REGULAR), face_index=_FACE)


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    return frozenset(_font(bold=False).get_charmap())


@lru_cache(maxsize=8192)
def _advance_em(char: str, bold: bool) -> float:
    # In font units, 1000 to the em in this font.
    font = _font(bold=bold)
    return float(font.load_char(ord(char), flags=LoadFlags.NO_SCALE).horiAdvance) / font.units_per_EM


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
                "a character of Noto Sans CJK SC",
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

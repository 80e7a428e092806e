"""The typeface of everything printed: Noto Sans CJK SC, which comes with the installation (SIL Open Font License).

A character the typeface lacks is an error: a box in a printed sheet is found by the reader, never by the writer.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import noto_cjk_sans_otc
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAMILY = "Lingang Sans"
PT_PER_MM = 72.0 / 25.4

#: The collection holds the forms of five regions; the third face has those of the mainland.
_FACE = 2
_PATH = str(noto_cjk_sans_otc.FONT_PATH)
# Entered under a name of our own: a system's copy of the family must not be taken instead.
font_manager.fontManager.ttflist.append(font_manager.FontEntry(fname=_PATH, index=_FACE, name=FAMILY, weight=400))

_OPENING = "（《“‘〔【(["
_CLOSING = "，。；：、？！）》”’〕】,.;:!?)]%％…·²±"
_TOKEN = re.compile(rf"[{re.escape(_OPENING)}]*(?:[^\s\u2e80-\uffef“”‘’…·]+|\S)[{re.escape(_CLOSING)}]*|\s+")


class MissingGlyphError(ParameterError):
    """A text holds a character the typeface cannot print."""

    rule = "P003"


@lru_cache(maxsize=1)
def _font() -> FT2Font:
    return FT2Font(_PATH, face_index=_FACE)


@lru_cache(maxsize=1)
def _characters() -> frozenset[int]:
    return frozenset(_font().get_charmap())


@lru_cache(maxsize=8192)
def _advance_em(char: str) -> float:
    # Unscaled units: 1000 to the em in this typeface.
    return float(_font().load_char(ord(char), flags=LoadFlags.NO_SCALE).horiAdvance) / _font().units_per_EM


def require_glyphs(text: str) -> str:
    """Give a text back if every character of it can be printed.

    Raises
    ------
    MissingGlyphError
        With the first character that cannot.
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


def width_mm(text: str, size_pt: float) -> float:
    """Measure a line of text.

    Parameters
    ----------
    text : str
    size_pt : float
        Size of the type in points.

    Returns
    -------
    float
        Width in millimetres, without kerning.
    """
    return sum(_advance_em(char) for char in text) * size_pt / PT_PER_MM


def wrap(text: str, size_pt: float, width: float) -> list[str]:
    """Break a text into lines.

    Parameters
    ----------
    text : str
        Chinese, English or both; line feeds are kept.
    size_pt : float
        Size of the type in points.
    width : float
        Width of the column in millimetres.

    Returns
    -------
    list of str
        Lines no wider than `width` where a break allows it: none begins with a closing mark or ends with an opening
        one.
    """
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, size_pt, width)]


def _wrap_paragraph(text: str, size_pt: float, width: float) -> Iterator[str]:
    line = ""
    for token in _TOKEN.findall(text):
        if line and width_mm((line + token).rstrip(), size_pt) > width:
            yield line.rstrip()
            line = token.lstrip()
        else:
            line += token
        while width_mm(line.rstrip(), size_pt) > width and len(line) > 1:  # a word longer than the column
            cut = next(n for n in range(len(line), 0, -1) if n == 1 or width_mm(line[:n], size_pt) <= width)
            yield line[:cut]
            line = line[cut:]
    yield line.rstrip()

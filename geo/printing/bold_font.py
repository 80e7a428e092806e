"""The bold font, with the character forms of mainland China.

Why it is assembled here: no Python package contains Noto Sans CJK SC Bold, only the Japanese bold font. Both have the
same glyphs in the same order and differ in the table that maps characters to glyphs (``cmap``). So the mainland table,
taken from the regular collection, replaces that of the Japanese bold font.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import matplotlib as mpl
import noto_cjk_sans_jp_bold
import noto_cjk_sans_otc
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter
from matplotlib import font_manager

from geo.printing.font_file import FACE, FAMILY
from geo.text_files import written_whole

_BOLD = Path(noto_cjk_sans_jp_bold.FONT_PATH)
#: Tables left out: rules that replace glyphs by language, and the signature of the unchanged font.
_LEFT_OUT = {"GSUB", "GPOS", "DSIG"}
_NAMES = (("CJKjp", "CJKsc"), ("CJK JP", "CJK SC"))


def bold_path(regular: Path, face: int) -> Path:
    """Return the path of the bold font; it is made once and kept in matplotlib's cache folder.

    Parameters
    ----------
    regular : pathlib.Path
        The font collection of regular weight.
    face : int
        Index of the font in the collection that has the mainland forms.

    Returns
    -------
    pathlib.Path
    """
    key = f"{regular.stat().st_size}-{face}-{_BOLD.stat().st_size}-{_NAMES}"
    target = Path(mpl.get_cachedir()) / f"lingang-bold-{hashlib.sha256(key.encode()).hexdigest()[:12]}.otf"
    if not target.exists():
        with written_whole(target) as made, made.open("w+b") as out:
            _assemble(regular, face, out)
    return target


def _assemble(regular: Path, face: int, out: object) -> None:
    with _BOLD.open("rb") as bold_file, regular.open("rb") as regular_file:
        bold, plain = SFNTReader(bold_file), SFNTReader(regular_file, fontNumber=face)
        if bold["maxp"] != plain["maxp"]:
            raise RuntimeError(f"{_BOLD} and {regular} are not of one version: their glyphs are not the same")
        tags = [tag for tag in bold.tables if tag not in _LEFT_OUT]
        writer = SFNTWriter(out, len(tags), bold.sfntVersion)
        for tag in tags:
            writer[tag] = _rename_font(tag, plain[tag] if tag == "cmap" else bold[tag])
        writer.close()


def _rename_font(tag: str, data: bytes) -> bytes:
    """Replace the Japanese names of the font by the mainland ones; both have the same length."""
    coding = {"name": "utf-16-be", "CFF ": "ascii"}.get(tag)
    for old, new in _NAMES if coding else ():
        data = data.replace(old.encode(coding or ""), new.encode(coding or ""))
    return data


REGULAR = Path(noto_cjk_sans_otc.FONT_PATH)
BOLD = bold_path(REGULAR, FACE)
# Before all others, so that matplotlib cannot find another copy of the family on the system.
font_manager.fontManager.ttflist[:0] = [
    font_manager.FontEntry(fname=str(REGULAR), index=FACE, name=FAMILY, weight=400),
    font_manager.FontEntry(fname=str(BOLD), index=0, name=FAMILY, weight=700),
]

"""The bold face of the typeface, with the mainland's forms of the characters.

Why it is put together here: no package carries the mainland's bold face of Noto Sans CJK. All faces of one weight hold
the same glyphs in the same order, though, and differ only in the table that says which glyph a character gets. So the
mainland's table, which the regular collection has, is put into the bold face that there is.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import matplotlib as mpl
import noto_cjk_sans_jp_bold
from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

_BOLD = Path(noto_cjk_sans_jp_bold.FONT_PATH)
#: Tables that name glyphs by language or are signed for the font as it was.
_LEFT_OUT = {"GSUB", "GPOS", "DSIG"}
_NAMES = (("CJKjp", "CJKsc"), ("CJK JP", "CJK SC"))


def bold_path(regular: Path, face: int) -> Path:
    """Return the file of the bold face, made once and kept in matplotlib's cache folder.

    Parameters
    ----------
    regular : pathlib.Path
        The collection of the regular weight.
    face : int
        Which of its faces has the forms wanted.

    Returns
    -------
    pathlib.Path
    """
    said = f"{regular.stat().st_size}-{face}-{_BOLD.stat().st_size}-{_NAMES}"
    target = Path(mpl.get_cachedir()) / f"lingang-bold-{hashlib.sha256(said.encode()).hexdigest()[:12]}.otf"
    if not target.exists():
        # Written aside and renamed, so that a second process never sees half a file.
        handle, name = tempfile.mkstemp(dir=target.parent, suffix=".otf")
        with os.fdopen(handle, "w+b") as out:
            _assemble(regular, face, out)
        Path(name).replace(target)
    return target


def _assemble(regular: Path, face: int, out: object) -> None:
    with _BOLD.open("rb") as bold_file, regular.open("rb") as regular_file:
        bold, plain = SFNTReader(bold_file), SFNTReader(regular_file, fontNumber=face)
        if bold["maxp"] != plain["maxp"]:
            raise RuntimeError(f"{_BOLD} and {regular} are not of one version: their glyphs are not the same")
        tags = [tag for tag in bold.tables if tag not in _LEFT_OUT]
        writer = SFNTWriter(out, len(tags), bold.sfntVersion)
        for tag in tags:
            writer[tag] = _renamed(tag, plain[tag] if tag == "cmap" else bold[tag])
        writer.close()


def _renamed(tag: str, data: bytes) -> bytes:
    """Call the face after the forms it has now; the names have the same length."""
    coding = {"name": "utf-16-be", "CFF ": "ascii"}.get(tag)
    for old, new in _NAMES if coding else ():
        data = data.replace(old.encode(coding or ""), new.encode(coding or ""))
    return data

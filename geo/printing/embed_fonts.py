"""Embed the fonts of a PDF as the standard requires (ISO 32000-1, 9.7.4 and 9.9).

Why: matplotlib embeds a font with PostScript outlines as if it were TrueType (FontFile2, CIDFontType2). Most viewers
show it, but the file breaks the standard, and a print shop's check refuses it. With matplotlib's other way, Type 3,
copied text is not in one piece. So the fonts of a finished file are rewritten as CIDFontType0 with the outlines alone
(CIDFontType0C), where the number of a glyph is the code the text already uses.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from geo.printing import bold_font  # noqa: F401  a page is drawn with the registered font


def embed_outlines(data: bytes) -> bytes:
    """Rewrite the fonts of a PDF made by matplotlib (``pdf.fonttype`` 42).

    Parameters
    ----------
    data : bytes
        A PDF file.

    Returns
    -------
    bytes
        The same pages with conforming fonts.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for item in list(writer._objects):
        if isinstance(item, dict) and item.get("/Subtype") == "/CIDFontType2":
            _rewrite(writer, item)
    writer.compress_identical_objects(remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _rewrite(writer: PdfWriter, font: Any) -> None:
    descriptor = font["/FontDescriptor"].get_object()
    program = TTFont(io.BytesIO(descriptor["/FontFile2"].get_object().get_data()))
    if "CFF " not in program:
        return
    # The map has two bytes per code: the index of the glyph in this subset.
    indices = [index for (index,) in struct.iter_unpack(">H", font["/CIDToGIDMap"].get_object().get_data())]
    code_of = {index: code for code, index in enumerate(indices) if index}
    if len(code_of) < sum(index > 0 for index in indices):
        return  # two codes share one glyph, which this numbering cannot express: the font stays as it is
    stream = DecodedStreamObject()
    stream.set_data(_renumber_glyphs(program, code_of))
    stream[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
    descriptor[NameObject("/FontFile3")] = writer._add_object(stream.flate_encode())
    del descriptor["/FontFile2"]
    font[NameObject("/Subtype")] = NameObject("/CIDFontType0")
    del font["/CIDToGIDMap"]


def _renumber_glyphs(program: TTFont, code_of: dict[int, int]) -> bytes:
    """Set the number of each glyph to its code in the text; glyphs that no text uses get numbers from 60000."""
    outlines: CFFFontSet = program["CFF "].cff
    top = outlines[outlines.fontNames[0]]
    spare = iter(range(60_000, 65_535))
    old = list(program.getGlyphOrder())
    new = [".notdef"] + [f"cid{code_of.get(index) or next(spare):05d}" for index in range(1, len(old))]
    strings = top.CharStrings.charStrings
    top.CharStrings.charStrings = {new[index]: strings[name] for index, name in enumerate(old)}
    # Number 0 is always the first glyph, and the codes of matplotlib begin at 0.
    zero = next((index for index, code in code_of.items() if code == 0), 0)
    top.CharStrings.charStrings[".notdef"] = strings[old[zero]]
    top.FDSelect.gidArray[0] = top.FDSelect.gidArray[zero]
    top.charset = new
    program.setGlyphOrder(new)
    out = io.BytesIO()
    outlines.compile(out, program)
    return out.getvalue()

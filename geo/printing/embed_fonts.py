"""Embed the typeface as the PDF standard asks (ISO 32000-1, 9.7.4 and 9.9).

Why: matplotlib puts a font with PostScript outlines into the file as if it were TrueType (FontFile2, CIDFontType2).
Most viewers guess right, but the file breaks the standard and a print shop's check refuses it. Its other way, Type 3,
prints, but text copied from it falls apart. So the fonts of a finished file are rewritten as CIDFontType0 with the bare
outlines (CIDFontType0C), in which a glyph is found by the number the text already uses.
"""

from __future__ import annotations

import io
import struct
from typing import Any

from fontTools.cffLib import CFFFontSet
from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject


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
    # The map is two bytes per code: the glyph's place in this subset.
    places = [place for (place,) in struct.iter_unpack(">H", font["/CIDToGIDMap"].get_object().get_data())]
    code_of = {place: code for code, place in enumerate(places) if place}
    if len(code_of) < sum(place > 0 for place in places):
        return  # two characters share a glyph, which a plain numbering cannot say: leave this font as it came
    stream = DecodedStreamObject()
    stream.set_data(_numbered(program, code_of))
    stream[NameObject("/Subtype")] = NameObject("/CIDFontType0C")
    descriptor[NameObject("/FontFile3")] = writer._add_object(stream.flate_encode())
    del descriptor["/FontFile2"]
    font[NameObject("/Subtype")] = NameObject("/CIDFontType0")
    del font["/CIDToGIDMap"]


def _numbered(program: TTFont, code_of: dict[int, int]) -> bytes:
    """Renumber each glyph by the code the text uses; glyphs no text uses get numbers above."""
    outlines: CFFFontSet = program["CFF "].cff
    top = outlines[outlines.fontNames[0]]
    spare = iter(range(60_000, 65_535))
    old = list(program.getGlyphOrder())
    new = [".notdef"] + [f"cid{code_of.get(place) or next(spare):05d}" for place in range(1, len(old))]
    strings = top.CharStrings.charStrings
    top.CharStrings.charStrings = {new[place]: strings[name] for place, name in enumerate(old)}
    # Number 0 always means the first glyph, and matplotlib counts its characters from 0.
    zero = next((place for place, code in code_of.items() if code == 0), 0)
    top.CharStrings.charStrings[".notdef"] = strings[old[zero]]
    top.FDSelect.gidArray[0] = top.FDSelect.gidArray[zero]
    top.charset = new
    program.setGlyphOrder(new)
    out = io.BytesIO()
    outlines.compile(out, program)
    return out.getvalue()

"""The fonts of a PDF are rewritten as the standard asks, and every character stays what it was."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
from PIL import Image

from geo.printing.embed_fonts import embed_outlines
from geo.printing.page import Page, to_pdf, to_png
from tests.geo.pdf import poppler, text_of

DAY = dt.date(2026, 1, 1)


def written(*texts: str) -> bytes:
    page = Page(100, 50)
    for number, text in enumerate(texts):
        page.text(10, 10 + 8 * number, text, 10, bold=number > 0)
    return to_pdf([page], title="t", subject="s", day=DAY)


def fonts_in(data: bytes) -> list[Any]:
    resources: Any = pypdf.PdfReader(io.BytesIO(data)).pages[0]["/Resources"]
    whole = [font.get_object() for font in resources["/Font"].values()]
    return [font["/DescendantFonts"][0].get_object() for font in whole]


def test_each_font_has_bare_outlines_and_no_map_of_glyphs() -> None:
    found = fonts_in(written("临港 Lingang", "图例"))
    assert {font["/BaseFont"].rsplit("-")[-1] for font in found} == {"Regular", "Bold"}
    for font in found:
        descriptor = font["/FontDescriptor"]
        assert (font["/Subtype"], "/CIDToGIDMap" in font) == ("/CIDFontType0", False)
        assert "/FontFile2" not in descriptor
        assert descriptor["/FontFile3"]["/Subtype"] == "/CIDFontType0C"


def test_the_text_can_be_read_back() -> None:
    text = pypdf.PdfReader(io.BytesIO(written("临港 Lingang 873.05", "图例"))).pages[0].extract_text()
    assert "临港 Lingang 873.05" in text
    assert "图例" in text


def test_a_file_already_rewritten_keeps_its_fonts_and_pages() -> None:
    once = written("临港")
    twice = embed_outlines(once)
    assert len(pypdf.PdfReader(io.BytesIO(twice)).pages) == 1
    assert [font["/FontDescriptor"]["/FontFile3"].get_data() for font in fonts_in(twice)] == [
        font["/FontDescriptor"]["/FontFile3"].get_data() for font in fonts_in(once)
    ]


def test_every_character_is_drawn_where_it_was_before_the_fonts_were_rewritten(tmp_path: Path) -> None:
    page = Page(210, 297)
    characters = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 700)) + "0123456789 ABC ±²"
    page.paragraph(10, 15, 190, characters, 11)
    page.paragraph(10, 200, 190, "前沿产业集聚区 873.05 km²", 20)
    pdf = tmp_path / "after.pdf"
    pdf.write_bytes(to_pdf([page], title="t", subject="s", day=dt.date(2026, 1, 1)))
    subprocess.run(["pdftoppm", "-r", "100", "-png", str(pdf), str(tmp_path / "after")], check=True, timeout=60)
    after = Image.open(tmp_path / "after-1.png").convert("L")
    before = Image.open(io.BytesIO(to_png(page, 100))).convert("L").resize(after.size)
    # Another program draws edges otherwise, but a missing or a wrong character would darken or lighten a whole cell.
    cells = (after.width // 20, after.height // 20)
    difference = np.abs(np.asarray(after.resize(cells), float) - np.asarray(before.resize(cells), float))
    assert difference.max() < 40
    assert "前沿产业集聚区873.05km²" in text_of(pdf)
    kinds = poppler("pdffonts", str(pdf))
    assert "CID Type 0C" in kinds
    assert "Type 3" not in kinds
    assert "(OT)" not in kinds

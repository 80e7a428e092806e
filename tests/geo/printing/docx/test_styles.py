"""Styles, language and properties of a Word document."""

from __future__ import annotations

import datetime as dt

import pytest
from docx import Document
from docx.oxml.ns import qn

from geo.printing.docx.styles import EAST_ASIAN, Properties, set_head_and_foot, set_properties, set_up_styles


@pytest.mark.parametrize(("lang", "spoken"), [("zh", "zh-CN"), ("en", "en-GB")])
def test_fonts_and_language_are_set(lang: str, spoken: str) -> None:
    document = Document()
    set_up_styles(document, lang, {"ink": "#101010", "brand": "#204060"})
    for name in ("Normal", "Title", "Heading 1", "Cell"):
        fonts = document.styles[name].element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == EAST_ASIAN
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
    defaults = document.styles.element.find(qn("w:docDefaults"))
    (language,) = defaults.iter(qn("w:lang"))
    assert (language.get(qn("w:val")), language.get(qn("w:eastAsia"))) == (spoken, "zh-CN")


def test_the_only_time_is_the_day_given() -> None:
    document, day = Document(), dt.datetime(2026, 11, 29)
    set_properties(document, "zh", Properties("甲", "乙", "丙", "丁", "戊", day))
    core = document.core_properties
    assert (core.title, core.author, core.language) == ("甲", "乙", "zh-CN")
    assert core.created is not None
    assert core.modified is not None
    assert {core.created.replace(tzinfo=None), core.modified.replace(tzinfo=None)} == {day}


def test_the_foot_counts_the_pages() -> None:
    document = Document()
    set_head_and_foot(document, "head", "foot", "Page {page} of {pages}.")
    line = document.sections[0].footer.paragraphs[0]
    fields = [field.get(qn("w:instr")).strip() for field in line._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert document.sections[0].header.paragraphs[0].text == "head"

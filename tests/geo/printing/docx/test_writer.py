"""A document written from top to bottom, read back with python-docx."""

from __future__ import annotations

from docx import Document
from docx.oxml.ns import qn

from geo.printing.docx.markup import Cell, Run
from geo.printing.docx.writer import Writer
from geo.printing.extract.qr_code import qr_png


def test_what_is_written_stands_in_order_and_links_find_their_bookmarks() -> None:
    document = Document()
    document.styles.add_style("Cell", 1)
    writer = Writer(document)
    writer.contents([("甲", "a"), ("乙", "b")])
    writer.heading("甲", 1, "a")
    writer.paragraph(Run("x", link="https://x.example"), Run("y", link="https://x.example"))
    writer.table([50, 50], ["p", "q"], [[Cell([Run("1")]), Cell([Run("2")], is_figure=True)]], "T")
    writer.heading("乙", 2, "b")
    writer.picture(qr_png("x"), 20, "a code")
    body = document.element.body
    named = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    led = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert named == led == {"a", "b"}
    assert [each.text for each in document.paragraphs if each.style.name.startswith("Heading")] == ["甲", "乙"]
    assert [mark.get(qn("w:fldCharType")) for mark in body.iter(qn("w:fldChar"))] == ["begin", "separate", "end"]
    related = [rel for rel in document.part.rels.values() if rel.is_external]
    assert len(related) == 1, "an address is related once"
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == "a code"
    assert round(picture.width.mm) == 20

"""Paragraphs and tables as python-docx reads them back."""

from __future__ import annotations

from docx import Document
from docx.oxml.ns import qn

from geo.printing.docx.markup import Cell, Run, paragraph, table


def _relate(address: str) -> str:
    return f"rId-{len(address)}"


def test_text_is_kept_whatever_it_holds() -> None:
    text = '<b>&"x" 甲\x00\x0b乙'
    element = paragraph([Run(text, bold=True, colour="#102030")], _relate, "Heading1", (3, 'a"b'))
    document = Document()
    document.element.body.insert(0, element)
    first = document.paragraphs[0]
    assert first.text == '<b>&"x" 甲  乙'
    assert first.style is not None
    assert first.style.name == "Heading 1"
    assert first.runs[0].bold
    assert str(first.runs[0].font.color.rgb) == "102030"
    assert element.find(qn("w:bookmarkStart")).get(qn("w:name")) == 'a"b'


def test_a_link_leads_out_or_to_a_bookmark() -> None:
    element = paragraph([Run("a", link="https://x.example"), Run("b", link="#here")], _relate)
    out, within = element.findall(qn("w:hyperlink"))
    assert out.get(qn("r:id")) == "rId-17"
    assert within.get(qn("w:anchor")) == "here"


def test_the_head_of_a_table_is_repeated_and_no_row_is_split() -> None:
    document = Document()
    document.styles.add_style("Cell", 1)
    head = [Cell([Run("甲")], ground="#ffeedd"), Cell([Run("乙")], is_figure=True)]
    rows = [[Cell([Run("both")], span=2)], [Cell([Run("1\n2")]), Cell([])]]
    document.element.body.insert(0, table([50, 30.5], head, rows, _relate, rule="#aabbcc", title="T"))
    (made,) = document.tables
    assert [[cell.text for cell in row.cells] for row in made.rows] == [["甲", "乙"], ["both", "both"], ["1\n2", ""]]
    assert made.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert made.rows[1]._tr.trPr.find(qn("w:tblHeader")) is None
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in made.rows)
    assert round(made.columns[1].width.mm, 1) == 30.5

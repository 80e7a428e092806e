"""A Word document that is written from top to bottom: headings, paragraphs, lists, tables, pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from geo.atlas.symbology import PALETTE
from geo.printing.docx.markup import Cell, Run, paragraph, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document

#: Colour of what a reader needs less.
SOFT = PALETTE["ink-soft"]
_TINT, _BRAND, _RULE = PALETTE["brand-soft"], PALETTE["brand"], PALETTE["line-strong"]


class Writer:
    """Writes a document; every heading has a bookmark, to which the table of contents leads."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._bookmarks = 0
        self._addresses: dict[str, str] = {}

    def heading(self, text: str, level: int, bookmark: str) -> None:
        """Write a heading of level 1 or 2 with a bookmark."""
        self._add(paragraph([Run(text)], self._relate, f"Heading{level}", self._next(bookmark)))

    def paragraph(self, *runs: Run, style: str | None = None, bookmark: str | None = None) -> None:
        """Write a paragraph; `style` is the id of a style."""
        marked = self._next(bookmark) if bookmark else None
        self._add(paragraph(runs, self._relate, style, marked))

    def contents(self, entries: Sequence[tuple[str, str]]) -> None:
        """Write a table of contents that Word can bring up to date: text and bookmark of each entry until then."""
        lines = [paragraph([Run(text, colour=_BRAND, link=f"#{name}")], self._relate) for text, name in entries]
        lines[0].insert(1, _field_mark("begin", ' TOC \\o "1-2" \\h \\z \\u '))  # after the form of the paragraph
        lines[-1].append(_field_mark("end"))
        for line in lines:
            self._add(line)

    def table(
        self,
        widths_mm: Sequence[float],
        head: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        title: str = "",
    ) -> None:
        """Write a table with a head that every page repeats, or without one if `head` is empty.

        The head of a column stands to the right where the last row has a figure.
        """
        cells = [
            Cell([Run(text, bold=True, colour=_BRAND)], ground=_TINT, is_figure=cell.is_figure)
            for text, cell in zip(head, rows[-1], strict=False)
        ]
        self._add(table(widths_mm, cells, rows, self._relate, rule=_RULE, title=title))
        self.document.add_paragraph()

    def picture(self, png: bytes, width_mm: float, alt: str) -> None:
        """Place a picture with its text for those who do not see it."""
        shape: Any = self.document.add_picture(io.BytesIO(png), width=Mm(width_mm))
        shape._inline.docPr.set("descr", alt)
        for side in ("distT", "distB", "distL", "distR"):
            shape._inline.set(side, "0")

    def page_break(self) -> None:
        """Begin a page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _add(self, element: Any) -> None:
        body = self.document.element.body
        body.insert(len(body) - 1, element)  # the last element is the form of the page

    def _next(self, name: str) -> tuple[int, str]:
        self._bookmarks += 1
        return self._bookmarks, name

    def _relate(self, address: str) -> str:
        if address not in self._addresses:
            related = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            self._addresses[address] = related
        return self._addresses[address]


def _field_mark(kind: str, instruction: str = "") -> Any:
    """Make the run that begins a field, with its instruction, or ends it."""
    said = ""
    if instruction:
        said = f'<w:instrText xml:space="preserve">{instruction}</w:instrText><w:fldChar w:fldCharType="separate"/>'
    return parse_xml(f'<w:r {nsdecls("w")}><w:fldChar w:fldCharType="{kind}"/>{said}</w:r>')

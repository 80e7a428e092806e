"""Paragraphs and tables of a Word document as WordprocessingML.

They are written as text and parsed once: python-docx looks up a cell in a table by counting all cells, which takes
minutes for a thousand rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from docx.oxml.xmlchemy import BaseOxmlElement

#: Twentieths of a point in a millimetre.
DXA_PER_MM = 1440 / 25.4
#: What XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Padding of cells: 0.6 mm above and below, 1.5 mm at the sides.
_MARGINS = (("top", 34), ("left", 85), ("bottom", 34), ("right", 85))


@dataclass(frozen=True)
class Run:
    """A piece of text in one form.

    Attributes
    ----------
    text : str
        A line feed begins a new line.
    bold : bool
    colour : str or None
        As ``#rrggbb``.
    link : str or None
        An address, or ``#`` and a bookmark of the document.
    """

    text: str
    bold: bool = False
    colour: str | None = None
    link: str | None = None


@dataclass(frozen=True)
class Cell:
    """A cell: its runs, how many columns it spans, its ground (``#rrggbb``), and whether it holds a figure."""

    runs: Sequence[Run]
    span: int = 1
    ground: str | None = None
    is_figure: bool = False


def paragraph(
    runs: Iterable[Run], relate: Callable[[str], str], style: str | None = None, bookmark: tuple[int, str] | None = None
) -> BaseOxmlElement:
    """Make a paragraph.

    Parameters
    ----------
    runs : iterable of Run
    relate : callable
        Returns the id of the relationship to an address.
    style : str, optional
        Id of the style.
    bookmark : tuple of int and str, optional
        Number and name of a bookmark round the text.
    """
    return parse_xml(_paragraph(runs, relate, style=style, bookmark=bookmark, declared=True))


def _paragraph(
    runs: Iterable[Run],
    relate: Callable[[str], str],
    *,
    style: str | None = None,
    bookmark: tuple[int, str] | None = None,
    right: bool = False,
    declared: bool = False,
) -> str:
    text = "".join(_run(run, relate) for run in runs)
    if bookmark is not None:
        number, name = bookmark
        start = f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(name)}/>'
        text = f'{start}{text}<w:bookmarkEnd w:id="{number}"/>'
    form = (f"<w:pStyle w:val={quoteattr(style)}/>" if style else "") + ('<w:jc w:val="right"/>' if right else "")
    return f"<w:p{_names(declared)}><w:pPr>{form}</w:pPr>{text}</w:p>"


def _names(declared: bool) -> str:
    return f" {nsdecls('w', 'r')}" if declared else ""


def _run(run: Run, relate: Callable[[str], str]) -> str:
    look = "<w:b/>" if run.bold else ""
    if run.colour:
        look += f'<w:color w:val="{run.colour.removeprefix("#")}"/>'
    lines = _CONTROL.sub(" ", run.text).split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    out = f"<w:r><w:rPr>{look}</w:rPr>{text}</w:r>"
    if run.link is None:
        return out
    if run.link.startswith("#"):
        return f"<w:hyperlink w:anchor={quoteattr(run.link[1:])}>{out}</w:hyperlink>"
    return f'<w:hyperlink r:id="{relate(run.link)}">{out}</w:hyperlink>'


def table(
    widths_mm: Sequence[float],
    head: Sequence[Cell],
    rows: Iterable[Sequence[Cell]],
    relate: Callable[[str], str],
    *,
    rule: str,
    title: str = "",
) -> BaseOxmlElement:
    """Make a table; its head is repeated on every page, and no row is split.

    Parameters
    ----------
    widths_mm : sequence of float
        Of the columns.
    head : sequence of Cell
        Empty for a table without one.
    rows : iterable of sequence of Cell
    relate : callable
        Returns the id of the relationship to an address.
    rule : str
        Colour of the lines between rows (``#rrggbb``).
    title : str
        What the table holds, for those who do not see it.
    """
    wide = [round(width * DXA_PER_MM) for width in widths_mm]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in wide)
    colour = rule.removeprefix("#")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{colour}"/>' for side in ("bottom", "insideH"))
    margins = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in _MARGINS)
    caption = f"<w:tblCaption w:val={quoteattr(_CONTROL.sub(' ', title))}/>" if title else ""
    form = (
        f'<w:tblPr><w:tblW w:w="{sum(wide)}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f'<w:tblLook w:firstRow="{int(bool(head))}" w:noHBand="1" w:noVBand="1"/>{caption}</w:tblPr>'
    )
    lines = [_row(head, wide, relate, is_head=True)] if head else []
    lines += [_row(row, wide, relate) for row in rows]
    return parse_xml(f"<w:tbl{_names(True)}>{form}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>")


def _row(cells: Sequence[Cell], widths: Sequence[int], relate: Callable[[str], str], *, is_head: bool = False) -> str:
    form = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_head else "")
    out, at = [], 0
    for cell in cells:
        width = sum(widths[at : at + cell.span])
        at += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        ground = f'<w:shd w:val="clear" w:fill="{cell.ground.removeprefix("#")}"/>' if cell.ground else ""
        text = _paragraph(cell.runs, relate, style="Cell", right=cell.is_figure)
        out.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{ground}</w:tcPr>{text}</w:tc>')
    return f"<w:tr><w:trPr>{form}</w:trPr>{''.join(out)}</w:tr>"

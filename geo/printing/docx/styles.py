"""Page, styles, language and properties of a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

if TYPE_CHECKING:
    import datetime as dt

    from docx.document import Document

#: Fonts that come with Word: of letters, and of Chinese characters.
LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
_FONTS = {"ascii": LATIN, "hAnsi": LATIN, "cs": LATIN, "eastAsia": EAST_ASIAN}
#: Style -> size in points, space above and below.
_SIZES = {
    "Normal": (9.0, 0.0, 4.0),
    "Title": (22.0, 0.0, 4.0),
    "Subtitle": (12.0, 0.0, 8.0),
    "Heading 1": (15.0, 16.0, 6.0),
    "Heading 2": (11.0, 12.0, 4.0),
    "Caption": (8.0, 2.0, 6.0),
    "List Bullet": (9.0, 0.0, 2.0),
    "Header": (7.5, 0.0, 0.0),
    "Footer": (7.5, 0.0, 0.0),
    "Cell": (8.0, 0.0, 0.0),
}
_LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True)
class Properties:
    """What a document says of itself; ``day`` is its only time."""

    title: str
    author: str
    subject: str
    keywords: str
    comments: str
    day: dt.datetime


def set_up_styles(document: Document, lang: str, colours: dict[str, str]) -> None:
    """Set page, fonts, sizes, colours (``ink`` and ``brand``) and language of a document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(16)
    section.top_margin, section.bottom_margin = Mm(21), Mm(18)
    document.styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    for name, (size, above, below) in _SIZES.items():
        style: Any = document.styles[name]
        style.font.size = Pt(size)
        is_title = name.startswith(("Heading", "Title"))
        style.font.bold, style.font.italic = is_title, False
        colour = colours["brand"] if is_title else colours["ink"]
        style.font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(below)
        style.paragraph_format.widow_control = True
        _set_fonts(style.element.get_or_add_rPr())
    _remove_rule(document.styles["Title"].element)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(defaults)
    spoken = _get_or_add(defaults, "w:lang")
    spoken.set(qn("w:val"), _LANGUAGES[lang])
    spoken.set(qn("w:eastAsia"), _LANGUAGES["zh"])


def _set_fonts(form: Any) -> None:
    """Name the fonts; the fonts of a theme, which would come first, are taken out."""
    fonts = _get_or_add(form, "w:rFonts")
    for key in list(fonts.attrib):
        del fonts.attrib[key]
    for key, font in _FONTS.items():
        fonts.set(qn(f"w:{key}"), font)


def _get_or_add(form: Any, tag: str) -> Any:
    found = form.find(qn(tag))
    if found is None:
        found = OxmlElement(tag)
        form.insert(0, found) if tag == "w:rFonts" else form.append(found)
    return found


def _remove_rule(style: Any) -> None:
    """Take out the line below the title of python-docx's own template."""
    for line in list(style.iter(qn("w:pBdr"))):
        line.getparent().remove(line)


def set_properties(document: Document, lang: str, said: Properties) -> None:
    """Set title, author, language and times of a document."""
    core = document.core_properties
    core.title, core.author, core.subject, core.keywords = said.title, said.author, said.subject, said.keywords
    core.comments, core.language = said.comments, _LANGUAGES[lang]
    core.created = core.modified = said.day
    core.last_modified_by, core.revision = said.author, 1


def set_head_and_foot(document: Document, head: str, foot: str, pages: str) -> None:
    """Write the running head and foot; `pages` names ``{page}`` and ``{pages}``, which Word counts."""
    section = document.sections[0]
    section.header.paragraphs[0].text = head
    line = section.footer.paragraphs[0]
    for tabs in list(document.styles["Footer"].element.iter(qn("w:tabs"))):
        tabs.getparent().remove(tabs)
    line.paragraph_format.tab_stops.add_tab_stop(Mm(178), WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{foot}\t")
    before, _, rest = pages.partition("{page}")
    between, _, after = rest.partition("{pages}")
    line.add_run(before)
    _add_field(line, "PAGE")
    line.add_run(between)
    _add_field(line, "NUMPAGES")
    line.add_run(after)


def _add_field(line: Any, name: str) -> None:
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(field))

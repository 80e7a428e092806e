"""The extract as PDF/A-3a and PDF/UA-1, set by Typst; its JSON is attached.

Texts reach the template as JSON data, never as markup, so that no text of a file or a table can act on the page.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

from geo.atlas.symbology import PALETTE, PRINT_PALETTE
from geo.extract.statement import extract_json
from geo.printing.extract.content import content_of
from geo.printing.extract.location_map import INSET_MM, MARGIN_MM, cover_map, map_height_mm
from geo.printing.extract.qr_code import qr_svg
from geo.printing.extract.site_facts import site_shape
from geo.printing.font_file import FAMILY
from geo.printing.fonts import require_glyphs
from geo.printing.typst_process import compile_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas

STANDARDS = ("a-3a", "ua-1")
_COLOURS = ("ink", "ink-soft", "line-strong", "brand", "brand-soft", "accent")
_PRINT_COLOURS = ("faint", "yes", "no", "unknown")


def extract_pdf(
    atlas: Atlas,
    extract: Mapping[str, Any],
    *,
    lang: str,
    root: str | None = None,
    review_number: str | None = None,
) -> bytes:
    """Write an extract as PDF.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}
    root : str, optional
        Address the links to documents lead to; without it they lead to the list of documents within the PDF.
    review_number : str, optional
        Of the map (审图号).

    Returns
    -------
    bytes
        The same arguments give the same bytes.

    Raises
    ------
    MissingGlyphError
        If a text has a character the font lacks.
    """
    shape = site_shape(atlas, extract)
    content = content_of(atlas, extract, shape, lang=lang, root=root, review_number=review_number)
    picture = cover_map(atlas, extract, shape, lang, map_height_mm(content["summary"]))
    if picture is not None:
        content["map"] = {"caption": picture.caption, "bar": picture.bar, "inset": INSET_MM, "margin": MARGIN_MM}
    text = json.dumps(content, ensure_ascii=False)
    require_glyphs("".join(sorted({*text, *"".join(picture.texts if picture else ())})))
    inputs = {
        "content": text,
        "colours": json.dumps(
            {key: PALETTE[key] for key in _COLOURS} | {key: PRINT_PALETTE[key] for key in _PRINT_COLOURS}
        ),
        "font": FAMILY,
        "extract": extract_json(extract).decode(),
        "picture": picture.svg if picture else "",
        "inset": picture.inset if picture else "",
        "qr": qr_svg(content["qr"]),
    }
    template = resources.files("geo.printing.extract").joinpath("extract.typ").read_text(encoding="utf-8")
    return compile_document(template, inputs, standards=STANDARDS)

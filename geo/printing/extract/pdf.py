"""The extract as PDF/A-3a and PDF/UA-1, set by Typst; its JSON is attached.

Texts reach the template as JSON data, never as markup, so that no text of a file or a table can act on the page.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Any

import shapely

from geo.extract.statement import extract_json
from geo.printing.extract.content import content_of
from geo.printing.extract.location_map import location_map
from geo.printing.fonts import require_glyphs
from geo.printing.typst_process import compile_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from geo.atlas.atlas import Atlas

STANDARDS = ("a-3a", "ua-1")


def extract_pdf(atlas: Atlas, extract: Mapping[str, Any], *, lang: str, root: str | None = None) -> bytes:
    """Write an extract as PDF.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    lang : {"zh", "en"}
    root : str, optional
        Address the links to documents lead to; without it they lead to the list of documents within the PDF.

    Returns
    -------
    bytes
        The same extract, language and root give the same bytes.

    Raises
    ------
    MissingGlyphError
        If a text has a character the font lacks.
    """
    content = content_of(extract, lang, root)
    text = json.dumps(content, ensure_ascii=False)
    require_glyphs("".join(sorted(set(text))))
    inputs = {"content": text, "extract": extract_json(extract).decode(), "picture": _picture(atlas, extract)}
    template = resources.files("geo.printing.extract").joinpath("extract.typ").read_text(encoding="utf-8")
    return compile_document(template, inputs, standards=STANDARDS)


def _picture(atlas: Atlas, extract: Mapping[str, Any]) -> str:
    """Draw the map of the cover; empty for a place without location."""
    given = extract["input"]
    shape = (
        atlas.shape_of(given["place_id"])
        if "place_id" in given
        else shapely.from_geojson(json.dumps(given["geometry"]))
    )
    if shape is None:
        return ""
    reached = dict.fromkeys(place["id"] for row in extract["applies"] for place in row["places"])
    return location_map(atlas, shape, (place for place in reached if place in atlas.features.index))

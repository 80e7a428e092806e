"""The map on the cover of an extract: the site among the places round it, at a round scale, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.printing.sheet.map_picture import PAPER_PX, small_map
from geo.printing.typst_process import compile_document
from geo.screen.canvas import paper_canvas, window_around
from geo.screen.drawing.grid import longest_step_m
from geo.screen.map_drawing import Mark, Overlay, draw_map
from geo.words import pick, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

    from geo.atlas.atlas import Atlas

WIDTH_MM = 178.0
#: Lowest and highest picture: a low one leaves the cover to a long summary.
LEAST_MM, MOST_MM = 90.0, 150.0
#: Size of the small map in the corner, and its distance from the edge.
INSET_MM, MARGIN_MM = (38.0, 30.0), 2.0
_LAYERS = ("coast", "water", "roads", "towns", "scopes", "functional_areas")
#: Drawn round a site that is not large: at a small scale their names would lie over one another.
_SMALLER_LAYERS = ("clusters", "parks")
#: Share of the picture the site takes: less of a small one, which is seen with what is round it.
_FILLED, _FILLED_BY_LARGE, _LARGE_DEGREES = 0.5, 0.85, 0.3
#: Least ground across a site, in metres.
_LEAST_M = 4_000.0
_MOST_BAR_MM = 40.0
#: Height that the cover has for map and summary.
_ROOM_MM = 176.0
_PNG = """#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.picture), format: "svg", width: 178mm)"""
_DPI = 200


@dataclass(frozen=True)
class CoverMap:
    """The map of a cover.

    Attributes
    ----------
    svg : str
    inset : str
        SVG of the small map; empty where the map shows most of the whole.
    caption : str
        Name and scale.
    bar : tuple of float and str
        Length in millimetres and text of a scale bar.
    texts : tuple of str
        All that is written on the map.
    """

    svg: str
    inset: str
    caption: str
    bar: tuple[float, str]
    texts: tuple[str, ...]


def cover_map(
    atlas: Atlas, extract: Mapping[str, Any], shape: BaseGeometry | None, lang: str, height_mm: float = 120.0
) -> CoverMap | None:
    """Draw the map of the cover of an extract.

    Parameters
    ----------
    atlas : Atlas
    extract : mapping
        From `geo.extract.statement`.
    shape : shapely geometry or None
        The site, in degrees (WGS84).
    lang : {"zh", "en"}
    height_mm : float

    Returns
    -------
    CoverMap or None
        None for a place without location.
    """
    if shape is None:
        return None
    west, south, east, north = shape.bounds
    is_large = max(east - west, north - south) > _LARGE_DEGREES
    filled = _FILLED_BY_LARGE if is_large else _FILLED
    layers = _LAYERS if is_large else _LAYERS + _SMALLER_LAYERS
    window = window_around([shape], (WIDTH_MM, height_mm), filled=filled, least_m=_LEAST_M)
    inset = small_map(atlas, window, INSET_MM, PAPER_PX, lang)
    left = WIDTH_MM - INSET_MM[0] - 2 * MARGIN_MM
    covered = ((left, 0.0, WIDTH_MM, INSET_MM[1] + 2 * MARGIN_MM),) if inset else ()
    name = pick(extract["site"], "name", lang)
    drawing = draw_map(
        atlas,
        paper_canvas(window, PAPER_PX),
        [layer for layer in layers if layer in atlas.layer_ids],
        lang=lang,
        marks=(Mark("drawn", shape, ((name, shape),)),),
        overlay=Overlay(covered=covered),
    )
    step = longest_step_m(window, _MOST_BAR_MM)
    length = say("extract_pdf.bar", lang, km=f"{step / 1000:g}")
    ratio = say("scale.plain", lang, scale=f"{window.scale:,}")
    caption = say("extract_pdf.caption", lang, scale=ratio)
    return CoverMap(drawing.svg, inset, caption, (window.mm(step), length), drawing.texts)


def map_height_mm(summary: list[list[str]]) -> float:
    """Compute how high the map may be so that the summary has room below it on the cover."""
    rows = (2.3 + 4.3 * -(-sum(_wide_mm(char) for char in text) // (WIDTH_MM - 30.0)) for _, text in summary)
    return min(max(_ROOM_MM - sum(rows), LEAST_MM), MOST_MM)


def _wide_mm(char: str) -> float:
    """Return about how wide a character of the summary is."""
    return 1.7 if char < "\u2e80" else 3.0


def cover_png(picture: CoverMap) -> bytes:
    """Draw the map of the cover as PNG, for files that take no SVG."""
    return compile_document(_PNG, {"picture": picture.svg}, kind="png", dpi=_DPI)

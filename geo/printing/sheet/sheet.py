"""The map sheet: one page from A4 to A0 with a map at an exact scale, legend, scale bar, sources and notes.

The background is drawn from layers of the atlas, so no tiles are needed. The scale is exact, because the extent on the
ground (EPSG:4529) is computed from the size of the map on paper, and nothing is fitted afterwards. Print at 100 %.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import shapely

from geo import words
from geo.atlas.notices import DISCLAIMER_EN, LICENCE_EN, licence_of
from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.errors import Fault, ParameterError
from geo.measure.area import ELLIPSOIDAL
from geo.printing import fonts
from geo.printing.page import ACCENT, BRAND, INK, RULE, SOFT, Page, PaperWindow, to_pdf, to_png
from geo.printing.sheet import draw_layers, furniture
from geo.printing.sheet.frame import Frame, frame_of, layer_ids, window_of
from geo.printing.sheet.labels import Labels, label_layers
from geo.printing.sheet.legend import Entry, draw_legend, layer_entries
from geo.printing.sheet.marks import FADED_OPACITY, Marks, draw_marks, label_marks, mark_entries, marks_of
from geo.printing.sheet.request import require_valid

if TYPE_CHECKING:
    from geo.atlas.atlas import Atlas
    from geo.printing.sheet.draw_layers import Placed
    from geo.printing.sheet.request import Request

MAX_PIXELS = 80_000_000


@dataclass(frozen=True)
class _Content:
    """The content of a sheet and its extent: computed once, used by map, legend and notes."""

    atlas: Atlas
    request: Request
    window: PaperWindow
    fitting: int
    placed: list[Placed]
    marks: Marks

    @property
    def title(self) -> str:
        return self.request.title or _title(self.placed, self.request.lang)

    def entries(self) -> list[Entry]:
        marked = mark_entries(self.marks, self.request, self.atlas, self.window)
        return marked + layer_entries(self.placed, self.request.lang)


def sheet_pdf(atlas: Atlas, request: Request) -> bytes:
    """Write a sheet as PDF.

    Parameters
    ----------
    atlas : Atlas
    request : Request

    Returns
    -------
    bytes
        One page as vectors, with embedded fonts.

    Raises
    ------
    ParameterError
        If the paper, the scale, the extent, the order or an opacity is not valid.
    UnknownLayerError, UnknownPlaceError
        If an id is unknown.
    """
    page, title = compose(atlas, request)
    subject = f"data {atlas.version}; {LICENCE_EN}; {DISCLAIMER_EN}"
    return to_pdf([page], title=title, subject=subject, day=request.day or _today())


def sheet_png(atlas: Atlas, request: Request, dpi: int = 150) -> bytes:
    """Write a sheet as PNG of `dpi` pixels per inch; raises as `sheet_pdf`, and if the image would be too large."""
    width, height = (side / 25.4 * dpi for side in request.size_mm)
    if not 36 <= dpi <= 600 or width * height > MAX_PIXELS:
        expected = f"36 to 600, and at most {MAX_PIXELS // 1_000_000} million pixels"
        raise ParameterError(Fault(f"dpi={dpi} on {request.paper}", expected, "dpi", "take a smaller one, or PDF"))
    page, _ = compose(atlas, request)
    return to_png(page, dpi)


def sheet_plan(atlas: Atlas, request: Request) -> dict[str, Any]:
    """Compute what a sheet would show, without drawing it; raises as `sheet_pdf`.

    Parameters
    ----------
    atlas : Atlas
    request : Request

    Returns
    -------
    dict
        ``scale``; ``fitting_scale``, the largest round scale at which the extent fits; ``title``; ``outline``, the
        extent of the map as a ring of longitude and latitude (WGS84).
    """
    content = _content(atlas, request, frame_of(request))
    west, south, east, north = content.window.bounds
    # The sides are straight in EPSG:4529 and bend a little in degrees.
    ring = shapely.segmentize(shapely.box(west, south, east, north), (east - west) / 8)
    outline = gpd.GeoSeries([ring], crs=LINGANG_PROJECTED).to_crs(WGS84).iloc[0]
    return {
        "scale": content.window.scale,
        "fitting_scale": content.fitting,
        "title": content.title,
        "outline": shapely.get_coordinates(outline).round(6).tolist(),
    }


def _content(atlas: Atlas, request: Request, frame: Frame) -> _Content:
    require_valid(atlas, request)
    window, fitting = window_of(atlas, request, frame)
    ids = layer_ids(atlas, request)
    opacity = {layer: percent / 100.0 for layer, percent in request.opacity.items()}
    if request.found is not None:
        opacity |= {layer: FADED_OPACITY for layer in ids if atlas.entry(layer).role == "planning"}
    placed = draw_layers.layers_in(atlas, ids, window, order=request.order, opacity=opacity)
    return _Content(atlas, request, window, fitting, placed, marks_of(atlas, request, window))


def compose(atlas: Atlas, request: Request) -> tuple[Page, str]:
    """Draw a sheet; return the page and its title."""
    frame = frame_of(request)
    content = _content(atlas, request, frame)
    page, left = Page(frame.width, frame.height), frame.margin + 4.0
    _draw_map(page, left, frame, content)
    _draw_head(page, content.title, frame)
    if frame.wide:
        _draw_side(page, frame, content)
    else:
        _draw_bottom(page, left, frame, content)
    _draw_foot(page, frame, request, atlas.version)
    return page, content.title


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _title(placed: list[Placed], lang: str) -> str:
    planning = [layer.entry for layer in placed if layer.entry.role == "planning"]
    if len(planning) == 1:
        return words.say("sheet.title_layer", lang, name=words.pick(planning[0], "title", lang))
    return words.say("sheet.title", lang)


def _draw_map(page: Page, left: float, frame: Frame, content: _Content) -> None:
    window, unit, lang = content.window, frame.unit, content.request.lang
    axes = page.map(left, frame.top, window)
    draw_layers.draw_layers(axes, content.placed, weight=unit)
    draw_marks(axes, content.marks, unit)
    furniture.draw_grid(page, axes, left, frame.top, window, 5.5 * unit)
    labels = Labels(axes, window)
    label_marks(labels, content.marks, content.atlas, lang, 7.0 * unit)
    # With a filter only the places found are named, as on the map page.
    unnamed = {"planning"} if content.request.found else set()
    others = [layer for layer in content.placed if layer.entry.role not in unnamed]
    label_layers(labels, others, lang, 7.0 * unit, named=[content.marks.place] if content.marks.place else [])


def _draw_head(page: Page, title: str, frame: Frame) -> None:
    margin, top, unit = frame.margin, frame.top, frame.unit
    page.box(
        margin - 3, margin - 3, page.width_mm - 2 * margin + 6, page.height_mm - 2 * margin + 6, edge=INK, line=1.0
    )
    page.text(margin + 4.0, top - 7.0 * unit, title, 19.0 * unit, color=BRAND, bold=True)
    page.text(
        page.width_mm - margin, top - 7.0 * unit, words.say("sheet.name", "zh"), 8.0 * unit, color=SOFT, align="right"
    )


def _draw_side(page: Page, frame: Frame, content: _Content) -> None:
    lang, unit = content.request.lang, frame.unit
    x, y = frame.width - frame.margin - frame.panel, frame.top
    width, height = frame.panel, frame.map_height
    page.box(x, y, width, height, edge=RULE, line=0.6)
    inner, column = x + 5.0 * unit, width - 10.0 * unit
    furniture.draw_north(page, x + width - 10.0 * unit, y + 7.0, 11.0 * unit)
    page.text(inner, y + 9.0 * unit, words.say("legend.title", lang), 12.0 * unit, color=BRAND, bold=True)
    page.rule(inner, y + 11.5 * unit, x + width - 18.0 * unit, y + 11.5 * unit, 0.8, BRAND)
    notes = _Notes(_statements(content), column, unit)
    # Scale bar and notes are at the bottom of the panel; the legend has the space above them.
    at, top = y + height - notes.height - 14.0 * unit, y + 20.0 * unit
    draw_legend(page, (inner, top, column, at - 7.0 * unit - top), content.entries(), columns=1, unit=unit)
    furniture.draw_scale_bar(page, inner + 1.0, at, content.window, most_mm=column - 8.0, lang=lang, unit=unit)
    notes.draw(page, inner, at + 12.0 * unit)


def _draw_bottom(page: Page, x: float, frame: Frame, content: _Content) -> None:
    lang, unit = content.request.lang, frame.unit
    y, width = frame.top + frame.map_height + 9.0 * unit, frame.map_width
    half = width * 0.5
    page.text(x, y + 2.0, words.say("legend.title", lang), 12.0 * unit, color=BRAND, bold=True)
    page.rule(x, y + 4.5, x + half - 8.0, y + 4.5, 0.8, BRAND)
    floor = frame.height - frame.margin - 6.0 * unit
    draw_legend(page, (x, y + 8.5, half - 4.0, floor - y - 8.5), content.entries(), columns=2, unit=unit)
    furniture.draw_north(page, x + width - 8.0, y, 11.0 * unit)
    most = half * 0.62
    furniture.draw_scale_bar(page, x + half + 4.0, y + 5.0, content.window, most_mm=most, lang=lang, unit=unit)
    _Notes(_statements(content), half - 4.0, unit).draw(page, x + half + 3.0, y + 18.0 * unit)


class _Notes:
    """The notes in small type, broken into lines when made, so that their height is known."""

    def __init__(self, statements: list[str], width: float, unit: float) -> None:
        self.size = 6.0 * min(unit, 1.4)
        self.leading = self.size / fonts.PT_PER_MM * 1.6
        self.blocks = [fonts.wrap(text, self.size, width) for text in statements]

    @property
    def height(self) -> float:
        return sum(len(lines) * self.leading + 0.8 for lines in self.blocks)

    def draw(self, page: Page, x: float, y: float) -> None:
        for lines in self.blocks:
            for line in lines:
                page.text(x, y, line, self.size, color=SOFT)
                y += self.leading
            y += 0.8


def _statements(content: _Content) -> list[str]:
    lang = content.request.lang
    documents = content.atlas.tables["documents"].sort_values("sequence")[f"short_{lang}"]
    licences = dict.fromkeys(licence_of(layer.entry.id) for layer in content.placed)
    return [
        words.say("sheet.datum", lang),
        words.say("sheet.area_method", lang, name=words.pick(ELLIPSOIDAL, "name", lang)),
        words.say("sheet.sources", lang, documents=words.say("list.separator", lang).join(documents)),
        *(words.in_language(licence, lang) for licence in licences),
        words.say("sheet.true_to_scale", lang),
    ]


def _draw_foot(page: Page, frame: Frame, request: Request, version: str) -> None:
    margin, unit = frame.margin, frame.unit
    lang, y = request.lang, page.height_mm - margin - 0.5
    review = words.say("sheet.review", lang, number=request.review_number or words.say("sheet.no_review", lang))
    page.text(margin + 4.0, y, review, 7.5 * unit, color=INK)
    page.text(page.width_mm / 2, y, words.say("notice.disclaimer", lang), 7.5 * unit, color=ACCENT, align="center")
    day = (request.day or _today()).isoformat()
    foot = words.say("sheet.foot", lang, day=day, version=version)
    page.text(page.width_mm - margin, y, foot, 7.5 * unit, color=SOFT, align="right")

"""The map sheet: one page from A4 to A0 with a map at an exact scale, and everything a map must say about itself.

No tile is needed: the background is the atlas's own. The scale is exact because the map's rectangle on paper and its
rectangle on the ground, in EPSG:4529, are computed from one another and nothing is fitted afterwards; print at 100 %.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from geo.area import ELLIPSOIDAL
from geo.crs import LINGANG_PROJECTED
from geo.errors import Fault, ParameterError
from geo.export.delivery import LICENCE_EN, licence_of
from geo.profile import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.sheet import cartography, furniture
from geo.sheet.page import ACCENT, BRAND, INK, RULE, SOFT, Page, Window, to_pdf, to_png

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.sheet.cartography import Placed

#: Long by short side in millimetres (ISO 216).
PAPERS = {"A4": (297, 210), "A3": (420, 297), "A2": (594, 420), "A1": (841, 594), "A0": (1189, 841)}
MAX_PIXELS = 80_000_000

_DATUM_ZH = "2000国家大地坐标系（CGCS2000），高斯-克吕格 3° 带第 41 带，中央子午线 123°E（EPSG:4529）；格网注记为公里"
_DATUM_EN = "CGCS2000, Gauss-Krueger 3-degree zone 41, central meridian 123°E (EPSG:4529); grid in kilometres"


@dataclass(frozen=True)
class Request:
    """What a sheet is to show.

    Attributes
    ----------
    layers : tuple of str
        Layer ids; empty means those the catalogue shows at start.
    bbox : tuple of float or None
        West, south, east, north in degrees (WGS84); by default the planning layers shown.
    scale : int or None
        1 : scale; by default the largest round scale at which `bbox` fits.
    paper, landscape : str, bool
        A4 to A0, and its orientation.
    lang : {"zh", "en"}
    title : str or None
        By default the titles of the planning layers shown.
    review_number : str or None
        审图号, printed at the lower left.
    overlay : tuple of shapely geometry
        Drawn on top, in degrees (WGS84).
    day : datetime.date or None
        Printed date, by default today.
    """

    layers: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    scale: int | None = None
    paper: str = "A3"
    landscape: bool = True
    lang: str = "zh"
    title: str | None = None
    review_number: str | None = None
    overlay: tuple[Any, ...] = field(default=())
    day: dt.date | None = None


def sheet_pdf(atlas: Atlas, request: Request) -> bytes:
    """Write a sheet as PDF.

    Parameters
    ----------
    atlas : Atlas
    request : Request

    Returns
    -------
    bytes
        One page of vectors, fonts embedded.

    Raises
    ------
    ParameterError
        If the paper, the scale or the extent makes no sense.
    UnknownLayerError
        If no layer has one of the ids.
    """
    page, title = compose(atlas, request)
    subject = f"data {atlas.version}; {LICENCE_EN}; {DISCLAIMER_EN}"
    return to_pdf([page], title=title, subject=subject, day=request.day or _today())


def sheet_png(atlas: Atlas, request: Request, dpi: int = 150) -> bytes:
    """Write a sheet as PNG of `dpi` pixels per inch; raises as `sheet_pdf`, and if the picture would be too large."""
    width, height = (side / 25.4 * dpi for side in _size(request))
    if not 36 <= dpi <= 600 or width * height > MAX_PIXELS:
        expected = f"36 to 600, and at most {MAX_PIXELS // 1_000_000} million pixels"
        raise ParameterError(Fault(f"dpi={dpi} on {request.paper}", expected, "dpi", "take a smaller one, or PDF"))
    page, _ = compose(atlas, request)
    return to_png(page, dpi)


def sheet_plan(atlas: Atlas, request: Request) -> dict[str, Any]:
    """Tell what a sheet would show, without drawing it; raises as `sheet_pdf`.

    Parameters
    ----------
    atlas : Atlas
    request : Request

    Returns
    -------
    dict
        ``scale``; ``fitting_scale``, the largest round one at which the extent fits; ``title``; ``outline``, the map's
        frame on the ground as a ring of longitude and latitude (WGS84).
    """
    frame = _frame(request)
    window, fitting = _window(atlas, request, frame)
    # The frame is straight on the grid: in degrees its sides bend a little.
    ring = shapely.segmentize(shapely.box(*window.bounds), (window.bounds[2] - window.bounds[0]) / 8)
    outline = gpd.GeoSeries([ring], crs=LINGANG_PROJECTED).to_crs("EPSG:4326").iloc[0]
    placed = cartography.layers_in(atlas, _layers(atlas, request), window)
    return {
        "scale": window.scale,
        "fitting_scale": fitting,
        "title": request.title or _title(placed, request.lang),
        "outline": shapely.get_coordinates(outline).round(6).tolist(),
    }


@dataclass(frozen=True)
class _Frame:
    """Where things go on the paper: millimetres; `unit` scales type and furniture."""

    width: float
    height: float
    unit: float
    margin: float
    panel: float
    top: float
    map_width: float
    map_height: float

    @property
    def wide(self) -> bool:
        return self.width > self.height


def _frame(request: Request) -> _Frame:
    width, height = _size(request)
    unit = math.sqrt(width * height) / math.sqrt(420 * 297)  # furniture grows with the paper, more slowly than it
    unit = min(max(unit**0.5, 0.85), 1.7)
    margin, panel, top, foot = 9.0 * unit, 62.0 * unit, 22.0 * unit, 17.0 * unit
    beside, below = (panel + 3.0 * unit, 0.0) if width > height else (0.0, 66.0 * unit)
    map_width, map_height = width - 2 * margin - 6.0 - beside, height - margin - top - foot - below
    return _Frame(width, height, unit, margin, panel, top, map_width, map_height)


def _layers(atlas: Atlas, request: Request) -> tuple[str, ...]:
    return request.layers or tuple(entry.id for entry in atlas.catalogue.layer if entry.visible)


def compose(atlas: Atlas, request: Request) -> tuple[Page, str]:
    """Lay a sheet out, and give it with its title."""
    frame = _frame(request)
    page, unit, left = Page(frame.width, frame.height), frame.unit, frame.margin + 4.0
    window, _ = _window(atlas, request, frame)
    placed = cartography.layers_in(atlas, _layers(atlas, request), window)
    title = request.title or _title(placed, request.lang)
    _draw_map(page, left, frame.top, window, placed, request, unit)
    _draw_head(page, title, request, frame.margin, frame.top, unit)
    if frame.wide:
        box = (frame.width - frame.margin - frame.panel, frame.top, frame.panel, frame.map_height)
        _draw_side(page, box, window, placed, _statements(atlas, request), request.lang, unit)
    else:
        box = (left, frame.top + frame.map_height + 9.0 * unit, frame.map_width, 0.0)
        _draw_bottom(page, box, window, placed, _statements(atlas, request), request.lang, unit)
    _draw_foot(page, frame.margin, request, atlas.version, unit)
    return page, title


def _size(request: Request) -> tuple[float, float]:
    if request.paper not in PAPERS:
        fault = Fault(f"paper={request.paper!r}", "one of " + ", ".join(PAPERS), "paper", "choose one of these")
        raise ParameterError(fault)
    long, short = PAPERS[request.paper]
    return (long, short) if request.landscape else (short, long)


def _today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def _window(atlas: Atlas, request: Request, frame: _Frame) -> tuple[Window, int]:
    """Find the centre and the scale, and the scale that fits: a box asked for, else what the layers shown cover."""
    width, height, ids = frame.map_width, frame.map_height, _layers(atlas, request)
    if request.bbox is not None:
        west, south, east, north = request.bbox
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
            fault = Fault(f"bbox={request.bbox}", "west,south,east,north in degrees", "bbox", "mend the order")
            raise ParameterError(fault)
        outline = shapely.segmentize(shapely.box(*request.bbox), (east - west) / 20)
        bounds = gpd.GeoSeries([outline], crs="EPSG:4326").to_crs(LINGANG_PROJECTED).total_bounds
    else:
        planning = [layer for layer in ids if atlas.entry(layer).role != "context"]
        boxes = [cartography.projected(atlas, layer).total_bounds for layer in planning]
        known = np.array([box for box in boxes if np.isfinite(box).all()])
        if not len(known):
            raise ParameterError(Fault("no planning layer with a shape", "at least one", "layers", "give a bbox"))
        bounds = np.concatenate([known[:, :2].min(axis=0), known[:, 2:].max(axis=0)])
    west, south, east, north = (float(value) for value in bounds)
    fitting = furniture.round_scale((east - west) * 1.04, (north - south) * 1.04, width, height)
    scale = request.scale or fitting
    if not 100 <= scale <= 5_000_000:
        raise ParameterError(Fault(f"scale={scale}", "100 to 5 000 000", "scale", "1:50 000 is scale=50000"))
    return Window((west + east) / 2, (south + north) / 2, scale, width, height), fitting


def _title(placed: list[Placed], lang: str) -> str:
    planning = [layer.entry for layer in placed if layer.entry.role == "planning"]
    if len(planning) == 1:
        name = planning[0].title_zh if lang == "zh" else planning[0].title_en
        return f"临港新片区{name}图" if lang == "zh" else f"Lingang New Area: {name}"
    return "临港新片区规划图集" if lang == "zh" else "Lingang New Area planning atlas"


def _draw_map(
    page: Page, x: float, y: float, window: Window, placed: list[Placed], request: Request, unit: float
) -> None:
    axes = page.map(x, y, window)
    cartography.draw_layers(axes, placed, weight=unit)
    draw_overlay(axes, request.overlay, unit)
    furniture.draw_grid(page, axes, x, y, window, 5.5 * unit)
    labels = cartography.Labels(axes, window)
    cartography.label_layers(labels, placed, request.lang, 7.0 * unit)


def draw_overlay(axes: Any, shapes: tuple[Any, ...], unit: float) -> None:
    """Draw shapes in degrees on top of a map, in the accent colour."""
    if not shapes:
        return
    for shape in gpd.GeoSeries(list(shapes), crs="EPSG:4326").to_crs(LINGANG_PROJECTED):
        outline = shapely.boundary(shape) if shape.geom_type.endswith("Polygon") else shape
        for part in shapely.get_parts(outline):
            xy = shapely.get_coordinates(part)
            axes.plot(xy[:, 0], xy[:, 1], color=ACCENT, linewidth=1.8 * unit, zorder=45, solid_joinstyle="round")


def _draw_head(page: Page, title: str, request: Request, margin: float, top: float, unit: float) -> None:
    page.box(
        margin - 3, margin - 3, page.width_mm - 2 * margin + 6, page.height_mm - 2 * margin + 6, edge=INK, line=1.0
    )
    page.text(margin + 4.0, top - 7.0 * unit, title, 19.0 * unit, color=BRAND, bold=True)
    name = "临港规划图集 Lingang Atlas"
    page.text(page.width_mm - margin, top - 7.0 * unit, name, 8.0 * unit, color=SOFT, align="right")


def _draw_side(
    page: Page,
    box: tuple[float, float, float, float],
    window: Window,
    placed: list[Placed],
    statements: list[str],
    lang: str,
    unit: float,
) -> None:
    zh = lang == "zh"
    x, y, width, height = box
    page.box(x, y, width, height, edge=RULE, line=0.6)
    inner, column = x + 5.0 * unit, width - 10.0 * unit
    furniture.draw_north(page, x + width - 10.0 * unit, y + 7.0, 11.0 * unit)
    page.text(inner, y + 9.0 * unit, "图例" if zh else "Legend", 12.0 * unit, color=BRAND, bold=True)
    page.rule(inner, y + 11.5 * unit, x + width - 18.0 * unit, y + 11.5 * unit, 0.8, BRAND)
    furniture.draw_legend(page, inner, y + 20.0 * unit, placed, lang=lang, width=column, unit=unit)
    at = y + height - 62.0 * unit
    furniture.draw_scale_bar(page, inner + 1.0, at, window, most_mm=column - 8.0, lang=lang, unit=unit)
    at += 12.0 * unit
    for text in statements:
        at = page.paragraph(inner, at, column, text, 6.0 * min(unit, 1.4), color=SOFT) + 0.8


def _draw_bottom(
    page: Page,
    box: tuple[float, float, float, float],
    window: Window,
    placed: list[Placed],
    statements: list[str],
    lang: str,
    unit: float,
) -> None:
    zh = lang == "zh"
    x, y, width, _ = box
    half = width * 0.5
    page.text(x, y + 2.0, "图例" if zh else "Legend", 12.0 * unit, color=BRAND, bold=True)
    page.rule(x, y + 4.5, x + half - 8.0, y + 4.5, 0.8, BRAND)
    shown = sorted(placed, key=lambda item: (item.entry.role == "context", -item.entry.order))
    middle = (len(shown) + 1) // 2
    for start, part in ((x, shown[:middle]), (x + half / 2, shown[middle:])):
        furniture.draw_legend(page, start, y + 12.0, part, lang=lang, width=half / 2 - 6.0, unit=unit)
    furniture.draw_north(page, x + width - 8.0, y, 11.0 * unit)
    furniture.draw_scale_bar(page, x + half + 4.0, y + 5.0, window, most_mm=half * 0.62, lang=lang, unit=unit)
    at = y + 18.0 * unit
    for text in statements:
        at = page.paragraph(x + half + 3.0, at, half - 4.0, text, 6.0 * min(unit, 1.4), color=SOFT) + 0.8


def _statements(atlas: Atlas, request: Request) -> list[str]:
    zh = request.lang == "zh"
    documents = atlas.tables["documents"].sort_values("sequence")[f"short_{request.lang}"]
    return [
        f"坐标系：{_DATUM_ZH}" if zh else f"Datum: {_DATUM_EN}",
        f"面积：{ELLIPSOIDAL.name_zh}" if zh else f"Area: {ELLIPSOIDAL.name_en}",
        f"资料来源：{'、'.join(documents)}，公开控制线；逐要素依据见图集"
        if zh
        else f"Sources: {', '.join(documents)}, public control lines; the atlas has the reference of each feature",
        *(given[not zh] for given in dict.fromkeys(map(licence_of, _layers(atlas, request)))),
        "按 100% 打印时比例准确" if zh else "True to scale when printed at 100 %",
    ]


def _draw_foot(page: Page, margin: float, request: Request, version: str, unit: float) -> None:
    zh, y = request.lang == "zh", page.height_mm - margin - 0.5
    slot = request.review_number or ("　　　　　　（未送审）" if zh else "(not submitted)")
    page.text(margin + 4.0, y, ("审图号：" if zh else "Map review no.: ") + slot, 7.5 * unit, color=INK)
    page.text(page.width_mm / 2, y, DISCLAIMER_ZH if zh else DISCLAIMER_EN, 7.5 * unit, color=ACCENT, align="center")
    day = (request.day or _today()).isoformat()
    words = f"制图日期 {day}　数据版本 {version}" if zh else f"Drawn {day}   data {version}"
    page.text(page.width_mm - margin, y, words, 7.5 * unit, color=SOFT, align="right")

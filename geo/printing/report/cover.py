"""The first page of a report: name, key figures, map and summary of the site."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import Rectangle

from geo.atlas.symbology import PRINT_PALETTE
from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.measure.units import UNITS
from geo.printing import fonts
from geo.printing.flow import COLUMN, LEFT, RIGHT, WIDTH, Flow
from geo.printing.page import ACCENT, BRAND, FAINT, INK, RULE, SOFT, TINT, Page, PaperWindow
from geo.printing.report.numbers import figure, grade_of, in_units, is_about, share_with_grade
from geo.printing.sheet import draw_layers, furniture
from geo.printing.sheet.labels import Labels, label_layers
from geo.printing.sheet.marks import draw_outline, on_sheet
from geo.stats.printed_rows import SCHEMATIC, cell_text
from geo.words import SOURCE_LANGUAGE, pick, say

if TYPE_CHECKING:
    import datetime as dt

    from geo.atlas.atlas import Atlas
    from geo.extract.site import Site

MAP_HEIGHT_MM = 148.0
_INSET_MM = (36.0, 40.0)
_BACKGROUND = ("coast", "water", "roads", "towns", "scopes")
_AROUND = ("functional_areas", "clusters", "parks")
#: Most places named in one line of the summary, and most designations, by language.
_MOST_NAMES, _MOST_TERMS = 4, {"zh": 3, "en": 1}
#: The layer of the inset map: the outline of the whole New Area.
_WHOLE = "scopes"


@dataclass(frozen=True)
class Cover:
    """The content of the first page: atlas, site, language, date and the map review number, if any."""

    atlas: Atlas
    site: Site
    lang: str
    day: dt.date
    review: str | None


def draw_cover(flow: Flow, cover: Cover, *, draft: bool = False) -> None:
    """Draw the first page: title band, name, figures, map (left out of a draft) and summary."""
    atlas, site, lang, day, review = cover.atlas, cover.site, cover.lang, cover.day, cover.review
    page = flow.new_page()
    page.box(0.0, 0.0, WIDTH, 15.0, fill=BRAND)
    page.text(LEFT, 9.6, say("report.title", lang), 12.0, color="white", zorder=6, bold=True)
    institute, pale = say("report.institute", lang), PRINT_PALETTE["brand-text"]
    page.text(RIGHT, 9.6, institute, 8.0, color=pale, align="right", zorder=6)
    page.text(LEFT, 29.0, site.name(lang), 23.0, color=BRAND, bold=True)
    page.text(RIGHT, 29.0, say("report.date", lang, day=day.isoformat()), 8.5, color=SOFT, align="right")
    where = fonts.wrap(_where(site, lang), 8.5, COLUMN)
    page.text(LEFT, 36.0, where[0] + ("…" if len(where) > 1 else ""), 8.5, color=SOFT)
    y = _draw_figures(page, site, lang, 40.5)
    window = map_window(atlas, site, COLUMN, MAP_HEIGHT_MM)
    if not draft:
        _draw_map(page, atlas, site, lang, y + 5.0, window)
    y += 5.0 + MAP_HEIGHT_MM + 4.6
    number = say("report.review", lang, number=review or say("report.no_review", lang))
    page.text(LEFT, y, number, 7.5, color=INK)
    scale = say("scale.plain", lang, scale=f"{window.scale:,}")
    page.text(RIGHT, y, f"{say('report.map', lang)} {scale}　{LINGANG_PROJECTED}", 7.5, color=SOFT, align="right")
    flow.y = y + 5.0
    page.box(LEFT, flow.y - 1.6, COLUMN, 0.0, edge=RULE)
    for line in summary(site, lang):
        flow.bullet(line)


def _where(site: Site, lang: str) -> str:
    if site.profile:
        return " › ".join(parent[f"name_{lang}"] for parent in site.profile["parents"]) or " "
    holding = sorted(
        (touch for touch in site.zones if touch.applies == "whole"), key=lambda touch: -(touch.place_km2 or 0.0)
    )
    return " › ".join(dict.fromkeys(touch.name(lang) for touch in holding)) or " "


def _draw_figures(page: Page, site: Site, lang: str, y: float) -> float:
    """Draw the area with its bound, hectares and mu, the stated area, perimeter and grade; return the lower edge."""
    area = site.area or {}
    km2, mu, km = (say(f"unit.{unit}", lang) for unit in ("km2", "mu", "km"))
    grade, about = grade_of(site), is_about(site)
    figures = {**area, "grade": SCHEMATIC if about else grade}
    drawn = f"{in_units(area, 'area_km2', lang, about=about)} {cell_text(figures, 'uncertainty_km2')}".strip()
    cells = [
        (say("report.area", lang), drawn, km2),
        (
            say("report.ha_and_mu", lang),
            in_units(area, "area_ha", lang, about=about),
            f"{figure(area.get('area_mu'), 'mu', about=about)} {mu}",
        ),
        (say("report.stated", lang), figure(area.get("stated_area_km2")), km2),
        (
            say("report.perimeter", lang),
            figure(area.get("perimeter_km"), "km"),
            km + (f"　{say('report.grade', lang)} {grade}" if grade else ""),
        ),
    ]
    width = COLUMN / len(cells)
    page.box(LEFT, y, COLUMN, 17.0, fill=TINT)
    for number, (title, value, unit) in enumerate(cells):
        x = LEFT + number * width
        if number:
            page.rule(x, y + 2.5, x, y + 14.5, 0.5, RULE)
        page.text(x + 3.5, y + 4.8, title, 7.5, color=SOFT)
        page.text(x + 3.5, y + 11.0, value, 13.0, color=BRAND, bold=True)
        page.text(x + 3.5, y + 15.0, unit, 7.5, color=FAINT)
    return y + 17.0


def map_window(atlas: Atlas, site: Site, width: float, height: float) -> PaperWindow:
    """Compute a window at a round scale in which the site fills about half of the width or height."""
    shapes = [site.shape] if site.shape is not None else [_whole_area(atlas)]
    west, south, east, north = gpd.GeoSeries(shapes, crs=WGS84).to_crs(LINGANG_PROJECTED).total_bounds
    spread = 1.15 if site.shape is None or (east - west) > 40_000 else 1.9
    wide, high = max((east - west) * spread, 2500.0), max((north - south) * spread, 2500.0)
    scale = furniture.round_scale(wide, high, width, height)
    return PaperWindow(float(west + east) / 2, float(south + north) / 2, scale, width, height)


def _whole_area(atlas: Atlas) -> Any:
    shapes = atlas.layer(_WHOLE).geometry.dropna()
    return shapely.union_all(shapes.to_numpy())


def _draw_map(page: Page, atlas: Atlas, site: Site, lang: str, y: float, window: PaperWindow) -> None:
    axes = page.map(LEFT, y, window)
    ids = [layer for layer in (*_BACKGROUND, *_AROUND) if layer in atlas.layer_ids]
    placed = draw_layers.layers_in(atlas, ids, window)
    draw_layers.draw_layers(axes, placed, weight=0.9)
    labels = Labels(axes, window)
    _reserve_furniture(labels, window)
    own = on_sheet(site.shape, window)
    if own is not None:
        draw_outline(axes, own, ACCENT, 1.8, 45)
        labels.place(site.name(lang), own, 9.0, ACCENT, force=True, bold=True)
    label_layers(labels, placed, lang, 6.6, named=[site.place_id] if site.place_id else [])
    _draw_inset(page, atlas, LEFT + COLUMN - _INSET_MM[0] - 2.0, y + 2.0, window)
    page.box(LEFT + 2.0, y + MAP_HEIGHT_MM - 14.0, 66.0, 12.0, fill="white", edge=RULE, zorder=2)
    furniture.draw_scale_bar(page, LEFT + 6.0, y + MAP_HEIGHT_MM - 9.4, window, most_mm=48.0, lang=lang)
    furniture.draw_north(page, LEFT + 8.0, y + 8.0, 9.0)


def _reserve_furniture(labels: Labels, window: PaperWindow) -> None:
    """Mark the corners of scale bar, north arrow and inset as taken, so that no name is written there."""
    west, south, east, north = window.bounds
    per_mm = window.scale / 1000.0
    labels.taken.append((west, south, west + 70.0 * per_mm, south + 16.0 * per_mm))
    labels.taken.append((west, north - 20.0 * per_mm, west + 15.0 * per_mm, north))
    labels.taken.append((east - 41.0 * per_mm, north - 45.0 * per_mm, east, north))


def _draw_inset(page: Page, atlas: Atlas, x: float, y: float, window: PaperWindow) -> None:
    """Draw a small map of the whole New Area, with the window of the large map as a rectangle."""
    bounds = draw_layers.projected(atlas, _WHOLE).total_bounds
    west, south, east, north = (float(value) for value in bounds)
    scale = int(np.ceil(max((east - west) / _INSET_MM[0], (north - south) / _INSET_MM[1]) * 1.08 * 1000))
    small = PaperWindow((west + east) / 2, (south + north) / 2, scale, *_INSET_MM)
    axes = page.map(x, y, small)
    draw_layers.draw_layers(axes, draw_layers.layers_in(atlas, ["coast", _WHOLE], small), weight=0.35)
    left, bottom, right, top = window.bounds
    frame = Rectangle(
        (left, bottom), right - left, top - bottom, fill=False, edgecolor=ACCENT, linewidth=1.0, zorder=50
    )
    axes.add_patch(frame)
    axes.set_zorder(2)


def summary(site: Site, lang: str) -> list[str]:
    """Write the summary, one sentence a line; every figure is also in a table of the report."""
    out = [_size(site, lang)]
    for key, found in (("touched.zones", site.zones), ("touched.parks", site.parks)):
        named = [
            touch.name(lang)
            if touch.share_of_site is None
            else say("report.with_share", lang, name=touch.name(lang), share=share_with_grade(touch, lang))
            for touch in found[:_MOST_NAMES]
        ]
        if named:
            names = say("list.separator", lang).join(named)
            listed = "report.list_more" if len(found) > _MOST_NAMES else "report.list"
            out.append(say(listed, lang, title=say(key, lang), names=names))
    terms = [
        _cited(claim, lang)
        for place in site.applying[:2]
        if place.applies != "part"
        for claim in place.statements["claims"]
        if claim["type"] == "positioning"
    ]
    if terms:
        out.append(say("report.positioning", lang, terms="；".join(terms[: _MOST_TERMS[lang]])))
    return out


def _size(site: Site, lang: str) -> str:
    """Write the area of a site, or the reason why it has none."""
    if not site.area:
        return say("report.unlocated" if site.shape is None else "report.no_extent", lang)
    area = site.area
    km2, ha, mu = (in_units(area, key, lang, about=is_about(site)) for key in UNITS)
    size = say("report.size", lang, km2=km2, ha=ha, mu=mu)
    if not area.get("derived"):
        return size
    return say("report.size_derived", lang, size=size, derived=say("report.derived", lang))


def _cited(claim: dict[str, Any], lang: str) -> str:
    """Write a designation with its source: in Chinese as printed in the document, else our summary."""
    said = claim["term_zh"] if lang == SOURCE_LANGUAGE else pick(claim, "summary", lang)
    document = pick(claim["document"], "short", lang)
    return say("report.cited", lang, said=said, document=document, section=pick(claim, "citation", lang))

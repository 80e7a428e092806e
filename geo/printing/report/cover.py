"""The first page of a report: what it is about, the key figures, where it lies, and the points that matter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import Rectangle

from geo.coordinates.crs import LINGANG_PROJECTED, WGS84
from geo.printing import fonts
from geo.printing.flow import COLUMN, LEFT, RIGHT, WIDTH, Flow
from geo.printing.page import ACCENT, BRAND, FAINT, INK, RULE, SOFT, TINT, Page, PaperWindow
from geo.printing.report.words import figure, percent, say
from geo.printing.sheet import draw_layers, furniture
from geo.printing.sheet.labels import Labels, label_layers
from geo.printing.sheet.marks import draw_outline, on_sheet

if TYPE_CHECKING:
    import datetime as dt

    from geo.atlas.atlas import Atlas
    from geo.extract.site import Site

MAP_HEIGHT_MM = 148.0
_INSET_MM = (36.0, 40.0)
_BACKGROUND = ("coast", "water", "roads", "towns", "scopes")
_AROUND = ("functional_areas", "clusters", "parks")
#: The outline the inset shows: the whole New Area.
_WHOLE = "scopes"


@dataclass(frozen=True)
class Cover:
    """The content of the first page: the site, the language, the date, and the map review number where there is one."""

    atlas: Atlas
    site: Site
    lang: str
    day: dt.date
    review: str | None


def draw_cover(flow: Flow, cover: Cover, *, draft: bool = False) -> None:
    """Draw the band, the name, the figures, the map (not on a draft) and the summary on the first page."""
    atlas, site, lang, day, review = cover.atlas, cover.site, cover.lang, cover.day, cover.review
    page = flow.new_page()
    page.box(0.0, 0.0, WIDTH, 15.0, fill=BRAND)
    page.text(LEFT, 9.6, say("title", lang), 12.0, color="white", zorder=6, bold=True)
    page.text(RIGHT, 9.6, say("institute", lang), 8.0, color="#c9dbe6", align="right", zorder=6)
    page.text(LEFT, 29.0, site.name(lang), 23.0, color=BRAND, bold=True)
    page.text(RIGHT, 29.0, say("date", lang, day=day.isoformat()), 8.5, color=SOFT, align="right")
    where = fonts.wrap(_where(site, lang), 8.5, COLUMN)
    page.text(LEFT, 36.0, where[0] + ("…" if len(where) > 1 else ""), 8.5, color=SOFT)
    y = _draw_figures(page, site, lang, 40.5)
    window = map_window(atlas, site, COLUMN, MAP_HEIGHT_MM)
    if not draft:
        _draw_map(page, atlas, site, lang, y + 5.0, window)
    y += 5.0 + MAP_HEIGHT_MM + 4.6
    number = say("review", lang, number=review or say("no_review", lang))
    page.text(LEFT, y, number, 7.5, color=INK)
    scale = f"1∶{window.scale:,}" if lang == "zh" else f"1:{window.scale:,}"
    page.text(RIGHT, y, f"{say('map', lang)} {scale}　{LINGANG_PROJECTED}", 7.5, color=SOFT, align="right")
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
    """Draw four cells: drawn area with ±, hectares and mu, stated area, perimeter and grade."""
    area, zh = site.area or {}, lang == "zh"
    bound = area.get("uncertainty_km2")
    km2, ha, mu = ("平方公里", "公顷", "亩") if zh else ("km²", "ha", "mu")
    drawn = figure(area.get("area_km2")) + (f" ±{figure(bound)}" if bound is not None else "")
    grade = site.profile["geometry"]["grade"] if site.profile else None
    cells = [
        (say("area", lang), drawn, km2),
        (f"{ha}　{mu}" if zh else f"{ha}, {mu}", figure(area.get("area_ha")), f"{figure(area.get('area_mu'), 0)} {mu}"),
        (say("stated", lang), figure(area.get("stated_area_km2")), km2),
        (
            say("perimeter", lang),
            figure(area.get("perimeter_km")),
            ("公里" if zh else "km") + (f"　{say('grade', lang)} {grade}" if grade else ""),
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
    """Compute the window at a round scale in which the site takes about half of the map."""
    shapes = [site.shape] if site.shape is not None else [_whole(atlas)]
    west, south, east, north = gpd.GeoSeries(shapes, crs=WGS84).to_crs(LINGANG_PROJECTED).total_bounds
    spread = 1.15 if site.shape is None or (east - west) > 40_000 else 1.9
    wide, high = max((east - west) * spread, 2500.0), max((north - south) * spread, 2500.0)
    scale = furniture.round_scale(wide, high, width, height)
    return PaperWindow(float(west + east) / 2, float(south + north) / 2, scale, width, height)


def _whole(atlas: Atlas) -> Any:
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
    """Keep the corners of the scale bar, the arrow and the inset free of names."""
    west, south, east, north = window.bounds
    per_mm = window.scale / 1000.0
    labels.taken.append((west, south, west + 70.0 * per_mm, south + 16.0 * per_mm))
    labels.taken.append((west, north - 20.0 * per_mm, west + 15.0 * per_mm, north))
    labels.taken.append((east - 41.0 * per_mm, north - 45.0 * per_mm, east, north))


def _draw_inset(page: Page, atlas: Atlas, x: float, y: float, window: PaperWindow) -> None:
    """Draw the whole New Area small, with the window of the map as a rectangle."""
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
    """Write the points that matter, one sentence each; every figure also stands in a table behind."""
    zh, out = lang == "zh", []
    if site.area:
        area = site.area
        size = (figure(area["area_km2"]), figure(area["area_ha"]), figure(area["area_mu"], 0))
        out.append(
            "图上面积 {} 平方公里，合 {} 公顷、{} 亩。".format(*size)
            if zh
            else "Drawn area {} km², that is {} ha or {} mu.".format(*size)
        )
        if area.get("derived"):
            out[-1] += say("derived", lang) if zh else " " + say("derived", lang)
    else:
        out.append(say("unlocated" if site.shape is None else "no_extent", lang))
    for key, found in (("zones", site.zones), ("parks", site.parks)):
        named = [
            touch.name(lang)
            if touch.share_of_site is None
            else touch.name(lang)
            + (f"（{percent(touch.share_of_site)}）" if zh else f" ({percent(touch.share_of_site)})")
            for touch in found[:4]
        ]
        if named:
            joined = ("、" if zh else ", ").join(named) + (" 等" if zh and len(found) > 4 else "")
            out.append(f"{say(key, lang)}{'：' if zh else ': '}{joined}{'。' if zh else '.'}")
    terms = [
        f"{claim['term_zh']}（{claim['document']['short_zh']} {claim['section']}）"
        if zh
        else f"{claim['summary_en']} ({claim['document']['short_en']}, {claim['section']})"
        for place in site.applying[:2]
        if place.applies != "part"
        for claim in place.statements["claims"]
        if claim["type"] == "positioning"
    ]
    if terms:
        shown = terms[: 3 if zh else 1]
        out.append(f"{say('positioning', lang)}：{'；'.join(shown)}。" if zh else shown[0])
    return out

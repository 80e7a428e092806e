"""The tables of what a site touches: zones, parks, belts and axes, as `geo.extract.touches` lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.extract.touches import threshold_notes
from geo.printing.flow import SMALL_PT, Column, Flow
from geo.printing.page import SOFT
from geo.printing.report.words import figure, percent, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extract.site import Site
    from geo.extract.touches import Touch


def draw_zones(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Draw the section of zones with the rules that hold for all tables; return how many headings it has."""
    _draw_table(flow, site.zones, lang, (number, "zones"), rows)
    if site.touches:
        flow.paragraph(say("zones_note", lang), SMALL_PT, SOFT)
        flow.paragraph(say("relation_note", lang), SMALL_PT, SOFT)
        for zh, en in threshold_notes():
            flow.paragraph(zh if lang == "zh" else en, SMALL_PT, SOFT)
    return 1


def draw_parks(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Draw the section of parks and nodes; return how many headings it has."""
    _draw_table(flow, site.parks, lang, (number, "parks"), rows)
    return 1


def draw_axes(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Draw the section of belts and axes, left out where there are none; return how many headings it has."""
    if not site.axes:
        return 0
    _draw_table(flow, site.axes, lang, (number, "axes"), rows)
    return 1


def _draw_table(flow: Flow, found: Sequence[Touch], lang: str, title: tuple[int, str], rows: int) -> None:
    """Draw one table of at most so many rows under its heading (number, key); what is left out is named below."""
    number, key = title
    if not found:
        flow.heading(number, say(key, lang))
        flow.paragraph(say(f"no_{key}", lang))
        return
    flow.heading(number, say("shown", lang, title=say(key, lang), count=len(found)))
    columns = [
        Column(say("col_axis" if key == "axes" else "col_zone", lang), 48.0),
        Column(say("col_grade", lang), 12.0),
        Column(say("col_common", lang), 31.0, number=True),
        Column(say("col_of_site", lang), 18.0, number=True),
        Column(say("col_of_place", lang), 20.0, number=True),
        Column(say("col_relation", lang), 28.0),
        Column(say("col_applies", lang), 15.0),
    ]
    lines = [_row(touch, lang) for touch in found[:rows]]
    flow.table(columns, lines, tail=_rest(found[rows:], lang))


def _row(touch: Touch, lang: str) -> list[str]:
    return [
        touch.name(lang),
        touch.grade or "—",
        _common(touch, lang),
        percent(touch.share_of_site),
        percent(touch.share_of_place),
        say(touch.boundary_relation, lang) if touch.boundary_relation else "—",
        say(touch.applies, lang) if touch.applies else "—",
    ]


def _common(touch: Touch, lang: str) -> str:
    """Write the common part: hectares, or kilometres of a line, or a dash for a point."""
    if touch.area_km2 is not None:
        return say("hectares", lang, size=figure(touch.area_km2 * 100))
    return "—" if touch.length_km is None else say("kilometres", lang, size=figure(touch.length_km))


def _rest(found: Sequence[Touch], lang: str) -> str:
    """Name the places for which the table has no room."""
    if not found:
        return ""
    names = ("；" if lang == "zh" else "; ").join(f"{touch.name(lang)} {_common(touch, lang)}" for touch in found)
    return say("more_touched", lang, count=len(found), names=names)

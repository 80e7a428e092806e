"""The tables of the places a site touches, as `geo.extract.touches` lists them: zones, parks, belts and axes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.extract.touches import threshold_notes
from geo.measure.units import HA_PER_KM2
from geo.printing.flow import SMALL_PT, Flow, PdfColumn
from geo.printing.page import SOFT
from geo.printing.report.numbers import about_percent, figure
from geo.stats.printed_rows import SCHEMATIC
from geo.words import in_language, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.extract.site import Site
    from geo.extract.touches import Touch


def draw_zones(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Draw the section of zones, with the notes on all these tables; return the number of headings."""
    _draw_table(flow, site.zones, lang, (number, "zones"), rows)
    if site.touches:
        flow.paragraph(say("report.zones_note", lang), SMALL_PT, SOFT)
        flow.paragraph(say("report.relation_note", lang), SMALL_PT, SOFT)
        for note in threshold_notes():
            flow.paragraph(in_language(note, lang), SMALL_PT, SOFT)
    return 1


def draw_parks(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Draw the section of parks and nodes; return the number of headings."""
    _draw_table(flow, site.parks, lang, (number, "parks"), rows)
    return 1


def draw_axes(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Draw the section of belts and axes, if there are any; return the number of headings."""
    if not site.axes:
        return 0
    _draw_table(flow, site.axes, lang, (number, "axes"), rows)
    return 1


def _draw_table(flow: Flow, found: Sequence[Touch], lang: str, title: tuple[int, str], rows: int) -> None:
    """Draw a heading (number, key) and a table of at most `rows` rows; name the other places below it."""
    number, key = title
    if not found:
        flow.heading(number, say(f"touched.{key}", lang))
        flow.paragraph(say(f"touched.no_{key}", lang))
        return
    flow.heading(number, say("report.shown", lang, title=say(f"touched.{key}", lang), count=len(found)))
    columns = [
        PdfColumn(say("report.col_axis" if key == "axes" else "report.col_zone", lang), 48.0),
        PdfColumn(say("report.col_grade", lang), 12.0),
        PdfColumn(say("report.col_common", lang), 31.0, number=True),
        PdfColumn(say("report.col_of_site", lang), 18.0, number=True),
        PdfColumn(say("report.col_of_place", lang), 20.0, number=True),
        PdfColumn(say("report.col_relation", lang), 28.0),
        PdfColumn(say("report.col_applies", lang), 15.0),
    ]
    lines = [_row(touch, lang) for touch in found[:rows]]
    flow.table(columns, lines, tail=_rest(found[rows:], lang))


def _row(touch: Touch, lang: str) -> list[str]:
    return [
        touch.name(lang),
        touch.grade or "—",
        _common(touch, lang),
        about_percent(touch.share_of_site, touch.grade, lang),
        about_percent(touch.share_of_place, touch.grade, lang),
        say(f"relation.{touch.boundary_relation}", lang) if touch.boundary_relation else "—",
        say(f"applies.{touch.applies}", lang) if touch.applies else "—",
    ]


def _common(touch: Touch, lang: str) -> str:
    """Write the size of the common part: hectares, kilometres of a line, or a dash for a point."""
    if touch.area_km2 is not None:
        return say(
            "report.hectares", lang, size=figure(touch.area_km2 * HA_PER_KM2, "ha", about=touch.grade == SCHEMATIC)
        )
    return "—" if touch.length_km is None else say("report.kilometres", lang, size=figure(touch.length_km, "km"))


def _rest(found: Sequence[Touch], lang: str) -> str:
    """Write the names of the places that are not in the table."""
    if not found:
        return ""
    names = say("list.semicolon", lang).join(f"{touch.name(lang)} {_common(touch, lang)}" for touch in found)
    return say("report.more_touched", lang, count=len(found), names=names)

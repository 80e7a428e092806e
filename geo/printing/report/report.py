"""The site report: two to four pages, with the source of every statement.

Four pages are the limit. A long table is cut, and a line below it says how many rows are left out. Places that the site
touches are always named.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from geo.atlas.notices import DISCLAIMER_EN, LICENCE_EN
from geo.extract.site import site_of_features, site_of_place
from geo.measure import units
from geo.measure.area import ELLIPSOIDAL
from geo.printing.flow import SMALL_PT, Flow, PdfColumn
from geo.printing.page import SOFT, to_pdf
from geo.printing.report.cover import Cover, draw_cover
from geo.printing.report.numbers import column, figure, grade_of, percent
from geo.printing.report.touched import draw_axes, draw_parks, draw_zones
from geo.words import SOURCE_LANGUAGE, numeral, pick, printed_day, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd

    from geo.atlas.atlas import Atlas
    from geo.extract.site import ApplyingPlace, Site

MAX_PAGES = 4
#: Most rows of a table of touched places and of any other table, from few to many. The touched places are the main
#: content, so the other tables are cut first.
_ROWS = [*((touched, 3) for touched in range(4, 14)), *((max(rows, 14), rows) for rows in range(3, 61))]
#: Widths of two columns of the statements in millimetres, by language.
_TYPE_MM, _TERM_MM = {"zh": 13.0, "en": 18.0}, {"zh": 90.0, "en": 85.0}
#: Most sections listed of one document.
_MOST_SECTIONS = 8
_STATEMENTS = ("positioning", "function", "industry", "target")


def report_pdf(
    atlas: Atlas, site: Site, *, lang: str = "zh", review_number: str | None = None, day: dt.date | None = None
) -> bytes:
    """Write the report of a site.

    Parameters
    ----------
    atlas : Atlas
    site : Site
        From `geo.extract.site.site_of_place` or `site_of_polygon`.
    lang : {"zh", "en"}
    review_number : str, optional
        审图号, printed under the map.
    day : datetime.date, optional
        Printed date, by default today.

    Returns
    -------
    bytes
        A PDF of two to four A4 pages.

    Raises
    ------
    MissingGlyphError
        If a name has a character the font lacks.
    """
    day = day or dt.datetime.now(tz=dt.UTC).date()
    sheet = Cover(atlas, site, lang, day, review_number)
    # The number of pages grows with the rows, so the most rows that fit are found by bisection.
    fits = bisect_right(_ROWS, MAX_PAGES, key=lambda rows: len(_lay_out(sheet, rows, draft=True).pages))
    flow = _lay_out(sheet, _ROWS[max(fits - 1, 0)])
    pages = flow.finish(say("report.page", lang))
    subject = f"data {atlas.version}; {LICENCE_EN}; {DISCLAIMER_EN}"
    return to_pdf(pages, title=f"{site.name(lang)} {say('report.title', lang)}", subject=subject, day=day)


def report_of_place(atlas: Atlas, place_id: str, **printed: Any) -> bytes:
    """Write the report of a place or of an own feature; arguments and errors as of `site_of_place` and `report_pdf`."""
    return report_pdf(atlas, site_of_place(atlas, place_id), **printed)


def report_of_features(atlas: Atlas, features: gpd.GeoDataFrame, **printed: Any) -> bytes:
    """Write the report of polygons; arguments and errors as of `site_of_features` and `report_pdf`."""
    return report_pdf(atlas, site_of_features(atlas, features), **printed)


def _lay_out(cover: Cover, rows: tuple[int, int], *, draft: bool = False) -> Flow:
    """Draw the pages with at most `rows` rows (see `_ROWS`); a draft has no map, which takes most of the time."""
    atlas, site, lang = cover.atlas, cover.site, cover.lang
    version = say("report.version", lang, version=atlas.version)
    flow = Flow(f"{say('report.title', lang)}　{site.name(lang)}", f"{say('notice.disclaimer', lang)}　{version}")
    draw_cover(flow, cover, draft=draft)
    flow.new_page()
    number = 1
    for draw_touched in (draw_zones, draw_parks, draw_axes):
        number += draw_touched(flow, site, lang, number, rows[0])
    for draw_section in (_draw_stated_area, _draw_claims, _draw_targets, _draw_policy_measures, _draw_limits):
        number += draw_section(flow, cover, number, rows[1])
    _draw_sources(flow, cover, number)
    return flow


def _left_out(lines: Sequence[Sequence[str]], rows: int, lang: str) -> str:
    """Write how many rows are left out, and of which places."""
    if len(lines) <= rows:
        return ""
    places = dict.fromkeys(line[0].replace("\n", " ") for line in lines[rows:])
    return say("report.more", lang, count=len(lines) - rows, places=say("list.semicolon", lang).join(places))


def _draw_by_place(
    flow: Flow, columns: Sequence[PdfColumn], lines: Sequence[Sequence[str]], lang: str, rows: int
) -> None:
    flow.table(columns, lines[:rows], grouped=True, tail=_left_out(lines, rows, lang))


def _draw_stated_area(flow: Flow, cover: Cover, number: int, rows: int) -> int:
    """Draw the table of stated and drawn area with their difference; return the number of headings."""
    site, lang = cover.site, cover.lang
    del rows
    area = site.area
    if not area or area.get("stated_area_km2") is None:
        return 0
    flow.heading(number, say("report.balance", lang))
    unit = "\n" + say("report.in_km2", lang)
    measured = ("report.stated", "report.area", "report.col_difference", "report.col_uncertainty")
    titles = [*(say(key, lang) + unit for key in measured), say("report.col_stated_source", lang)]
    columns = [
        PdfColumn(title, width, number=width < 40) for title, width in zip(titles, (29, 29, 29, 31, 54), strict=True)
    ]
    row, share = {**area, "grade": grade_of(site)}, area["difference_share"]
    difference = column(row, "difference_km2") + (
        f"（{units.percent(share, signed=True)}）" if share is not None else ""
    )
    source = area[f"stated_area_source_{lang}"] or "—"
    flow.table(
        columns,
        [[column(row, "stated_area_km2"), column(row, "area_km2"), difference, column(row, "uncertainty_km2"), source]],
    )
    if area["verdict"]:
        flow.paragraph(say(f"report.verdict_{area['verdict']}", lang))
    return 1


def _cited(row: dict[str, Any], lang: str) -> str:
    document = row["document"]
    return f"{document[f'short_{lang}']} {row[f'citation_{lang}']}" if document else "—"


def _draw_claims(flow: Flow, cover: Cover, number: int, rows: int) -> int:
    site, lang = cover.site, cover.lang
    flow.heading(number, say("report.claims", lang))
    lines = [
        [_place(place, lang), say(f"claim_type.{claim['type']}", lang), _statement(claim, lang), _cited(claim, lang)]
        for place in site.applying
        for claim in place.statements["claims"]
        if claim["type"] in _STATEMENTS
    ]
    if not lines:
        flow.paragraph(say("report.no_claims", lang, documents=_documents(cover)))
        return 1
    columns = [
        PdfColumn(say("report.col_place", lang), 33.0),
        PdfColumn(say("report.col_type", lang), _TYPE_MM[lang]),
        PdfColumn(say("report.col_term", lang), _TERM_MM[lang]),
        PdfColumn(say("report.col_source", lang), 36.0),
    ]
    _draw_by_place(flow, columns, lines, lang, rows)
    return 1


def _place(place: ApplyingPlace, lang: str) -> str:
    """Write the name of a place, and whether it applies to the whole site or to part of it."""
    name = str(place.statements[f"name_{lang}"])
    if place.applies == "itself":
        return name
    return f"{name}\n{say(f'report.applies_to_{place.applies}', lang, share=percent(place.share_of_site))}"


def _statement(claim: dict[str, Any], lang: str) -> str:
    """Write the designation as printed in the document, with our summary."""
    summary, term = pick(claim, "summary", lang), "、".join(claim["terms_zh"])
    if lang != SOURCE_LANGUAGE or not term or claim["type"] == "industry":
        return summary
    inner = term.translate({ord("“"): "‘", ord("”"): "’"})
    return say("report.statement", lang, term=inner, summary=summary)


def _draw_targets(flow: Flow, cover: Cover, number: int, rows: int) -> int:
    site, lang = cover.site, cover.lang
    lines = [
        [
            _place(place, lang),
            say("report.of_year", lang, name=pick(row, "name", lang), year=row["year"])
            if row["year"]
            else pick(row, "name", lang),
            f"{row['value']} {row['unit'] or ''}".strip() if lang == SOURCE_LANGUAGE else row["value_en"],
            _cited(row, lang),
        ]
        for place in site.applying
        for row in place.statements["indicators"]
    ]
    if not lines:
        return 0
    flow.heading(number, say("report.targets", lang))
    columns = [
        PdfColumn(say("report.col_place", lang), 33.0),
        PdfColumn(say("report.col_figure", lang), 68.0),
        PdfColumn(say("report.col_value", lang), 35.0),
        PdfColumn(say("report.col_source", lang), 36.0),
    ]
    _draw_by_place(flow, columns, lines, lang, rows)
    return 1


def _draw_policy_measures(flow: Flow, cover: Cover, number: int, rows: int) -> int:
    site, lang = cover.site, cover.lang
    seen: dict[str, list[str]] = {}
    for place in site.applying:
        for row in place.statements["measures"]:
            title = say("report.measure", lang, title=row[f"title_{lang}"], summary=row[f"summary_{lang}"])
            seen.setdefault(row["measure_id"], [_place(place, lang), title, _cited(row, lang)])
    if not seen:
        return 0
    flow.heading(number, say("report.measures", lang))
    columns = [
        PdfColumn(say("report.col_place", lang), 33.0),
        PdfColumn(say("report.col_measure", lang), 103.0),
        PdfColumn(say("report.col_source", lang), 36.0),
    ]
    _draw_by_place(flow, columns, list(seen.values()), lang, rows)
    return 1


def _draw_limits(flow: Flow, cover: Cover, number: int, rows: int) -> int:
    del rows
    flow.heading(number, say("report.uncertain", cover.lang))
    for line in _limits(cover):
        flow.bullet(line, 8.5)
    return 1


def _limits(cover: Cover) -> Iterator[str]:
    """List the limits of the figures: accuracy, schematic outlines, places near the site."""
    site, lang = cover.site, cover.lang
    if site.profile is None:
        yield say("report.given", lang)
    else:
        drawn = site.profile["geometry"]
        if drawn["type"] is None:
            yield say("report.unlocated", lang)
        elif site.area and site.area.get("derived"):
            yield say("report.derived", lang)
        elif drawn["method"] == "schematic":
            yield say("report.schematic", lang)
        if drawn["accuracy_m"] is not None:
            reference = drawn[f"reference_{lang}"] or "—"
            yield say("report.accuracy", lang, accuracy=figure(drawn["accuracy_m"], "m"), reference=reference)
        if drawn[f"note_{lang}"]:
            yield str(drawn[f"note_{lang}"])
    vague = [touch.name(lang) for touch in site.touches if touch.grade == "C" and touch.area_km2 is not None]
    if vague:
        yield say("report.neighbours", lang, count=len(vague), names=_first_names(vague, lang))
    if site.near:
        names = _first_names([place[f"name_{lang}"] for place in site.near], lang)
        yield say("report.near", lang, count=len(site.near), names=names)
    yield say("report.nothing_binding", lang, documents=_documents(cover))


def _first_names(names: Sequence[str], lang: str) -> str:
    return say("list.separator", lang).join(names[:8]) + (say("report.and_more", lang) if len(names) > 8 else "")


def _draw_sources(flow: Flow, cover: Cover, number: int) -> None:
    site, lang = cover.site, cover.lang
    cited: dict[str, set[str]] = {}
    for place in site.applying:
        for part in ("claims", "indicators", "measures"):
            for row in place.statements[part]:
                cited.setdefault(row["document"]["id"], set()).add(str(row[f"citation_{cover.lang}"]))
    flow.heading(number, say("report.sources", lang))
    columns = [
        PdfColumn(say("report.col_document", lang), 66.0),
        PdfColumn(say("report.col_number", lang), 36.0),
        PdfColumn(say("report.col_issued", lang), 24.0),
        PdfColumn(say("report.col_sections", lang), 46.0),
    ]
    documents = cover.atlas.tables["documents"].sort_values("sequence")
    rows = [
        [
            row[f"title_{lang}"],
            row["number"] or "—",
            printed_day(row["issued_on"], lang) or say("report.unknown_date", lang),
            _sections(cited[row["doc_id"]], lang),
        ]
        for row in documents.to_dict("records")
        if row["doc_id"] in cited
    ]
    if rows:
        flow.table(columns, rows)
    name, licence = pick(ELLIPSOIDAL, "name", lang), say("licence.atlas", lang)
    flow.paragraph(say("report.method", lang, name=name, licence=licence), SMALL_PT, SOFT)
    flow.paragraph(say("notice.disclaimer", lang), SMALL_PT, SOFT)


def _documents(cover: Cover) -> str:
    """Write the number of documents of the atlas."""
    return numeral(len(cover.atlas.tables["documents"]), cover.lang)


def _sections(sections: set[str], lang: str) -> str:
    known = sorted(sections)
    shown = say("list.semicolon", lang).join(known[:_MOST_SECTIONS])
    rest = len(known) - _MOST_SECTIONS
    return say("report.sections_more", lang, sections=shown, count=len(known), rest=rest) if rest > 0 else shown

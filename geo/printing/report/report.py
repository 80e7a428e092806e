"""The site report: two to four pages a planner or an investor takes into a meeting, every statement with its source.

Four pages are the limit. Of long lists the first rows are printed and the number of the others is said; places that the
site touches are named in any case.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from geo.export.layer_content import LICENCE_EN, LICENCE_ZH
from geo.measure.area import ELLIPSOIDAL
from geo.places.profile import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.printing.flow import SMALL_PT, Column, Flow
from geo.printing.page import SOFT, to_pdf
from geo.printing.report.cover import Cover, draw_cover
from geo.printing.report.touched import draw_axes, draw_parks, draw_zones
from geo.printing.report.words import figure, percent, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.atlas.atlas import Atlas
    from geo.extract.site import ApplyingPlace, Site

MAX_PAGES = 4
#: Rows of a table of touched places and of any other table, from the fewest to the most. The touched places are what
#: the report is about: the other tables are cut first.
_ROWS = [*((touched, 3) for touched in range(4, 14)), *((max(rows, 14), rows) for rows in range(3, 61))]
_STATEMENTS = ("positioning", "function", "industry")


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
        If a name holds a character the typeface lacks.
    """
    day = day or dt.datetime.now(tz=dt.UTC).date()
    sheet = Cover(atlas, site, lang, day, review_number)
    # The most rows that fit: the pages grow with the rows, so the number is found by halving.
    fits = bisect_right(_ROWS, MAX_PAGES, key=lambda rows: len(_lay_out(sheet, rows, draft=True).pages))
    flow = _lay_out(sheet, _ROWS[max(fits - 1, 0)])
    pages = flow.finish(say("page", lang))
    subject = f"data {atlas.version}; {LICENCE_EN}; {DISCLAIMER_EN}"
    return to_pdf(pages, title=f"{site.name(lang)} {say('title', lang)}", subject=subject, day=day)


def _lay_out(cover: Cover, rows: tuple[int, int], *, draft: bool = False) -> Flow:
    """Draw the pages with at most so many rows (`_ROWS`); a draft leaves out the map, which takes most of the time."""
    atlas, site, lang = cover.atlas, cover.site, cover.lang
    disclaimer = DISCLAIMER_ZH if lang == "zh" else DISCLAIMER_EN
    version = f"数据版本 {atlas.version}" if lang == "zh" else f"data {atlas.version}"
    flow = Flow(f"{say('title', lang)}　{site.name(lang)}", f"{disclaimer}　{version}")
    draw_cover(flow, cover, draft=draft)
    flow.new_page()
    number = 1
    for section in (draw_zones, draw_parks, draw_axes):
        number += section(flow, site, lang, number, rows[0])
    for section in (_balance, _claims, _targets, _measures, _uncertain):
        number += section(flow, site, lang, number, rows[1])
    _sources(flow, atlas, site, lang, number)
    return flow


def _left_out(lines: Sequence[Sequence[str]], rows: int, lang: str) -> str:
    """Say how many rows are left out, and of which places."""
    if len(lines) <= rows:
        return ""
    places = dict.fromkeys(line[0].replace("\n", " ") for line in lines[rows:])
    return say("more", lang, count=len(lines) - rows, places=("；" if lang == "zh" else "; ").join(places))


def _by_place(flow: Flow, columns: Sequence[Column], lines: Sequence[Sequence[str]], lang: str, rows: int) -> None:
    flow.table(columns, lines[:rows], grouped=True, tail=_left_out(lines, rows, lang))


def _balance(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    """Set the stated area beside the drawn one; never blended."""
    del rows
    area = site.area
    if not area or area.get("stated_area_km2") is None:
        return 0
    zh = lang == "zh"
    flow.heading(number, say("balance", lang))
    unit = "\n（平方公里）" if zh else "\n(km²)"
    titles = [say("stated", lang) + unit, say("area", lang) + unit, ("差值" if zh else "Difference") + unit]
    titles += [("误差限 ±" if zh else "Uncertainty ±") + unit, "公布面积出处" if zh else "Source of the stated area"]
    columns = [
        Column(title, width, number=width < 40) for title, width in zip(titles, (29, 29, 29, 31, 54), strict=True)
    ]
    bound, share = area["uncertainty_km2"], area["difference_share"]
    difference = figure(area["difference_km2"]) + (f"（{percent_signed(share)}）" if share is not None else "")
    source = area[f"stated_area_source_{lang}"] or "—"
    flow.table(
        columns, [[figure(area["stated_area_km2"]), figure(area["area_km2"]), difference, figure(bound), source]]
    )
    if area["verdict"]:
        flow.paragraph(
            (say("area", lang) + "：" if zh else "") + say(f"verdict_{area['verdict']}", lang) + ("。" if zh else ".")
        )
    return 1


def percent_signed(share: float) -> str:
    """Write a difference as a signed percentage."""
    return f"{share * 100:+.1f}%".replace("-", "−")


def _cited(row: dict[str, Any], lang: str) -> str:
    document = row["document"]
    return f"{document[f'short_{lang}']} {row['section']}" if document else "—"


def _claims(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    flow.heading(number, say("claims", lang))
    lines = [
        [_place(place, lang), say(claim["type"], lang), _statement(claim, lang), _cited(claim, lang)]
        for place in site.applying
        for claim in place.statements["claims"]
        if claim["type"] in _STATEMENTS
    ]
    if not lines:
        flow.paragraph(say("no_claims", lang))
        return 1
    columns = [
        Column(say("col_place", lang), 33.0),
        Column(say("col_type", lang), 18.0 if lang == "en" else 13.0),
        Column(say("col_term", lang), 85.0 if lang == "en" else 90.0),
        Column(say("col_source", lang), 36.0),
    ]
    _by_place(flow, columns, lines, lang, rows)
    return 1


def _place(place: ApplyingPlace, lang: str) -> str:
    """Name a place, and say whether it applies to the whole site or to part of it."""
    name = str(place.statements[f"name_{lang}"])
    if place.applies == "itself":
        return name
    return f"{name}\n{say(f'applies_to_{place.applies}', lang, share=percent(place.share_of_site))}"


def _statement(claim: dict[str, Any], lang: str) -> str:
    """Write the designation as printed, and our summary of it."""
    term = "、".join(claim["terms_zh"])
    if lang == "en":
        return str(claim["summary_en"])
    inner = term.translate({ord("“"): "‘", ord("”"): "’"})
    return f"“{inner}”　{claim['summary_zh']}" if term and claim["type"] != "industry" else str(claim["summary_zh"])


def _targets(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    lines = [
        [
            _place(place, lang),
            row[f"name_{lang}"]
            + (f"（{row['year']}）" if row["year"] and lang == "zh" else f" {row['year'] or ''}".rstrip()),
            f"{row['value']} {(row['unit'] if lang == 'zh' else row['unit_en']) or ''}".strip(),
            _cited(row, lang),
        ]
        for place in site.applying
        for row in place.statements["indicators"]
    ]
    if not lines:
        return 0
    flow.heading(number, say("targets", lang))
    columns = [
        Column(say("col_place", lang), 33.0),
        Column(say("col_figure", lang), 68.0),
        Column(say("col_value", lang), 35.0),
        Column(say("col_source", lang), 36.0),
    ]
    _by_place(flow, columns, lines, lang, rows)
    return 1


def _measures(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    seen: dict[str, list[str]] = {}
    for place in site.applying:
        for row in place.statements["measures"]:
            title = f"{row[f'title_{lang}']}{'：' if lang == 'zh' else ': '}{row[f'summary_{lang}']}"
            seen.setdefault(row["measure_id"], [_place(place, lang), title, _cited(row, lang)])
    if not seen:
        return 0
    flow.heading(number, say("measures", lang))
    columns = [
        Column(say("col_place", lang), 33.0),
        Column(say("col_measure", lang), 103.0),
        Column(say("col_source", lang), 36.0),
    ]
    _by_place(flow, columns, list(seen.values()), lang, rows)
    return 1


def _uncertain(flow: Flow, site: Site, lang: str, number: int, rows: int) -> int:
    del rows
    flow.heading(number, say("uncertain", lang))
    for line in _doubts(site, lang):
        flow.bullet(line, 8.5)
    return 1


def _doubts(site: Site, lang: str) -> Iterator[str]:
    """Say what a reader must not read into the figures."""
    if site.profile is None:
        yield say("given", lang)
    else:
        drawn = site.profile["geometry"]
        if drawn["type"] is None:
            yield say("unlocated", lang)
        elif site.area and site.area.get("derived"):
            yield say("derived", lang)
        elif drawn["method"] == "schematic":
            yield say("schematic", lang)
        if drawn["accuracy_m"] is not None:
            reference = drawn[f"reference_{lang}"] or "—"
            yield say("accuracy", lang, accuracy=figure(drawn["accuracy_m"], 0), reference=reference)
        if drawn[f"note_{lang}"]:
            yield str(drawn[f"note_{lang}"])
    vague = [touch.name(lang) for touch in site.touches if touch.grade == "C" and touch.area_km2 is not None]
    if vague:
        yield say("neighbours", lang, count=len(vague), names=_first_names(vague, lang))
    if site.near:
        names = _first_names([place[f"name_{lang}"] for place in site.near], lang)
        yield say("near", lang, count=len(site.near), names=names)
    yield say("nothing_binding", lang)


def _first_names(names: Sequence[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(names[:8]) + (say("and_more", lang) if len(names) > 8 else "")


def _sources(flow: Flow, atlas: Atlas, site: Site, lang: str, number: int) -> None:
    cited: dict[str, set[str]] = {}
    for place in site.applying:
        for part in ("claims", "indicators", "measures"):
            for row in place.statements[part]:
                cited.setdefault(row["document"]["id"], set()).add(str(row["section"]))
    flow.heading(number, say("sources", lang))
    columns = [
        Column(say("col_document", lang), 66.0),
        Column(say("col_number", lang), 36.0),
        Column(say("col_issued", lang), 24.0),
        Column(say("col_sections", lang), 46.0),
    ]
    documents = atlas.tables["documents"].sort_values("sequence")
    rows = [
        [
            row[f"title_{lang}"],
            row["number"] or "—",
            row["issued_on"] or say("unknown_date", lang),
            _sections(cited[row["doc_id"]], lang),
        ]
        for row in documents.to_dict("records")
        if row["doc_id"] in cited
    ]
    if rows:
        flow.table(columns, rows)
    zh = lang == "zh"
    method = f"面积方法：{ELLIPSOIDAL.name_zh}。" if zh else f"Area: {ELLIPSOIDAL.name_en}."
    flow.paragraph(method + (f"{LICENCE_ZH}。" if zh else f" {LICENCE_EN}."), SMALL_PT, SOFT)
    flow.paragraph(DISCLAIMER_ZH if zh else DISCLAIMER_EN, SMALL_PT, SOFT)


def _sections(sections: set[str], lang: str) -> str:
    known = sorted(sections)
    tail = "" if len(known) <= 8 else (f" 等 {len(known)} 处" if lang == "zh" else f" and {len(known) - 8} more")
    return "；".join(known[:8]) + tail

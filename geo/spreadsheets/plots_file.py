"""The workbook of plots: a row a plot, a row for each place that reaches it, its statements, and notes."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from geo.columns import column_of
from geo.extract.plots.table import DIGITS, plots_json
from geo.extract.printed_row import printed_rows
from geo.measure.units import UNITS, percent, unit_places
from geo.spreadsheets import xlsx_file
from geo.words import in_language, pick, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.extract.plots.plots import Plot, Plots

_VERDICTS = ("inside", "partly", "cannot_be_told")
#: Columns of the plots -> width; the attributes of the file stand after the name.
_HEAD = {"number": 6, "name": 24}
_FIGURES = {"area_km2": 12, "area_ha": 12, "area_mu": 12, "perimeter_km": 10, "length_km": 10}
_TEXTS = {**dict.fromkeys(_VERDICTS, 40), "nearest_park": 24, "distance_m": 12, "pm_m": 8, "conflicts": 50}
_ATTRIBUTE_WIDTH, _NOTES_WIDTH = 16, 90
#: Columns of the places -> width and number format.
_ZONES = {
    **{"number": (6, ""), "name": (24, ""), "layer": (20, ""), "place": (28, ""), "id": (22, ""), "grade": (8, "")},
    **{"verdict": (12, ""), "share_of_plot": (10, "0.0%"), "share_pm": (10, "0.0%"), "distance_m": (12, "0")},
}
#: Columns of a statement, those of an extract, after number and name of the plot.
_STATEMENTS = {
    **{"theme": 16, "kind": 12, "id": 24, "what": 30, "detail": 50, "places": 24, "verdict": 12},
    **{"document": 18, "number": 20, "section": 24},
}


def plots_xlsx(
    atlas: Atlas, plots: Plots, extract_of: Callable[[Plot], Mapping[str, Any]], day: dt.date, lang: str
) -> bytes:
    """Write plots as a workbook in one language.

    Parameters
    ----------
    atlas : Atlas
    plots : Plots
    extract_of : callable
        Makes the extract of a plot, whose statements are listed; it is asked for areas only.
    day : datetime.date
        The day of the extracts; the time inside the file is its.
    lang : {"zh", "en"}
    """
    out, title = io.BytesIO(), say("plot.title", lang)
    table = plots_json(atlas, plots)
    with xlsx_file.open_workbook(out, title=title) as book:
        book.set_properties(
            {"title": title, "author": say("extract.author", lang), "created": dt.datetime.combine(day, dt.time())}
        )
        head = xlsx_file.head_style(book)
        _write_plots(book, table, lang, head)
        _write_zones(book, atlas, table, lang, head)
        extracts = ((plot, extract_of(plot)) for plot in plots.plots if plot.account.size["area"])
        said = _write_statements(book, extracts, lang, head)
        columns = [say("extract.note", lang), say("extract.note_text", lang)]
        notes = _notes(atlas, table, said, day, lang)
        xlsx_file.write_texts(book, say("extract.notes", lang), columns, notes, head, width=_NOTES_WIDTH)
    return out.getvalue()


def _write_plots(book: Any, table: Mapping[str, Any], lang: str, head: Any) -> None:
    page = book.add_worksheet(xlsx_file.worksheet_name(say("plot.title", lang)))
    keys = [*_HEAD, *table["attributes"], *_FIGURES, *_TEXTS]
    heads = [_title(key, lang) if key not in table["attributes"] else key for key in keys]
    widths = [*_HEAD.values(), *[_ATTRIBUTE_WIDTH] * len(table["attributes"]), *_FIGURES.values(), *_TEXTS.values()]
    xlsx_file.write_head(page, heads, widths, head)
    first = len(_HEAD) + len(table["attributes"])
    figures = {
        first + at: book.add_format({"num_format": _number_format(key)})
        for at, key in enumerate((*_FIGURES, *_TEXTS))
        if key in _FIGURES or key.endswith("_m")
    }
    rows = [_plot_cells(item, table["attributes"], lang) for item in table["items"]]
    rows += [[None, title, *[None] * (first - 2), *cells] for title, cells in _closing(table["total"], lang)]
    for line, cells in enumerate(rows, start=1):
        for at, value in enumerate(cells):
            xlsx_file.write_cell(page, line, at, value, figures.get(at))
    xlsx_file.set_up_print(page)
    page.freeze_panes(1, len(_HEAD))
    page.autofilter(0, 0, max(len(table["items"]), 1), len(keys) - 1)


def _title(key: str, lang: str) -> str:
    return in_language(column_of(key).heading, lang) if key in _FIGURES else say(f"plot_column.{key}", lang)


def _number_format(key: str) -> str:
    places = unit_places(key, DIGITS) if key in UNITS else 3 if key.endswith("_km") else 0
    return "#,##0" + ("." + "0" * places if places else "")


def _plot_cells(item: Mapping[str, Any], attributes: Sequence[str], lang: str) -> list[Any]:
    area, park = item["area"] or {}, item["nearest_park"] or {}
    by_verdict = [_zone_texts(item["zones"], verdict, lang) for verdict in _VERDICTS]
    return [
        item["number"],
        pick(item, "name", lang),
        *(_cell(item["attributes"].get(name)) for name in attributes),
        *(area.get(unit) for unit in UNITS),
        item["perimeter_km"],
        item["length_km"],
        *by_verdict,
        pick(park, "name", lang) if park else None,
        park.get("distance_m"),
        park.get("pm_m"),
        say("list.semicolon", lang).join(pick(conflict, "text", lang) for conflict in item["conflicts"]) or None,
    ]


def _cell(value: Any) -> Any:
    return str(value) if isinstance(value, bool) else value


def _zone_texts(zones: Sequence[Mapping[str, Any]], verdict: str, lang: str) -> str | None:
    """List the places with a verdict; one that holds part of a plot with its share and ±."""
    texts = []
    for zone in zones:
        if zone["verdict"] != verdict:
            continue
        share = "" if verdict == "inside" or zone["share_of_plot"] is None else f" {_share(zone)}"
        texts.append(pick(zone, "name", lang) + share)
    return say("list.separator", lang).join(texts) or None


def _share(zone: Mapping[str, Any]) -> str:
    about = zone["grade"] == "C"
    share = percent(zone["share_of_plot"], about=about)
    return share if zone["share_pm"] is None else f"{share} ± {percent(zone['share_pm'], about=about)}"


def _closing(total: Mapping[str, Any], lang: str) -> Iterator[tuple[str, list[Any]]]:
    """Yield the rows below the plots: total, its rounding, ground counted once."""
    if total["area"] is None:
        return
    yield say("plot.total", lang), [total["area"][unit] for unit in UNITS]
    if any(total["rounding"][unit] for unit in UNITS):
        yield say("plot.rounding", lang), [total["rounding"][unit] for unit in UNITS]
    if total["overlap"]:
        yield say("plot.merged", lang), [total["merged_area"][unit] for unit in UNITS]


def _write_zones(book: Any, atlas: Atlas, table: Mapping[str, Any], lang: str, head: Any) -> None:
    page = book.add_worksheet(xlsx_file.worksheet_name(say("plot.zones", lang)))
    titles = [say(f"plot_column.{key}", lang) for key in _ZONES]
    xlsx_file.write_head(page, titles, [width for width, _ in _ZONES.values()], head)
    styles = [book.add_format({"num_format": form}) if form else None for _, form in _ZONES.values()]
    line = 0
    for item in table["items"]:
        for zone in item["zones"]:
            line += 1
            cells = [
                item["number"],
                pick(item, "name", lang),
                pick(atlas.entry(zone["layer"]), "title", lang),
                pick(zone, "name", lang),
                *(zone[key] for key in ("id", "grade")),
                say(f"extract_verdict.{zone['verdict']}", lang),
                *(zone[key] for key in ("share_of_plot", "share_pm", "distance_m")),
            ]
            for at, (value, style) in enumerate(zip(cells, styles, strict=True)):
                xlsx_file.write_cell(page, line, at, value, style)
    _finish(page, line, len(_ZONES))


def _write_statements(book: Any, extracts: Iterator[tuple[Plot, Mapping[str, Any]]], lang: str, head: Any) -> int:
    """Write the statements that reach each plot; return their number."""
    page = book.add_worksheet(xlsx_file.worksheet_name(say("plot.statements", lang)))
    titles = [say(f"plot_column.{key}", lang) for key in _HEAD] + [
        say(f"extract_column.{key}", lang) for key in _STATEMENTS
    ]
    xlsx_file.write_head(page, titles, [*_HEAD.values(), *_STATEMENTS.values()], head)
    line = 0
    for plot, extract in extracts:
        for row in printed_rows(extract, lang, ("applies",)):
            line += 1
            cells = [plot.number, pick(plot, "name", lang), *(row[key] for key in _STATEMENTS)]
            for at, value in enumerate(cells):
                xlsx_file.write_cell(page, line, at, value)
    _finish(page, line, len(titles))
    return line


def _finish(page: Any, lines: int, columns: int) -> None:
    xlsx_file.set_up_print(page)
    page.freeze_panes(1, len(_HEAD))
    page.autofilter(0, 0, max(lines, 1), columns - 1)


def _notes(atlas: Atlas, table: Mapping[str, Any], said: int, day: dt.date, lang: str) -> list[tuple[str, str]]:
    named = table["name_attribute"] or say("plot.by_number", lang)
    return [
        (say("plot.count", lang), str(table["count"])),
        (say("plot.named_by", lang), named),
        (say("plot.statements", lang), str(said)),
        (say("extract_column.version", lang), atlas.version),
        (say("extract_column.as_of", lang), day.isoformat()),
        (say("plot.verdicts", lang), say("extract.rules", lang)),
        (say("extract_column.disclaimer", lang), say("notice.disclaimer", lang)),
    ]

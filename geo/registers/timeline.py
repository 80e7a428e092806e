"""The documents and the targets in their time: what was said of every place by then, and what is due when.

The stops of the timeline are the documents in the order of their days, and after the documents of a year the year of
targets that end with it. At a stop, a place is told by the newest document that says what it is for; a target counts
once the document that sets it is there, and is due once its year is reached.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.per_atlas import recent_per_atlas
from geo.atlas.symbology import THEME_OPACITY, THEME_WORDS
from geo.columns import TableColumns
from geo.documents import validity
from geo.errors import Fault, ParameterError
from geo.places.profile import statements_of
from geo.places.side_by_side.cell_text import told_text
from geo.places.side_by_side.timeline import timeline as lines_of
from geo.places.sourced_rows import brief_place
from geo.registers.register import SOURCE_KEYS, Register, flat_source
from geo.registers.themes.classes import UNKNOWN, ThemeClass, unknown_class
from geo.registers.themes.wholes import wholes_of
from geo.words import LANGUAGES, both

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.atlas.atlas import Atlas

COLUMNS = TableColumns(
    (
        *("place_id", "name_zh", "name_en", "year", "statement_kind_zh", "statement_kind_en"),
        *("statement_zh", "statement_en", *SOURCE_KEYS),
    )
)
#: The class of a place that documents name without saying what it is for.
NAMED = "named"
#: The fifth colour of the words is grey.
_COLOURS, _GREY = (*THEME_WORDS[:4], *THEME_WORDS[5:]), THEME_WORDS[4]
#: Size of the symbol of every class.
_STEP = 2

Line = dict[str, Any]


def timeline(atlas: Atlas, until: str = "", on: dt.date | None = None) -> Register:
    """Tell what was said of every place by a stop of the timeline, and what is due.

    Parameters
    ----------
    atlas : Atlas
    until : str
        Id of a stop (a document, or the year of targets), or any year, which counts all stops of it and before; empty
        for the last document.
    on : datetime.date, optional
        The day that tells which years are over; today without it.

    Returns
    -------
    Register
        Body: ``until`` (the stop reached, None before the first), ``stops`` (``id``, ``kind`` said or due, ``year``,
        ``day`` and ``document`` or ``passed``, ``places``: of how many it tells), ``classes`` as of a theme: a document
        each, ``named`` and ``unknown``, with their colours and counts; ``places``: every place with its ``class``,
        ``said`` (what the newest document says of it), ``fresh`` (whether that is the stop), ``located`` and ``whole``
        (whether it is drawn by its line);
        ``due``: the years of targets set by then with ``reached``, ``passed`` and ``places``. The rows of the file are
        all statements by then, the older ones too.

    Raises
    ------
    ParameterError
        If `until` is neither a stop nor a year.
    """
    day = on or dt.datetime.now(tz=dt.UTC).date()
    lines, ids = _lines(atlas, day), list(atlas.places.index)
    reached = _reached(lines, until)
    stop = reached[-1] if reached else None
    said = [line for line in reached if line["kind"] == "said"]
    due = _due(lines, reached, {line["document"]["id"] for line in said})
    places = _places(atlas, ids, said, stop)
    classes = _classes(said)
    counts = {one.id: sum(1 for row in places if row["class"] == one.id) for one in classes}
    body: dict[str, Any] = {
        "until": stop and stop_id(stop),
        "stops": [_stop(line) for line in lines],
        "opacity": THEME_OPACITY,
        "classes": [{**one.as_dict(), "count": counts[one.id]} for one in classes],
        "places": places,
        "due": [{**_without_cells(line), "places": _of_line(atlas, ids, line)} for line in due],
        "version": atlas.version,
    }
    return Register("timeline", body, COLUMNS, tuple(_rows(atlas, ids, said, due)))


def stop_id(line: Mapping[str, Any]) -> str:
    """Return the id of the stop of a line: its document, or its year."""
    return str(line["document"]["id"]) if line["kind"] == "said" else str(line["year"])


@recent_per_atlas(2)
def _lines(atlas: Atlas, on: dt.date) -> list[Line]:
    """Return the lines of the timeline, each with a cell for every place of the atlas."""
    return lines_of(atlas, [statements_of(atlas, place, on) for place in atlas.places.index], on)


def _reached(lines: Sequence[Line], until: str) -> list[Line]:
    """Return the lines up to a stop."""
    stops = [stop_id(line) for line in lines]
    if not until:
        until = next((stop_id(line) for line in reversed(lines) if line["kind"] == "said"), "9999")
    if until in stops:
        return list(lines[: stops.index(until) + 1])
    if not (len(until) == 4 and until.isascii() and until.isdigit()):
        expected = "a year, or one of " + ", ".join(stops)
        raise ParameterError(Fault(f"until={until[:40]!r}", expected, "query", "choose a stop of the timeline"))
    return [line for line in lines if line["year"] <= int(until)]


def _stop(line: Line) -> dict[str, Any]:
    return {"id": stop_id(line), **_without_cells(line), "places": sum(1 for cell in line["cells"] if cell)}


def _without_cells(line: Line) -> dict[str, Any]:
    return {key: value for key, value in line.items() if key != "cells"}


def _places(atlas: Atlas, ids: Sequence[str], said: Sequence[Line], stop: Line | None) -> list[dict[str, Any]]:
    """Return every place with what the newest document says of it, the newest first."""
    named = set(validity.as_of(atlas, dt.date.fromisoformat(said[-1]["day"])).places.index) if said else set()
    rows = []
    for number, place in enumerate(ids):
        newest = next((line for line in reversed(said) if line["cells"][number]), None)
        known = NAMED if place in named else UNKNOWN
        rows.append(
            {
                "place": brief_place(atlas, place),
                "class": stop_id(newest) if newest else known,
                "fresh": newest is not None and newest is stop,
                "located": atlas.features.geometry[place] is not None,
                "said": newest["cells"][number] if newest else [],
            }
        )
    holding = wholes_of(atlas, tuple(row["place"]["id"] for row in rows if row["class"] != UNKNOWN))
    order = [*(stop_id(line) for line in reversed(said)), NAMED, UNKNOWN]
    rows.sort(key=lambda row: order.index(row["class"]))
    # What is only named has no fill: nothing is told of its ground.
    return [{**row, "whole": row["class"] == NAMED or row["place"]["id"] in holding} for row in rows]


def _classes(said: Sequence[Line]) -> list[ThemeClass]:
    """Return a class for each document reached, the newest first."""
    names = [(stop_id(line), line["document"]["short_zh"], line["document"]["short_en"]) for line in said]
    colours = [_COLOURS[number % len(_COLOURS)] for number in range(len(names))]
    told = [ThemeClass(*name, colour, _STEP) for name, colour in zip(names, colours, strict=True)]
    return [*reversed(told), ThemeClass(NAMED, *both("timeline.named"), _GREY), unknown_class(both("timeline.unnamed"))]


def _due(lines: Sequence[Line], reached: Sequence[Line], documents: set[str]) -> list[Line]:
    """Return the years of targets, each with what the documents reached have set for it."""
    out = []
    for line in lines:
        if line["kind"] == "due":
            cells = [[one for one in cell if _documents_of(one) & documents] for cell in line["cells"]]
            if any(cells):
                out.append({**line, "cells": cells, "reached": any(one is line for one in reached)})
    return out


def _documents_of(entry: Mapping[str, Any]) -> set[str]:
    return {source["document"]["id"] for source in entry["sources"] if source["document"]}


def _of_line(atlas: Atlas, ids: Sequence[str], line: Line) -> list[dict[str, Any]]:
    cells = zip(ids, line["cells"], strict=True)
    return [{"place": brief_place(atlas, place), "entries": cell} for place, cell in cells if cell]


def _rows(atlas: Atlas, ids: Sequence[str], said: Sequence[Line], due: Sequence[Line]) -> Iterator[dict[str, Any]]:
    for line in (*said, *due):
        kinds = {f"statement_kind_{lang}": words.say(f"timeline_kind.{line['kind']}", lang) for lang in LANGUAGES}
        for row in _of_line(atlas, ids, line):
            place = row["place"]
            head = {"place_id": place["id"], **{key: place[key] for key in ("name_zh", "name_en")}}
            for entry in row["entries"]:
                told = {f"statement_{lang}": told_text(entry, lang) for lang in LANGUAGES}
                sources = [flat_source(one) for one in entry["sources"]] or [dict.fromkeys(SOURCE_KEYS)]
                yield from ({**head, "year": line["year"], **kinds, **told, **source} for source in sources)

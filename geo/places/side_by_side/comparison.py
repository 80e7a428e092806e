"""Places side by side: one table of rows and cells, which page, JSON and workbook share.

No figure of two columns is ever added: places that are compared often lie in one another.
"""

from __future__ import annotations

from datetime import date
from itertools import permutations
from typing import TYPE_CHECKING, Any, NamedTuple

from geo import words
from geo.atlas.notices import DISCLAIMER_EN, DISCLAIMER_ZH
from geo.atlas.per_atlas import per_atlas
from geo.documents import validity
from geo.errors import Fault, ParameterError
from geo.places.inherited import holders
from geo.places.profile import profile
from geo.places.side_by_side import rows as cells
from geo.places.side_by_side.entries import answer_of, source_of, terms
from geo.places.side_by_side.timeline import timeline
from geo.places.sourced_rows import brief_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.places.side_by_side.entries import Entry

#: How many places stand side by side.
LEAST, MOST = 2, 4
#: What an empty cell says, by the kind of row.
_UNTOLD, _NO_AREA, _NO_SHAPE = "side.untold", "side.no_area", "side.not_located"

#: Keys of a profile that are compared.
_COMPARED = (
    *("id", "lead", "lead_same", "lead_above", "claims", "indicators", "industries", "measures"),
    *("area", "geometry"),
)

Record = dict[str, Any] | None


class _Row(NamedTuple):
    """A row: its key, its label in both languages, what an empty cell says, and what fills a cell."""

    key: str
    label: tuple[str, str]
    untold: str
    fill: Callable[[Mapping[str, Any]], list[Entry]]


def side_by_side(atlas: Atlas, place_ids: Iterable[str], as_of: date | None = None) -> dict[str, Any]:
    """Compare places.

    Parameters
    ----------
    atlas : Atlas
    place_ids : iterable of str
        Two to four places; one that is named twice counts once.
    as_of : datetime.date, optional
        Only what documents say that stood on this day.

    Returns
    -------
    dict
        ``places`` (id, names, kind, layer, ``named``: whether a document names it on the day, ``above``: the lead of a
        place above where it has none), ``nested`` (pairs ``inner`` and ``outer``), ``rows`` (``key``, ``label``,
        ``untold``, ``same``: whether all cells tell the same, ``cells``: one list of entries a place) and ``timeline``
        (`geo.places.side_by_side.timeline.timeline`). An entry has ``text``, ``unit`` and ``note`` in both languages,
        the exact ``value``, its ``pm`` and ``sources``.

    Raises
    ------
    ParameterError
        If there are too few or too many places.
    UnknownPlaceError
        If there is no such place.
    """
    chosen = list(dict.fromkeys(place_ids))
    if not LEAST <= len(chosen) <= MOST:
        fault = Fault(f"{len(chosen)} places", f"{LEAST} to {MOST} places", "places", "name two to four ids")
        raise ParameterError(fault)
    for place in chosen:
        require_planned(atlas, place)
    then = validity.as_of(atlas, as_of)
    records = [_record(then, place) for place in chosen]
    return {
        "places": [_head(atlas, place, record) for place, record in zip(chosen, records, strict=True)],
        "nested": _nested(atlas, chosen),
        "rows": [_told(row, records) for row in _rows(then, records)],
        "timeline": timeline(then, records, as_of or date.today()),
        "as_of": as_of and as_of.isoformat(),
        "disclaimer_zh": DISCLAIMER_ZH,
        "disclaimer_en": DISCLAIMER_EN,
        "version": atlas.version,
    }


def require_planned(atlas: Atlas, place_id: str) -> None:
    """Check that a place is one of the documents; features of the reader's own are not compared.

    Raises
    ------
    UnknownPlaceError, ParameterError
    """
    atlas.require_place(place_id)
    if place_id not in atlas.places.index:
        remedy = "measure it with the site tools instead"
        raise ParameterError(Fault(f"own feature {place_id!r}", "a place of the documents", "places", remedy))


@per_atlas
def _record(atlas: Atlas, place_id: str) -> Record:
    """Return what is compared of a profile, kept for the next question; None for a place no document names."""
    if place_id not in atlas.places.index:
        return None
    record = profile(atlas, place_id)
    return {key: record[key] for key in _COMPARED}


def _head(atlas: Atlas, place_id: str, record: Record) -> dict[str, Any]:
    above = record["lead_above"] if record and not record["lead"] else None
    if above:
        zh, en = terms(above["claim"])
        above = {"through": above["through"], "text_zh": zh, "text_en": en, "source": source_of(above["claim"])}
    return {**brief_place(atlas, place_id), "named": record is not None, "above": above}


def _nested(atlas: Atlas, chosen: Sequence[str]) -> list[dict[str, str]]:
    return [{"inner": one, "outer": other} for one, other in permutations(chosen, 2) if other in holders(atlas, one)]


def _rows(atlas: Atlas, records: Sequence[Record]) -> list[_Row]:
    """List the rows in the order of the panel; a year of targets or a kind of figure nobody has is no row."""
    known = [record for record in records if record]
    figures = [row for record in known for row in record["indicators"]]
    years = sorted({row["year"] or "" for row in figures if row["kind"] == "target"})
    rows = [
        _Row("lead", words.both("side.lead"), _UNTOLD, cells.lead),
        _Row("stated_area", words.both("side.stated_area"), _NO_AREA, cells.stated_area),
        _Row("drawn_area", words.both("side.drawn_area"), _NO_SHAPE, cells.drawn_area),
        _Row("industries", words.both("side.industries"), _UNTOLD, cells.industries),
        *(_target_row(year) for year in years or [""]),
    ]
    if any(row["kind"] != "target" for row in figures):
        rows.append(_Row("figures", words.both("side.figures"), _UNTOLD, cells.other_figures))
    rows += [_distance_row(atlas, one.id, (one.title_zh, one.title_en)) for one in atlas.catalogue.destination]
    return [
        *rows,
        _Row("measures", words.both("side.measures"), _UNTOLD, cells.measures),
        _Row("boundary", words.both("side.boundary"), _NO_SHAPE, cells.boundary),
    ]


def _target_row(year: str) -> _Row:
    label = words.both("side.targets_of", year=year) if year else words.both("side.targets")
    return _Row(f"targets_{year}".rstrip("_"), label, _UNTOLD, lambda record: cells.targets(record, year or None))


def _distance_row(atlas: Atlas, category: str, name: tuple[str, str]) -> _Row:
    label = words.both("side.distance", name=name)
    return _Row(f"distance_{category}", label, _NO_SHAPE, lambda record: cells.distance(atlas, record, category))


def _told(row: _Row, records: Sequence[Record]) -> dict[str, Any]:
    filled = [row.fill(record) if record else [] for record in records]
    untold = words.both(row.untold)
    return {
        "key": row.key,
        "label_zh": row.label[0],
        "label_en": row.label[1],
        "untold_zh": untold[0],
        "untold_en": untold[1],
        "same": len({answer_of(one) for one in filled}) == 1,
        "cells": _shared(filled) if row.key == "industries" else filled,
    }


def _shared(filled: Sequence[list[Entry]]) -> list[list[Entry]]:
    """Add to each entry in how many of the places it is (``places``), those of most places first."""
    counts: dict[str, int] = {}
    for entries in filled:
        for name in {one["text_zh"] for one in entries}:
            counts[name] = counts.get(name, 0) + 1
    shared = [[{**one, "places": counts[one["text_zh"]]} for one in entries] for entries in filled]
    return [sorted(entries, key=lambda one: -one["places"]) for entries in shared]

"""What was said of places when, and what is due when: the documents in their time, then the years of targets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from geo import words
from geo.documents.targets import has_passed
from geo.documents.validity import standings
from geo.places.side_by_side.entries import entry, figure, figure_name, terms
from geo.places.sourced_rows import document_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.atlas.atlas import Atlas
    from geo.places.side_by_side.entries import Entry

#: Types of claim that tell what a place is for; where it lies and how large it is stands in other rows.
_TYPES = ("positioning", "function", "industry", "target")


def timeline(atlas: Atlas, records: Sequence[Mapping[str, Any] | None], on: date) -> list[dict[str, Any]]:
    """List what was said and what is due, year by year.

    Parameters
    ----------
    atlas : Atlas
    records : sequence of mapping or None
        Profiles of the places; None for one that no document names.
    on : datetime.date
        The day that tells which years are over.

    Returns
    -------
    list of dict
        In the order of time. ``kind`` is ``said``, with ``document``, ``day`` and ``day_basis`` (printed or looked_up),
        or ``due``, with ``passed``: targets, and measures (``type`` is ``measure``) with their deadline. Both have
        ``year`` and ``cells``, one list of entries a place.
    """
    lines = [*_said(atlas, records), *_due(records, on)]
    return sorted(lines, key=lambda line: (line["year"], line["kind"] == "due", line.get("day", "")))


def _said(atlas: Atlas, records: Sequence[Mapping[str, Any] | None]) -> list[dict[str, Any]]:
    """List the documents that say something of one of the places."""
    lines = []
    # On the last day of all, every document of the atlas has its day.
    for doc_id, standing in standings(atlas, date.max).items():
        cells = [_of_document(record, doc_id) if record else [] for record in records]
        if any(cells):
            document, since = document_of(atlas, doc_id), standing.since
            dated = {"day": since.isoformat(), "day_basis": standing.basis}
            lines.append({"year": since.year, "kind": "said", "document": document, **dated, "cells": cells})
    return lines


def _of_document(record: Mapping[str, Any], doc_id: str) -> list[Entry]:
    claims = [one for one in record["claims"] if one["document"]["id"] == doc_id and one["type"] in _TYPES]
    claims.sort(key=lambda claim: _TYPES.index(claim["type"]))
    said = [entry(terms(one), one, note=words.both(f"claim_type.{one['type']}"), type=one["type"]) for one in claims]
    measures = [one for one in record["measures"] if one["document"]["id"] == doc_id]
    note = words.both("side.measure")
    return said + [entry((one["title_zh"], one["title_en"]), one, note=note, type="measure") for one in measures]


def _due(records: Sequence[Mapping[str, Any] | None], on: date) -> list[dict[str, Any]]:
    """List the years targets are set for and measures are to be done by."""
    dated = [_dated(record) if record else [] for record in records]
    return [
        {
            "year": int(year),
            "kind": "due",
            "passed": bool(has_passed(year, on)),
            "cells": [[one for due, one in entries if due == year] for entries in dated],
        }
        for year in sorted({due for entries in dated for due, _ in entries})
    ]


def _dated(record: Mapping[str, Any]) -> list[tuple[str, Entry]]:
    """List the targets of a place, then the measures on it that have a deadline, each with its year."""
    targets = [(str(row["year"]), figure(row, figure_name(row))) for row in record["indicators"] if _is_dated(row)]
    return targets + [
        (str(one["deadline"]["on"])[:4], _measure_due(one)) for one in record["measures"] if one["deadline"]
    ]


def _measure_due(row: Mapping[str, Any]) -> Entry:
    """Make the entry of a measure with its deadline as the document puts it."""
    note = words.both("side.measure_due", time=(row["deadline"]["zh"], row["deadline"]["en"]))
    return entry((row["title_zh"], row["title_en"]), row, note=note, type="measure")


def _is_dated(row: Mapping[str, Any]) -> bool:
    return row["kind"] == "target" and bool(row["year"])

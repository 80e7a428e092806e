"""What stood on a day: the documents in their time, and through them all that they say.

A document stands from its date of issue. Where it prints none, it stands from the day the atlas has looked up
(``stands_from``, ``stands_basis`` of ``seeds/documents.csv``): the latest day by which it is known to have stood, so
that an answer never claims too early. It stands until the day its text says it is in force to, or until the document
that supersedes it stands; a term that has run out (2025) ends no document, it only makes its targets past.

`as_of` returns the atlas as it could have been on a day. Everything that takes an atlas then answers for that day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import none_if_missing, split_list
from geo.atlas.join import REFERENCES
from geo.atlas.per_atlas import per_atlas
from geo.atlas.schema import UNNAMED_KINDS
from geo.errors import Fault, NotFoundError, ParameterError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from geo.atlas.atlas import Atlas

#: Our own notes that compare documents with each other, and their columns, which call the documents by short names.
_COMPARING, _COMPARED_IN = "differences", ("subject_zh", "note_zh", "handling_zh")


@dataclass(frozen=True)
class Standing:
    """Whether and why a document stands on a day.

    Attributes
    ----------
    doc_id : str
    stands : bool
    since : datetime.date
        The day from which it stands.
    basis : {"printed", "looked_up"}
        Where that day comes from.
    until : datetime.date or None
        The last day it stands, if a text says so.
    superseded_by : str or None
        The document that has taken its place on the day.
    term_passed : bool or None
        Whether the last year of its term is over; None if it prints no term.
    """

    doc_id: str
    stands: bool
    since: date
    basis: str
    until: date | None
    superseded_by: str | None
    term_passed: bool | None


def read_day(text: str) -> date:
    """Read a day written ``YYYY-MM-DD``.

    Raises
    ------
    ParameterError
        If it is written in another way, or is no day of the calendar.
    """
    try:
        if len(text) != 10 or not text.isascii():
            msg = "not ten characters"
            raise ValueError(msg)
        return date.fromisoformat(text)
    except ValueError as error:
        fault = Fault(f"as_of={text[:20]!r}", "a day, such as 2022-06-30", "as_of", "write year, month and day")
        raise ParameterError(fault) from error


def standings(atlas: Atlas, day: date) -> dict[str, Standing]:
    """Return the standing of every document on a day, by ``doc_id``."""
    rows = {row["doc_id"]: row for row in atlas.tables["documents"].to_dict("records")}
    return {doc_id: _standing(rows, doc_id, day) for doc_id in rows}


def _standing(rows: Mapping[str, Mapping[Any, Any]], doc_id: str, day: date) -> Standing:
    row = rows[doc_id]
    since, until = date.fromisoformat(row["stands_from"]), none_if_missing(row["in_force_to"])
    last = date.fromisoformat(until) if until else None
    successor = none_if_missing(row["superseded_by"])
    followed = successor if successor and day >= date.fromisoformat(rows[successor]["stands_from"]) else None
    term = max(split_list(row["term_to"]), default=None)
    stands = since <= day and not (last and last < day) and not followed
    passed = day.year > int(term) if term else None
    return Standing(doc_id, stands, since, row["stands_basis"], last, followed, passed)


def standing_documents(atlas: Atlas, day: date) -> frozenset[str]:
    """Return the ids of the documents that stand on a day.

    Raises
    ------
    NotFoundError
        If there is none, as before the first document.
    """
    known = standings(atlas, day)
    standing = frozenset(one.doc_id for one in known.values() if one.stands)
    if not standing:
        first = min(known.values(), key=lambda one: one.since)
        found = f"no document of the atlas stood on {day.isoformat()}"
        expected = f"{first.since.isoformat()} or later, when {first.doc_id} stood"
        raise NotFoundError(Fault(found, expected, "as_of", "ask for a later day, or leave as_of out"))
    return standing


def as_of(atlas: Atlas, day: date | None) -> Atlas:
    """Return the atlas as it could have been on a day: what the documents that stood on it say.

    Parameters
    ----------
    atlas : Atlas
    day : datetime.date, optional
        Without it the atlas itself is returned.

    Returns
    -------
    Atlas
        Without the rows of other documents, and without the places that no document had named; a place whose parent was
        not named yet belongs to the nearest one above that was. Shapes are those of today. Layers of the reader's own
        stay. A note on a difference between documents is there if all that it names stand; one that names none waits
        for every document of the atlas.

    Raises
    ------
    NotFoundError
        If no document stood on the day.
    """
    if day is None:
        return atlas
    standing = standing_documents(atlas, day)
    return atlas if standing == frozenset(atlas.tables["documents"]["doc_id"]) else _narrowed(atlas, standing)


def require_named(atlas: Atlas, then: Atlas, place_id: str, day: date | None) -> None:
    """Check that a place that exists was named by a document that stood on a day.

    Parameters
    ----------
    atlas, then : Atlas
        The whole atlas, and `as_of` the day.
    place_id : str
    day : datetime.date or None

    Raises
    ------
    UnknownPlaceError
        If no place has this id.
    NotFoundError
        If no document that stood on the day names it.
    """
    atlas.require_place(place_id)
    if day is None or place_id in then.places.index or then.own_layer_of(place_id):
        return
    claims = atlas.tables["claims"]
    naming = set(claims.loc[claims["place_id"] == place_id, "doc_id"])
    since = [one.since for doc_id, one in standings(atlas, day).items() if doc_id in naming and one.since > day]
    expected = f"{min(since).isoformat()} or later" if since else "a day on which a document names it"
    found = f"no document that stood on {day.isoformat()} names {place_id!r}"
    raise NotFoundError(Fault(found, expected, "as_of", "ask for a later day, or leave as_of out"))


@per_atlas
def _narrowed(atlas: Atlas, standing: frozenset[str]) -> Atlas:
    """Return the atlas with what some documents say; kept, because few sets of documents ever stood."""
    said = {name: _rows_of(table, standing) for name, table in atlas.tables.items() if name != _COMPARING}
    named = set(_named_places(said))
    places = _places_named(atlas.tables["places"], named)
    kept = set(places["place_id"])
    said[_COMPARING] = _notes_between(atlas.tables, standing)
    tables = {name: _rows_on(name, table, kept) for name, table in said.items()}
    planning = {layer.id for layer in atlas.catalogue.layer if layer.role == "planning"}
    layers = {
        name: frame[frame.index.isin(kept)] if name in planning else frame for name, frame in atlas.layers.items()
    }
    return replace(atlas, tables={**tables, "places": places}, layers=layers)


def _rows_of(table: pd.DataFrame, standing: frozenset[str]) -> pd.DataFrame:
    """Return the rows some documents say, and those of no document."""
    return table[table["doc_id"].isin(standing | {""})].reset_index(drop=True) if "doc_id" in table else table


def _notes_between(tables: Mapping[str, pd.DataFrame], standing: frozenset[str]) -> pd.DataFrame:
    """Return the notes on differences whose documents all stand."""
    documents, notes = tables["documents"], tables[_COMPARING]
    short = dict(zip(documents["doc_id"], documents["short_zh"], strict=True))
    texts = notes[list(_COMPARED_IN)].agg("".join, axis=1)
    named = [{doc_id for doc_id, name in short.items() if name in text} for text in texts]
    return notes[[bool(one) and one <= standing for one in named]].reset_index(drop=True)


def _place_columns(name: str) -> list[str]:
    return [column for column, target in REFERENCES.get(name, {}).items() if target == "places"]


def _named_places(said: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield the places that rows of documents name; a reading of ours names nothing."""
    for name, table in said.items():
        if name == "places" or "doc_id" not in table:
            continue
        stated = table[(table["doc_id"] != "") & ((table["basis"] == "stated") if "basis" in table else True)]
        for column in _place_columns(name):
            for cell in stated[column]:
                yield from split_list(cell)


def _places_named(places: pd.DataFrame, named: set[str]) -> pd.DataFrame:
    """Return the rows of named places, and of the parts of such places, with the nearest parent among them."""
    rows = places.set_index("place_id")
    parent_of = {str(place): str(parent) for place, parent in rows["parent_id"].items()}
    parts = {str(place) for place in rows.index[rows["kind"].isin(UNNAMED_KINDS)] if parent_of[place] in named}
    kept = places[places["place_id"].isin(named | parts)]
    parents = []
    for place in kept["place_id"]:
        parent = parent_of[place]
        while parent and parent not in named:
            parent = parent_of[parent]
        parents.append(parent)
    return kept.assign(parent_id=parents).astype({"parent_id": "str"}).reset_index(drop=True)


def _rows_on(name: str, table: pd.DataFrame, kept: set[str]) -> pd.DataFrame:
    """Return the rows whose places are all kept; a list of places keeps those that are."""
    for column in _place_columns(name):
        if name == "places":
            continue
        if column.endswith("_id"):
            table = table[table[column].isin(kept)]
        else:
            cells = [";".join(place for place in split_list(cell) if place in kept) for cell in table[column]]
            table = table.assign(**{column: cells}).astype({column: "str"})
    return table.reset_index(drop=True)

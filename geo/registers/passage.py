"""A statement beside the section of the document it rests on, and all else the atlas keeps of that section.

With a reader's folder of documents (`geo.documents.library`) the text of the section is there with the words of its
statements marked. Without one there is the same answer without the text: where the section stands, its heading in our
words, and what is said there.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from geo.atlas.cells import none_if_missing
from geo.atlas.citation import citations
from geo.atlas.per_atlas import per_atlas
from geo.documents.anchors import ANCHORED, Anchor
from geo.documents.library import Library, StatementKey
from geo.errors import Fault, NotFoundError, SourceError
from geo.places.sourced_rows import document_of
from geo.registers.said import said

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from geo.atlas.atlas import Atlas
    from geo.documents.copies import DocumentCopy

#: Tables whose statements have a place in the text.
TABLES = tuple(sorted(ANCHORED))
#: How a passage was found, the surest last.
_SURENESS = ("not_found", "likely", "moved", "in_place")


class _Mark(NamedTuple):
    """Words of a statement in the folded text: number of the statement in its section, and whether it is chosen."""

    start: int
    end: int
    number: int
    chosen: bool


@per_atlas
def library_of(atlas: Atlas, folder: Path | None) -> Library:
    """Return the library of a folder of documents; without a folder, what is known without a text."""
    anchors = atlas.tables.get("anchors", pd.DataFrame(columns=list(Anchor._fields)))
    return Library(folder, atlas.tables, anchors)


def passage(
    atlas: Atlas,
    doc_id: str,
    section: str | None = None,
    statement: tuple[str, str] | None = None,
    *,
    folder: Path | None = None,
) -> dict[str, Any]:
    """Return a section of a document with the statements that rest on it.

    Parameters
    ----------
    atlas : Atlas
    doc_id : str
    section : str, optional
        Code of the section; by default the first one the statement cites, without a statement the first that says
        anything.
    statement : (str, str), optional
        Table and id of the statement in question.
    folder : pathlib.Path, optional
        A reader's folder of documents. Without it no text is read.

    Returns
    -------
    dict
        ``document``; ``section`` (code, citation, heading in our words); ``sections`` of the document with their number
        of ``statements``; ``statement`` or None; ``statements`` of the section in the order of the text, each with its
        ``number``; ``previous`` and ``next`` statement of the document with ``position`` and ``count``; ``anchors`` of
        the statement in the section; ``text`` with ``status``, ``found``, ``section_unchanged`` and ``paragraphs`` of
        parts.

    Raises
    ------
    NotFoundError
        If there is no such document, section or statement, or the statement does not cite the section.
    """
    library = library_of(atlas, folder)
    sections = _sections(atlas, library, doc_id)
    key = StatementKey(*statement, doc_id) if statement else None
    code = _section_of(library, sections, key, section)
    here = library.in_section(doc_id, code)
    listed = [{**said(atlas, library.statement(one)), "number": number} for number, one in enumerate(here, start=1)]
    anchors = [anchor for anchor in library.anchors(key) if anchor.section == code] if key else []
    return {
        "document": document_of(atlas, doc_id),
        "section": sections[code],
        "sections": list(sections.values()),
        "statement": listed[here.index(key)] if key else None,
        "statements": listed,
        **_neighbours(library, doc_id, code, key),
        "anchors": [_position(anchor) for anchor in anchors],
        "text": _text(library, code, here, key, doc_id, given=folder is not None),
        "version": atlas.version,
    }


def _sections(atlas: Atlas, library: Library, doc_id: str) -> dict[str, dict[str, Any]]:
    """List the sections of a document by code, in the order of the text."""
    known = atlas.tables["documents"]["doc_id"].tolist()
    if doc_id not in known:
        expected = f"one of {', '.join(known)}"
        raise NotFoundError(Fault(f"document {doc_id!r}", expected, "document", "choose one of /documents"))
    out = {}
    for row in atlas.tables["sections"].query("doc_id == @doc_id").to_dict("records"):
        count = len(library.in_section(doc_id, row["section"]))
        heading = {key: none_if_missing(row[key]) for key in ("section", "heading_zh", "heading_en")}
        out[str(row["section"])] = {**heading, **citations(row["section"]), "statements": count}
    return out


def _section_of(
    library: Library, sections: dict[str, dict[str, Any]], key: StatementKey | None, asked: str | None
) -> str:
    """Return the section to show, checked against the statement."""
    cited = library.statement(key).sections if key else tuple(sections)
    if asked is None and key:
        asked = _first_section(library, key)
    elif asked is None:
        asked = next((code for code in cited if sections[code]["statements"]), "")
    if asked not in sections:
        fault = Fault(f"section {asked!r}", "one of " + ", ".join(sections), "section", "choose one of the document")
        raise NotFoundError(fault)
    if asked not in cited:
        fault = Fault(f"section {asked!r}", "one of " + ", ".join(cited), "section", "choose one the statement cites")
        raise NotFoundError(fault)
    return asked


def _neighbours(library: Library, doc_id: str, code: str, key: StatementKey | None) -> dict[str, Any]:
    """Return the statements before and after one in the order of the text; of a section, its first as the next."""
    order = library.in_order(doc_id)
    nothing: dict[str, Any] = {"previous": None, "next": None, "position": None, "count": len(order)}
    if key is None:
        first = next(iter(library.in_section(doc_id, code)), None)
        return {**nothing, "next": first and _address(library, first, code)}
    if key not in order:
        return nothing
    at = order.index(key)
    before, after = order[at - 1] if at else None, order[at + 1] if at + 1 < len(order) else None
    return {
        **nothing,
        "previous": before and _address(library, before),
        "next": after and _address(library, after),
        "position": at + 1,
    }


def _address(library: Library, key: StatementKey, section: str | None = None) -> dict[str, str]:
    """Return what an address needs to name a statement."""
    return {"table": key.table, "id": key.id, "section": section or _first_section(library, key)}


def _first_section(library: Library, key: StatementKey) -> str:
    """Return the section in which the first words of a statement stand, else the first it cites."""
    places = [anchor.section for anchor in library.anchors(key)]
    return next(iter([*places, *library.statement(key).sections]), "")


def _position(anchor: Anchor) -> dict[str, Any]:
    """Return where words stand in their section: characters of the folded text, counted from 1."""
    start, length = int(anchor.start), int(anchor.length)
    return {
        "term": int(anchor.term or 0),
        "occurrence": int(anchor.occurrence),
        "from": start + 1,
        "to": start + length,
    }


def _text(
    library: Library, code: str, here: Sequence[StatementKey], key: StatementKey | None, doc_id: str, *, given: bool
) -> dict[str, Any]:
    """Return the text of a section with the words of its statements marked, and how far the copy is to be trusted."""
    nothing: dict[str, Any] = {"status": "not_given", "found": None, "section_unchanged": None, "paragraphs": []}
    if not given:
        return nothing
    try:
        copy, version = library.copy(doc_id), library.version(doc_id)
    except SourceError:
        return {**nothing, "status": "no_copy"}
    marks, found, around = _marks(library, code, here, key)
    span = copy.section_spans.get(code, around)
    return {
        "status": version,
        "found": found,
        "section_unchanged": copy.section_is_unchanged(code),
        "paragraphs": paragraphs(copy, span, marks) if span else [],
    }


def _marks(
    library: Library, code: str, here: Sequence[StatementKey], key: StatementKey | None
) -> tuple[list[_Mark], str | None, tuple[int, int] | None]:
    """Find the words of all statements of a section, and how surely those of the chosen one were found."""
    marks: list[_Mark] = []
    found: str | None = None
    around: tuple[int, int] | None = None
    for number, one in enumerate(here, start=1):
        places = library.locations(one, code, likely=one == key)
        marks += [_Mark(*place.span, number, one == key) for place in places if place.span[0] < place.span[1]]
        if one == key:
            found = min((place.found for place in places), key=_SURENESS.index, default="not_found")
            around = places[0].around if places else None
    return marks, found, around


def paragraphs(copy: DocumentCopy, span: tuple[int, int], marks: Sequence[_Mark]) -> list[list[dict[str, Any]]]:
    """Cut the text of a section into paragraphs, and these where a mark begins or ends.

    Returns
    -------
    list of list of dict
        Parts with ``text``, ``numbers`` of the statements it belongs to, ``ends`` (those whose words end with it) and
        ``chosen``. Joined, they are the text.
    """
    inside = [mark for mark in marks if span[0] <= mark.start and mark.end <= span[1]]
    cuts = sorted({*span, *(mark.start for mark in inside), *(mark.end for mark in inside)})
    out: list[list[dict[str, Any]]] = [[]]
    for start, end in pairwise(cuts):
        over = [mark for mark in inside if mark.start <= start and end <= mark.end]
        lines = copy.shown(start, end).split("\n")
        for at, line in enumerate(lines):
            if at:
                out.append([])
            if line:
                is_last = not any(lines[at + 1 :])
                ends = sorted({mark.number for mark in over if mark.end == end}) if is_last else []
                numbers = sorted({mark.number for mark in over})
                chosen = any(mark.chosen for mark in over)
                out[-1].append({"text": line, "numbers": numbers, "ends": ends, "chosen": chosen})
    return [parts for parts in out if parts]

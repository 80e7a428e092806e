"""Anchors checked against the documents: each statement has one, and its words stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.check.rules import Finding
from geo.documents.anchors import ANCHORED, WHOLE_TEXTS, passage_hash, places_of, rows_of, stands
from geo.documents.source_text import fold
from geo.documents.statements import SUMMARIES, printed_words, statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.check.lenient_load import LoadedSoFar
    from geo.documents.anchors import Anchor
    from geo.documents.source_text import Document, Section
    from geo.documents.statements import Statement

_REMEDY = "run lingang anchors --documents FOLDER"


def anchor_findings(loaded: LoadedSoFar, documents: Mapping[str, Document]) -> list[Finding]:
    """List the statements without an anchor, and the anchors at which other words stand.

    Parameters
    ----------
    loaded : LoadedSoFar
        The seed tables and the table ``anchors``.
    documents : mapping of str to Document
        By ``doc_id``; statements that cite another document are left out, and terms that are not in their section
        at all: D004 and D005 report them.

    Returns
    -------
    list of Finding
        Rule D020.
    """
    if loaded.anchors is None:
        found, expected = "no seeds/anchors.csv", "the places of the statements in the documents"
        return [_finding("seeds/anchors.csv", "", found, expected)] if documents else []
    known: dict[tuple[str, ...], Anchor] = {}
    for anchor in rows_of(loaded.anchors):
        known[_key(anchor)] = anchor
    findings, used = [], set()
    for statement in statements(loaded.tables):
        if statement.table not in ANCHORED or statement.doc_id not in documents:
            continue
        sections = documents[statement.doc_id].sections
        cited = {code: sections[code] for code in statement.sections if code in sections}
        for key, words in _wanted(statement, cited):
            used.add(key)
            fault = _fault(known.get(key), words, cited)
            if fault:
                item = f"row {statement.row}, {words or 'section'}"
                findings.append(_finding(f"seeds/{statement.table}.csv", item, fault, "an anchor at its words"))
    return findings + _left_over(loaded, documents, used)


def _key(anchor: Anchor) -> tuple[str, ...]:
    """Return what identifies an anchor: a term has one, sentences one in each section."""
    return anchor.table, anchor.id, anchor.doc_id, anchor.term, "" if anchor.term else anchor.section


def _wanted(statement: Statement, cited: Mapping[str, Section]) -> Iterator[tuple[tuple[str, ...], str]]:
    """List the anchors a statement must have, each with its printed words."""
    own = (statement.table, statement.statement_id, statement.doc_id)
    for number, quoted in enumerate(printed_words(statement.table, statement.entry), start=1):
        if any(places_of(quoted, section) for section in cited.values()):
            yield (*own, str(number), ""), quoted.text
    if statement.table in SUMMARIES:
        yield from (((*own, "", code), "") for code in cited)


def _fault(anchor: Anchor | None, words: str, cited: Mapping[str, Section]) -> str:
    if anchor is None:
        return f"no anchor for {words!r}" if words else "no anchor"
    if anchor.section not in cited:
        return f"its anchor is in {anchor.section}, which is not cited"
    if not stands(anchor, cited[anchor.section].text) or (words and anchor.hash != passage_hash(fold(words))):
        return f"other words stand at its anchor in {anchor.section}"
    return ""


def _left_over(loaded: LoadedSoFar, documents: Mapping[str, Document], used: set[tuple[str, ...]]) -> list[Finding]:
    """List the anchors of statements that are no more."""
    if loaded.anchors is None:
        return []
    return [
        _finding("seeds/anchors.csv", f"row {row}, id", f"{anchor.table} has no such words: {anchor.id}", "a statement")
        for row, anchor in enumerate(rows_of(loaded.anchors), start=2)
        if anchor.table not in WHOLE_TEXTS and anchor.doc_id in documents and _key(anchor) not in used
    ]


def _finding(file: str, item: str, found: str, expected: str) -> Finding:
    return Finding("D020", "error", file, item, found, expected, _REMEDY)

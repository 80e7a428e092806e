"""Where each statement stands in its document: anchors, made from the tables and the texts.

An anchor names a document and a section, which occurrence of its words is meant, the position and length of the passage
in the folded text of the section (`geo.documents.source_text`) and a hash of the passage. No words are kept: with the
text one finds them, without it one does not.

A claim, a figure or an industry has an anchor for each term or figure it quotes. A policy measure or a rule on land has
one at the sentences that have most in common with its summary, and for each verb or office it quotes. Every document
and every section has one too, so that another copy of the text can be compared (`geo.documents.copies`).

Where the choice is wrong a person writes another ``occurrence`` (of sentences: ``start`` and ``length``, no ``hash``)
and ``hand`` in ``chosen``. That choice is kept when the table is made again, as long as its words are there.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from geo.atlas.cells import split_list
from geo.documents.best_match import best_occurrence, best_sentences
from geo.documents.source_text import fold
from geo.documents.statements import FIGURES, PRINTED, SUMMARIES, printed_words, statements

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from geo.documents.source_text import Document, Section
    from geo.documents.statements import Printed, Statement

#: Tables whose statements have anchors: those that quote words or sum up sentences.
ANCHORED = frozenset((*PRINTED, *SUMMARIES))

#: Rows on whole texts: the table a row is about is ``documents`` or ``sections``.
WHOLE_TEXTS = ("documents", "sections")


#: Table, id, document and number of the term.
_Key = tuple[str, str, str, str]


class Anchor(NamedTuple):
    """A row of ``seeds/anchors.csv``; every cell is text.

    ``term`` is the number of the term or figure in the order of `printed_words`, empty for sentences. ``occurrence``
    counts from 1. ``start`` and ``length`` are in characters of the folded section; of a section, in those of the
    folded document.
    """

    table: str
    id: str
    doc_id: str
    section: str
    term: str
    occurrence: str
    start: str
    length: str
    hash: str
    chosen: str


def passage_hash(text: str) -> str:
    """Return the first 16 hex digits of the SHA-256 of a folded passage."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def make_anchors(
    tables: Mapping[str, pd.DataFrame], documents: Mapping[str, Document], kept: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Find the place of every statement in its text.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
        The seed tables, ``places`` among them.
    documents : mapping of str to Document
        By ``doc_id``. Anchors in documents that are missing are taken over from `kept`.
    kept : pandas.DataFrame, optional
        The anchors made before. Choices made by hand are kept.

    Returns
    -------
    pandas.DataFrame
        With the columns of `Anchor`. A statement whose words are not found has no row.
    """
    old = list(rows_of(kept)) if kept is not None else []
    by_hand = {(anchor.table, anchor.id, anchor.doc_id, anchor.term): anchor for anchor in old if anchor.chosen}
    names = _place_names(tables["places"])
    rows = [anchor for doc_id, document in documents.items() for anchor in _whole_texts(doc_id, document)]
    for statement in statements(tables):
        if statement.table in ANCHORED and statement.doc_id in documents:
            sections = documents[statement.doc_id].sections
            cited = {code: sections[code] for code in statement.sections if code in sections}
            summed_up = list(_sentences(statement, cited, by_hand)) if statement.table in SUMMARIES else []
            quoted = _quoted(statement, cited, names, by_hand, summed_up)
            rows += summed_up + sorted(quoted, key=lambda anchor: int(anchor.term))
    rows += [anchor for anchor in old if anchor.doc_id not in documents]
    return pd.DataFrame(rows, columns=list(Anchor._fields))


def rows_of(anchors: pd.DataFrame) -> Iterator[Anchor]:
    """Read the rows of a table of anchors."""
    return (Anchor(*row) for row in anchors[list(Anchor._fields)].itertuples(index=False))


def _key(statement: Statement, term: str) -> _Key:
    return statement.table, statement.statement_id, statement.doc_id, term


def _place_names(places: pd.DataFrame) -> dict[str, list[str]]:
    columns = zip(places["place_id"], places["name_zh"], places["aliases"], strict=True)
    return {place_id: [name, *split_list(aliases)] for place_id, name, aliases in columns}


def _whole_texts(doc_id: str, document: Document) -> Iterator[Anchor]:
    """Describe a whole text and each of its sections, which follow each other to its end."""
    text = document.text
    yield Anchor("documents", doc_id, doc_id, "", "", "1", "0", str(len(text)), passage_hash(text), "")
    at = len(text) - sum(len(section.text) for section in document.sections.values())
    for code, section in document.sections.items():
        length = len(section.text)
        yield Anchor("sections", code, doc_id, code, "", "1", str(at), str(length), passage_hash(section.text), "")
        at += length


def _quoted(
    statement: Statement,
    cited: Mapping[str, Section],
    names: Mapping[str, list[str]],
    by_hand: Mapping[_Key, Anchor],
    summed_up: Sequence[Anchor],
) -> Iterator[Anchor]:
    """Find each term and figure; of figures the digits first, for the other words are those beside them."""
    spans = {anchor.section: _span(anchor) for anchor in summed_up}
    words = enumerate(printed_words(statement.table, statement.entry), start=1)
    for number, quoted in sorted(words, key=lambda entry: not entry[1].is_figure):
        found = {code: places for code, section in cited.items() if (places := places_of(quoted, section))}
        hand = by_hand.get(_key(statement, str(number)))
        if hand is not None and 0 < int(hand.occurrence) <= len(found.get(hand.section, ())):
            code, index = hand.section, int(hand.occurrence) - 1
        elif found:
            code, places = next(iter(found.items()))
            index = _best(statement, quoted, cited[code], places, names, spans.get(code))
        else:
            continue
        at = found[code][index]
        span = (at, at + len(fold(quoted.text)))
        if statement.table in FIGURES and quoted.is_figure:
            spans = {code: span}
        yield _anchor(statement, code, cited[code], str(number), index + 1, span, hand)


def _best(
    statement: Statement,
    quoted: Printed,
    section: Section,
    places: Sequence[int],
    names: Mapping[str, list[str]],
    beside: tuple[int, int] | None,
) -> int:
    """Choose among the occurrences of a term: the one in or beside a passage, or the one the summary means.

    The name of an industry is where it stands first.
    """
    if quoted.column == "name_zh":
        return 0
    if beside is not None:
        start, end = beside
        return min(range(len(places)), key=lambda index: max(start - places[index], places[index] - end, 0))
    named = names.get(statement.entry.get("place_id", ""), [])
    unit = statement.entry.get("unit", "") if statement.table in FIGURES else ""
    return best_occurrence(section.text, places, len(fold(quoted.text)), _words(statement), names=named, unit=unit)


def _sentences(statement: Statement, cited: Mapping[str, Section], by_hand: Mapping[_Key, Anchor]) -> Iterator[Anchor]:
    hand = by_hand.get(_key(statement, ""))
    for code, section in cited.items():
        if hand is not None and hand.section == code and (not hand.hash or stands(hand, section.text)):
            span: tuple[int, int] | None = (int(hand.start), int(hand.start) + int(hand.length))
        else:
            is_table = "。" not in section.text
            span = best_sentences(section.text, _words(statement), section.line_spans if is_table else None)
        if span is not None:
            yield _anchor(statement, code, section, "", 1, span, hand)


def places_of(quoted: Printed, section: Section) -> list[int]:
    """List the positions at which a term or figure begins in a section."""
    return section.places_of_figure(quoted.text) if quoted.is_figure else section.places_of_term(quoted.text)


def _words(statement: Statement) -> str:
    """Join what the row says in Chinese: it is compared with the text round a term."""
    others = (*FIGURES.values(), "unit")
    columns = [key for key in statement.entry if key.endswith("_zh") or key in others]
    return "\n".join(str(statement.entry[column]) for column in columns)


def _anchor(
    statement: Statement,
    code: str,
    section: Section,
    term: str,
    occurrence: int,
    span: tuple[int, int],
    hand: Anchor | None,
) -> Anchor:
    start, end = span
    passage = passage_hash(section.text[start:end])
    chosen = "hand" if hand is not None and hand.section == code and _same(hand, term, occurrence, span) else ""
    where = (statement.table, statement.statement_id, statement.doc_id, code, term)
    return Anchor(*where, str(occurrence), str(start), str(end - start), passage, chosen)


def _same(hand: Anchor, term: str, occurrence: int, span: tuple[int, int]) -> bool:
    return hand.occurrence == str(occurrence) if term else hand.start == str(span[0])


def _span(anchor: Anchor) -> tuple[int, int]:
    return int(anchor.start), int(anchor.start) + int(anchor.length)


def stands(anchor: Anchor, text: str) -> bool:
    """Return whether the passage of an anchor is in a folded text at its position."""
    return passage_hash(text[slice(*_span(anchor))]) == anchor.hash

"""A reader's folder of documents: statements with the words they rest on, and in the order of the text.

Copies are read when they are first asked for and kept: a PDF takes seconds.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from geo.documents.anchors import ANCHORED, WHOLE_TEXTS, rows_of
from geo.documents.copies import find_file, read_copy
from geo.documents.passages import find_passage, locate
from geo.documents.statements import printed_words, statements
from geo.errors import Fault, NotFoundError, SourceError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from geo.documents.anchors import Anchor
    from geo.documents.copies import DocumentCopy, Version
    from geo.documents.passages import Location, Passage
    from geo.documents.statements import Statement


#: Position that is after every character of a text.
_LAST = 10**9


class StatementKey(NamedTuple):
    """What identifies a statement: its table, its id there, and the document it cites."""

    table: str
    id: str
    doc_id: str


class Source(NamedTuple):
    """One place a statement rests on: its anchor, the printed words (empty for sentences), and the passage if found."""

    anchor: Anchor
    words: str
    passage: Passage | None


class Library:
    """The documents of a folder, with the statements that cite them.

    Parameters
    ----------
    folder : pathlib.Path or None
        Copies of the documents: text, Markdown, HTML or PDF. Without it no words are found, only their order is known.
    tables : mapping of str to pandas.DataFrame
        The seed tables, ``documents`` and ``sections`` among them.
    anchors : pandas.DataFrame
        The table ``anchors``.
    """

    def __init__(self, folder: Path | None, tables: Mapping[str, pd.DataFrame], anchors: pd.DataFrame) -> None:
        self._folder = folder
        self._documents = {row["doc_id"]: row for row in tables["documents"].to_dict("records")}
        self._openings = {
            str(doc_id): list(zip(rows["section"], rows["opens"], strict=True))
            for doc_id, rows in tables["sections"].groupby("doc_id", sort=False)
        }
        self._statements = {
            StatementKey(entry.table, entry.statement_id, entry.doc_id): entry for entry in statements(tables)
        }
        self._citing: dict[tuple[str, str], list[StatementKey]] = {}
        for key, entry in self._statements.items():
            for section in entry.sections if key.table in ANCHORED else ():
                self._citing.setdefault((key.doc_id, section), []).append(key)
        self._whole: dict[str, list[Anchor]] = {}
        self._anchors: dict[StatementKey, list[Anchor]] = {}
        for anchor in rows_of(anchors):
            if anchor.table in WHOLE_TEXTS:
                self._whole.setdefault(anchor.doc_id, []).append(anchor)
            else:
                self._anchors.setdefault(StatementKey(*anchor[:3]), []).append(anchor)
        self._copies: dict[str, DocumentCopy] = {}
        self._lock = Lock()

    def copy(self, doc_id: str) -> DocumentCopy:
        """Read the copy of a document.

        Raises
        ------
        NotFoundError
            If there is no such document.
        SourceError
            If the folder has no copy of it, or one that cannot be read.
        """
        if doc_id not in self._documents:
            raise NotFoundError(Fault(f"no document {doc_id!r}", ", ".join(self._documents), "seeds/documents.csv"))
        with self._lock:
            if self._folder is None:
                raise SourceError(Fault("no folder of documents", "a folder", "documents", "name one"))
            if doc_id not in self._copies:
                openings = self._openings.get(doc_id, [])
                path = find_file(self._folder, self._documents[doc_id]["source_file"], doc_id, openings)
                self._copies[doc_id] = read_copy(path, openings, self._whole.get(doc_id, []))
            return self._copies[doc_id]

    def version(self, doc_id: str) -> Version:
        """Compare the copy of a document with the text the tables were made from; raises as `copy`."""
        return self.copy(doc_id).version(self._documents[doc_id]["sha256"])

    def statement(self, key: StatementKey) -> Statement:
        """Return a statement.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        if key not in self._statements:
            raise NotFoundError(Fault(f"no statement {key.id!r} in {key.table}", "the id of a row", key.doc_id))
        return self._statements[key]

    def anchors(self, key: StatementKey) -> list[Anchor]:
        """Return the anchors of a statement, the sentences before the terms; none if its place is not known."""
        return self._anchors.get(key, [])

    def in_section(self, doc_id: str, section: str) -> list[StatementKey]:
        """List the statements that cite a section, in the order of its text; those without an anchor come last."""
        starts = {
            key: min((int(anchor.start) for anchor in self.anchors(key) if anchor.section == section), default=_LAST)
            for key in self._citing.get((doc_id, section), ())
        }
        return sorted(starts, key=lambda key: starts[key])

    def locations(self, key: StatementKey, section: str, *, likely: bool) -> list[Location]:
        """Find where the words of a statement stand in a section of the copy.

        Parameters
        ----------
        key : StatementKey
        section : str
            Code of the section.
        likely : bool
            Whether to take the likeliest sentence where the words are not found.
        """
        entry, copy = self.statement(key), self.copy(key.doc_id)
        summary = _summary_of(entry) if likely else ""
        here = [anchor for anchor in self.anchors(key) if anchor.section == section]
        found = [locate(copy, anchor, words=_words_of(entry, anchor), summary=summary) for anchor in here]
        return [place for place in found if place is not None]

    def sources(self, key: StatementKey) -> list[Source]:
        """Find the words a statement rests on, the sentences before the terms.

        Raises
        ------
        NotFoundError
            If there is no such statement.
        SourceError
            As `copy`.
        """
        entry, copy, summary = self.statement(key), self.copy(key.doc_id), _summary_of(self.statement(key))
        found = []
        for anchor in self.anchors(key):
            words = _words_of(entry, anchor)
            found.append(Source(anchor, words, find_passage(copy, anchor, words=words, summary=summary)))
        return found

    def in_order(self, doc_id: str) -> list[StatementKey]:
        """List the statements of a document that have an anchor, in the order of the text the tables were made from."""
        starts = {anchor.section: int(anchor.start) for anchor in self._whole.get(doc_id, []) if anchor.section}
        first = {
            key: min(starts.get(anchor.section, 0) + int(anchor.start) for anchor in anchors)
            for key, anchors in self._anchors.items()
            if key.doc_id == doc_id and key in self._statements
        }
        return sorted(first, key=lambda key: first[key])


def _summary_of(entry: Statement) -> str:
    return "\n".join(str(cell) for column, cell in entry.entry.items() if column.endswith("_zh"))


def _words_of(entry: Statement, anchor: Anchor) -> str:
    """Return the printed words an anchor is about; empty if it is about sentences, or the row has changed."""
    printed = printed_words(entry.table, entry.entry)
    number = int(anchor.term or 0)
    return printed[number - 1].text if 0 < number <= len(printed) else ""

"""A reader's folder of documents: statements with the words they rest on, and in the order of the text.

Copies are read when they are first asked for and kept: a PDF takes seconds.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from geo.documents.anchors import WHOLE_TEXTS, rows_of
from geo.documents.copies import find_file, read_copy
from geo.documents.passages import find_passage
from geo.documents.statements import printed_words, statements
from geo.errors import Fault, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pandas as pd

    from geo.documents.anchors import Anchor
    from geo.documents.copies import DocumentCopy, Version
    from geo.documents.passages import Passage
    from geo.documents.statements import Statement


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
    folder : pathlib.Path
        Copies of the documents: text, Markdown, HTML or PDF.
    tables : mapping of str to pandas.DataFrame
        The seed tables, ``documents`` and ``sections`` among them.
    anchors : pandas.DataFrame
        The table ``anchors``.
    """

    def __init__(self, folder: Path, tables: Mapping[str, pd.DataFrame], anchors: pd.DataFrame) -> None:
        self._folder = folder
        self._documents = {row["doc_id"]: row for row in tables["documents"].to_dict("records")}
        self._openings = {
            str(doc_id): list(zip(rows["section"], rows["opens"], strict=True))
            for doc_id, rows in tables["sections"].groupby("doc_id", sort=False)
        }
        self._statements = {
            StatementKey(entry.table, entry.statement_id, entry.doc_id): entry for entry in statements(tables)
        }
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
            if doc_id not in self._copies:
                openings = self._openings.get(doc_id, [])
                path = find_file(self._folder, self._documents[doc_id]["source_file"], doc_id, openings)
                self._copies[doc_id] = read_copy(path, openings, self._whole.get(doc_id, []))
            return self._copies[doc_id]

    def version(self, doc_id: str) -> Version:
        """Compare the copy of a document with the text the tables were made from; raises as `copy`."""
        return self.copy(doc_id).version(self._documents[doc_id]["sha256"])

    def sources(self, key: StatementKey) -> list[Source]:
        """Find the words a statement rests on, the sentences before the terms.

        Raises
        ------
        NotFoundError
            If there is no such statement.
        SourceError
            As `copy`.
        """
        if key not in self._statements:
            raise NotFoundError(Fault(f"no statement {key.id!r} in {key.table}", "the id of a row", key.doc_id))
        entry, copy = self._statements[key], self.copy(key.doc_id)
        found = []
        for anchor in self._anchors.get(key, []):
            words = _words_of(entry, anchor)
            summary = "\n".join(str(cell) for column, cell in entry.entry.items() if column.endswith("_zh"))
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


def _words_of(entry: Statement, anchor: Anchor) -> str:
    """Return the printed words an anchor is about; empty if it is about sentences, or the row has changed."""
    printed = printed_words(entry.table, entry.entry)
    number = int(anchor.term or 0)
    return printed[number - 1].text if 0 < number <= len(printed) else ""

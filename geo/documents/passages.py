"""The words a statement rests on, found in a reader's copy of the documents by their anchors.

In the same text a passage stands where its anchor says. In another version it is looked for by its hash, then by its
printed words, and at last as the sentence that has most in common with the summary; what was done is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from geo.documents.anchors import passage_hash, stands
from geo.documents.best_match import best_sentences
from geo.documents.source_text import fold

if TYPE_CHECKING:
    from geo.documents.anchors import Anchor
    from geo.documents.copies import DocumentCopy

#: How a passage was found: where its anchor says, elsewhere by its hash or its words, as the likeliest sentence, not.
Found = Literal["in_place", "moved", "likely", "not_found"]

#: Characters shown on either side of a passage whose section is not found.
_AROUND = 200


class Passage(NamedTuple):
    """The text of a section in three parts; ``lit`` is empty if the passage was not found."""

    before: str
    lit: str
    after: str
    found: Found


def find_passage(copy: DocumentCopy, anchor: Anchor, *, words: str = "", summary: str = "") -> Passage | None:
    """Find the passage of an anchor in a copy of its document.

    Parameters
    ----------
    copy : DocumentCopy
        Of the document of the anchor.
    anchor : Anchor
        Of a statement.
    words : str
        The term or figure it is about, empty for sentences.
    summary : str
        What the statement says in Chinese, in our words.

    Returns
    -------
    Passage or None
        The section with the passage lit; None if neither the section nor the passage is in the copy.
    """
    section = copy.section_spans.get(anchor.section)
    if section is None:
        at = _place_of_hash(copy.text, anchor, near=0)
        if at is None:
            return None
        end = at + int(anchor.length)
        around = (max(0, at - _AROUND), min(len(copy.text), end + _AROUND))
        return _passage(copy, around, (at, end), "moved")
    text = copy.text[slice(*section)]
    span, found = _span_in(text, anchor, words, summary)
    return _passage(copy, section, (section[0] + span[0], section[0] + span[1]), found)


def _span_in(text: str, anchor: Anchor, words: str, summary: str) -> tuple[tuple[int, int], Found]:
    """Find the passage in the folded text of its section: by position, by hash, by its words, by its meaning."""
    start, length = int(anchor.start), int(anchor.length)
    if stands(anchor, text):
        return (start, start + length), "in_place"
    moved = _place_of_hash(text, anchor, near=start)
    if moved is not None:
        return (moved, moved + length), "moved"
    if words and (places := _all_places(text, fold(words))):
        nearest = min(places, key=lambda at: abs(at - start))
        return (nearest, nearest + len(fold(words))), "moved"
    likely = best_sentences(text, summary)
    return ((0, 0), "not_found") if likely is None else (likely, "likely")


def _all_places(text: str, words: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(words, at)]


def _place_of_hash(text: str, anchor: Anchor, near: int) -> int | None:
    """Find the position, nearest to another, at which the passage of an anchor stands."""
    length = int(anchor.length)
    places = (at for at in range(len(text) - length + 1) if passage_hash(text[at : at + length]) == anchor.hash)
    return min(places, key=lambda at: abs(at - near), default=None)


def _passage(copy: DocumentCopy, section: tuple[int, int], lit: tuple[int, int], found: Found) -> Passage:
    before, after = copy.shown(section[0], lit[0]), copy.shown(lit[1], section[1])
    if found == "not_found":
        return Passage(copy.shown(*section), "", "", found)
    return Passage(before, copy.shown(*lit), after, found)

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


class Location(NamedTuple):
    """Where a passage stands in the folded text of a copy.

    ``around`` is the section it is shown in, ``span`` the passage; a span of no length was not found.
    """

    around: tuple[int, int]
    span: tuple[int, int]
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
    place = locate(copy, anchor, words=words, summary=summary)
    if place is None:
        return None
    if place.found == "not_found":
        return Passage(copy.shown(*place.around), "", "", place.found)
    before, after = (place.around[0], place.span[0]), (place.span[1], place.around[1])
    return Passage(copy.shown(*before), copy.shown(*place.span), copy.shown(*after), place.found)


def locate(copy: DocumentCopy, anchor: Anchor, *, words: str = "", summary: str = "") -> Location | None:
    """Find where the passage of an anchor stands in a copy of its document; parameters as in `find_passage`.

    Without a summary no likeliest sentence is looked for.
    """
    section = copy.section_spans.get(anchor.section)
    if section is None:
        at = _place_of_hash(copy.text, anchor, near=0)
        if at is None:
            return None
        end = at + int(anchor.length)
        return Location((max(0, at - _AROUND), min(len(copy.text), end + _AROUND)), (at, end), "moved")
    span, found = _span_in(copy.text[slice(*section)], anchor, words, summary)
    return Location(section, (section[0] + span[0], section[0] + span[1]), found)


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

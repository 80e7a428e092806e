"""The sentence of a text that fits a summary best, and which occurrence of a term a summary means.

A summary is a paraphrase. What it shares with its sentence are names and pairs of characters, so these are counted.
This decides where to look, never whether a statement is true.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from geo.documents.source_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Marks that end a sentence, in the folded form.
_ENDS = re.compile(r"[。;!?]+")
_OPENING = re.compile(r"(?:[。;:!?]|^\d+\.)[\"']?$")
_WORDS = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]+")

#: Greatest number of sentences in a row that one statement may rest on.
MOST_SENTENCES = 4
#: A neighbouring sentence is taken in if it adds at least this share of what the best sentence has in common.
_WORTH_ADDING = 0.25
#: Characters from a term within which a mention of its place counts.
_REACH = 300
#: Characters on either side of a term that are compared with a summary; a table is one long sentence.
_NEAR = 60
_NEAR_FIGURE = 16


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """List the beginning and end of each sentence of a folded text."""
    ends = [match.end() for match in _ENDS.finditer(text)]
    cuts = [0, *ends, len(text)]
    return [(start, end) for start, end in pairwise(cuts) if start < end]


def pairs_of(text: str) -> Counter[str]:
    """Count the pairs of neighbouring letters, digits and characters of a text."""
    runs = _WORDS.findall(fold(text))
    return Counter(run[at : at + 2] for run in runs for at in range(len(run) - 1))


def best_sentences(text: str, words: str, parts: Sequence[tuple[int, int]] | None = None) -> tuple[int, int] | None:
    """Find the sentences of a text that have most in common with a summary.

    Parameters
    ----------
    text : str
        Folded.
    words : str
        Title and summary, in our words.
    parts : sequence of (int, int), optional
        Beginnings and ends of the parts to choose from; the sentences unless given. A table has lines.

    Returns
    -------
    tuple of int, or None
        Beginning and end in `text` of one to `MOST_SENTENCES` parts in a row; None if none has a pair of characters in
        common with the summary.
    """
    spans = sentence_spans(text) if parts is None else parts
    wanted = pairs_of(words)
    weights = _weights(text[start:end] for start, end in spans)
    scores = [_shared(wanted, text[start:end], weights) for start, end in spans]
    if not scores or max(scores) <= 0:
        return None
    best = max(range(len(spans)), key=lambda at: scores[at])
    first, last = best, best
    while last - first + 1 < MOST_SENTENCES:
        gains = {
            at: _shared(wanted, text[spans[min(at, first)][0] : spans[max(at, last)][1]], weights)
            - _shared(wanted, text[spans[first][0] : spans[last][1]], weights)
            for at in (first - 1, last + 1)
            if 0 <= at < len(spans)
        }
        at = max(gains, key=lambda number: gains[number], default=-1)
        if at < 0 or gains[at] < _WORTH_ADDING * scores[best]:
            break
        first, last = min(at, first), max(at, last)
    return spans[first][0], spans[last][1]


def _weights(sentences: Iterable[str]) -> dict[str, float]:
    """Weigh the pairs of characters: one that stands in every sentence says little."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update(set(pairs_of(sentence)))
    return {pair: 1 / count for pair, count in counts.items()}


def _shared(wanted: Counter[str], sentence: str, weights: dict[str, float]) -> float:
    return sum(weights.get(pair, 1.0) for pair in set(pairs_of(sentence)) & set(wanted))


def best_occurrence(
    text: str, places: Sequence[int], length: int, words: str, *, names: Sequence[str] = (), unit: str = ""
) -> int:
    """Choose the occurrence of a term that a summary means.

    Parameters
    ----------
    text : str
        Folded text of the section.
    places : sequence of int
        Positions at which the term begins; at least one.
    length : int
        Of the term.
    words : str
        The summary.
    names : sequence of str
        Names of the place the statement is about.
    unit : str, optional
        Of a figure, which stands beside it; less of the text around a figure is compared, for a table has many.

    Returns
    -------
    int
        Index in `places`: the occurrence whose sentence has most in common with the summary, near a mention of the
        place or at the beginning of a sentence; the first of equals.
    """
    spans = sentence_spans(text)
    wanted = pairs_of(words)
    weights = _weights(text[start:end] for start, end in spans)
    near = _NEAR_FIGURE if unit else _NEAR

    def score(at: int) -> float:
        start, end = next((span for span in spans if span[0] <= at < span[1]), (at, at + length))
        first, last = max(start, at - near), min(end, at + length + near)
        beside = bool(unit) and (text[at + length :].startswith(fold(unit)) or text[:at].endswith(fold(unit)))
        shared = _shared_near(wanted, text[first:last], (at - first, at - first + length), weights)
        return shared + beside + _nearness(text, at, length, names) + _opens_sentence(text, at)

    scores = [score(at) for at in places]
    return scores.index(max(scores))


def _shared_near(wanted: Counter[str], around: str, term: tuple[int, int], weights: dict[str, float]) -> float:
    """Sum the pairs a text has in common with a summary; those far from the term count half."""
    gains: dict[str, float] = {}
    for at in range(len(around) - 1):
        pair = around[at : at + 2]
        if pair in wanted:
            distance = max(term[0] - at - 2, at - term[1], 0)
            gain = weights.get(pair, 1.0) * (1 - distance / (2 * _NEAR))
            gains[pair] = max(gain, gains.get(pair, 0.0))
    return sum(gains.values())


def _nearness(text: str, at: int, length: int, names: Sequence[str]) -> float:
    """Return 3 where the place is named beside the term, and less with the distance of its nearest mention.

    A term that is only a part of the name there says nothing of the place: 2 less.
    """
    mentions = [match.span() for name in names if name for match in re.finditer(re.escape(fold(name)), text)]
    distances = [max(start - (at + length), at - end, 0) for start, end in mentions]
    in_name = any(start <= at and at + length <= end and end - start > length for start, end in mentions)
    return 3 * max(0.0, 1 - min(distances, default=_REACH) / _REACH) - 2 * in_name


def _opens_sentence(text: str, at: int) -> float:
    """Return 1 where a sentence begins with the term: there the text comes to speak of it."""
    return 1.0 if at == 0 or _OPENING.search(text, max(0, at - 3), at) else 0.0

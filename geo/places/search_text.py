"""Words inside our texts: which passages contain them, where, and the excerpt that shows it.

A word that begins with a letter or a digit must begin a word of the text, so that ``EDA`` is not found in "needed a"
nor ``600亿`` in 6600亿. Of several words each must stand in the passage; the names of its places count for all but one.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

from geo.places.search_names import EXACT, PART, PINYIN, PREFIX, SIMILAR, WORDS, edits_allowed, least_score

#: Characters of an excerpt, by language.
EXCERPT = {"zh": 72, "en": 150}
#: Letters of pinyin that are looked for in texts: fewer are part of too many syllables.
_LEAST_PINYIN = 4
#: Characters of the shortest part when a query without spaces is read as two words.
_LEAST_PART = 2
#: Points, of 100, by which a similar passage may fall behind the most similar one.
_BEHIND = 1.0
_BRACKETS = {"〔": "[", "〕": "]", "【": "[", "】": "]"}

Marks = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of the atlas in both languages.

    Attributes
    ----------
    group : str
        Group of the answer it belongs to.
    row : mapping
        Row of the table.
    texts : dict of str to str
        What can be found and is shown, by language.
    heads : tuple of str
        Its terms or its title, as returned by `fold`; a query equal to one is an exact match.
    place_ids : tuple of str
    around : str
        The names of these places, as returned by `fold`.
    folded : dict of str to str
        `texts` as returned by `fold`.
    """

    group: str
    row: Mapping[Any, Any]
    texts: dict[str, str]
    heads: tuple[str, ...] = ()
    place_ids: tuple[str, ...] = ()
    around: str = ""
    folded: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage, how it matches (`geo.places.search_names`), and where, by language; positions are characters."""

    passage: Passage
    how: int
    marks: dict[str, Marks]


def passage(group: str, row: Mapping[Any, Any], texts: dict[str, str], heads: Iterable[str] = ()) -> Passage:
    """Make a passage of no place."""
    folded = {lang: fold(text) for lang, text in texts.items()}
    return Passage(group, row, texts, tuple(fold(head) for head in heads), folded=folded)


@lru_cache(maxsize=16_384)
def _fold_character(character: str) -> str:
    return "".join(_BRACKETS.get(part, part) for part in unicodedata.normalize("NFKC", character).casefold())


def fold(text: str) -> str:
    """Return a text without differences of width, case and brackets; unlike a folded name it keeps its spaces."""
    return "".join(map(_fold_character, text))


def words_of(query: str) -> list[str]:
    """Return the words of a query, each once, as returned by `fold`."""
    return list(dict.fromkeys(fold(unicodedata.normalize("NFKC", query)).split()))


def find(passages: Sequence[Passage], words: Sequence[str]) -> list[Hit]:
    """List the passages that contain each word, in their order.

    Parameters
    ----------
    passages : sequence of Passage
    words : sequence of str
        As returned by `words_of`.

    Returns
    -------
    list of Hit
        `EXACT` and `PREFIX` are told by the heads, `PART` by the text, `WORDS` if the words stand apart.
    """
    tests = [(word, _at_word(word)) for word in words]
    return [hit for one in passages if (hit := _find_in(one, tests))] if words else []


def _at_word(word: str) -> re.Pattern[str] | None:
    """Return the pattern of a word that must begin where a word of the text begins; None if it may stand anywhere."""
    first = word[0]
    return re.compile(rf"(?<![a-z0-9.]){re.escape(word)}") if first.isascii() and first.isalnum() else None


def _find_in(one: Passage, tests: Sequence[tuple[str, re.Pattern[str] | None]]) -> Hit | None:
    inside = 0
    for word, pattern in tests:
        if any(_stands(word, pattern, text) for text in one.folded.values()):
            inside += 1
        elif not _stands(word, pattern, one.around):
            return None
    if not inside:
        return None
    marks = {lang: _marks(text, one.folded[lang], tests) for lang, text in one.texts.items()}
    return Hit(one, _how(one, tests), marks)


def _stands(word: str, pattern: re.Pattern[str] | None, text: str) -> bool:
    return word in text and (pattern is None or pattern.search(text) is not None)


def _how(one: Passage, tests: Sequence[tuple[str, re.Pattern[str] | None]]) -> int:
    if len(tests) > 1:
        return WORDS
    word = tests[0][0]
    if word in one.heads:
        return EXACT
    return PREFIX if any(head.startswith(word) for head in one.heads) else PART


def _marks(text: str, folded: str, tests: Sequence[tuple[str, re.Pattern[str] | None]]) -> Marks:
    found = [
        span.span() for word, pattern in tests for span in (pattern or re.compile(re.escape(word))).finditer(folded)
    ]
    return _in_text(text, folded, found)


def _in_text(text: str, folded: str, spans: Iterable[tuple[int, int]]) -> Marks:
    """Return spans of the folded text as spans of the text; those that touch become one."""
    starts: Sequence[int] = range(len(text) + 1)
    if len(folded) != len(text):  # a character such as ㎞ is folded to several, none to nothing
        starts = list(accumulate((len(_fold_character(character)) for character in text), initial=0))
    merged: Marks = []
    for start, end in sorted(spans):
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1)
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def find_split(passages: Sequence[Passage], word: str) -> list[Hit]:
    """List the passages that contain both parts of a Chinese query without spaces, such as 嘉定新城产值.

    Parameters
    ----------
    passages : sequence of Passage
    word : str
        As returned by `fold`.

    Returns
    -------
    list of Hit
        Those of the first way to part it that finds any, the longest first part first.
    """
    if word.isascii():
        return []
    for cut in range(len(word) - _LEAST_PART, _LEAST_PART - 1, -1):
        if found := find(passages, (word[:cut], word[cut:])):
            return found
    return []


@dataclass(frozen=True, slots=True)
class Sound:
    """The pinyin of the Chinese text of a passage, and where each character begins in it."""

    letters: str
    starts: tuple[int, ...]


def sound_of(text: str) -> Sound:
    """Return the pinyin of a text, character by character; what is not Chinese breaks it."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB of dictionary that only a search in pinyin needs

    runs = lazy_pinyin(text, errors=lambda other: " " * len(other))
    parts = [part for run in runs for part in (run if run.isspace() else (run,))]
    return Sound("".join(parts), tuple(accumulate((len(part) for part in parts), initial=0)))


def find_pinyin(passages: Sequence[Passage], sounds: Sequence[Sound], query: str) -> list[Hit]:
    """List the passages whose Chinese text sounds as a query of at least two syllables.

    Parameters
    ----------
    passages : sequence of Passage
    sounds : sequence of Sound
        One for each passage.
    query : str
        Letters, as returned by `geo.places.filter.fold_for_search`.

    Returns
    -------
    list of Hit
    """
    if len(query) < _LEAST_PINYIN or not (query.isascii() and query.isalpha()):
        return []
    return [
        Hit(one, PINYIN, {"zh": spans, "en": []})
        for one, sound in zip(passages, sounds, strict=True)
        if query in sound.letters and (spans := list(_spans(sound, query)))
    ]


def _spans(sound: Sound, query: str) -> Iterator[tuple[int, int]]:
    begins = {at: character for character, at in enumerate(sound.starts)}
    at = sound.letters.find(query)
    while at >= 0:
        last = bisect_right(sound.starts, at + len(query) - 1)
        if at in begins and last - begins[at] > 1:
            yield begins[at], last
        at = sound.letters.find(query, at + 1)


def find_similar(passages: Sequence[Passage], word: str) -> list[Hit]:
    """List the passages with a part that is similar to a word: the most similar ones.

    Parameters
    ----------
    passages : sequence of Passage
    word : str
        As returned by `fold`.

    Returns
    -------
    list of Hit
    """
    from rapidfuzz import fuzz  # noqa: PLC0415  # only a search that found nothing needs it

    if not edits_allowed(word):
        return []
    scored: list[tuple[float, Hit]] = []
    for one in passages:
        for lang, text in one.folded.items():
            found = fuzz.partial_ratio_alignment(word, text, score_cutoff=least_score(word))
            if len(text) < len(word) or found is None or not _begins_word(text, found.dest_start):
                continue
            marks: dict[str, Marks] = {name: [] for name in one.texts}
            marks[lang] = _in_text(one.texts[lang], text, [(found.dest_start, found.dest_end)])
            scored.append((found.score, Hit(one, SIMILAR, marks)))
            break
    best = max((score for score, _ in scored), default=0.0)
    return [hit for score, hit in scored if score > best - _BEHIND]


def _begins_word(text: str, at: int) -> bool:
    """Return whether a word of the text begins at a position; a Chinese character is a word."""
    return not (at and text[at - 1].isascii() and text[at - 1].isalnum())


def excerpt(text: str, marks: Marks, most: int) -> dict[str, Any]:
    """Return the part of a text round its first mark.

    Parameters
    ----------
    text : str
    marks : list of tuple of int
    most : int
        Characters to keep.

    Returns
    -------
    dict
        ``text``, with … where it was cut, and ``marks``: begin and end of each hit in it, in characters.
    """
    if len(text) <= most:
        return {"text": text, "marks": [list(span) for span in marks]}
    start = max(min((marks[0][0] if marks else 0) - most // 3, len(text) - most), 0)
    end = min(start + most, len(text))
    if start and (space := text.find(" ", start, start + most // 6)) >= 0:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", end - most // 6, end)) >= 0:
        end = space
    opening, closing = "…" if start else "", "…" if end < len(text) else ""
    shift = len(opening) - start
    kept = [[max(a, start) + shift, min(b, end) + shift] for a, b in marks if a < end and b > start]
    return {"text": f"{opening}{text[start:end]}{closing}", "marks": kept}

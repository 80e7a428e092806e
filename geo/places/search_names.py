"""How a name matches what was typed: in Chinese, pinyin, initials or English, or nearly so.

Pinyin is matched as in input methods: each syllable may be typed in full or in part, so ``dongfangxingang``, ``dfxg``
and ``dongfxg`` all find 东方芯港; tone marks and tone digits are left out. A name is *similar* if it sounds the same,
or if few characters are wrong, missing or too many.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from geo.places.filter import fold_for_search

#: Kinds of match, best first, and their names in the answer.
EXACT, PREFIX, PINYIN, INITIALS, PART, ENGLISH, MIXED, WORDS, SIMILAR = range(9)
MATCH_NAMES = ("exact", "prefix", "pinyin", "initials", "part", "english", "mixed", "words", "similar")

#: Characters of a query from which one, two and three may be wrong, for Chinese and for letters.
_EDITS_FROM = {False: (3, 6, 10), True: (5, 8, 12)}
_MOST_SCORE = 100.0
_TONE_DIGITS = re.compile(r"(?:[a-z]{1,5}[aeiouvngr][1-5]){2,}")
#: Letters that are one sound in pinyin, as typed and as pypinyin writes it.
_UMLAUT = str.maketrans("ü", "v")


class _Forms(NamedTuple):
    chinese: str
    english: str
    #: The English name from the beginning of each of its words on.
    endings: tuple[str, ...]


class _Sounds(NamedTuple):
    syllables: tuple[str, ...]
    #: The pinyin from the beginning of each syllable on.
    endings: tuple[str, ...]
    initials: str


def without_tones(text: str) -> str:
    """Return a text with the tone marks of pinyin taken off its letters, and tone digits if each syllable has one."""
    letters = "".join(_bare(character) for character in text)
    plain = fold_for_search(letters)
    return re.sub(r"[1-5]", "", plain) if _TONE_DIGITS.fullmatch(plain) else letters


def _bare(character: str) -> str:
    """Return a letter without its accent; ü keeps its dots, because it is another sound."""
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 1 or not parts[0].isascii():
        return character
    return parts[0] + ("\u0308" if "\u0308" in parts else "")


@lru_cache(maxsize=32_768)
def _forms(chinese: str, english: str) -> _Forms:
    words = re.findall(r"[a-z0-9.+-]+", english.casefold())
    endings = tuple("".join(words[start:]) for start in range(len(words)))
    return _Forms(fold_for_search(chinese), fold_for_search(english), endings)


@lru_cache(maxsize=32_768)
def _sounds(chinese: str) -> _Sounds:
    from pypinyin import lazy_pinyin  # noqa: PLC0415  # 55 MB of dictionary that only a search in pinyin needs

    syllables = tuple(folded for part in lazy_pinyin(chinese) if (folded := fold_for_search(part)))
    endings = tuple("".join(syllables[start:]) for start in range(len(syllables)))
    return _Sounds(syllables, endings, "".join(syllable[0] for syllable in syllables))


def syllables(chinese: str) -> tuple[str, ...]:
    """Return the pinyin of a name, syllable by syllable, without tones; what is not Chinese is one part."""
    return _sounds(chinese).syllables


def match(query: str, chinese: str, english: str = "") -> int | None:
    """Return how a query matches a name.

    Parameters
    ----------
    query : str
        As returned by `geo.places.filter.fold_for_search`.
    chinese, english : str
        The name in both languages; either may be empty.

    Returns
    -------
    int or None
        One of `EXACT` … `MIXED`; None if it does not match.
    """
    forms = _forms(chinese, english)
    if query in (forms.chinese, forms.english):
        return EXACT
    if forms.chinese.startswith(query):
        return PREFIX
    if query in forms.chinese:
        return PART
    if not query.translate(_UMLAUT).isascii():
        return None
    in_english = ENGLISH if any(ending.startswith(query) for ending in forms.endings) else None
    ways = [match_pinyin(query, chinese), in_english]
    return min((way for way in ways if way is not None), default=None)


def match_pinyin(query: str, chinese: str) -> int | None:
    """Return how a query matches the pinyin of a name.

    Parameters
    ----------
    query : str
        As returned by `geo.places.filter.fold_for_search`.
    chinese : str
        The name.

    Returns
    -------
    int or None
        `PINYIN` (syllables in full), `INITIALS`, `MIXED` (some syllables in part), `PART` (not at the beginning of the
        name), or None if it does not match.
    """
    query = query.translate(_UMLAUT)
    if len(query) < 2 or not query.isalnum():
        return None
    sounds = _sounds(chinese)
    for start, ending in enumerate(sounds.endings):
        if ending.startswith(query):
            return PINYIN if start == 0 else PART
    if query in sounds.initials:
        return INITIALS if sounds.initials.startswith(query) else PART
    return MIXED if len(query) >= 3 and _reads_as_syllables(query, sounds.syllables) else None


def _reads_as_syllables(query: str, syllables: tuple[str, ...]) -> bool:
    """Return whether a query reads as the first syllables, each in full or in part."""
    if not query:
        return True
    if not syllables:
        return False
    first = syllables[0]
    sizes = range(min(len(first), len(query)), 0, -1)
    return any(query[:size] == first[:size] and _reads_as_syllables(query[size:], syllables[1:]) for size in sizes)


def edits_allowed(query: str) -> int:
    """Return how many characters of a query may be wrong, missing or too many."""
    return sum(len(query) >= length for length in _EDITS_FROM[query.isascii()])


def least_score(query: str) -> float:
    """Return the least score of rapidfuzz, of 100, at which a part of a text is similar to a query."""
    return _MOST_SCORE * (1.0 - edits_allowed(query) / len(query)) - 0.01


def similar(query: str, chinese: str, english: str = "") -> float | None:
    """Return how similar a name is to a query.

    Parameters
    ----------
    query : str
        As returned by `geo.places.filter.fold_for_search`.
    chinese, english : str
        The name in both languages; either may be empty.

    Returns
    -------
    float or None
        A score up to 200, higher for the more similar; None if it is not similar.
    """
    forms = _forms(chinese, english)
    if not query.isascii():
        if _sounds_alike(query, chinese):
            return 2 * _MOST_SCORE
        return _score(query, forms.chinese)
    known = [
        score - (at > 0)
        for endings in (_sounds(chinese).endings, forms.endings)
        for at, ending in enumerate(endings)
        if (score := _score(query, ending)) is not None
    ]
    return max(known, default=None)


def _score(query: str, name: str) -> float | None:
    """Score letters by the beginning of a name, Chinese by any part of it; the shorter of equal names is better."""
    from rapidfuzz import fuzz  # noqa: PLC0415  # only a search that found nothing needs it

    edits, least = edits_allowed(query), least_score(query)
    if not edits or len(name) < len(query) - edits:
        return None
    if query.isascii():
        sizes = range(len(query) - 1, len(query) + 2)
        part = max(fuzz.ratio(query, name[:size], score_cutoff=least) for size in sizes)
    else:
        part = fuzz.partial_ratio(query, name, score_cutoff=least)
    return part + fuzz.ratio(query, name) / 20 if part else None


def _sounds_alike(query: str, chinese: str) -> bool:
    if len(query) < 2:
        return False
    wanted, known = _sounds(query).syllables, _sounds(chinese).syllables
    return any(known[start : start + len(wanted)] == wanted for start in range(len(known) - len(wanted) + 1))

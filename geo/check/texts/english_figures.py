"""Figures of English sentences against the Chinese text they come from: 500 billion stands where 5000亿 is printed."""

from __future__ import annotations

import re
from decimal import Decimal

#: A figure in English with the word that scales it; not part of a name (G60, 5G, No. 2) and no ordinal (14th).
_ENGLISH = re.compile(
    r"(?<!No\. )(?<![\w.,/])(\d+(?:,\d{3})*(?:\.\d+)?)"
    r"(?:[ -](thousand|million|billion|trillion)\b|(?![\w,]*\d)(?![A-Za-z]))"
)
_ENGLISH_SCALES = {"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
#: A figure in Chinese, digits or one of the words for a round number, with the characters that scale it.
_CHINESE = re.compile(r"(\d+(?:\.\d+)?|[百千])([百千万亿]*)")
_CHINESE_SCALES = {"百": 2, "千": 3, "万": 4, "亿": 8}


def english_amounts(sentence: str) -> list[tuple[str, Decimal]]:
    """List the figures of an English sentence, each as written and as a number.

    Parameters
    ----------
    sentence : str
        "180,000 jobs" is 180000, "1 trillion yuan" is 10 to the power of 12. Figures in words are left out.
    """
    return [
        (match[0], Decimal(match[1].replace(",", "")).scaleb(_ENGLISH_SCALES[match[2] or ""]))
        for match in _ENGLISH.finditer(sentence)
    ]


def chinese_amounts(text: str) -> set[Decimal]:
    """Compute the numbers a Chinese text prints, with and without the characters that scale them.

    Parameters
    ----------
    text : str
        In half-width forms. 5000亿 is 5000 and 500 billion; 千亿 is 100 billion.
    """
    amounts: set[Decimal] = set()
    for figure, scales in _CHINESE.findall(text):
        plain = Decimal(10).scaleb(_CHINESE_SCALES[figure] - 1) if figure in _CHINESE_SCALES else Decimal(figure)
        scaled = plain
        for character in scales:
            scaled = scaled.scaleb(_CHINESE_SCALES[character])
            amounts.add(scaled)
        amounts.add(plain)
    return amounts

"""Classes of the answers of a theme, each with its colour and its step.

One rule for all numbers: up to five different numbers are a class each; more are cut into five classes that hold about
as many places each, or, where too many are equal for that, as many different numbers. A class begins and ends at
numbers that occur. A place without an answer is in the class
``unknown``, which is never a number.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from geo import words
from geo.atlas.symbology import THEME_RAMP, THEME_UNKNOWN, THEME_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from geo.registers.themes.values import Pair

UNKNOWN = "unknown"
MOST_CLASSES = len(THEME_RAMP)
#: Positions of 1, 2 … classes on the ramp: as far apart as they can be.
_SPREAD = {1: (3,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}


@dataclass(frozen=True)
class ThemeClass:
    """One class.

    Attributes
    ----------
    id : str
        A number from 1 on, the id of a word, or ``unknown``.
    label_zh, label_en : str
    colour : str
    step : int
        1 to 5, the size of its symbol; 0 of a word without rank and of ``unknown``.
    least, most : float or None
        Ends of a class of numbers, both within it.
    """

    id: str
    label_zh: str
    label_en: str
    colour: str
    step: int = 0
    least: float | None = None
    most: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the class as a program gets it."""
        return asdict(self)


def unknown_class(label: Pair) -> ThemeClass:
    """Return the class of the places without an answer."""
    return ThemeClass(UNKNOWN, *label, THEME_UNKNOWN)


def number_classes(numbers: Iterable[float], unit: Pair) -> list[ThemeClass]:
    """Cut numbers into classes, the lowest first.

    Parameters
    ----------
    numbers : iterable of float
    unit : (str, str)
        Written after the numbers, in Chinese and English.
    """
    cuts = _cuts(sorted(numbers))
    steps = _SPREAD[len(cuts)] if cuts else ()
    out = []
    for number, ((least, most), step) in enumerate(zip(cuts, steps, strict=True), start=1):
        span = f"{least:,g}" if least == most else f"{least:,g} – {most:,g}"
        gaps = ("", "" if unit[1] == "%" else " ")
        labels = [f"{span}{gap}{one}".strip() for gap, one in zip(gaps, unit, strict=True)]
        out.append(ThemeClass(str(number), labels[0], labels[1], THEME_RAMP[step], step + 1, least, most))
    return out


def _cuts(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """Cut sorted numbers; equal ones are never parted."""
    different = sorted(set(numbers))
    if len(different) <= MOST_CLASSES:
        return [(number, number) for number in different]
    ordered = _starts(numbers)
    if len(ordered) < MOST_CLASSES:
        ordered = _starts(different)
    ends = [*(different[different.index(start) - 1] for start in ordered[1:]), different[-1]]
    return list(zip(ordered, ends, strict=True))


def _starts(numbers: Sequence[float]) -> list[float]:
    return sorted({numbers[len(numbers) * part // MOST_CLASSES] for part in range(MOST_CLASSES)})


def class_of_number(classes: Iterable[ThemeClass], number: float) -> str:
    """Return the id of the class a number is in."""
    return next(one.id for one in classes if one.least is not None and one.least <= number <= (one.most or 0.0))


def ranked_classes(order: Sequence[str], used: Iterable[str]) -> list[ThemeClass]:
    """Return the words of a rank that occur, the strongest first; a word keeps its colour from theme to theme."""
    occurring = set(used)
    steps = [step + 1 for step in reversed(_SPREAD[len(order)])]
    return [
        ThemeClass(word, *words.both(f"theme_class.{word}"), THEME_RAMP[step - 1], step)
        for word, step in zip(order, steps, strict=True)
        if word in occurring
    ]


def word_classes(labels: dict[str, Pair], colours: Sequence[str] = THEME_WORDS) -> list[ThemeClass]:
    """Return a class for each word without rank, in their order; those beyond the list of colours share the last."""
    given = [colours[min(number, len(colours) - 1)] for number in range(len(labels))]
    return [ThemeClass(word, *label, colour) for (word, label), colour in zip(labels.items(), given, strict=True)]


def difference_classes(labels: dict[str, Pair]) -> list[ThemeClass]:
    """Return the classes of less, within, more and as stated: opposites apart in colour, the last grey."""
    return word_classes(labels, [THEME_WORDS[number] for number in (0, 2, 3, 4)])

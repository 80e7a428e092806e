"""What follows from the answers: who is left out and why, scores that are ranges, ranks, and how firm the top is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from geo.registers.fit.conditions import MOST_WEIGHT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from geo.registers.fit.answers import Answer
    from geo.registers.fit.conditions import Condition

#: Ranks whose order the sentence on firmness is about.
TOP = 3


@dataclass(frozen=True)
class Ranked:
    """A place that no hard condition leaves out.

    Attributes
    ----------
    place_id : str
    rank : int
        Ties share it; the next rank counts them all.
    tied : bool
    certain, possible : int
        What it scores for certain, and what it scores if every unknown turns out yes.
    """

    place_id: str
    rank: int
    tied: bool
    certain: int
    possible: int


def fails(condition: Condition, answer: Answer) -> bool:
    """Tell whether a hard condition leaves a place out: it does not meet it, or nothing at all is told of it."""
    return condition.must and (answer.verdict == "no" or not answer.told)


def left_out(conditions: Sequence[Condition], answers: Mapping[str, Sequence[Answer]]) -> dict[str, int]:
    """Map each place that is left out to the number of the first condition that does it."""
    out = {}
    for place, row in answers.items():
        at = next((at for at, pair in enumerate(zip(conditions, row, strict=True)) if fails(*pair)), None)
        if at is not None:
            out[place] = at
    return out


def score(conditions: Sequence[Condition], row: Sequence[Answer]) -> tuple[int, int]:
    """Return the certain and the possible score of a place."""
    certain = sum(one.weight for one, answer in zip(conditions, row, strict=True) if answer.verdict == "yes")
    unknown = sum(one.weight for one, answer in zip(conditions, row, strict=True) if answer.verdict == "unknown")
    return certain, certain + unknown


def ranking(conditions: Sequence[Condition], answers: Mapping[str, Sequence[Answer]]) -> list[Ranked]:
    """Rank the places that are not left out: by what is certain, then by what is possible; equals share a rank."""
    out = left_out(conditions, answers)
    scored = [(score(conditions, row), place) for place, row in answers.items() if place not in out]
    scored.sort(key=lambda one: (-one[0][0], -one[0][1]))
    ranked: list[Ranked] = []
    for (certain, possible), group in groupby(scored, key=lambda one: one[0]):
        places, rank = [place for _, place in group], len(ranked) + 1
        ranked += [Ranked(place, rank, len(places) > 1, certain, possible) for place in places]
    return ranked


def firmness(conditions: Sequence[Condition], answers: Mapping[str, Sequence[Answer]]) -> dict[str, Any] | None:
    """Compute whether any one weight, one more or one less, changes the places of the first three ranks.

    Returns
    -------
    dict or None
        ``steady``, and ``changes``: number of the ``condition``, its other ``weight``, and the places that then
        ``enter`` and ``leave`` the first three ranks. None where no place is ranked or nothing is weighed.
    """
    now = _top(conditions, answers)
    if not now or not any(one.weight for one in conditions):
        return None
    changes = []
    for at, one in enumerate(conditions):
        for weight in (one.weight - 1, one.weight + 1):
            if 0 <= weight <= MOST_WEIGHT:
                then = _top([*conditions[:at], replace(one, weight=weight), *conditions[at + 1 :]], answers)
                enter, leave = ([place for place in a if place not in b] for a, b in ((then, now), (now, then)))
                if enter or leave:
                    changes.append({"condition": at, "weight": weight, "enter": enter, "leave": leave})
    return {"steady": not changes, "changes": changes}


def without(conditions: Sequence[Condition], answers: Mapping[str, Sequence[Answer]]) -> list[dict[str, int]]:
    """Count, for each hard condition, the places there would be if it alone were dropped; most first."""
    counts = []
    for at, one in enumerate(conditions):
        if one.must:
            softer = [*conditions[:at], replace(one, must=False), *conditions[at + 1 :]]
            counts.append({"condition": at, "count": len(answers) - len(left_out(softer, answers))})
    return sorted(counts, key=lambda one: -one["count"])


def _top(conditions: Sequence[Condition], answers: Mapping[str, Sequence[Answer]]) -> list[str]:
    return [one.place_id for one in ranking(conditions, answers) if one.rank <= TOP]

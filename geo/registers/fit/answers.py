"""The answer to one condition: yes, no or unknown, with the rule that decided, a word for the cell and the evidence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from geo.words import both

Verdict = Literal["yes", "no", "unknown"]


@dataclass(frozen=True)
class Answer:
    """What is known of one condition at one place.

    Attributes
    ----------
    verdict : {"yes", "no", "unknown"}
        Unknown is an answer of its own: it is never counted as no.
    rule : str
        Which rule decided, such as ``industry_joint``.
    told : bool
        Whether there is anything to go on: evidence on the place itself, or a figure.
    values : dict
        What the word and the reason name; a pair has a text for each language.
    figure, pm : float or None
        Hectares or kilometres, and their ±.
    grade : str or None
        Of what a document says: ``named``, ``reserved``, ``joint``, ``reading`` or ``parent``.
    evidence : tuple of dict
        Each with ``grade``, ``sentence_zh``, ``sentence_en`` and its source.
    """

    verdict: Verdict
    rule: str
    told: bool = True
    values: dict[str, Any] = field(default_factory=dict)
    figure: float | None = None
    pm: float | None = None
    grade: str | None = None
    evidence: tuple[dict[str, Any], ...] = ()

    def record(self) -> dict[str, Any]:
        """Return the answer as a program gets it, with its word and its reason in both languages."""
        word = both(f"fit_word.{self.rule}", **self.values)
        reason = both(f"fit_reason.{self.rule}", **self.values)
        return {
            "answer": self.verdict,
            "rule": self.rule,
            "told": self.told,
            "grade": self.grade,
            "figure": self.figure,
            "pm": self.pm,
            "word_zh": word[0],
            "word_en": word[1],
            "reason_zh": reason[0],
            "reason_en": reason[1],
            "evidence": list(self.evidence),
        }

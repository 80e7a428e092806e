"""Answer a question: every place with its rank, its score and the answer to each condition, and who is left out why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.rows_by_id import rows_of
from geo.places.sourced_rows import brief_place
from geo.registers.fit import figures, said
from geo.registers.fit.conditions import AMOUNTS, ANY, DESTINATIONS, candidates, check
from geo.registers.fit.ranking import firmness, left_out, ranking, without
from geo.words import LANGUAGES, both, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.atlas import Atlas
    from geo.registers.fit.answers import Answer
    from geo.registers.fit.conditions import Condition

_ASKED = {
    "industry": said.industry,
    "about": said.about,
    "area": figures.area,
    **dict.fromkeys(DESTINATIONS, figures.distance),
    "measures": said.measures,
    "document": said.document,
}


def answer(atlas: Atlas, conditions: Sequence[Condition]) -> dict[str, Any]:
    """Answer which places fit some conditions.

    Parameters
    ----------
    atlas : Atlas
        As of a day, if only what stood then counts (`geo.documents.validity.as_of`).
    conditions : sequence of Condition

    Returns
    -------
    dict
        ``conditions`` (kind, value, ``must``, ``weight``, title), ``most`` (the highest score), ``places`` in the order
        of their ranks (``place``, ``rank``, ``tied``, ``certain``, ``possible``, ``located`` and ``answers``, one for
        each condition), ``left_out`` (``place``, the number of the ``condition`` and its ``answer``), ``firmness``,
        ``without`` (only if no place is left: which hard condition dropped gives how many) and ``version``.

    Raises
    ------
    ParameterError
        If a condition names what does not exist.
    """
    check(atlas, conditions)
    answers = {place: answers_of(atlas, place, conditions) for place in candidates(atlas)} if conditions else {}
    out, ranked = left_out(conditions, answers), ranking(conditions, answers)
    return {
        "conditions": condition_records(atlas, conditions),
        "most": sum(one.weight for one in conditions),
        "places": [
            {
                "place": brief_place(atlas, one.place_id),
                **{key: getattr(one, key) for key in ("rank", "tied", "certain", "possible")},
                "located": atlas.features.geometry[one.place_id] is not None,
                "answers": [row.record() for row in answers[one.place_id]],
            }
            for one in ranked
        ],
        "left_out": [
            {"place": brief_place(atlas, place), "condition": at, "answer": answers[place][at].record()}
            for place, at in out.items()
        ],
        "firmness": firmness(conditions, answers),
        "without": without(conditions, answers) if conditions and not ranked else [],
        "version": atlas.version,
    }


def answers_of(atlas: Atlas, place_id: str, conditions: Sequence[Condition]) -> list[Answer]:
    """Answer each condition for one place."""
    return [_ASKED[one.kind](atlas, place_id, one) for one in conditions]


def condition_records(atlas: Atlas, conditions: Sequence[Condition]) -> list[dict[str, Any]]:
    """List the conditions of a question with their titles; of several industries each is headed by its own name."""
    kinds = [one.kind for one in conditions]
    out = []
    for one in conditions:
        record = condition_record(atlas, one)
        if kinds.count(one.kind) > 1:
            record["head_zh"], record["head_en"] = _named(atlas, one)
        out.append(record)
    return out


def condition_record(atlas: Atlas, condition: Condition) -> dict[str, Any]:
    """Return a condition with its title in both languages, such as 距港口不超过 40 千米."""
    names = (
        both("fit_any.theme") if condition.value == ANY and condition.kind == "measures" else _named(atlas, condition)
    )
    zh, en = both(f"fit_condition.{condition.kind}", value=names)
    head_zh, head_en = both(f"fit_head.{condition.kind}")
    return {
        **{key: getattr(condition, key) for key in ("kind", "must", "weight")},
        "value": condition.amount if condition.kind in AMOUNTS else condition.value,
        **{"title_zh": zh, "title_en": en, "head_zh": head_zh, "head_en": head_en},
    }


def _named(atlas: Atlas, condition: Condition) -> tuple[str, str]:
    """Return the value of a condition as a reader names it."""
    if condition.kind in AMOUNTS:
        return (f"{condition.amount:,g}",) * 2
    if condition.kind == "industry":
        row = rows_of(atlas, "industries", "industry_id", condition.value)[0]
        return row["name_zh"], row["name_en"]
    if condition.kind == "document":
        row = rows_of(atlas, "documents", "doc_id", condition.value)[0]
        return row["short_zh"], row["short_en"]
    if condition.kind == "measures":
        return say(f"theme.{condition.value}", LANGUAGES[0]), say(f"theme.{condition.value}", LANGUAGES[1])
    return condition.value, condition.value

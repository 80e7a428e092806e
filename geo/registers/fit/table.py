"""The answer as a table: one row for each place and condition, those left out at the end, for CSV and workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.columns import TableColumns
from geo.words import LANGUAGES, say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLUMNS = TableColumns(
    (
        *("place_id", "name_zh", "name_en", "rank", "certain", "possible", "condition_zh", "condition_en"),
        *("fit_answer_zh", "fit_answer_en", "fit_grade_zh", "fit_grade_en", "figure", "figure_pm"),
        *("fit_reason_zh", "fit_reason_en", "statement_zh", "statement_en", "citation_zh", "citation_en"),
    )
)


def rows(answer: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """List the rows of the table.

    Parameters
    ----------
    answer : mapping
        As returned by `geo.registers.fit.answer.answer`.

    Yields
    ------
    dict
        With the keys of `COLUMNS`; rank and scores are empty for a place that is left out.
    """
    for one in answer["places"]:
        head = {**_place(one["place"]), **{key: one[key] for key in ("rank", "certain", "possible")}}
        for condition, said in zip(answer["conditions"], one["answers"], strict=True):
            yield {**head, **_said(condition, said)}
    for one in answer["left_out"]:
        yield {**_place(one["place"]), **_said(answer["conditions"][one["condition"]], one["answer"])}


def _place(place: Mapping[str, Any]) -> dict[str, Any]:
    return {"place_id": place["id"], "name_zh": place["name_zh"], "name_en": place["name_en"]}


def _said(condition: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"figure": said["figure"], "figure_pm": said["pm"]}
    for lang in LANGUAGES:
        row[f"condition_{lang}"] = condition[f"title_{lang}"]
        row[f"fit_answer_{lang}"] = say(f"fit_answer.{said['answer']}", lang)
        row[f"fit_grade_{lang}"] = say(f"fit_grade.{said['grade']}", lang) if said["grade"] else None
        row[f"fit_reason_{lang}"] = said[f"reason_{lang}"]
        semicolon = say("list.semicolon", lang)
        row[f"statement_{lang}"] = _in_one([one[f"sentence_{lang}"] for one in said["evidence"]], semicolon)
        row[f"citation_{lang}"] = semicolon.join(_where(one, lang) for one in said["evidence"]) or None
    return row


def _in_one(sentences: list[str], semicolon: str) -> str | None:
    """Return sentences as one: only the last keeps its full stop."""
    return semicolon.join([*(one.rstrip("。.") for one in sentences[:-1]), *sentences[-1:]]) or None


def _where(evidence: Mapping[str, Any], lang: str) -> str:
    """Name the source of a sentence: document and section, or the page outside the documents."""
    if evidence["document"]:
        return f"{evidence['document'][f'short_{lang}']} {evidence[f'citation_{lang}']}"
    outside = evidence["outside"]
    return f"{outside[f'publisher_{lang}']} {outside['date']} {outside['address']}"

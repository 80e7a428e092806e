"""The answer to a question for one site in one language, as an extract on paper or in a workbook prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geo.atlas.cells import split_list
from geo.words import pick, say

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABELS = ("title", "note", "condition", "weight", "answer", "word", "reason", "evidence", "source", "why", "page")


def printed_fit(extract: Mapping[str, Any], lang: str, root: str | None) -> dict[str, Any] | None:
    """Make what is printed of the chapter ``fit`` of an extract; None where no question was asked.

    Returns
    -------
    dict or None
        ``labels``, ``standing``, ``score`` (certain, possible, most), ``rules``, ``url`` of the page, and ``rows``:
        ``condition``, ``weight``, ``answer`` (yes, no or unknown), ``said`` (its word), ``word`` of the cell,
        ``reason`` and ``evidence`` (``grade``, ``firm``, ``sentence``, ``source``, ``url``, ``id`` of its document).
    """
    fit = extract.get("fit")
    if fit is None:
        return None
    pairs = zip(fit["conditions"], fit["answers"], strict=True)
    return {
        "labels": {key: say(f"extract_fit.{key}", lang) for key in _LABELS},
        "standing": pick(fit, "standing", lang),
        "score": [fit["certain"], fit["possible"], fit["most"]],
        "rules": pick(fit, "rules", lang),
        "url": root.rstrip("/") + fit["link"] if root else "",
        "rows": [_row(condition, answer, lang, root) for condition, answer in pairs],
    }


def _row(condition: Mapping[str, Any], answer: Mapping[str, Any], lang: str, root: str | None) -> dict[str, Any]:
    must = [say("fit_condition.must", lang)] if condition["must"] else []
    weight = say("fit_condition.weight", lang, weight=condition["weight"])
    return {
        "condition": pick(condition, "title", lang),
        "weight": say("list.separator", lang).join([*must, weight]),
        "answer": answer["answer"],
        "said": say(f"fit_answer.{answer['answer']}", lang),
        "word": pick(answer, "word", lang),
        "reason": pick(answer, "reason", lang),
        "evidence": [_evidence(one, lang, root) for one in answer["evidence"]],
    }


def _evidence(said: Mapping[str, Any], lang: str, root: str | None) -> dict[str, Any]:
    grade = say(f"fit_grade.{said['grade']}", lang) if said["grade"] else ""
    out = {"grade": grade, "firm": said["grade"] in ("named", "reserved"), "sentence": pick(said, "sentence", lang)}
    if said["document"]:
        doc_id, first = said["document"]["id"], split_list(said["section"])[0]
        url = f"{root.rstrip('/')}/documents/{doc_id}#{quote(first)}" if root else ""
        source = f"{pick(said['document'], 'short', lang)} {pick(said, 'citation', lang)}"
        return {**out, "source": source, "url": url, "id": doc_id}
    page = said["outside"]
    address = page["address"] if page["address"].startswith("http") else ""
    source = say("extract_fit.outside", lang, publisher=pick(page, "publisher", lang), date=page["date"])
    return {**out, "source": source, "url": address, "id": ""}

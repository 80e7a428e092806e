"""One thing that is told of a place: its text in both languages, unit, ± and note, and where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo import words
from geo.documents.statements import STATEMENT_IDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Entry = dict[str, Any]
#: A text in Chinese and English.
Pair = tuple[str, str]

NOTHING: Pair = ("", "")
KM2, KM = ("km²", "km²"), ("km", "km")
_DOCUMENT_KEYS = ("id", "sequence", "short_zh", "short_en", "number", "issued_on")
_SOURCE_KEYS = ("section", "citation_zh", "citation_en")


def entry(
    text: Pair,
    *sources: Mapping[str, Any],
    unit: Pair = NOTHING,
    value: float | None = None,
    pm: str | None = None,
    note: Pair = NOTHING,
    **more: Any,
) -> Entry:
    """Make an entry.

    Parameters
    ----------
    text : (str, str)
        What is told.
    *sources : mapping
        Rows with document and section it rests on; none for what the atlas measures.
    unit : (str, str)
    value : float, optional
        The exact figure in `unit`, where there is one.
    pm : str, optional
        Its ± as printed, in `unit`.
    note : (str, str)
    **more : Any
        Further keys.
    """
    return {
        **_both("text", text),
        "value": value,
        **_both("unit", unit),
        "pm": pm,
        **_both("note", note),
        **more,
        "sources": [source_of(row) for row in sources],
    }


def source_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a row stands: document in short, section, citation, and the id of the statement."""
    statement = {key: row[key] for key in STATEMENT_IDS if row.get(key)}
    document = {key: row["document"][key] for key in _DOCUMENT_KEYS} if row["document"] else None
    return {"document": document, **{key: row[key] for key in _SOURCE_KEYS}, **statement}


def terms(claim: Mapping[str, Any]) -> Pair:
    """Return the terms of a claim in both languages, its summary in a language in which it has none."""
    return "、".join(claim["terms_zh"]) or claim["summary_zh"], "; ".join(claim["terms_en"]) or claim["summary_en"]


def figure(row: Mapping[str, Any], note: Pair) -> Entry:
    """Make the entry of a figure of a document, in Chinese as it is printed, in English as English writes it."""
    shown = f"{row['value']} {row['unit'] or ''}".strip(), str(row["value_en"])
    return entry(shown, row, note=note, year=row["year"], indicator_kind=row["kind"])


def figure_name(row: Mapping[str, Any]) -> Pair:
    """Return what a figure counts, with what restricts it."""
    joined = [
        [row[f"name_{lang}"], *(part.strip() for part in (row[f"qualifier_{lang}"] or "").split(";") if part.strip())]
        for lang in words.LANGUAGES
    ]
    return "，".join(joined[0]), ", ".join(joined[1])


def answer_of(entries: Iterable[Entry]) -> frozenset[tuple[Any, ...]]:
    """Return what entries say without where it stands: two cells with the same answer are equal."""
    return frozenset((one["text_zh"], one["unit_zh"], one["pm"], one["note_zh"]) for one in entries)


def _both(key: str, pair: Pair) -> dict[str, str | None]:
    return {f"{key}_{lang}": text or None for lang, text in zip(words.LANGUAGES, pair, strict=True)}

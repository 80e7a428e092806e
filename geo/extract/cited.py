"""The sources of a row of an extract, and what a document says of its own status, term and office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from geo import words
from geo.atlas.cells import split_list
from geo.atlas.citation import citation
from geo.atlas.per_atlas import per_atlas
from geo.atlas.rows_by_id import rows_of
from geo.documents.validity import standings

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from geo.atlas.atlas import Atlas

#: A text in Chinese and in English.
Texts = tuple[str, str]


def cited(rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, str]]:
    """List the sections some rows cite, each once.

    Returns
    -------
    list of dict
        ``document`` (key of the ``documents`` of the extract), ``section``, ``citation_zh``, ``citation_en`` and
        ``link``: the address of the section below the root of the service.
    """
    pairs = dict.fromkeys(
        (str(row["doc_id"]), code) for row in rows if row["doc_id"] for code in split_list(str(row["section"]))
    )
    return [
        {
            "document": doc_id,
            "section": code,
            **{f"citation_{lang}": citation(code, lang) for lang in words.LANGUAGES},
            "link": f"/documents/{doc_id}#{quote(code)}",
        }
        for doc_id, code in pairs
    ]


@per_atlas
def documents(atlas: Atlas, on: date) -> dict[str, dict[str, Any]]:
    """Return the documents an extract cites, by id: title, short title, number, day, status, term and office."""
    return {row["doc_id"]: _document(atlas, on, row) for row in atlas.tables["documents"].to_dict("records")}


def document_texts(atlas: Atlas, on: date, sources: Sequence[Mapping[Any, Any]], name: str) -> Texts | None:
    """Return ``status``, ``term`` or ``office`` of the first document that some rows cite; None if it has none."""
    first = next((str(row["doc_id"]) for row in sources if row["doc_id"]), None)
    if first is None:
        return None
    known = documents(atlas, on)[first]
    return (known[f"{name}_zh"], known[f"{name}_en"]) if known[f"{name}_zh"] else None


def _document(atlas: Atlas, on: date, row: Mapping[Any, Any]) -> dict[str, Any]:
    texts = {"status": _status(atlas, on, row), "term": _term(row), "office": _office(atlas, row)}
    cells = {
        f"{name}_{lang}": text
        for name, pair in texts.items()
        for lang, text in zip(words.LANGUAGES, pair or (None, None), strict=True)
    }
    names = {key: row[key] for key in ("title_zh", "title_en", "short_zh", "short_en")}
    return {
        "id": row["doc_id"],
        **names,
        "number": row["number"] or None,
        "issued_on": row["issued_on"] or None,
        **cells,
        "link": f"/documents/{row['doc_id']}",
    }


def _status(atlas: Atlas, on: date, row: Mapping[Any, Any]) -> Texts:
    """Say since when a document stands, and whether its term is over."""
    standing = standings(atlas, on)[row["doc_id"]]
    key = {None: "extract.stands", False: "extract.stands", True: "extract.stands_past"}[standing.term_passed]
    day = tuple(words.printed_day(standing.since.isoformat(), lang) for lang in words.LANGUAGES)
    if standing.basis != "printed":
        day = words.both("extract.about_day", day=day)
    return words.both(key, day=day)


def _term(row: Mapping[Any, Any]) -> Texts | None:
    first, last = min(split_list(row["term_from"]), default=""), max(split_list(row["term_to"]), default="")
    if not last:
        return None
    return words.both("extract.term", first=first, last=last) if first else words.both("extract.term_to", last=last)


def _office(atlas: Atlas, row: Mapping[Any, Any]) -> Texts | None:
    """Return the office a document names as answerable, with the English of its facts; else who issued it."""
    given = split_list(row["answerable_office"]) or split_list(row["issuers_zh"])
    if not given:
        return None
    facts = {fact["value_zh"]: fact["value_en"] for fact in rows_of(atlas, "document_facts", "doc_id", row["doc_id"])}
    english = [facts.get(name) or name for name in given]
    return words.say("list.separator", "zh").join(given), words.say("list.semicolon", "en").join(english)

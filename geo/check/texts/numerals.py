"""Numerals in our own words, looked up in the sections they are cited from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.check.rules import Finding
from geo.check.texts.english_figures import chinese_amounts, english_amounts
from geo.documents.source_text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.check.lenient_load import LoadedSoFar
    from geo.documents.source_text import Document, Section

#: Table -> columns in our words whose figures must stand in the section; and those in English, as amounts: it writes
#: figures in other units.
_OWN_WORDS = {"claims": ("summary_zh",), "measures": ("summary_zh",)}
_ENGLISH_WORDS = {"claims": ("summary_en",), "measures": ("summary_en",)}
_NUMERAL = re.compile(r"\d+(?:\.\d+)?")


def numeral_findings(loaded: LoadedSoFar, documents: Mapping[str, Document]) -> tuple[list[Finding], int]:
    """Look up the figures in summaries.

    Parameters
    ----------
    loaded : LoadedSoFar
        The tables ``claims`` and ``measures``; one that is missing is left out.
    documents : mapping of str to Document
        By ``doc_id``; rows that cite another document are left out.

    Returns
    -------
    list of Finding
        Rule D008.
    int
        How many figures were looked up.
    """
    findings: list[Finding] = []
    count = 0
    for name in _OWN_WORDS:
        table = loaded.tables.get(name)
        for row, entry in enumerate([] if table is None else table.to_dict("records"), start=2):
            document = documents.get(entry["doc_id"])
            cited = [document.sections.get(code) for code in split_list(entry["section"])] if document else []
            sections = [section for section in cited if section is not None]
            if not sections:
                continue
            for rule, column, text, is_there in _looked_up(name, entry, sections):
                count += 1
                if not is_there:
                    where = f"{entry['doc_id']} {entry['section']}"
                    findings.append(_not_there(rule, f"seeds/{name}.csv", f"row {row}, {column}", text, where))
    return findings, count


def _looked_up(name: str, entry: Mapping[Any, Any], sections: list[Section]) -> Iterator[tuple[str, str, str, bool]]:
    """Yield rule, column and text of what a row says in figures, and whether its sections say so."""
    for column in _OWN_WORDS.get(name, ()):
        for numeral in _NUMERAL.findall(fold(entry[column])):
            yield "D008", column, numeral, any(section.has_figure(numeral) for section in sections)
    for column in _ENGLISH_WORDS.get(name, ()):
        for text, amount in english_amounts(entry.get(column, "")):
            yield "D008", column, text, any(amount in chinese_amounts(section.text) for section in sections)


def _not_there(rule: str, file: str, item: str, text: str, where: str) -> Finding:
    found = f"{text!r} does not stand in {where}"
    remedy = "correct it, cite the section that has it, or move it into a note"
    return Finding(rule, "error", file, item, found, "a figure as printed there", remedy)

"""Figures checked against the documents beyond their digits: unit, year and what is counted.

`geo.check.texts.citations` looks up the digits of a figure in its section. Here the figure must stand beside its unit,
in the sentence (or the row of a table) that says what is counted, and its year must be the one printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.check.rules import Finding
from geo.documents.source_text import Section, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from geo.check.lenient_load import LoadedSoFar
    from geo.documents.source_text import Document

#: Last year of a five-year period, by the number the documents call it by.
_PERIOD_ENDS = {"十二五": "2015", "十三五": "2020", "十四五": "2025", "十五五": "2030"}
#: Lines of a table that belong to a row, from its label on.
_ROW_LINES = 4


def figure_findings(loaded: LoadedSoFar, documents: Mapping[str, Document]) -> tuple[list[Finding], int]:
    """Look up unit, year and subject of every indicator.

    Parameters
    ----------
    loaded : LoadedSoFar
        Its table ``indicators``.
    documents : mapping of str to Document
        By ``doc_id``; rows that cite another document, or a section that does not exist, are left out.

    Returns
    -------
    list of Finding
        Rule D009.
    int
        How many units, years and subjects were looked up.
    """
    table = loaded.tables.get("indicators")
    findings, count = [], 0
    for row, entry in enumerate([] if table is None else table.to_dict("records"), start=2):
        document = documents.get(entry["doc_id"])
        sections = [document.sections.get(code) for code in split_list(entry["section"])] if document else []
        if not sections or None in sections:
            continue
        passages = [passage for section in sections if section for passage in _passages(section, entry["counted_zh"])]
        for column, holds, found, expected in _checks(entry, passages):
            count += 1
            if not holds:
                remedy = "copy it as printed, or cite the section that has it"
                where = ("seeds/indicators.csv", f"row {row}, {column}")
                findings.append(Finding("D009", "error", *where, found, expected, remedy))
    return findings, count


def _passages(section: Section, counted: str) -> list[Section]:
    """List the sentences of a section, or the rows of its table, that say what is counted."""
    if "。" in section.text:
        sentences = [Section((text,)) for text in re.split("[。;]", section.text)]
        return [sentence for sentence in sentences if sentence.has_term(counted)]
    label = fold(counted)
    starts = [at for at, line in enumerate(section.lines) if label in line]
    return [Section(section.lines[at : at + _ROW_LINES]) for at in starts]


def _checks(entry: Mapping[Any, Any], passages: list[Section]) -> Iterator[tuple[str, bool, str, str]]:
    """Yield column, whether it holds, what was found and what was expected, of a row of ``indicators``."""
    counted, value, unit, year = (entry[key] for key in ("counted_zh", "value", "unit", "year_zh"))
    at = f"{entry['doc_id']} {entry['section']}"
    holding = [passage for passage in passages if passage.has_figure(value)]
    yield (
        "counted_zh",
        bool(holding),
        f"no sentence of {at} has both {counted!r} and {value!r}",
        "the subject as printed",
    )
    if unit:
        stands = any(_has_unit(passage, entry) for passage in holding)
        yield "unit", stands, f"{value} {unit} does not stand in {at}", "the unit as printed beside the figure"
    if year and entry["year"]:
        known = {digits for name, digits in _PERIOD_ENDS.items() if name in year} | set(re.findall(r"\d{4}", year))
        known |= {entry["year"]} if not known else set()
        yield "year", entry["year"] in known, f"{entry['year']} is not {year!r}", "the year the text prints"


def _has_unit(passage: Section, entry: Mapping[Any, Any]) -> bool:
    """Return whether a figure and its unit stand together, or in the cells of one row."""
    value, unit = entry["value"], entry["unit"]
    if len(passage.lines) > 1:
        return passage.has_term(unit)
    return any(passage.has_figure(f"{value}{between}{unit}") for between in ("", *split_list(entry["qualifier_zh"])))

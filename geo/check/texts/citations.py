"""Citations checked against the documents: the section exists and contains the term and the figure.

A row of `CITING` cites a document and one or more of its sections (``;`` list). What it quotes must be in one of them:
every part of ``term_zh``, the name of an industry, the value, subject, time and qualifiers of an indicator, the verbs,
offices and deadline of a measure. Our own words (summaries, notes, names of indicators and measures) are not looked up
here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.check.rules import Finding
from geo.documents.source_text import Section, read_document
from geo.documents.statements import printed_words
from geo.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar
    from geo.documents.source_text import Document

#: Tables that cite sections.
CITING = (
    *("claims", "indicators", "targets", "industries", "industry_places", "industry_links", "measures"),
    *("measure_places", "land_rules", "relations", "annex_parks", "framework_members", "document_facts"),
)


def section_findings(loaded: LoadedSoFar) -> list[Finding]:
    """List the citations of sections that are not in ``seeds/sections.csv``; needs no documents.

    Parameters
    ----------
    loaded : LoadedSoFar
        Tables that cite sections, and the table ``sections``.

    Returns
    -------
    list of Finding
        Rule D003.
    """
    if loaded.sections is None:
        return []
    known = set(zip(loaded.sections["doc_id"], loaded.sections["section"], strict=True))
    tables = {f"seeds/{name}.csv": loaded.tables[name] for name in CITING if name in loaded.tables}
    if loaded.hierarchy is not None:
        tables["layers/containment.csv"] = loaded.hierarchy
    remedy = "correct the citation, or add the section to seeds/sections.csv"
    return [
        Finding(
            "D003",
            "error",
            file,
            f"row {row}, section",
            f"{doc_id} has no section {code!r}" if code else f"{doc_id} is cited without a section",
            "a section of seeds/sections.csv",
            remedy,
        )
        for file, table in tables.items()
        for row, doc_id, cell in _citations(table)
        for code in split_list(cell) or [""]
        if (doc_id, code) not in known
    ]


def _citations(table: pd.DataFrame) -> Iterator[tuple[int, str, str]]:
    for row, (doc_id, cell) in enumerate(zip(table["doc_id"], table["section"], strict=True), start=2):
        if doc_id or cell:
            yield row, doc_id, cell


def read_documents(loaded: LoadedSoFar, folder: Path) -> tuple[dict[str, Document], list[Finding]]:
    """Read the documents from a folder.

    Parameters
    ----------
    loaded : LoadedSoFar
        Its table ``documents`` names the files; its ``sections`` says where the sections begin.
    folder : pathlib.Path
        Folder of the documents.

    Returns
    -------
    dict of str to Document
        By ``doc_id``; only documents that could be read.
    list of Finding
        Rule D001 if a file is missing or unreadable, D002 if its SHA-256 differs, D003 if a section of the table is not
        found in it.
    """
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    if "documents" not in loaded.tables or loaded.sections is None:
        return documents, findings
    for row, entry in enumerate(loaded.tables["documents"].to_dict("records"), start=2):
        own_sections = loaded.sections[loaded.sections["doc_id"] == entry["doc_id"]]
        openings = list(zip(own_sections["section"], own_sections["opens"], strict=True))
        where = ("seeds/documents.csv", f"row {row}, source_file")
        try:
            document = read_document(folder / entry["source_file"], openings)
        except SourceError as error:
            found = f"{entry['source_file']} in {folder}: {error.faults[0].found}"
            findings.append(
                Finding("D001", "error", *where, found, "the text of the document", "give the folder that holds it")
            )
            continue
        documents[entry["doc_id"]] = document
        if document.sha256 != entry["sha256"]:
            found = f"{entry['source_file']} has SHA-256 {document.sha256[:12]}…"
            expected, remedy = f"{entry['sha256'][:12]}…", "look whether it is the same document, then mend sha256"
            findings.append(Finding("D002", "warning", *where, found, expected, remedy))
        findings += _sections_not_found(entry["doc_id"], document, own_sections)
    return documents, findings


def _sections_not_found(doc_id: str, document: Document, table: pd.DataFrame) -> list[Finding]:
    return [
        Finding(
            "D003",
            "error",
            "seeds/sections.csv",
            f"row {int(str(index)) + 2}, opens",
            f"no line of {doc_id} begins with {opens!r} after the section before",
            f"the opening of section {code}",
            "correct the opening or the order of the rows",
        )
        for index, code, opens in zip(table.index, table["section"], table["opens"], strict=True)
        if code not in document.sections
    ]


def citation_findings(loaded: LoadedSoFar, documents: Mapping[str, Document]) -> tuple[list[Finding], int]:
    """Look up every quoted term and figure in the sections it is cited from.

    Parameters
    ----------
    loaded : LoadedSoFar
        Tables that cite sections.
    documents : mapping of str to Document
        By ``doc_id``; rows that cite another document are left out.

    Returns
    -------
    list of Finding
        Rules D004 and D005. Rows that cite a section that does not exist are left out: D003 reports them.
    int
        How many terms and figures were looked up.
    """
    findings: list[Finding] = []
    count = 0
    for name in CITING:
        table = loaded.tables.get(name)
        if table is None:
            continue
        for row, entry in enumerate(table.to_dict("records"), start=2):
            document = documents.get(entry["doc_id"])
            cited = [document.sections.get(code) for code in split_list(entry["section"])] if document else []
            sections = [section for section in cited if section is not None]
            if document is None or not sections or len(sections) < len(cited):
                continue
            for column, text, is_figure in printed_words(name, entry):
                rule = "D005" if is_figure else "D004"
                count += 1
                if not any(_is_printed_in(rule, text, section) for section in sections):
                    item = f"row {row}, {column}"
                    findings.append(_not_printed(rule, f"seeds/{name}.csv", item, text, entry, document))
    return findings, count


def _is_printed_in(rule: str, text: str, section: Section) -> bool:
    return section.has_figure(text) if rule == "D005" else section.has_term(text)


def _not_printed(rule: str, file: str, item: str, text: str, entry: Mapping[Any, Any], document: Document) -> Finding:
    elsewhere = [code for code, section in document.sections.items() if _is_printed_in(rule, text, section)]
    remedy = f"cite {' or '.join(elsewhere[:3])}" if elsewhere else "copy it as printed, character by character"
    found = f"{text!r} does not stand in {entry['doc_id']} {entry['section']}"
    expected = "a figure as printed there" if rule == "D005" else "a term as printed there"
    return Finding(rule, "error", file, item, found, expected, remedy)

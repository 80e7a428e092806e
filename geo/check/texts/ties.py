"""Ties checked against the documents: a tie called stated stands in a section that names both of its ends.

A place is named by its name, one of its aliases, or the name an annex of the same document prints for it
(``seeds/annex_parks.csv``). An industry is named by its name in any document, by its designations, or by a term that
the same section ties to it (``seeds/industry_links.csv``).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from geo.atlas.cells import split_list
from geo.check.rules import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar
    from geo.documents.source_text import Document, Section

#: Table -> columns whose places a stated row says its section names.
ENDS: dict[str, tuple[str, ...]] = {
    "industry_places": ("place_id",),
    "industry_links": ("place_ids", "mentioned_place_ids"),
    "relations": ("place_id", "other_id"),
    "framework_members": ("place_id",),
    "measure_places": ("place_id",),
    # Without a column of bases: every place of a land rule is one its section names.
    "land_rules": ("place_ids",),
}
#: Tables whose stated rows say that their section names the industry too.
_OF_INDUSTRIES = ("industry_places", "industry_links")


def tie_findings(loaded: LoadedSoFar, documents: Mapping[str, Document]) -> tuple[list[Finding], int]:
    """Look up both ends of every stated tie in the sections it cites.

    Parameters
    ----------
    loaded : LoadedSoFar
        The tables of `ENDS`, and those that name places and industries.
    documents : mapping of str to Document
        By ``doc_id``; rows that cite another document are left out.

    Returns
    -------
    list of Finding
        Rule D007.
    int
        How many ends were looked up.
    """
    if not {"places", "industries", "annex_parks", "industry_links"} <= loaded.tables.keys():
        return [], 0
    places, industries = _names_of_places(loaded.tables), _names_of_industries(loaded.tables)
    findings: list[Finding] = []
    count = 0
    for name in ENDS:
        for row, entry, sections in _stated_rows(loaded.tables.get(name), documents):
            for column, end, names in _ends(name, entry, places, industries):
                count += 1
                # Every section that is cited must name the place, not one of them: each is a place to look it up.
                silent = [code for code, section in sections.items() if not any(map(section.has_term, names))]
                if silent:
                    findings.append(_not_named(name, row, column, end, entry["doc_id"], silent))
    return findings, count


def _stated_rows(
    table: pd.DataFrame | None, documents: Mapping[str, Document]
) -> Iterator[tuple[int, dict[Any, Any], dict[str, Section]]]:
    """Yield the stated rows of a table whose document is there, with the sections they cite."""
    for row, entry in enumerate([] if table is None else table.to_dict("records"), start=2):
        document = documents.get(entry["doc_id"])
        if entry.get("basis", "stated") != "stated" or document is None:
            continue
        # D003 reports sections that do not exist.
        cited = [code for code in split_list(entry["section"]) if code in document.sections]
        yield row, entry, {code: document.sections[code] for code in cited}


def _ends(
    name: str,
    entry: Mapping[Any, Any],
    places: Mapping[tuple[str, str], set[str]],
    industries: Mapping[tuple[str, str, str], set[str]],
) -> Iterator[tuple[str, str, set[str]]]:
    """Yield the column, the id and the names of each end of a tie."""
    doc_id = entry["doc_id"]
    for column in ENDS[name]:
        for place_id in split_list(entry[column]):
            yield column, place_id, places[place_id, ""] | places[place_id, doc_id]
    if name in _OF_INDUSTRIES:
        industry = entry["industry_id"]
        terms = industries[industry, "", ""]
        if name == "industry_places":
            terms = terms.union(*(industries[industry, doc_id, code] for code in split_list(entry["section"])))
        yield "industry_id", industry, terms


def _names_of_places(tables: Mapping[str, pd.DataFrame]) -> defaultdict[tuple[str, str], set[str]]:
    """Map place and document to the names of the place: with an empty document those of every document."""
    names: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for place in tables["places"].to_dict("records"):
        names[place["place_id"], ""] = {place["name_zh"], *split_list(place["aliases"])}
    for row in tables["annex_parks"].to_dict("records"):
        names[row["place_id"], row["doc_id"]].add(row["name_zh"])
    return names


def _names_of_industries(tables: Mapping[str, pd.DataFrame]) -> defaultdict[tuple[str, str, str], set[str]]:
    """Map industry, document and section to names and terms: with an empty section those of every section."""
    names: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in tables["industries"].to_dict("records"):
        names[row["industry_id"], "", ""] |= {row["name_zh"], *split_list(row["term_zh"])}
    for row in tables["industry_links"].to_dict("records"):
        if row["basis"] == "stated":
            for code in split_list(row["section"]):
                names[row["industry_id"], row["doc_id"], code].add(row["term_zh"])
    return names


def _not_named(name: str, row: int, column: str, end: str, doc_id: str, silent: list[str]) -> Finding:
    return Finding(
        "D007",
        "error",
        f"seeds/{name}.csv",
        f"row {row}, {column}",
        f"{doc_id} {';'.join(silent)} does not name {end}",
        "a section that names both ends of a stated tie",
        "cite the section that does, record the name printed there, or call the tie a reading",
    )

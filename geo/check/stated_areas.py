"""Stated areas beside drawn ones, and the sources they name (rules A001 to A003)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.atlas.cells import none_if_missing, split_list
from geo.check.rules import Finding
from geo.measure.scatter import SCATTER_LIMIT
from geo.stats.ledger import stated_areas

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd
    import pandas as pd

    from geo.check.lenient_load import LoadedSoFar

_SOURCES = "seeds/stated_area_sources.csv"


def stated_area_findings(features: gpd.GeoDataFrame) -> list[Finding]:
    """List the drawn areas that differ from the stated area by more than their bound, or their scatter.

    Parameters
    ----------
    features : geopandas.GeoDataFrame
        Measured (`geo.atlas.figures.measure`), with columns ``layer``, ``note_zh`` and ``note_en``.

    Returns
    -------
    list of Finding
        Rule A001, warnings: beyond the bound. Rule A003, warnings: beyond the scatter, and no note says why.
    """
    accounts = stated_areas(features)
    findings = []
    for row in accounts[accounts["verdict"].isin(["outside", "another_line"])].to_dict("records"):
        file, item = f"layers/{row['layer']}.geojson", f"feature {row['place_id']}"
        drawn = f"drawn {row['area_km2']:.2f} km², stated {row['stated_area_km2']:g}, {row['difference_km2']:+.2f} km²"
        if row["verdict"] == "outside":
            expected = f"a difference within ±{row['uncertainty_km2']:.2f} km² (length × accuracy of the boundary)"
            remedy = "look at the boundary again, or say in the note why it differs"
            findings.append(Finding("A001", "warning", file, item, drawn, expected, remedy))
        elif not all(none_if_missing(features[name][row["place_id"]]) for name in ("note_zh", "note_en")):
            limit = SCATTER_LIMIT * row["scatter_km2"]
            expected = f"a difference within ±{limit:.2f} km² (scatter of the vertices), or a note that says why"
            findings.append(Finding("A003", "warning", file, item, drawn, expected, "say in the note why it differs"))
    return findings


def area_source_findings(loaded: LoadedSoFar, features: gpd.GeoDataFrame) -> list[Finding]:
    """List stated areas without a source a reader can look up, and derived areas without their arithmetic.

    Parameters
    ----------
    loaded : LoadedSoFar
        The tables ``stated_area_sources`` and ``sections``; without the first nothing is checked.
    features : geopandas.GeoDataFrame
        Columns ``layer``, ``stated_area_km2``, ``stated_area_source_id``, ``derived_area_km2`` and its basis.

    Returns
    -------
    list of Finding
        Rule A002, errors.
    """
    sources = loaded.tables.get("stated_area_sources")
    if sources is None:
        return []
    known = set(sources["source_id"])
    findings = [
        Finding("A002", "error", loaded.file_of(row["layer"]), f"feature {row['place_id']}", found, expected, remedy)
        for row in features.to_dict("records")
        for found, expected, remedy in _faults_of(row, known)
    ]
    return findings + list(_row_findings(sources, loaded.sections))


def _faults_of(row: dict[str, object], known: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield found, expected and remedy of what is wrong with the areas a feature states."""
    given = none_if_missing(row["stated_area_source_id"])
    ids = split_list(str(given)) if given else []
    if (none_if_missing(row["stated_area_km2"]) is None) != (not ids):
        found = "stated_area_source_id without a stated area" if ids else "a stated area without a source"
        yield found, "both, or neither", f"name a row of {_SOURCES}, or leave the figure out"
    for name in ids:
        if name not in known:
            yield f"source {name!r}", f"an id of {_SOURCES}", "correct the id or add the row"
    parts = [none_if_missing(row[f"derived_area_{end}"]) for end in ("km2", "basis_zh", "basis_en")]
    if any(parts) and not all(parts):
        yield "a derived area without its basis, or a basis alone", "figure and arithmetic in both languages", "fill in"


def _row_findings(sources: pd.DataFrame, sections: pd.DataFrame | None) -> Iterator[Finding]:
    """Yield a finding for each source that is neither a section of a document nor a page with all it needs."""
    cited = None if sections is None else set(zip(sections["doc_id"], sections["section"], strict=True))
    for number, row in enumerate(sources.to_dict("records"), start=2):
        item = f"row {number}, {row['source_id']}"
        if row["doc_id"]:
            lost = [one for one in split_list(row["section"]) if cited and (row["doc_id"], one) not in cited]
            if lost or not row["section"]:
                found = f"section {lost[0] if lost else ''!r} of {row['doc_id']}"
                yield Finding("A002", "error", _SOURCES, item, found, "a row of seeds/sections.csv", "mend the section")
            continue
        empty = [key for key in (*_PAGE, "date", "address") if not row[key]]
        if empty:
            found, expected = f"no {empty[0]}", "publisher, title, date and address, or a document and its section"
            yield Finding("A002", "error", _SOURCES, item, found, expected, "fill in, or leave the figures out")


_PAGE = ("publisher_zh", "publisher_en", "title_zh", "title_en")

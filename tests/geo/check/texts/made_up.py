"""Made-up data for checks against documents: one document, its sections and rows that cite it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from geo.check.lenient_load import LoadedSoFar
from tests.geo.documents.text import OPENINGS, TEXT

COLUMNS = {
    "claims": ["claim_id", "place_id", "doc_id", "section", "type", "term_zh", "summary_zh"],
    "measures": ["measure_id", "doc_id", "section", "title_zh", "summary_zh"],
    "relations": ["place_id", "relation", "other_id", "doc_id", "section"],
    "places": ["place_id", "name_zh", "aliases"],
}


def loaded(folder: Path, **rows: Sequence[tuple[str, ...]]) -> LoadedSoFar:
    """Write the document and return rows that cite it; ``doc`` is its id."""
    path = folder / "doc.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = {"doc_id": "doc", "source_file": "doc.txt", "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    tables = {name: pd.DataFrame(rows.get(name, []), columns=columns) for name, columns in COLUMNS.items()}
    return LoadedSoFar(
        folder,
        folder,
        tables={"documents": pd.DataFrame([document]), **tables},
        sections=pd.DataFrame([{"doc_id": "doc", "section": s, "opens": o} for s, o in OPENINGS]),
    )


def claim(term: str, section: str = "二1", claim_id: str = "c") -> tuple[str, ...]:
    """Make a claim of the north zone."""
    return (claim_id, "north", "doc", section, "industry", term, "发展海洋装备")

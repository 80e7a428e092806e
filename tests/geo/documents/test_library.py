"""Statements with the words they rest on, in a folder of made-up documents."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from geo.documents.anchors import make_anchors
from geo.documents.library import Library, StatementKey
from geo.documents.source_text import read_document
from geo.errors import NotFoundError, SourceError
from tests.geo.documents.tables import no_tables
from tests.geo.documents.text import OPENINGS, TEXT

CLAIM = StatementKey("claims", "c", "doc")
MEASURE = StatementKey("measures", "m", "doc")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """One document, a claim of two terms of its last section and a measure of its first."""
    (tmp_path / "doc.txt").write_text(TEXT, encoding="utf-8")
    sha256 = hashlib.sha256((tmp_path / "doc.txt").read_bytes()).hexdigest()
    claim = {"claim_id": "c", "place_id": "p", "doc_id": "doc", "section": "二1", "type": "industry"}
    measure = {"measure_id": "m", "doc_id": "doc", "section": "一", "title_zh": "面积", "summary_zh": "面积达到目标"}
    tables = {
        **no_tables(),
        "documents": pd.DataFrame([{"doc_id": "doc", "source_file": "doc.txt", "sha256": sha256}]),
        "sections": pd.DataFrame([("doc", *row) for row in OPENINGS], columns=["doc_id", "section", "opens"]),
        "claims": pd.DataFrame([{**claim, "term_zh": "海洋装备;深海", "summary_zh": "发展海洋装备"}]),
        "measures": pd.DataFrame([measure]),
    }
    anchors = make_anchors(tables, {"doc": read_document(tmp_path / "doc.txt", OPENINGS)})
    return Library(tmp_path, tables, anchors)


def test_each_term_is_lit_in_its_section(library: Library) -> None:
    ship, deep = library.sources(CLAIM)
    assert (ship.words, deep.words) == ("海洋装备", "深海")
    assert ship.passage == ("1.北部片区发展", "海洋装备", "(深海)。\n", "in_place")


def test_a_measure_is_lit_as_its_sentence(library: Library) -> None:
    (source,) = library.sources(MEASURE)
    assert source.words == ""
    assert source.passage is not None
    assert "119.5" in source.passage.lit


def test_statements_follow_the_text_and_not_the_tables(library: Library) -> None:
    assert library.in_order("doc") == [MEASURE, CLAIM]
    assert library.in_order("other") == []


def test_a_copy_is_read_once_and_compared(library: Library) -> None:
    assert library.version("doc") == "same_file"
    assert library.copy("doc") is library.copy("doc")


def test_what_is_not_there_is_said(library: Library, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no document 'other'"):
        library.copy("other")
    with pytest.raises(NotFoundError, match="no statement 'x' in claims"):
        library.sources(StatementKey("claims", "x", "doc"))
    (tmp_path / "doc.txt").unlink()
    with pytest.raises(SourceError, match="no copy of doc"):
        library.sources(CLAIM)

"""Ties looked up in made-up documents: both ends must be named where the tie says so."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from geo.check.lenient_load import LoadedSoFar
from geo.check.rules import Finding
from geo.check.texts.ties import tie_findings
from geo.documents.source_text import Document, Section

DOCUMENT = Document(
    "0",
    {
        "一": Section(("东港与西港联动,", "发展海洋装备产业。")),
        "二": Section(("东港发展深潜器。",)),
        "附表": Section(("东港园区",)),
    },
    "",
)
PLACES = pd.DataFrame(
    [
        {"place_id": "east", "name_zh": "东港", "aliases": ""},
        {"place_id": "west", "name_zh": "西部港区", "aliases": "老港;西港"},
        {"place_id": "yard", "name_zh": "船厂", "aliases": ""},
    ]
)
INDUSTRIES = pd.DataFrame([{"industry_id": "marine", "name_zh": "海洋装备", "term_zh": ""}])
LINK = {"industry_id": "marine", "term_zh": "深潜器", "basis": "stated", "doc_id": "doc", "section": "二"}
ANNEX = pd.DataFrame([{"place_id": "yard", "doc_id": "doc", "name_zh": "东港园区"}])


def found(**tables: dict[str, str]) -> list[Finding]:
    """Make tables of one row each and look their ties up."""
    link = pd.DataFrame([{**LINK, "place_ids": "", "mentioned_place_ids": "", **tables.pop("industry_links", {})}])
    known = {"places": PLACES, "industries": INDUSTRIES, "annex_parks": ANNEX, "industry_links": link}
    row = {"basis": "stated", "doc_id": "doc", "section": "一"}
    loaded = LoadedSoFar(Path(), Path(), tables=known | {n: pd.DataFrame([{**row, **t}]) for n, t in tables.items()})
    return tie_findings(loaded, {"doc": DOCUMENT})[0]


def tie(place: str, **more: str) -> dict[str, str]:
    return {"industry_id": "marine", "place_id": place, **more}


# The link itself is a stated tie whose section names no industry: one finding that is always there.
ALWAYS = 1


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (tie("east"), 0),
        (tie("west"), 0),
        (tie("yard"), 1),
        (tie("yard", basis="reading"), 0),
        (tie("yard", doc_id="other"), 0),
        # The section names the place; a term tied to the industry there stands for it.
        (tie("east", section="二"), 0),
        # Each section that is cited must name both.
        (tie("west", section="一;二"), 1),
        # The name in the annex counts, and the industry is missing there.
        (tie("yard", section="附表"), 1),
    ],
)
def test_a_stated_tie_is_named_at_both_ends_in_every_section(row: dict[str, str], faults: int) -> None:
    findings = [finding for finding in found(industry_places=row) if "industry_places" in finding.file]
    assert len(findings) == faults
    assert {finding.rule for finding in findings} <= {"D007"}


def test_a_relation_names_both_places_and_a_link_all_that_it_lists() -> None:
    (missing,) = [
        finding
        for finding in found(relations={"place_id": "east", "other_id": "yard"})
        if finding.file == "seeds/relations.csv"
    ]
    assert (missing.row, missing.item) == (2, "row 2, other_id")
    assert "does not name yard" in missing.found
    link = {"place_ids": "east", "mentioned_place_ids": "west"}
    items = [finding.item for finding in found(industry_links=link)]
    assert items == ["row 2, mentioned_place_ids", "row 2, industry_id"]


def test_nothing_is_looked_up_without_the_tables_that_name_things() -> None:
    assert tie_findings(LoadedSoFar(Path(), Path()), {"doc": DOCUMENT}) == ([], 0)

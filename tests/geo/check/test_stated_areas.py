"""Drawn areas beside stated ones, and the sources of the stated ones."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo.atlas.figures import measure
from geo.check.lenient_load import LoadedSoFar
from geo.check.stated_areas import area_source_findings, stated_area_findings
from tests.geo.check.squares import FIELD, stated, stated_frame

PAGE = {
    **{"source_id": "page", "publisher_zh": "局", "publisher_en": "Bureau", "title_zh": "题", "title_en": "Title"},
    **{"date": "2021", "address": "https://example.org", "doc_id": "", "section": ""},
}


def test_only_a_measured_shape_beyond_its_bound_is_a_finding() -> None:
    (finding,) = stated_area_findings(measure(stated_frame()))
    assert (finding.rule, finding.severity, finding.feature) == ("A001", "warning", "far")


def test_a_difference_above_the_scatter_needs_a_note_that_says_why() -> None:
    frame = gpd.GeoDataFrame([stated("off", FIELD, "traced", 109.5)], index=["off"], crs="EPSG:4326")
    (finding,) = stated_area_findings(measure(frame))
    assert (finding.rule, finding.severity, finding.feature) == ("A003", "warning", "off")
    frame[["note_zh", "note_en"]] = ["另一条线", "another line"]
    assert stated_area_findings(measure(frame)) == []


def found(feature: dict[str, object], *rows: dict[str, str]) -> list[str]:
    given = {"place_id": "park", "layer": "parks", "stated_area_km2": None, "stated_area_source_id": None}
    derived = dict.fromkeys(("derived_area_km2", "derived_area_basis_zh", "derived_area_basis_en"))
    frame = gpd.GeoDataFrame([given | derived | feature], geometry=[None], index=["park"])
    sections = pd.DataFrame([{"doc_id": "plan", "section": "一"}])
    tables = {"stated_area_sources": pd.DataFrame(rows or [PAGE])}
    loaded = LoadedSoFar(Path("layers"), Path("seeds"), tables=tables, sections=sections)
    findings = area_source_findings(loaded, frame)
    assert {finding.rule for finding in findings} <= {"A002"}
    return [finding.found for finding in findings]


@pytest.mark.parametrize(
    ("feature", "faults"),
    [
        ({}, []),
        ({"stated_area_km2": 5.0, "stated_area_source_id": "page"}, []),
        ({"stated_area_km2": 5.0}, ["a stated area without a source"]),
        ({"stated_area_source_id": "page"}, ["stated_area_source_id without a stated area"]),
        ({"stated_area_km2": 5.0, "stated_area_source_id": "page;pag"}, ["source 'pag'"]),
        ({"derived_area_km2": 5.0}, ["a derived area without its basis, or a basis alone"]),
        ({"derived_area_km2": 5.0, "derived_area_basis_zh": "3+2", "derived_area_basis_en": "3 + 2"}, []),
    ],
)
def test_a_stated_area_names_its_source_and_a_derived_one_its_sum(
    feature: dict[str, object], faults: list[str]
) -> None:
    assert found(feature) == faults


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        ({"title_en": ""}, ["no title_en"]),
        ({"date": ""}, ["no date"]),
        ({"address": ""}, ["no address"]),
        ({"doc_id": "plan", "section": "一"}, []),
        ({"doc_id": "plan", "section": "一;二"}, ["section '二' of plan"]),
        ({"doc_id": "plan"}, ["section '' of plan"]),
    ],
)
def test_a_source_is_a_page_with_all_it_needs_or_a_section_that_exists(change: dict, faults: list[str]) -> None:
    assert found({}, PAGE | change) == faults


def test_without_the_table_of_sources_nothing_is_said_of_them() -> None:
    assert area_source_findings(LoadedSoFar(Path("layers"), Path("seeds")), stated_frame()) == []

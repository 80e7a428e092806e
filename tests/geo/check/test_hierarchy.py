"""The hierarchy of places on squares whose answers are known."""

from __future__ import annotations

import pandas as pd
import pytest
from shapely.geometry import LineString, Point, box

from geo.atlas.load import default_folder, parse_table
from geo.check.hierarchy import hierarchy_findings, measure_hierarchy
from tests.geo.check.squares import EAST, FIELD, NORTH, drawn


def within(inner: str, outer: str, severity: str = "error", basis: str = "stated") -> pd.DataFrame:
    row = {"inner_id": inner, "outer_id": outer, "severity": severity, "basis": basis, "doc_id": "", "section": ""}
    return pd.DataFrame([{**row, "note_zh": "", "note_en": "by the areas"}])


@pytest.mark.parametrize(
    ("inner", "verdict"),
    [
        (FIELD, "inside"),
        (box(121.85, 30.95, 121.9, 31.0), "inside"),
        (box(121.85, 30.95, 121.9 + 5 * EAST, 31.0), "outside"),
        (box(122.0, 30.95, 122.1, 31.0), "outside"),
        (Point(121.9 + 150 * EAST, 30.95), "inside"),
        (Point(121.9 + 250 * EAST, 30.95), "outside"),
        (LineString([(121.85, 30.95), (121.9 + 250 * EAST, 30.95)]), "outside"),
        (None, None),
    ],
)
def test_areas_must_lie_inside_exactly_points_and_lines_within_the_accuracy_of_both(inner, verdict) -> None:
    assert measure_hierarchy(within("inner", "field"), drawn({"inner": inner, "field": FIELD}))["verdict"][0] == verdict


def test_the_part_outside_is_measured_and_placed() -> None:
    inner = box(121.89, 30.94, 121.9 + 200 * EAST, 30.94 + 1000 * NORTH)
    row = measure_hierarchy(within("inner", "field"), drawn({"inner": inner, "field": FIELD})).iloc[0]
    assert row["outside_m2"] == pytest.approx(200_000, rel=0.01)
    assert row["distance_m"] == pytest.approx(200, rel=0.01)
    assert row["at"].startswith("121.90")


def test_a_place_that_nobody_knows_or_that_is_no_area_holds_nothing() -> None:
    shapes = drawn({"inner": FIELD, "road": LineString([(121.8, 30.9), (121.9, 30.9)])})
    for outer in ("nowhere", "road"):
        assert measure_hierarchy(within("inner", outer), shapes)["verdict"][0] is None


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_the_table_says_how_bad_a_breach_is_and_who_says_so(severity) -> None:
    shapes = drawn({"inner": box(121.85, 30.95, 121.95, 31.0), "field": FIELD})
    (finding,) = hierarchy_findings(within("inner", "field", severity, "reading"), shapes)
    assert (finding.rule, finding.severity, finding.feature) == ("H001", severity, "inner")
    assert "reading: by the areas" in finding.expected


def test_the_hierarchy_of_the_documents_is_hard_and_our_reading_of_the_pilot_zone_soft() -> None:
    table = parse_table(default_folder("layers") / "containment.csv")
    severity = {(row.inner_id, row.outer_id): row.severity for row in table.itertuples()}
    assert severity["lg-area-386", "lg-new-area"] == "error"
    assert severity["lg-pilot-119", "lg-new-area"] == "error"
    assert severity["lg-pilot-119", "lg-area-386"] == "warning"

"""What lies within what, and parts that tile a whole, on squares whose answers are known."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from geo.atlas.figures import measure
from geo.atlas.load import default_folder, parse_table
from geo.atlas.schema import Catalogue, Coverage
from geo.check.coverage import coverage_findings, pieces_of
from geo.check.hierarchy import containment, containment_findings
from geo.check.rules import Finding
from geo.check.stated_areas import stated_area_findings
from geo.stats.ledger import COLUMNS, stated_areas

#: A metre in degrees at 31°N.
EAST, NORTH = 1 / 95_490, 1 / 110_860


def drawn(shapes: dict[str, object], accuracy_m: float = 100.0) -> gpd.GeoDataFrame:
    columns = {"place_id": list(shapes), "layer": "made_up", "accuracy_m": accuracy_m}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=list(shapes), crs="EPSG:4326")


def within(inner: str, outer: str, severity: str = "error", basis: str = "stated") -> pd.DataFrame:
    row = {"inner_id": inner, "outer_id": outer, "severity": severity, "basis": basis, "doc_id": "", "section": ""}
    return pd.DataFrame([{**row, "note_zh": "", "note_en": "by the areas"}])


FIELD = box(121.8, 30.9, 121.9, 31.0)


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
    assert containment(within("inner", "field"), drawn({"inner": inner, "field": FIELD}))["verdict"][0] == verdict


def test_the_part_outside_is_measured_and_placed() -> None:
    inner = box(121.89, 30.94, 121.9 + 200 * EAST, 30.94 + 1000 * NORTH)
    row = containment(within("inner", "field"), drawn({"inner": inner, "field": FIELD})).iloc[0]
    assert row["outside_m2"] == pytest.approx(200_000, rel=0.01)
    assert row["distance_m"] == pytest.approx(200, rel=0.01)
    assert row["at"].startswith("121.90")


def test_a_place_that_nobody_knows_or_that_is_no_area_holds_nothing() -> None:
    shapes = drawn({"inner": FIELD, "road": LineString([(121.8, 30.9), (121.9, 30.9)])})
    for outer in ("nowhere", "road"):
        assert containment(within("inner", outer), shapes)["verdict"][0] is None


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_the_table_says_how_bad_a_breach_is_and_who_says_so(severity) -> None:
    shapes = drawn({"inner": box(121.85, 30.95, 121.95, 31.0), "field": FIELD})
    (finding,) = containment_findings(within("inner", "field", severity, "reading"), shapes)
    assert (finding.rule, finding.severity, finding.feature) == ("H001", severity, "inner")
    assert "reading: by the areas" in finding.expected


def test_the_hierarchy_of_the_documents_is_hard_and_our_reading_of_the_pilot_zone_soft() -> None:
    table = parse_table(default_folder("layers") / "containment.csv")
    severity = {(row.inner_id, row.outer_id): row.severity for row in table.itertuples()}
    assert severity["lg-area-386", "lg-new-area"] == "error"
    assert severity["lg-pilot-119", "lg-new-area"] == "error"
    assert severity["lg-pilot-119", "lg-area-386"] == "warning"


def covered(parts: dict[str, Polygon], whole: object) -> list[Finding]:
    catalogue = Catalogue(group=(), layer=(), coverage=(Coverage(whole="whole", parts=tuple(parts)),))
    return coverage_findings(catalogue, drawn({**parts, "whole": whole}))


WEST, RIGHT = box(121.8, 30.9, 121.85, 31.0), box(121.85, 30.9, 121.9, 31.0)


def test_parts_that_tile_the_whole_bring_no_finding() -> None:
    assert covered({"west": WEST, "east": RIGHT}, FIELD) == []


def test_an_exclave_is_a_part_like_any_other() -> None:
    island = box(122.0, 30.6, 122.1, 30.65)
    assert covered({"west": FIELD, "isle": island}, MultiPolygon([FIELD, island])) == []


def test_a_gap_is_told_in_square_metres() -> None:
    (finding,) = covered({"west": WEST, "east": box(121.85 + 10 * EAST, 30.9, 121.9, 31.0)}, FIELD)
    assert (finding.rule, finding.feature) == ("T001", "whole")
    size = float(finding.found.split("leave ")[1].split(" m²")[0])
    assert size == pytest.approx(10 * 11_086, rel=0.01)
    assert " at 121.85" in finding.found


def test_an_overlap_names_both_parts() -> None:
    (finding,) = covered({"west": WEST, "east": box(121.85 - 10 * EAST, 30.9, 121.9, 31.0)}, FIELD)
    assert (finding.rule, finding.feature) == ("T002", "west")
    assert "lie in east too" in finding.found


def test_a_part_beyond_the_whole_is_told() -> None:
    (finding,) = covered({"west": WEST, "east": box(121.85, 30.9, 121.9 + 10 * EAST, 31.0)}, FIELD)
    assert (finding.rule, finding.feature) == ("T003", "whole")


def test_a_vertex_on_one_side_of_a_shared_edge_only_is_told() -> None:
    east = Polygon([(121.85, 30.9), (121.9, 30.9), (121.9, 31.0), (121.85, 31.0), (121.85, 30.95)])
    (finding,) = covered({"west": WEST, "east": east}, FIELD)
    assert finding.rule == "T004"
    assert "west" in finding.found
    assert "east" in finding.found


def test_a_coverage_with_a_member_that_is_not_drawn_is_left_out() -> None:
    assert covered({"west": WEST, "east": None}, FIELD) == []


def test_pieces_are_counted_and_the_biggest_is_placed() -> None:
    both = MultiPolygon([box(121.8, 30.9, 121.8 + 10 * EAST, 30.9 + 10 * NORTH), box(121.9, 30.9, 121.91, 30.91)])
    assert "in 2 pieces, the biggest (10" in pieces_of(both)
    assert " at 121.905" in pieces_of(both)
    assert pieces_of(LineString([(121.8, 30.9), (121.9, 30.9)])) == ""


def stated(name: str, shape: object, method: str, stated_km2: float) -> dict[str, object]:
    return {
        "place_id": name,
        "layer": "made_up",
        "method": method,
        "grade": "B",
        "accuracy_m": 100.0,
        "stated_area_km2": stated_km2,
        "stated_area_source_zh": "表",
        "stated_area_source_en": "table",
        "geometry": shape,
    }


def test_the_ledger_holds_drawn_against_stated_by_perimeter_times_accuracy() -> None:
    rows = [
        stated("near", FIELD, "traced", 108.0),
        stated("far", FIELD, "constructed", 120.0),
        stated("tuned", FIELD, "schematic", 120.0),
        stated("unsaid", FIELD, "traced", np.nan),
        stated("lost", None, "none", 5.0),
    ]
    frame = gpd.GeoDataFrame(rows, index=[str(row["place_id"]) for row in rows], crs="EPSG:4326")
    accounts = stated_areas(measure(frame))
    assert list(accounts.columns) == COLUMNS
    assert dict(zip(accounts["place_id"], accounts["verdict"], strict=True)) == {
        "near": "within",
        "far": "outside",
        "tuned": None,
        "lost": None,
    }
    assert accounts["uncertainty_km2"][0] == pytest.approx(2 * (9.549 + 11.086) * 0.1, rel=0.01)
    (finding,) = stated_area_findings(measure(frame))
    assert (finding.rule, finding.severity, finding.feature) == ("A001", "warning", "far")

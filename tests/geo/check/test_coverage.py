"""Parts that tile a whole, on squares whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from geo.atlas.schema import Catalogue, Coverage
from geo.check import coverage
from geo.check.coverage import coverage_findings, pieces_of
from geo.check.rules import Finding
from tests.geo.check.squares import EAST, FIELD, NORTH, drawn


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


def test_areas_that_do_not_add_up_are_found_though_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = coverage.area_km2

    def with_half_a_hectare_more(shapes: list[object], crs: str) -> np.ndarray:
        sizes = exact(shapes, crs)
        # Only the sum is taken over the parts and the whole together.
        return np.add(sizes, (0.005, 0, 0)) if len(shapes) == 3 else sizes

    monkeypatch.setattr(coverage, "area_km2", with_half_a_hectare_more)
    (finding,) = covered({"west": WEST, "east": RIGHT}, FIELD)
    assert finding.rule == "T005"
    assert "+5000.0 m²" in finding.found

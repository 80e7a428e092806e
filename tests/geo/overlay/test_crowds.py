"""Features over many larger ones: found from their boxes, covered parts as pair by pair, refused where too many."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import TOO_LARGE, ParameterError
from geo.overlay import crowds
from geo.overlay.crowds import covered_parts, find_crowd
from geo.overlay.zonal_area import zonal_area
from tests.geo.shapes import LONLAT

#: Their areas in square degrees agree to this: rounding of vertices.
CLOSE = 1e-9


def discs(count: int, seed: int = 1, spread: float = 0.01) -> np.ndarray:
    draw = np.random.default_rng(seed)
    centres = shapely.points(draw.normal(121.9, spread, count), draw.normal(30.9, spread, count))
    made = np.asarray(shapely.buffer(centres, draw.uniform(0.004, 0.02, count)))
    return made[np.argsort(-shapely.area(made))]


def strips(count: int) -> np.ndarray:
    draw = np.random.default_rng(2)
    angle, centre = draw.uniform(0, np.pi, count), draw.normal((121.9, 30.9), 0.003, (count, 2))
    along = 0.02 * np.column_stack((np.cos(angle), np.sin(angle)))
    lines = shapely.linestrings(np.stack((centre - along, centre + along), axis=1))
    made = np.asarray(shapely.buffer(lines, draw.uniform(1e-5, 2e-5, count), cap_style="flat"))
    return made[np.argsort(-shapely.area(made))]


def covered_areas(shapes: np.ndarray) -> np.ndarray:
    parts, owner = covered_parts(shapes, np.ones(len(shapes), bool))
    return np.bincount(owner, shapely.area(parts), len(shapes))


@pytest.mark.parametrize(
    "shapes",
    [discs(70), discs(200, 2, 0.2), strips(60), np.repeat(discs(1), 40), discs(33)[:1]],
    ids=["over one another", "spread", "thin", "equal", "one"],
)
def test_the_covered_part_of_each_is_what_the_union_of_those_before_it_covers(shapes: np.ndarray) -> None:
    expected = [
        shapely.intersection(shape, shapely.union_all(shapes[:row])).area if row else 0.0
        for row, shape in enumerate(shapes)
    ]
    assert covered_areas(shapes) == pytest.approx(expected, rel=CLOSE, abs=1e-15)


def test_only_the_wanted_have_parts() -> None:
    wanted = np.zeros(40, bool)
    wanted[[3, 30]] = True
    assert set(covered_parts(discs(40), wanted)[1]) == {3, 30}


def test_what_cuts_leave_without_area_is_left_out() -> None:
    line, square = shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)
    mixed = np.array([shapely.GeometryCollection([square, line]), line, square], dtype=object)
    assert shapely.area(crowds._solid(mixed)).tolist() == [1.0, 0.0, 1.0]


def test_features_that_meet_few_larger_ones_are_no_crowd() -> None:
    row = np.column_stack((np.arange(100.0), np.zeros(100), np.arange(100.0) + 1.5, np.ones(100)))
    crowd = find_crowd(row, np.arange(100), np.full(100, 1e10))
    assert not crowd.crowded.any()
    assert not len(crowd.rows)


def test_a_crowd_names_the_larger_ones_too_in_the_order_of_their_rank() -> None:
    box = np.concatenate((np.tile([0.0, 0.0, 1.0, 1.0], (40, 1)), [[5.0, 5.0, 6.0, 6.0], [np.nan] * 4]))
    rank = np.arange(42)[::-1].copy()
    crowd = find_crowd(box, rank, np.full(42, 1e10))
    assert np.flatnonzero(crowd.crowded).tolist() == list(range(40 - crowds.CROWDED - 1))
    assert crowd.rows.tolist() == list(range(39, -1, -1))


def test_thin_features_are_no_crowd_unless_they_cross_very_often(monkeypatch: pytest.MonkeyPatch) -> None:
    box, rank, thin = np.tile([0.0, 0.0, 1.0, 1.0], (60, 1)), np.arange(60), np.full(60, 1e7)
    assert not find_crowd(box, rank, thin).crowded.any()
    monkeypatch.setattr(crowds, "_FEW_CROSSINGS", 100)
    assert find_crowd(box, rank, thin).crowded.any()


def test_too_many_crossings_are_refused_with_their_number_before_any_is_computed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> None:
        pytest.fail("the work was begun")

    monkeypatch.setattr(crowds, "MOST_CROSSINGS", 1_000)
    monkeypatch.setattr("geo.overlay.self_overlaps.covered_parts", never)
    frame = gpd.GeoDataFrame(geometry=discs(100), crs=LONLAT)
    with pytest.raises(ParameterError, match=r"100 features that cross one another more than 1,000 times") as refused:
        zonal_area(frame[:1], frame)
    assert refused.value.faults[0].rule == TOO_LARGE


def test_a_zone_keeps_its_overlap_and_the_number_of_features_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = gpd.GeoDataFrame({"use": ["a", "b"] * 100}, geometry=discs(200), crs=LONLAT)
    zones = gpd.GeoDataFrame(geometry=[shapely.box(121.85, 30.88, 121.9, 30.95)], crs=LONLAT)
    ours = zonal_area(zones, frame, "use")
    monkeypatch.setattr(crowds, "CROWDED", 10_000)
    pairs = zonal_area(zones, frame, "use")
    assert ours["area_km2"].to_numpy() == pytest.approx(pairs["area_km2"].to_numpy(), rel=1e-9)
    assert ours["count"].tolist() == pairs["count"].tolist()

"""The GCJ-02 shift: estimated along a bent line and a straight one, told from shifts of other kinds."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point

from geo.check.gcj02_shift import estimate_shift, gcj02_shift_findings
from geo.coordinates.gcj02 import wgs84_to_gcj02
from geo.coordinates.local_plane import positions_to_metres, to_metres
from tests.geo.check.points import layer_of, point_table
from tests.geo.check.squares import EAST, NORTH

BENDS = LineString([(121.7, 30.9), (121.75, 30.93), (121.8, 30.9), (121.86, 30.95), (121.84, 31.0)])


def moved(shape: object, east_m: float, north_m: float) -> object:
    return shapely.transform(shape, lambda xy: np.add(xy, (east_m * EAST, north_m * NORTH)))


def points_along(line: LineString, count: int = 8) -> pd.DataFrame:
    spots = [line.interpolate(share, normalized=True) for share in np.linspace(0.05, 0.95, count)]
    return point_table(*[(spot.x, spot.y, "on", "road") for spot in spots])


@pytest.mark.parametrize("shift", [(0.0, 0.0), (300.0, 0.0), (-120.0, 250.0), (410.0, -250.0)])
def test_the_shift_of_a_bent_line_is_estimated_in_both_directions(shift) -> None:
    table = points_along(BENDS, 20)
    true = positions_to_metres(table[["lon", "lat"]].to_numpy(float))
    lines = np.repeat(to_metres([moved(BENDS, *shift)]), len(true))
    found, known = estimate_shift(true, lines, np.full(len(true), 100.0))
    assert found == pytest.approx(shift, abs=15.0)
    assert known == pytest.approx(np.eye(2))


def test_a_straight_line_tells_nothing_of_a_shift_along_it() -> None:
    straight = MultiLineString([[(121.7, 31.0), (121.9, 31.0)]])
    true = positions_to_metres(np.array([[121.75, 31.0], [121.8, 31.0], [121.85, 31.0]]))
    lines = np.repeat(to_metres([moved(straight, 400.0, -250.0)]), 3)
    found, known = estimate_shift(true, lines, np.full(3, 100.0))
    assert np.hypot(*(found - [0.0, -250.0])) < 12.0
    assert np.linalg.matrix_rank(known, tol=0.1) == 1


def test_a_layer_in_gcj_02_is_told_from_one_that_is_right_or_shifted_otherwise() -> None:
    table = points_along(BENDS, 20)
    in_gcj02 = layer_of({"road": shapely.transform(BENDS, wgs84_to_gcj02)})
    (finding,) = gcj02_shift_findings(table, in_gcj02)
    assert (finding.rule, finding.file) == ("K002", "layers/made_up.geojson")
    for other in (BENDS, moved(BENDS, -430.0, 240.0), moved(BENDS, 430.0, 240.0), moved(BENDS, 60.0, -30.0)):
        assert gcj02_shift_findings(table, layer_of({"road": other})) == []


def test_vertices_shared_with_another_layer_betray_gcj_02_without_any_control_point() -> None:
    road = layer_of({"road": BENDS}, "roads")
    park = shapely.Polygon([*BENDS.coords, (121.7, 31.0)])
    in_gcj02 = shapely.transform(park, lambda xy: np.round(wgs84_to_gcj02(xy), 7))
    nothing = points_along(BENDS).iloc[:0]
    assert gcj02_shift_findings(nothing, pd.concat([road, layer_of({"park": park}, "parks")])) == []
    (finding,) = gcj02_shift_findings(nothing, pd.concat([road, layer_of({"park": in_gcj02}, "parks")]))
    assert finding.file == "layers/parks.geojson"
    assert "0 of 6 vertices" in finding.found


def test_the_offset_of_gcj_02_is_the_one_measured_in_lingang() -> None:
    corners = np.array([[x, y] for x in (121.5, 121.8, 122.1) for y in (30.62, 30.9, 31.0)])
    metres = positions_to_metres(wgs84_to_gcj02(corners)) - positions_to_metres(corners)
    assert metres[:, 0].min() > 380
    assert metres[:, 0].max() < 440
    assert metres[:, 1].min() > -280
    assert metres[:, 1].max() < -215


def test_two_control_points_are_too_few_to_judge_a_layer() -> None:
    in_gcj02 = layer_of({"road": shapely.transform(BENDS, wgs84_to_gcj02)})
    assert gcj02_shift_findings(points_along(BENDS, 2), in_gcj02) == []


def test_points_are_compared_with_points() -> None:
    towns = {f"town{row}": Point(121.7 + row * 0.05, 30.9 + row * 0.02) for row in range(4)}
    table = point_table(*[(town.x, town.y, "on", name) for name, town in towns.items()])
    assert gcj02_shift_findings(table, layer_of(towns)) == []
    shifted = {name: shapely.transform(town, wgs84_to_gcj02) for name, town in towns.items()}
    (finding,) = gcj02_shift_findings(table, layer_of(shifted))
    assert "4 control points" in finding.found

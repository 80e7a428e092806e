"""Control points against a square, a road and a town, and the estimate of how far a layer is shifted."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely.geometry import LineString, MultiLineString, Point, box

from geo.atlas.load import default_folder, parse_table
from geo.check.control_points import control_findings, measure_control_points
from geo.check.gcj02_shift import estimate_shift, shift_findings
from geo.check.run import check
from geo.coordinates.gcj02 import wgs84_to_gcj02
from geo.coordinates.local_plane import points_of, positions_to_metres, to_metres
from geo.measure.area import ELLIPSOID

#: Degrees of longitude and latitude in a metre at 31°N, good to a part in a thousand.
EAST, NORTH = 1 / 95_490, 1 / 110_860


def layer_of(shapes: dict[str, object], layer: str = "made_up", accuracy_m: float = 60.0) -> gpd.GeoDataFrame:
    names = list(shapes)
    columns = {"place_id": names, "layer": layer, "method": "traced", "accuracy_m": accuracy_m}
    return gpd.GeoDataFrame(columns, geometry=list(shapes.values()), index=names, crs="EPSG:4326")


def point_table(*rows: tuple[float, float, str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "point_id": f"p{number}",
                "name_zh": "测点",
                "lon": str(lon),
                "lat": str(lat),
                "accuracy_m": "40",
                "source": "made up",
                "relation": relation,
                "feature_ids": ids,
            }
            for number, (lon, lat, relation, ids) in enumerate(rows)
        ]
    )


SHAPES = layer_of(
    {
        "square": box(121.8, 30.9, 121.9, 31.0),
        "road": LineString([(121.7, 31.0), (121.9, 31.0)]),
        "town": Point(121.85, 30.95),
        "lost": None,
    }
)


def test_distances_agree_with_the_geodesic_to_a_thousandth() -> None:
    ends = np.array([[121.0, 30.7], [122.1, 30.7], [121.0, 31.5], [122.1, 31.5]])
    for one, other in ((0, 1), (2, 3), (0, 3)):
        metres = np.hypot(*np.diff(positions_to_metres(ends[[one, other]]), axis=0)[0])
        assert metres == pytest.approx(ELLIPSOID.inv(*ends[one], *ends[other])[2], rel=1e-3)


def test_a_long_edge_stays_straight_in_degrees() -> None:
    line = LineString([(121.0, 31.0), (122.0, 31.0)])
    middle = points_of(positions_to_metres(np.array([[121.5, 31.0]])))
    assert shapely.distance(to_metres([line]), middle)[0] < 0.5


@pytest.mark.parametrize(
    ("lon", "lat", "relation", "name", "distance"),
    [
        (121.8 - 50 * EAST, 30.95, "on", "square", 50),
        (121.8 + 50 * EAST, 30.95, "on", "square", 50),
        (121.8 + 50 * EAST, 30.95, "inside", "square", 0),
        (121.8 - 50 * EAST, 30.95, "inside", "square", 50),
        (121.8 - 50 * EAST, 30.95, "outside", "square", 0),
        (121.8 + 50 * EAST, 30.95, "outside", "square", 50),
        (121.8, 31.0 + 70 * NORTH, "on", "road", 70),
        (121.85, 30.95 + 80 * NORTH, "on", "town", 80),
    ],
)
def test_the_distance_is_from_where_the_point_should_be(lon, lat, relation, name, distance) -> None:
    row = measure_control_points(point_table((lon, lat, relation, name)), SHAPES).iloc[0]
    assert row["distance_m"] == pytest.approx(distance, abs=0.3)
    assert row["tolerance_m"] == 100.0
    assert row["verdict"] == "within"


def test_a_point_beyond_both_accuracies_is_a_finding_that_names_row_point_and_distance() -> None:
    table = point_table((121.8, 30.95, "on", "square"), (121.8 - 130 * EAST, 30.95, "on", "road;square"))
    findings = control_findings(measure_control_points(table, SHAPES))
    assert [(f.rule, f.feature) for f in findings] == [("K001", "road"), ("K001", "square")]
    assert "p1 测点 (121.79" in findings[1].found
    assert "130 m from being on the edge of it" in findings[1].found
    assert "row 3" in findings[1].remedy


def test_points_that_concern_no_drawn_feature_are_left_out() -> None:
    table = point_table((121.8, 30.95, "on", ""), (121.8, 30.95, "on", "lost"), (121.8, 30.95, "on", "elsewhere"))
    assert len(measure_control_points(table, SHAPES)) == 0


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
    (finding,) = shift_findings(table, in_gcj02)
    assert (finding.rule, finding.file) == ("K002", "layers/made_up.geojson")
    for other in (BENDS, moved(BENDS, -430.0, 240.0), moved(BENDS, 430.0, 240.0), moved(BENDS, 60.0, -30.0)):
        assert shift_findings(table, layer_of({"road": other})) == []


def test_vertices_shared_with_another_layer_betray_gcj_02_without_any_control_point() -> None:
    road = layer_of({"road": BENDS}, "roads")
    park = shapely.Polygon([*BENDS.coords, (121.7, 31.0)])
    in_gcj02 = shapely.transform(park, lambda xy: np.round(wgs84_to_gcj02(xy), 7))
    nothing = points_along(BENDS).iloc[:0]
    assert shift_findings(nothing, pd.concat([road, layer_of({"park": park}, "parks")])) == []
    (finding,) = shift_findings(nothing, pd.concat([road, layer_of({"park": in_gcj02}, "parks")]))
    assert finding.file == "layers/parks.geojson"
    assert "0 of 6 vertices" in finding.found


def test_the_offset_of_gcj_02_is_the_one_measured_in_lingang() -> None:
    corners = np.array([[x, y] for x in (121.5, 121.8, 122.1) for y in (30.62, 30.9, 31.0)])
    metres = positions_to_metres(wgs84_to_gcj02(corners)) - positions_to_metres(corners)
    assert metres[:, 0].min() > 380
    assert metres[:, 0].max() < 440
    assert metres[:, 1].min() > -280
    assert metres[:, 1].max() < -215


def test_a_point_whose_numbers_are_none_is_left_to_the_schema() -> None:
    table = point_table((121.8, 30.95, "on", "square"), (121.8, 30.95, "on", "square"))
    table.loc[0, "lon"] = "121,8"
    assert measure_control_points(table, SHAPES)["point_id"].tolist() == ["p1"]


def test_all_135_points_are_in_the_table_and_most_speak_of_a_feature() -> None:
    table = parse_table(default_folder("layers") / "control_points.csv")
    assert table["point_id"].nunique() == 135
    assert table.groupby("point_id")[["lon", "lat", "accuracy_m"]].nunique().max().max() == 1
    assert (table["feature_ids"] != "").mean() > 0.9


def test_every_control_point_lies_where_the_drawing_says() -> None:
    assert [str(f) for f in check().findings if f.rule in ("K001", "K002")] == []

"""The boundary points of a shape, compared with pyproj's own geodesic and projection."""

from __future__ import annotations

import pyproj
import pytest
import shapely

from geo.printing.extract.point_table import point_table

SHAPE = shapely.MultiPolygon(
    [
        shapely.Polygon(
            [(121.8, 30.9), (121.81, 30.9), (121.81, 30.91), (121.8, 30.91)],
            [[(121.802, 30.902), (121.804, 30.902), (121.804, 30.904)]],
        ),
        shapely.box(121.9, 30.9, 121.9001, 30.9001),
    ]
)


def test_points_are_numbered_through_all_rings() -> None:
    table = point_table(SHAPE, "zh")
    assert [ring["title"] for ring in table["rings"]] == ["第 1 部分　外环", "第 1 部分　内环 1", "第 2 部分　外环"]
    numbers = [row[0] for ring in table["rings"] for row in ring["rows"]]
    assert numbers == [f"J{number}" for number in range(1, 12)]


def test_coordinates_and_edges_are_those_of_proj() -> None:
    metres = pyproj.Transformer.from_crs(4326, 4529, always_xy=True)
    geod = pyproj.Geod(a=6378137.0, rf=298.257222101)
    rows = point_table(SHAPE, "en")["rings"][0]["rows"]
    for at, row in enumerate(rows):
        north, east, lon, lat, edge = map(float, row[1:])
        there = rows[(at + 1) % len(rows)]
        assert (east, north) == pytest.approx(metres.transform(lon, lat), abs=0.002)
        assert edge == pytest.approx(geod.inv(lon, lat, float(there[3]), float(there[4]))[2], abs=0.02)

"""Ellipsoidal area: exact, additive, and refused where it would be wrong."""

from __future__ import annotations

import dataclasses
import itertools
import math
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geo import Atlas
from geo.errors import CRSError, GeometryError
from geo.measure.area import ELLIPSOID, ELLIPSOIDAL, area_by_rings, area_km2, length_m
from geo.measure.arrays import BATCH_ROWS
from tests.geo.shapes import LONLAT, star

PPM = 1e-6


def geographiclib_km2(polygon: shapely.Polygon) -> float:
    """The peer: GeographicLib, whose edges are geodesics, on a ring so dense that they lie on our straight edges."""
    dense = shapely.segmentize(polygon, 0.001)
    return abs(ELLIPSOID.geometry_area_perimeter(dense)[0]) / 1e6


@given(
    lon=st.floats(74, 134),
    lat=st.floats(18, 53),
    size=st.floats(math.log(0.005), math.log(0.85)),
    corners=st.integers(4, 40),
    seed=st.integers(0, 2**31),
)
@settings(max_examples=60, deadline=None)
def test_area_is_within_1_ppm_of_geographiclib_anywhere_in_china(
    lon: float, lat: float, size: float, corners: int, seed: int
) -> None:
    polygon = star(lon, lat, math.exp(size), corners, seed)
    assert area_km2([polygon], LONLAT)[0] == pytest.approx(geographiclib_km2(polygon), rel=PPM)


@pytest.mark.parametrize("radius_m", [0.6, 6.0, 60.0])
def test_a_small_ring_keeps_its_digits(radius_m: float) -> None:
    """GeographicLib rounds at 0.1 m², so the peer of a small ring is the plane tangent to the ellipsoid."""
    lon, lat, e2 = 121.9, 30.9, 0.00669438002290
    sin2 = math.sin(math.radians(lat)) ** 2
    prime = 6378137.0 / math.sqrt(1 - e2 * sin2)
    meridian = prime * (1 - e2) / (1 - e2 * sin2)
    angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
    east, north = radius_m * np.cos(angles), radius_m * np.sin(angles)
    ring = np.column_stack(
        (lon + np.degrees(east / (prime * math.cos(math.radians(lat)))), lat + np.degrees(north / meridian))
    )
    plane_m2 = shapely.Polygon(np.column_stack((east, north))).area
    # 6e-6: a vertex in degrees is stored to 1.4e-14°, and the plane itself is off by radius × tan(latitude) / 6 400 km.
    assert area_km2([shapely.Polygon(ring)], LONLAT)[0] * 1e6 == pytest.approx(plane_m2, rel=6e-6)


def test_every_ring_of_the_atlas_is_within_1_ppm_of_geographiclib(atlas: Atlas) -> None:
    rings = [
        ring
        for layer in atlas.layers.values()
        for ring in shapely.get_rings(shapely.get_parts(layer.geometry.dropna().to_numpy()))
    ]
    polygons = [shapely.Polygon(ring) for ring in rings]
    assert len(polygons) > 50
    ours = area_km2(polygons, LONLAT)
    peer = np.array([geographiclib_km2(polygon) for polygon in polygons])
    assert np.abs(ours / peer - 1).max() < PPM


def test_a_hole_is_taken_off_and_parts_add_up() -> None:
    outer, hole, apart = (
        shapely.box(121.0, 30.0, 121.2, 30.2),
        shapely.box(121.05, 30.05, 121.1, 30.1),
        shapely.box(122, 30, 122.1, 30.1),
    )
    whole, cut, other = area_km2([outer, hole, apart], LONLAT)
    collection = shapely.GeometryCollection([outer.difference(hole), shapely.Point(0, 0), apart])
    assert area_km2([collection], LONLAT)[0] == pytest.approx(whole - cut + other, rel=1e-12)


def test_polygons_deep_in_collections_count() -> None:
    one, two = shapely.box(121.0, 30.0, 121.2, 30.2), shapely.box(122, 30, 122.1, 30.1)
    several = shapely.MultiPolygon([one, two])
    deep = shapely.GeometryCollection([shapely.GeometryCollection([several, shapely.Point(0, 0)])])
    areas = area_km2([deep, shapely.Polygon(), several, None, shapely.MultiPolygon()], LONLAT)
    whole = area_km2([one, two], LONLAT).sum()
    assert areas == pytest.approx([whole, 0.0, whole, 0.0, 0.0], rel=1e-12)


def test_low_and_tall_rings_are_measured_alike() -> None:
    """A ring is developed about its south side up to 0.03° of height: these halves are, the wholes are not."""
    whole = [shapely.box(121.0, south, 121.3, south + 0.05) for south in range(18, 53, 5)]
    halves = [
        shapely.box(121.0, south + up, 121.3, south + up + 0.025) for south in range(18, 53, 5) for up in (0, 0.025)
    ]
    together = area_km2(halves, LONLAT).reshape(-1, 2).sum(axis=1)
    assert area_km2(whole, LONLAT) == pytest.approx(together, rel=1e-11)


def test_points_lines_and_nothing_have_no_area_and_the_rows_stay_in_place() -> None:
    box = shapely.box(121.0, 30.0, 121.2, 30.2)
    areas = area_km2([None, shapely.Point(121, 30), box, shapely.LineString([(121, 30), (122, 31)])], LONLAT)
    assert areas.tolist() == [0.0, 0.0, area_km2([box], LONLAT)[0], 0.0]


def test_ring_direction_does_not_matter() -> None:
    box = shapely.box(121.0, 30.0, 121.2, 30.2)
    assert area_km2([box.reverse()], LONLAT)[0] == area_km2([box], LONLAT)[0]


def test_a_projected_layer_gives_the_same_area_as_its_degrees() -> None:
    polygon = star(121.9, 30.9, 0.05, 12, 3)
    there = pyproj.Transformer.from_crs(LONLAT, "EPSG:4529", always_xy=True)
    projected = shapely.transform(polygon, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
    assert area_km2([projected], "EPSG:4529")[0] == pytest.approx(area_km2([polygon], LONLAT)[0], rel=1e-9)


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:3395", None, "EPSG:999999"])
def test_web_mercator_and_unknown_systems_are_refused(crs: str | None) -> None:
    with pytest.raises(CRSError):
        area_km2([shapely.box(0, 0, 1, 1)], crs)


def test_metres_labelled_as_degrees_are_refused() -> None:
    with pytest.raises(CRSError, match="projected metres"):
        area_km2([shapely.box(40395000, 3420000, 40396000, 3421000)], LONLAT)


@pytest.mark.filterwarnings("ignore:invalid value encountered")  # numpy, while shapely makes the ring
@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_coordinate_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(GeometryError):
        area_km2([shapely.Polygon([(121, 30), (122, 30), (122, value)])], LONLAT)


def test_length_of_a_meridian_quarter_degree_and_of_a_perimeter_with_its_hole() -> None:
    line = shapely.LineString([(121.5, 30.75), (121.5, 31.0)])
    expected = ELLIPSOID.inv(121.5, 30.75, 121.5, 31.0)[2]
    outer, hole = shapely.box(121.0, 30.0, 121.2, 30.2), shapely.box(121.05, 30.05, 121.1, 30.1)
    lengths = length_m([line, outer, hole, outer.difference(hole), None], LONLAT)
    assert lengths[0] == pytest.approx(expected, rel=1e-12)
    assert lengths[3] == pytest.approx(lengths[1] + lengths[2], rel=1e-12)
    assert lengths[4] == 0.0


def test_a_ring_across_the_antimeridian_is_refused() -> None:
    """Uncut, its area would be that of the way around the globe."""
    with pytest.raises(GeometryError, match="antimeridian"):
        area_km2([shapely.box(-179.0, 30.0, 179.0, 31.0)], "EPSG:4490")


def test_rows_of_every_batch_are_measured_in_their_place() -> None:
    """Twice the rows of a batch and one; a whole batch of points has neither area nor length."""
    box, point = shapely.box(121.0, 30.0, 121.1, 30.1), shapely.Point(121, 30)
    shapes = [point] * BATCH_ROWS + [box, None, box] + [None] * (BATCH_ROWS - 3) + [box]
    expected = np.zeros(len(shapes))
    expected[[BATCH_ROWS, BATCH_ROWS + 2, 2 * BATCH_ROWS]] = 1.0
    assert area_km2(shapes, LONLAT) == pytest.approx(expected * area_km2([box], LONLAT)[0], rel=1e-15)
    assert length_m(shapes, LONLAT) == pytest.approx(expected * length_m([box], LONLAT)[0], rel=1e-15)


def test_lines_deep_in_collections_count() -> None:
    line, box = shapely.LineString([(121.5, 30.75), (121.5, 31.0)]), shapely.box(121.0, 30.0, 121.2, 30.2)
    deep = shapely.GeometryCollection([shapely.MultiLineString([line, line]), shapely.MultiPolygon([box])])
    one, ring, all_of_them, nothing = length_m([line, box, deep, shapely.Point(0, 0)], LONLAT)
    assert all_of_them == pytest.approx(2 * one + ring, rel=1e-12)
    assert nothing == 0.0


def test_a_length_in_another_system_is_that_of_the_converted_vertices() -> None:
    line = shapely.LineString([(121.5, 30.75), (121.6, 31.0), (121.9, 31.1)])
    there = pyproj.Transformer.from_crs(LONLAT, "EPSG:4529", always_xy=True)
    projected = shapely.transform(line, lambda xy: np.column_stack(there.transform(xy[:, 0], xy[:, 1])))
    assert length_m([projected], "EPSG:4529")[0] == pytest.approx(length_m([line], LONLAT)[0], rel=1e-9)


@pytest.mark.parametrize(
    "ends", [[(395_000, 30), (121, 30)], [(121, 30), (121, 91)], [(121, 30), (-361, 30)], [(121, 30), (121, -91)]]
)
def test_the_length_of_metres_labelled_as_degrees_is_refused(ends: list[tuple[float, float]]) -> None:
    with pytest.raises(CRSError, match="projected metres"):
        length_m([shapely.LineString([(120, 30), (121, 31)]), shapely.LineString(ends)], LONLAT)


def test_another_method_gets_all_vertices_and_the_ring_of_each() -> None:
    """A method that counts vertices: 5 of the shell less 4 of the hole, each as a square metre."""
    hole = shapely.Polygon([(121.02, 30.02), (121.04, 30.02), (121.03, 30.04)])
    shape = shapely.box(121.0, 30.0, 121.1, 30.1).difference(hole)

    def count(lonlat: np.ndarray, ring_of: np.ndarray, rings: int) -> np.ndarray:
        assert len(lonlat) == len(ring_of)
        return -np.bincount(ring_of, minlength=rings).astype(float)

    assert area_by_rings([shape, None, shape], LONLAT, count) == pytest.approx([1e-6, 0.0, 1e-6], rel=1e-12)
    assert area_by_rings([None], LONLAT, count).tolist() == [0.0]


def test_the_method_names_itself_and_cannot_be_changed() -> None:
    assert (ELLIPSOIDAL.id, ELLIPSOIDAL.crs) == ("ellipsoidal-cgcs2000", "EPSG:4490")
    with pytest.raises(dataclasses.FrozenInstanceError):
        ELLIPSOIDAL.id = "sphere"


def test_a_length_is_the_sum_of_the_geodesics_between_the_vertices() -> None:
    """Along a meridian, a parallel and across both."""
    corners = [(121.5, 30.75), (121.5, 31.0), (121.9, 31.0), (121.6, 30.8)]
    expected = sum(ELLIPSOID.inv(*start, *end)[2] for start, end in itertools.pairwise(corners))
    assert length_m([shapely.LineString(corners)], LONLAT)[0] == pytest.approx(expected, rel=1e-12)


def test_the_sides_the_page_shows_are_geodesics() -> None:
    """The cases that hold the script of the page (`tests/browser/test_shared_rules.py`) to this measure."""
    cases = np.loadtxt(Path(__file__).parents[2] / "data" / "side_cases.csv", delimiter=",", skiprows=1)
    lines = shapely.linestrings(cases[:, :4].reshape(-1, 2, 2))
    assert length_m(lines, "EPSG:4326") == pytest.approx(cases[:, 4], abs=1e-4)

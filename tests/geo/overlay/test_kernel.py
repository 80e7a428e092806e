"""What rings share with zones through the index of the zones, and each look-up in that index by itself."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely

from geo.measure.area import area_km2
from geo.measure.arrays import Rings
from geo.overlay.edge_pairs import add_edge
from geo.overlay.grid import BORDER, ZoneEdges
from geo.overlay.kernel import areas_by_zone, candidates, label_of, raster_of, winding_at, zone_in_box
from geo.overlay.rings import rings_of
from geo.overlay.zone_index import index_zones
from tests.geo.shapes import LONLAT, star


def rings(*shapes: shapely.Geometry) -> Rings:
    return rings_of(np.array(shapes, dtype=object), LONLAT, "shapes")


def index(*zones: shapely.Geometry) -> ZoneEdges:
    return index_zones(rings(*zones), len(zones))


def shared(features: list[shapely.Polygon], zones: list[shapely.Geometry]) -> np.ndarray:
    """Shared areas in m², features × zones."""
    table = rings(*features)
    ring, zone, area = areas_by_zone(table, index(*zones), 0, len(features))
    assert len(set(zip(ring.tolist(), zone.tolist(), strict=True))) == len(ring), "a pair stands twice"
    out = np.zeros((len(features), len(zones)))
    out[table.owner[ring], zone] = area
    return out


def by_geometry(features: list[shapely.Polygon], zones: list[shapely.Geometry]) -> np.ndarray:
    met = shapely.intersection(np.array(features, object)[:, None], np.array(zones, object)[None, :])
    return area_km2(met.reshape(-1), LONLAT).reshape(met.shape) * 1e6


@pytest.mark.parametrize("seed", range(4))
def test_rings_within_across_around_and_outside_of_zones_share_what_geometry_says(seed: int) -> None:
    outer, hole = star(121.7, 30.9, 0.014, 30, seed), star(121.7, 30.9, 0.004, 9, seed + 1)
    zones = [outer.difference(hole), star(121.71, 30.905, 0.008, 12, seed + 2), star(121.75, 30.95, 0.01, 5, seed + 3)]
    features = [
        star(121.70, 30.90, 0.0005, 5, seed + 10),
        star(121.705, 30.907, 0.001, 6, seed + 11),
        star(121.712, 30.905, 0.006, 7, seed + 12),
        star(121.69, 30.893, 0.004, 8, seed + 13),
        shapely.box(121.68, 30.886, 121.72, 30.9155),
        shapely.box(121.60, 30.80, 121.61, 30.81),
    ]
    expected = by_geometry(features, zones)
    assert (expected == 0).any()
    assert shared(features, zones) == pytest.approx(expected, rel=1e-9, abs=1e-6)


def test_a_range_of_rings_is_divided_and_no_other() -> None:
    features = rings(*(shapely.box(121.70 + k / 100, 30.9, 121.705 + k / 100, 30.905) for k in range(4)))
    zones = index(shapely.box(121.6, 30.85, 121.8, 30.95))
    ring, zone, area = areas_by_zone(features, zones, 1, 3)
    assert ring.tolist() == [1, 2]
    assert zone.tolist() == [0, 0]
    assert area == pytest.approx(features.area_m2[1:3])


def test_more_pairs_than_there_was_room_for_are_all_kept() -> None:
    """The tables have room for two pairs a ring and sixteen more."""
    zones = [shapely.box(121.6 - k / 1000, 30.85, 121.8, 30.95) for k in range(45)]
    feature = shapely.box(121.70, 30.90, 121.71, 30.91)
    m2 = shared([feature], zones)
    assert m2 == pytest.approx(np.full((1, 45), area_km2([feature], LONLAT)[0] * 1e6), rel=1e-12)


def test_zones_that_touch_a_ring_share_nothing_with_it() -> None:
    feature = shapely.box(121.70, 30.90, 121.71, 30.91)
    around = [shapely.affinity.translate(feature, dx / 100, dy / 100) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    ring, zone, _ = areas_by_zone(rings(feature), index(*around), 0, 1)
    assert ring.tolist() == [0]
    assert zone.tolist() == [4]


def test_a_zone_drawn_over_itself_counts_its_ground_twice() -> None:
    """Parts that overlap make no valid zone, but the index must not hide it."""
    part = shapely.box(121.70, 30.90, 121.72, 30.92)
    other = shapely.box(121.71, 30.90, 121.73, 30.92)
    inside, across = shapely.box(121.712, 30.905, 121.718, 30.91), shapely.box(121.705, 30.905, 121.725, 30.91)
    m2 = shared([inside, across], [shapely.MultiPolygon([part, other])])[:, 0]
    twice = by_geometry([inside, across], [part, other]).sum(axis=1)
    assert m2 == pytest.approx(twice, rel=1e-9)


# --- the look-ups ------------------------------------------------------------------------------------------------


def test_the_raster_covers_the_box_of_its_zone() -> None:
    box = np.array([[0.0, 0.0, 9.0, 9.0], [121.0, 30.0, 123.0, 30.5], [121.0, 30.0, 121.0, 30.0]])
    assert raster_of(box, 1, 8) == (121.0, 30.0, 4.0, 16.0)
    # A zone without extent, in nanodegrees.
    assert raster_of(box, 2, 8) == pytest.approx((121.0, 30.0, 8e12, 8e12))


@pytest.mark.parametrize("seed", range(3))
def test_a_point_is_covered_as_often_as_parts_hold_it(seed: int) -> None:
    parts = [star(121.70, 30.90, 0.02, 25, seed), star(121.712, 30.905, 0.015, 9, seed + 1)]
    hole = star(121.70, 30.90, 0.004, 8, seed + 2)
    zones = index(star(121.9, 30.9, 0.01, 5, 1), shapely.MultiPolygon([parts[0].difference(hole), parts[1]]))
    rng = np.random.default_rng(seed)
    west, south, east, north = zones.box[1]
    points = np.column_stack((rng.uniform(west, east, 200), rng.uniform(south, north, 200)))
    expected = [
        sum(part.covers(shapely.Point(point)) for part in (parts[0].difference(hole), parts[1])) for point in points
    ]
    assert {0, 1, 2} == set(expected)
    assert [winding_at(x, y, 1, zones) for x, y in points] == expected


def test_a_box_within_the_cells_of_one_label_has_that_label_and_any_other_is_at_the_border() -> None:
    ring = star(121.70, 30.90, 0.02, 90, 4)
    zones = index(shapely.box(121.0, 30.0, 121.1, 30.1), ring)
    west, south, east, _ = zones.box[1]
    cell = (east - west) / zones.side[1]
    middle = (121.70, 30.90, 121.70 + cell / 4, 30.90 + cell / 4)
    assert shapely.box(*middle).within(ring)
    assert label_of(middle, 1, zones) == 1
    corner = (west, south, west + cell / 4, south + cell / 4)
    assert not shapely.box(*corner).intersects(ring)
    assert label_of(corner, 1, zones) == 0
    assert label_of((west, south, 121.70, 30.90), 1, zones) == BORDER
    x, y = shapely.get_coordinates(ring)[0]
    assert label_of((x, y, x, y), 1, zones) == BORDER


@pytest.mark.parametrize(("columns", "rows", "expected"), [(8, 8, 1), (8, 9, BORDER), (9, 8, BORDER), (2, 3, 1)])
def test_labels_are_read_of_64_cells_at_most(columns: int, rows: int, expected: int) -> None:
    """Over a star, the widest block of whole cells may be smaller: here every label is 1 by hand."""
    side = 16
    zones = index(shapely.box(121.0, 30.0, 121.16, 30.16))
    whole = zones._replace(
        side=np.array([side]), first=np.array([5]), labels=np.full(5 + side * side, 1, np.int8), box=zones.box
    )
    whole.labels[:5] = 0
    box = (121.0 + 0.035, 30.0 + 0.025, 121.0 + 0.025 + columns / 100, 30.0 + 0.015 + rows / 100)
    assert label_of(box, 0, whole) == expected
    # One cell of another label in the last column and row.
    whole.labels[5 + (2 + rows - 1) * side + 3 + columns - 1] = 0
    assert label_of(box, 0, whole) == BORDER
    # A box whose cells begin right of and above it.
    assert label_of((121.145, 30.145, 121.155, 30.155), 0, whole) == 1


def test_the_zones_near_a_box_are_each_listed_once() -> None:
    rng = np.random.default_rng(3)
    corners = rng.uniform((121.0, 30.0), (122.0, 31.0), (40, 2))
    sizes = rng.uniform(0.01, 0.5, (40, 2))
    boxes = np.column_stack((corners, corners + sizes))
    zones = index(*shapely.box(*boxes.T))
    out = np.empty(40, np.int64)
    for box in [*boxes[:10], np.array([120.0, 29.0, 123.0, 32.0]), np.array([121.3, 30.3, 121.30001, 30.30001])]:
        near = out[: candidates(tuple(box), zones, out)].tolist()
        west, south, east, north = box
        expected = np.flatnonzero(
            (boxes[:, 0] < east) & (boxes[:, 2] > west) & (boxes[:, 1] < north) & (boxes[:, 3] > south)
        )
        assert sorted(near) == expected.tolist()


def test_boxes_that_touch_a_zone_do_not_name_it() -> None:
    zones = index(shapely.box(121.0, 30.0, 122.0, 31.0))
    out = np.empty(1, np.int64)
    for box in [
        (120.0, 30.0, 121.0, 31.0),
        (122.0, 30.0, 123.0, 31.0),
        (121.0, 29.0, 122.0, 30.0),
        (121.0, 31.0, 122.0, 32.0),
    ]:
        assert candidates(box, zones, out) == 0
    assert candidates((121.999, 30.999, 123.0, 32.0), zones, out) == 1


@pytest.mark.parametrize("seed", range(4))
def test_what_a_zone_has_in_a_box_is_what_all_its_edges_have(seed: int) -> None:
    """Each edge once, in whatever cells it stands."""
    shape = star(121.70, 30.90, 0.02, 24, seed)
    shape = shape if seed % 2 else shape.reverse()
    zones = index(star(121.0, 30.0, 0.02, 6, 9), shape)
    rng = np.random.default_rng(seed)
    ccw = shapely.get_coordinates(shapely.orient_polygons(shape))
    for _ in range(40):
        west, south = rng.uniform((121.68, 30.88), (121.71, 30.91))
        box = (west, south, west + rng.uniform(0.0005, 0.02), south + rng.uniform(0.0005, 0.02))
        expected, lines_all, cuts_all = (0, 0, 0), np.zeros((30, 5)), np.zeros((30, 2))
        for (ax, ay), (bx, by) in itertools.pairwise(ccw):
            expected = add_edge((ax, ay, bx, by), box, lines_all, cuts_all, expected)
        lines, cuts = np.zeros((zones.most_edges, 5)), np.zeros((zones.most_edges, 2))
        found = zone_in_box(box, 1, zones, lines, cuts)
        assert found == expected
        for made, wanted in ((lines[: found[1]], lines_all[: found[1]]), (cuts[: found[2]], cuts_all[: found[2]])):
            assert sorted(made.tolist()) == sorted(wanted.tolist())

"""The area two rings share, against the area of their intersection, and each step of it by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from geo.measure.area import area_km2
from geo.measure.arrays import Rings
from geo.measure.authalic import authalic
from geo.overlay.edge_pairs import (
    M2_PER_SQUARE_DEGREE,
    add_edge,
    areas_of_pairs,
    clip_line,
    east_of,
    empty_sides,
    noise_m2,
    ring_in_box,
    shared_m2,
    sides_of,
    south_of,
)
from geo.overlay.rings import rings_of
from tests.geo.shapes import LONLAT, star


def rings(*shapes: shapely.Polygon) -> Rings:
    return rings_of(np.array(shapes, dtype=object), LONLAT, "shapes")


def shared_by(one: shapely.Polygon, other: shapely.Polygon) -> float:
    area = np.full(1, np.nan)
    areas_of_pairs(rings(one, other), np.array([0]), np.array([1]), area)
    return float(area[0])


@pytest.mark.parametrize("turned", [(1, 1), (-1, 1), (1, -1), (-1, -1)])
@pytest.mark.parametrize("seed", range(6))
def test_two_rings_share_the_area_of_their_intersection(seed: int, turned: tuple[int, int]) -> None:
    """Whichever comes first, and in whichever direction each is drawn."""
    one, other = star(121.7, 30.9, 0.01, 7, seed), star(121.705, 30.903, 0.008, 5, seed + 50)
    expected = area_km2([one.intersection(other)], LONLAT)[0] * 1e6
    left, right = (
        shape if way > 0 else shapely.Polygon(shapely.get_coordinates(shape)[::-1])
        for shape, way in zip((one, other), turned, strict=True)
    )
    assert expected > 0
    assert shared_by(left, right) == pytest.approx(expected, rel=1e-10)
    assert shared_by(right, left) == pytest.approx(expected, rel=1e-10)


def test_several_pairs_are_filled_in_each_in_its_place() -> None:
    shapes = rings(
        shapely.box(121.7, 30.9, 121.71, 30.91),
        shapely.box(121.705, 30.9, 121.715, 30.91),
        shapely.box(122, 31, 122.01, 31.01),
    )
    area = np.full(3, np.nan)
    areas_of_pairs(shapes, np.array([0, 0, 1]), np.array([1, 2, 0]), area)
    half = area_km2([shapely.box(121.705, 30.9, 121.71, 30.91)], LONLAT)[0] * 1e6
    assert area == pytest.approx([half, 0.0, half], rel=1e-10)


def test_a_ring_inside_another_shares_its_whole_area_and_one_outside_none() -> None:
    outer, inner = shapely.box(121.7, 30.9, 121.72, 30.92), shapely.box(121.705, 30.905, 121.71, 30.91)
    assert shared_by(inner, outer) == pytest.approx(area_km2([inner], LONLAT)[0] * 1e6, rel=1e-12)
    assert shared_by(outer, inner) == pytest.approx(area_km2([inner], LONLAT)[0] * 1e6, rel=1e-10)
    assert shared_by(outer, shapely.box(121.73, 30.9, 121.74, 30.92)) == 0.0


@pytest.mark.parametrize("shift", [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01), (0.01, 0.01)])
def test_neighbours_that_touch_along_a_side_or_in_a_corner_share_nothing(shift: tuple[float, float]) -> None:
    one = shapely.box(121.7, 30.9, 121.71, 30.91)
    other = shapely.box(121.7 + shift[0], 30.9 + shift[1], 121.71 + shift[0], 30.91 + shift[1])
    assert shared_by(one, other) == 0.0


def test_a_strip_of_ten_nanometres_is_rounding_and_one_of_a_millimetre_is_ground() -> None:
    one = shapely.box(121.7, 30.9, 121.71, 30.91)
    for overlap_deg, is_ground in ((5e-14, False), (1e-8, True)):
        m2 = shared_by(one, shapely.box(121.71 - overlap_deg, 30.9, 121.72, 30.91))
        assert (m2 > 0.0) is is_ground


def test_the_noise_is_a_thin_strip_along_the_shared_box_and_a_part_of_its_area() -> None:
    """1e-13° along 3° and 2°, and 1e-12 of 6 square degrees; boxes that are apart share no box."""
    one, other = (0.0, 0.0, 5.0, 4.0), (2.0, 2.0, 9.0, 9.0)
    assert noise_m2(one, other) == pytest.approx((5.0 * 1e-13 + 6.0 * 1e-12) * M2_PER_SQUARE_DEGREE, rel=1e-12)
    assert noise_m2(other, one) == noise_m2(one, other)
    # They touch along 4° and share no width.
    assert noise_m2(one, (5.0, 0.0, 6.0, 4.0)) == pytest.approx(4.0 * 1e-13 * M2_PER_SQUARE_DEGREE, rel=1e-12)
    assert noise_m2(one, (6.0, 0.0, 7.0, 1.0)) == 0.0
    assert math.isclose(M2_PER_SQUARE_DEGREE, 111_320.0**2, rel_tol=1e-3)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ((1.0, 1.0, 3.0, 2.0), (1.0, 1.0, 3.0, 2.0)),
        ((3.0, 2.0, 1.0, 1.0), (1.0, 1.0, 3.0, 2.0)),
        ((-2.0, 1.0, 6.0, 3.0), (0.0, 1.5, 4.0, 2.5)),
        ((1.0, -1.0, 3.0, 5.0), (4.0 / 3.0, 0.0, 8.0 / 3.0, 4.0)),
        ((1.0, 5.0, 3.0, -1.0), (4.0 / 3.0, 4.0, 8.0 / 3.0, 0.0)),
        ((-1.0, -2.0, 3.0, 6.0), (0.0, 0.0, 2.0, 4.0)),
        ((0.0, 4.0, 4.0, 4.0), (0.0, 4.0, 4.0, 4.0)),
        ((0.0, 0.0, 4.0, 0.0), (0.0, 0.0, 4.0, 0.0)),
        # Without a width: upright, above, below.
        ((2.0, 1.0, 2.0, 3.0), (2.0, 1.0, 2.0, 3.0)),
        ((1.0, 5.0, 3.0, 6.0), (0.0, 0.0, 0.0, 0.0)),
        ((1.0, -5.0, 3.0, -6.0), (0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_a_line_is_cut_to_the_box(line: tuple[float, ...], expected: tuple[float, ...]) -> None:
    assert clip_line(line, 4.0, 4.0) == pytest.approx(expected, abs=1e-12)


def found_of(
    edge: tuple[float, ...], start: tuple[int, int, int] = (0, 0, 0)
) -> tuple[tuple[int, int, int], np.ndarray, np.ndarray]:
    lines, cuts = np.full((4, 5), np.nan), np.full((4, 2), np.nan)
    return add_edge(edge, (10.0, 20.0, 14.0, 24.0), lines, cuts, start), lines, cuts


def test_an_edge_that_passes_west_of_the_box_counts_in_the_winding_only() -> None:
    """The ground lies on the left: an edge that runs south has it in the east."""
    assert found_of((9.0, 25.0, 8.0, 19.0))[0] == (1, 0, 0)
    assert found_of((8.0, 19.0, 9.0, 25.0))[0] == (-1, 0, 0)
    assert found_of((8.0, 19.0, 9.0, 25.0), (3, 1, 2))[0] == (2, 1, 2)


def test_an_edge_across_the_north_side_is_a_cut_at_its_place_and_a_line_below_it() -> None:
    found, lines, cuts = found_of((13.0, 26.0, 11.0, 22.0))
    assert found == (0, 1, 1)
    assert cuts[0].tolist() == [2.0, 1.0]
    assert lines[0].tolist() == [1.0, 2.0, 2.0, 4.0, 1.0]
    found, lines, cuts = found_of((11.0, 22.0, 13.0, 26.0), (5, 1, 1))
    assert found == (5, 2, 2)
    assert cuts[1].tolist() == [2.0, -1.0]
    assert lines[1].tolist() == [1.0, 2.0, 2.0, 4.0, -1.0]
    assert np.isnan(lines[0]).all()


@pytest.mark.parametrize(
    ("edge", "expected"),
    [
        # East of the box, also where it crosses the level of the north side; on its eastern side; south; north of it.
        ((15.0, 25.0, 15.0, 19.0), (0, 0, 0)),
        ((14.0, 25.0, 14.0, 19.0), (0, 0, 0)),
        ((11.0, 20.0, 13.0, 20.0), (0, 0, 0)),
        ((11.0, 19.0, 13.0, 18.0), (0, 0, 0)),
        ((11.0, 25.0, 13.0, 24.5), (0, 0, 0)),
        # Along the north side: inside. On the western side: west of the box.
        ((13.0, 24.0, 11.0, 24.0), (0, 1, 0)),
        ((10.0, 25.0, 10.0, 19.0), (1, 0, 0)),
        # Its end on the north side is no crossing, its start above it is one.
        ((12.0, 22.0, 11.0, 24.0), (0, 1, 0)),
        ((12.0, 22.0, 11.0, 24.1), (0, 1, 1)),
    ],
)
def test_an_edge_on_a_side_counts_on_one_side_of_it(edge: tuple[float, ...], expected: tuple[int, int, int]) -> None:
    assert found_of(edge)[0] == expected


def test_the_edges_of_a_ring_are_listed_from_its_corner_in_full_blocks() -> None:
    """A rectangle with a slanting top: two edges have a width, six empty columns fill the block."""
    shape = shapely.Polygon([(121.0, 30.0), (121.4, 30.0), (121.4, 30.3), (121.0, 30.1)])
    sides = empty_sides(5)
    assert sides.shape == (5, 8)
    assert empty_sides(8).shape == (5, 16)
    sides[:] = np.nan
    assert sides_of(rings(shape), 0, sides) == 8
    assert sides[:, 0] == pytest.approx([0.0, 0.4, 0.0, 0.0, -1.0], abs=1e-12)
    assert sides[:, 1] == pytest.approx([0.0, 0.4, 0.1, 0.5, 1.0], abs=1e-12)
    assert (sides[:, 2:] == 0.0).all()


def test_the_parts_of_a_ring_east_of_a_meridian_and_south_of_a_line() -> None:
    """In the plane, without the terms of the ellipsoid: a square of 4 by 4."""
    sides = empty_sides(5)
    n = sides_of(rings(shapely.box(0.0, 0.0, 4.0, 4.0)), 0, sides)
    assert east_of(1.0, sides, n, 0.0, 0.0) == pytest.approx(12.0)
    assert east_of(0.0, sides, n, 0.0, 0.0) == pytest.approx(16.0)
    assert south_of((0.0, 2.0, 4.0, 2.0), sides, n, 0.0, 0.0) == pytest.approx(8.0)
    assert south_of((1.0, 1.0, 3.0, 2.0), sides, n, 0.0, 0.0) == pytest.approx(3.0)


def test_lines_across_a_slanting_edge_end_at_it() -> None:
    """South of y = 1 + x / 2 and inside the triangle under y = x, for x from 0 to 4: they cross at x = 2."""
    sides = empty_sides(4)
    n = sides_of(rings(shapely.Polygon([(0.0, 0.0), (4.0, 0.0), (4.0, 4.0)])), 0, sides)
    assert south_of((0.0, 1.0, 4.0, 3.0), sides, n, 0.0, 0.0) == pytest.approx(7.0)
    assert south_of((0.0, 3.0, 4.0, 1.0), sides, n, 0.0, 0.0) == pytest.approx(5.0)


def test_the_terms_of_the_ellipsoid_enter_each_part() -> None:
    """East and west of a meridian, south and north of a line: each as its own polygon is measured."""
    shape = shapely.Polygon([(121.0, 30.0), (121.03, 30.002), (121.028, 30.029), (121.001, 30.025)])
    ring, sides = rings(shape), empty_sides(5)
    scale, k2, k3 = authalic(ring.box[0, 1])
    n = sides_of(ring, 0, sides)
    east = shape.intersection(shapely.box(121.01, 29.0, 122.0, 31.0))
    assert scale * east_of(0.01, sides, n, k2, k3) == pytest.approx(area_km2([east], LONLAT)[0] * 1e6, rel=1e-11)
    south = shape.intersection(shapely.Polygon([(121.005, 29.0), (121.02, 29.0), (121.02, 30.022), (121.005, 30.004)]))
    line = (0.005, 0.004, 0.02, 0.022)
    assert scale * south_of(line, sides, n, k2, k3) == pytest.approx(area_km2([south], LONLAT)[0] * 1e6, rel=1e-11)


def test_a_ring_whose_box_no_edge_enters_lists_no_edges_of_its_own() -> None:
    small, large = shapely.box(121.705, 30.905, 121.71, 30.91), shapely.box(121.7, 30.9, 121.72, 30.92)
    table = rings(small, large)
    lines, cuts, sides = np.empty((8, 5)), np.empty((8, 2)), empty_sides(8)
    box = tuple(table.box[0])
    found = ring_in_box(table, 1, box, lines, cuts)
    assert found == (1, 0, 0)
    assert shared_m2(table, 0, found, sides, 0, lines, cuts) == (table.area_m2[0], 0)
    assert shared_m2(table, 0, (-2, 0, 0), sides, 8, lines, cuts) == (-2 * table.area_m2[0], 8)

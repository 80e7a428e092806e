"""The rings of a layer: measured, refused near a pole, and cut where they are large without losing ground."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geo.errors import GeometryError
from geo.measure.area import area_km2
from geo.measure.authalic import MAX_HEIGHT_DEG
from geo.overlay.rings import MAX_VERTICES, cut_large, rings_of, sums
from tests.geo.shapes import LONLAT, star


def rings(*shapes: shapely.Geometry | None):
    return rings_of(np.array(shapes, dtype=object), LONLAT, "shapes")


def test_values_are_added_up_by_label() -> None:
    assert sums(np.array([2, 0, 2]), np.array([1.0, 5.0, 0.5]), 4).tolist() == [5.0, 0.0, 1.5, 0.0]


def test_rings_have_area_direction_sign_and_owner() -> None:
    outer, hole = star(121.7, 30.9, 0.01, 20, 1), star(121.7, 30.9, 0.003, 9, 2)
    made = rings(None, outer.difference(hole), outer.reverse())
    assert made.owner.tolist() == [2, 1, 1]
    assert made.sign.tolist() == [1.0, 1.0, -1.0]
    assert made.area_m2 == pytest.approx(area_km2([outer, outer, hole], LONLAT) * 1e6, rel=1e-12)
    assert made.turn[0] == (1.0 if outer.reverse().exterior.is_ccw else -1.0)
    assert (made.stop - made.start).tolist() == [21, 21, 10]


@pytest.mark.parametrize(("south", "north"), [(80.0, 85.5), (-85.5, -80.0)])
def test_a_ring_near_a_pole_is_refused(south: float, north: float) -> None:
    with pytest.raises(GeometryError, match="near a pole"):
        rings(shapely.box(0.0, south, 1.0, north))
    assert len(rings(shapely.box(0.0, -85.0, 1.0, 85.0)).start) == 1


def test_small_rings_stay_as_they_are() -> None:
    made = rings(star(121.7, 30.9, 0.01, MAX_VERTICES - 1, 1), star(121.8, 30.9, 0.01, 5, 2))
    assert cut_large(made) == [made]


@pytest.mark.parametrize(
    "large",
    [
        star(121.75, 30.92, 0.014, MAX_VERTICES, 3),
        star(121.75, 30.92, 0.2, 4_000, 3),
        shapely.box(121.7, 30.9, 121.71, 30.9 + MAX_HEIGHT_DEG * 1.01),
        shapely.Polygon([(121.6, 30.8), (121.9, 30.8), (121.9, 31.0), (121.75, 30.81), (121.6, 31.0)]),
        star(121.75, 30.92, 0.2, 900, 5).difference(star(121.75, 30.92, 0.05, 700, 6)),
    ],
)
def test_large_rings_are_cut_into_small_ones_of_the_same_ground(large: shapely.Polygon) -> None:
    small = star(121.8, 30.9, 0.01, 5, 2)
    kept, pieces = cut_large(rings(small, large))
    assert kept.owner.tolist() == [0]
    assert kept.area_m2 == pytest.approx(area_km2([small], LONLAT) * 1e6)
    assert set(pieces.owner) == {1}
    assert len(pieces.owner) > 1
    assert (pieces.stop - pieces.start).max() <= MAX_VERTICES
    assert (pieces.box[:, 3] - pieces.box[:, 1]).max() <= MAX_HEIGHT_DEG
    whole = area_km2([large], LONLAT)[0] * 1e6
    # Pieces of one ring add up in the direction of that ring; a hole takes off.
    total = (pieces.area_m2 * pieces.sign).sum()
    assert total == pytest.approx(whole, rel=1e-9)


def test_a_layer_of_large_rings_only_has_no_others() -> None:
    [pieces] = cut_large(rings(star(121.75, 30.92, 0.2, 500, 3)))
    assert pieces.area_m2.sum() == pytest.approx(
        area_km2([star(121.75, 30.92, 0.2, 500, 3)], LONLAT)[0] * 1e6, rel=1e-9
    )

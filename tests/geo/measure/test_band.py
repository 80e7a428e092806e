"""What lies near an uncertain boundary: relation, share that cannot be told, and answers in several threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import shapely

from geo.coordinates.local_plane import to_metres
from geo.measure.area import ELLIPSOID
from geo.measure.band import Band, band_of, prepared_copies, relation_to, unsure_share
from geo.measure.uncertainty import boundary, known_lines
from tests.geo.shapes import frame

WEST = shapely.box(121.80, 30.90, 121.85, 30.95)
WALL = shapely.LineString([(121.80, 30.95), (121.85, 30.95)])


def band(accuracy: float, *known: tuple[object, float]) -> Band:
    lines = known_lines((frame(shape).assign(accuracy_m=metres), True) for shape, metres in known)
    return band_of(WEST, boundary(WEST, accuracy, lines))


def relation(shape: shapely.Geometry, of: Band) -> str:
    return relation_to(of, to_metres([shape])[0])


def north(metres: float, lon: float = 121.825) -> shapely.Point:
    """A point at a distance from the middle of the northern side; below zero within the zone."""
    return shapely.Point(lon, ELLIPSOID.fwd(lon, 30.95, 0.0, metres)[1])


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(-150.3, "inside"), (-149.7, "within the band"), (149.7, "within the band"), (150.3, "outside")],
)
def test_the_band_ends_at_the_accuracy_to_less_than_half_a_metre(metres: float, expected: str) -> None:
    assert relation(north(metres), band(150.0)) == expected
    speck = north(metres).buffer(1e-7)
    assert relation(speck, band(150.0)) == expected


def test_the_band_is_as_wide_as_the_nearest_segment_is_uncertain() -> None:
    known = band(400.0, (WALL, 20.0))
    assert relation(north(100.0), known) == "outside"
    assert relation(shapely.Point(121.825, 30.8991), known) == "within the band"


@pytest.mark.parametrize(
    ("west", "east", "expected"),
    [
        (121.82, 121.83, "inside"),
        (121.87, 121.88, "outside"),
        (121.84, 121.86, "partly"),
        # 121.85 is the eastern side, known to 50 m; a ten-thousandth of a degree is 10 m.
        (121.84, 121.8499, "within the band"),
        (121.84, 121.8501, "within the band"),
        (121.8499, 121.86, "within the band"),
        (121.8501, 121.86, "within the band"),
    ],
)
def test_a_polygon_is_partly_inside_only_where_it_surely_lies_on_both_sides(
    west: float, east: float, expected: str
) -> None:
    assert relation(shapely.box(west, 30.91, east, 30.92), band(50.0)) == expected


def test_a_shape_smaller_than_the_accuracy_is_within_the_band_of_a_boundary_it_crosses() -> None:
    assert relation(shapely.box(121.8498, 30.91, 121.8502, 30.9104), band(50.0)) == "within the band"


def test_a_shape_in_two_parts_far_from_the_boundary_is_partly_inside() -> None:
    assert relation(shapely.MultiPoint([(121.825, 30.925), (110.0, 30.0)]), band(50.0)) == "partly"


def test_the_band_along_a_well_known_side_is_narrow_beside_an_uncertain_one() -> None:
    """330 m to both sides of a wall known to 20 m, near a corner with a side known to 400 m."""
    shape = shapely.box(121.802, 30.947, 121.825, 30.953)
    assert relation(shape, band(400.0, (WALL, 20.0))) == "partly"
    assert relation(shape, band(400.0)) == "within the band"


def test_the_share_that_cannot_be_told_is_that_within_the_band() -> None:
    of = band(100.0)
    side = ELLIPSOID.inv(121.84, 30.92, 121.86, 30.92)[2]
    square = shapely.box(121.84, 30.91, 121.86, 30.92)
    assert unsure_share(of, to_metres([square])[0]) == pytest.approx(200.0 / side, rel=2e-3)
    line = shapely.LineString([(121.84, 30.92), (121.86, 30.92)])
    assert unsure_share(of, to_metres([line])[0]) == pytest.approx(200.0 / side, rel=2e-3)
    inside, across = to_metres([shapely.box(121.82, 30.91, 121.83, 30.92), north(0.0).buffer(1e-5)])
    assert (unsure_share(of, inside), unsure_share(of, across)) == (0.0, 1.0)


def test_a_zone_narrower_than_its_accuracy_has_no_sure_ground() -> None:
    of = band(10_000.0)
    assert of.core.is_empty
    assert relation(shapely.box(121.82, 30.91, 121.83, 30.92), of) == "within the band"


def test_many_threads_may_ask_one_prepared_shape() -> None:
    """Copies, so that the shape of the caller stays unprepared; asked from eight threads at once."""
    ring = shapely.Point(0, 0).buffer(1.0, quad_segs=2_000)
    (copy,) = prepared_copies([ring])
    assert copy.equals_exact(ring)
    assert not shapely.is_prepared(ring)
    points = shapely.points(np.random.default_rng(5).uniform(-1.2, 1.2, (2_000, 2)))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: shapely.covers(copy, points).sum(), range(16)))
    assert set(answers) == {shapely.covers(ring, points).sum()}

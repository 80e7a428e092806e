"""Ground that several features of a layer share."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.measure.area import area_km2
from geo.measure.arrays import Rings
from geo.overlay import crowds
from geo.overlay.rings import cut_large, rings_of
from geo.overlay.self_overlaps import boxes_of, repeats, shared_pairs
from tests.geo.shapes import LONLAT, scattered, star


def objects(*shapes: object) -> np.ndarray:
    out = np.empty(len(shapes), dtype=object)
    out[:] = shapes
    return out


def batches(*shapes: object) -> list[Rings]:
    return cut_large(rings_of(objects(*shapes), LONLAT, "shapes"))


def pairs_of(*shapes: object) -> dict[tuple[int, int], float]:
    one, other, m2 = shared_pairs(batches(*shapes), len(shapes))
    return dict(zip(zip(one.tolist(), other.tolist(), strict=True), m2.tolist(), strict=True))


def m2(shape: shapely.Geometry) -> float:
    return float(area_km2([shape], LONLAT)[0]) * 1e6


def test_features_share_what_their_intersection_measures_across_pieces_of_large_ones() -> None:
    """The second and third are cut into pieces, which stand in another table than the small ones."""
    shapes = [
        star(121.70, 30.90, 0.010, 9, 1),
        star(121.72, 30.90, 0.030, 400, 2),
        star(121.74, 30.90, 0.020, 300, 3),
        star(121.705, 30.905, 0.009, 7, 4),
        star(121.90, 30.90, 0.010, 8, 5),
    ]
    assert len(batches(*shapes)) == 2
    found = pairs_of(*shapes)
    for i, one in enumerate(shapes):
        for j, other in enumerate(shapes[:i]):
            shared = m2(one.intersection(other))
            if shared:
                assert found.pop((j, i)) == pytest.approx(shared, rel=1e-9)
    assert found == {}


def test_a_parcel_in_the_hole_of_another_shares_nothing_with_it() -> None:
    outer, inner = star(121.7, 30.9, 0.01, 20, 1), shapely.box(121.699, 30.899, 121.701, 30.901)
    assert pairs_of(outer.difference(inner), inner) == {}
    assert pairs_of(outer.difference(inner), outer) == {(0, 1): pytest.approx(m2(outer) - m2(inner), rel=1e-9)}


def repeat_areas(shapes: list[shapely.Polygon], crs: str = LONLAT) -> np.ndarray:
    frame = gpd.GeoSeries(shapes, crs=LONLAT).to_crs(crs)
    areas = area_km2(shapes, LONLAT) * 1e6
    made = repeats(np.array(frame.array, dtype=object), crs, batches(*shapes), areas)
    assert made is not None
    return np.bincount(made.owner, made.sign * made.area_m2, len(shapes))


@pytest.mark.parametrize("crs", [LONLAT, "EPSG:4529"])
def test_what_larger_features_cover_is_the_repeat_of_the_smaller_one(crs: str) -> None:
    large, middle, small = (shapely.box(121.70, 30.90, 121.70 + w, 30.92) for w in (0.04, 0.03, 0.01))
    across = shapely.box(121.73, 30.90, 121.745, 30.91)
    repeated = repeat_areas([small, large, across, middle], crs)
    expected = [m2(small), 0.0, m2(across.intersection(large)), m2(middle)]
    assert repeated == pytest.approx(expected, rel=1e-8)


def test_of_equal_features_the_later_row_is_the_repeat() -> None:
    shape = star(121.7, 30.9, 0.01, 8, 1)
    repeated = repeat_areas([shape, shape])
    assert repeated == pytest.approx([0.0, m2(shape)], rel=1e-9)


def test_areas_less_repeats_are_the_union() -> None:
    shapes = list(scattered(25, 0.03, 4).geometry)
    repeated = repeat_areas(shapes)
    total = area_km2(shapes, LONLAT).sum() * 1e6
    assert total - repeated.sum() == pytest.approx(m2(shapely.union_all(shapes)), rel=1e-8)


def test_features_apart_have_no_repeat() -> None:
    shapes = objects(shapely.box(121.7, 30.9, 121.71, 30.91), shapely.box(121.71, 30.9, 121.72, 30.91))
    assert repeats(shapes, LONLAT, batches(*shapes), area_km2(shapes, LONLAT)) is None


def test_the_box_of_a_feature_is_that_of_its_rings_and_nan_without_any() -> None:
    frame = objects(shapely.MultiPolygon([shapely.box(1, 2, 3, 4), shapely.box(5, 0, 6, 1)]), None)
    found = boxes_of(cut_large(rings_of(frame, LONLAT, "shapes")), 2)
    assert found[0].tolist() == [1.0, 0.0, 6.0, 4.0]
    assert np.isnan(found[1]).all()


@pytest.mark.parametrize("crs", [LONLAT, "EPSG:4529"])
def test_a_crowd_has_the_repeats_that_pair_by_pair_gives(crs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = [star(121.7 + 0.0003 * k, 30.9 + 0.0002 * (k % 7), 0.01 + 0.0001 * k, 12, k) for k in range(60)]
    by_halves = repeat_areas(shapes, crs)
    monkeypatch.setattr(crowds, "CROWDED", 10_000)
    assert by_halves == pytest.approx(repeat_areas(shapes, crs), rel=1e-9, abs=1e-3)
    assert (by_halves > 0).sum() > 50

"""The polygons of a frame, checked, mended and reported."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geo.errors import GeometryError
from geo.measure.area import area_km2
from geo.overlay.polygons import checked, polygons_of
from tests.geo.shapes import LONLAT, frame, star

SOUND = star(121.7, 30.9, 0.01, 8, 1)
BOWTIE = shapely.Polygon([(121.70, 30.90), (121.72, 30.92), (121.72, 30.90), (121.70, 30.92)])


def check(*shapes: object, repair: bool = False):
    return checked(polygons_of(frame(*shapes), "zones"), "zones", repair=repair)


def test_sound_polygons_come_out_as_they_went_in() -> None:
    polygons, rings, repairs = check(SOUND, None, shapely.MultiPolygon(), SOUND)
    assert polygons.ids.tolist() == ["a", "b", "c", "d"]
    assert repairs == []
    assert rings.owner.tolist() == [0, 3]
    assert rings.area_m2 == pytest.approx(area_km2([SOUND, SOUND], LONLAT) * 1e6)


def test_empty_shapes_of_other_types_are_no_fault_and_others_are_named_up_to_five() -> None:
    assert len(polygons_of(frame(SOUND, shapely.Point(), None), "zones").shapes) == 3
    with pytest.raises(GeometryError, match=r"7 geometries without area \(b is a Point, .*, f is a Point\)"):
        polygons_of(frame(SOUND, *[shapely.Point(121, 30)] * 7), "zones")


def test_invalid_polygons_are_refused_with_their_names_up_to_five() -> None:
    with pytest.raises(GeometryError, match=r"6 invalid geometries \(b: Self-intersection.*f: Self-inter[^;]*\)"):
        check(SOUND, *[BOWTIE] * 6)


def test_a_mended_polygon_is_reported_and_the_others_are_untouched() -> None:
    polygons, rings, [repair] = check(SOUND, BOWTIE, repair=True)
    assert repair.id == "b"
    assert repair.reason.startswith("Self-intersection")
    halves = area_km2([shapely.make_valid(BOWTIE)], LONLAT)[0]
    # The halves of a bow-tie run in opposite directions: before mending, their areas cancel almost.
    assert repair.change_km2 == pytest.approx(halves, rel=1e-3)
    assert polygons.shapes[0].equals(SOUND)
    assert np.bincount(rings.owner, rings.sign * rings.area_m2)[1] == pytest.approx(halves * 1e6, rel=1e-9)


def test_the_frame_itself_is_not_changed_by_mending() -> None:
    layer = frame(SOUND, BOWTIE)
    checked(polygons_of(layer, "zones"), "zones", repair=True)
    assert layer.geometry["b"].equals_exact(BOWTIE)


def test_ids_of_any_kind_name_the_rows() -> None:
    layer = gpd.GeoDataFrame(geometry=[SOUND, BOWTIE], index=[7, 8], crs=LONLAT)
    with pytest.raises(GeometryError, match="8: Self-intersection"):
        checked(polygons_of(layer, "zones"), "zones", repair=False)

"""What other methods of measuring say beside ours."""

from __future__ import annotations

import math

import pyproj
import pytest
import shapely

from geo.errors import CRSError
from geo.measure.area import area_km2
from geo.measure.compare_methods import WEB_SPHERE_M, explain
from tests.geo.shapes import LONLAT, star


def test_the_explanation_names_each_method_and_its_difference() -> None:
    rows = {row["id"]: row for row in explain([star(121.9, 30.9, 0.05, 40, 3)], LONLAT)}
    share = {name: row["difference_share"] for name, row in rows.items()}
    assert share["ellipsoidal-cgcs2000"] == 0.0
    assert abs(share["geographiclib"]) < 1e-6
    assert abs(share["national-survey-2008"]) < 1e-5
    # Gauss-Krueger at 1.1° from its meridian: up to 1.1²·cos²(lat)·1.5e-4 or so; the web maps are far off.
    assert 0 < share["projected"] < 5e-4
    assert rows["projected"]["crs"] == "EPSG:4529"
    assert 0.0005 < abs(share["sphere"]) < 0.005
    assert 0.35 < share["web-mercator"] < 0.37


def test_the_explanation_refuses_what_our_method_refuses() -> None:
    with pytest.raises(CRSError):
        explain([shapely.box(0, 0, 1, 1)], "EPSG:3857")


def test_differences_are_of_our_figure_and_parts_and_holes_count_in_each_method() -> None:
    hole = shapely.box(121.72, 30.92, 121.74, 30.94)
    shapes = [shapely.box(121.7, 30.9, 121.8, 31.0).difference(hole), shapely.box(121.9, 30.9, 121.95, 30.95), None]
    rows = explain(shapes, LONLAT)
    own = area_km2(shapes, LONLAT).sum()
    assert rows[0]["area_km2"] == pytest.approx(own, rel=1e-12)
    for row in rows:
        assert row["difference_km2"] == row["area_km2"] - rows[0]["area_km2"]
        assert row["difference_share"] == pytest.approx(row["area_km2"] / own - 1, abs=1e-12)
        assert abs(row["difference_share"]) < (0.4 if row["id"] == "web-mercator" else 0.01)


def test_the_sphere_is_that_of_the_web_maps() -> None:
    """Between parallels and meridians Leaflet's formula is R² Δλ (sin φ₂ - sin φ₁)."""
    rows = {row["id"]: row["area_km2"] for row in explain([shapely.box(120.0, 30.0, 121.0, 31.0)], LONLAT)}
    expected = WEB_SPHERE_M**2 * math.radians(1.0) * (math.sin(math.radians(31.0)) - 0.5) / 1e6
    assert rows["sphere"] == pytest.approx(expected, rel=1e-12)


def test_a_layer_in_metres_is_explained_as_the_same_in_degrees() -> None:
    shape = star(121.9, 30.9, 0.05, 12, 3)
    there = pyproj.Transformer.from_crs(LONLAT, "EPSG:4529", always_xy=True)
    metres = shapely.transform(shape, there.transform, interleaved=False)
    for plain, row in zip(explain([shape], LONLAT), explain([metres], "EPSG:4529"), strict=True):
        assert row["area_km2"] == pytest.approx(plain["area_km2"], rel=1e-8)


def test_nothing_has_no_share() -> None:
    assert {row["difference_share"] for row in explain([None], LONLAT)} == {None}

"""A site gathers what the report says: size, touched places, and what applies."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError, UnknownPlaceError
from geo.extract.site import PARK_LAYERS, site_of_features, site_of_place, site_of_polygon
from geo.extract.touches import touches
from geo.measure.area import area_km2

SQUARE = shapely.box(121.75, 30.86, 121.83, 30.91)


def test_a_polygon_has_its_area_and_touches_what_the_list_says(atlas: Atlas) -> None:
    site = site_of_polygon(atlas, SQUARE)
    assert site.area is not None
    assert site.area["area_km2"] == pytest.approx(float(area_km2([SQUARE], "EPSG:4326")[0]))
    assert site.touches == touches(atlas, SQUARE)
    assert (site.place_id, site.profile) == (None, None)


def test_zones_parks_and_axes_are_the_touched_places_divided(atlas: Atlas) -> None:
    site = site_of_polygon(atlas, SQUARE)
    divided = [*site.zones, *site.parks, *site.axes]
    assert sorted(touch.place_id for touch in divided) == sorted(touch.place_id for touch in site.touches)
    assert {touch.geometry for touch in site.axes} == {"line"}
    assert {touch.layer for touch in site.parks} <= set(PARK_LAYERS)
    for group in (site.zones, site.parks):
        shares = [round(touch.share_of_site or 0.0, 3) for touch in group]
        assert shares
        assert shares == sorted(shares, reverse=True)
    lengths = [touch.length_km or 0.0 for touch in site.axes]
    assert lengths == sorted(lengths, reverse=True)


def test_what_applies_to_the_whole_site_comes_before_what_applies_to_part(atlas: Atlas) -> None:
    site = site_of_polygon(atlas, SQUARE)
    applied = [place.applies for place in site.applying]
    assert applied == sorted(applied, reverse=True), "whole before part"
    assert set(applied) == {"whole", "part"}
    expected = {touch.place_id: touch.applies for touch in site.touches if touch.applies}
    assert {place.statements["id"]: place.applies for place in site.applying} == expected
    whole = [place.statements["id"] for place in site.applying if place.applies == "whole"]
    assert whole[-1] == "lg-new-area", "the smallest place first"


def test_a_place_applies_to_itself_first_and_is_not_among_what_it_touches(atlas: Atlas) -> None:
    site = site_of_place(atlas, "fa-frontier")
    assert site.applying[0].applies == "itself"
    assert site.applying[0].statements["claims"] == site.profile["claims"] if site.profile else False
    assert "fa-frontier" not in {touch.place_id for touch in site.touches}
    assert "fa-frontier" not in {place["id"] for place in site.near}


def test_an_axis_as_a_site_says_how_much_of_it_lies_in_each_place(atlas: Atlas) -> None:
    site = site_of_place(atlas, "belt-bay")
    assert site.zones
    assert all(touch.share_of_site is not None and touch.area_km2 is None for touch in site.zones)
    assert {"whole", "part"} <= {place.applies for place in site.applying}


def test_a_place_without_location_touches_nothing(atlas: Atlas) -> None:
    place_id = str(atlas.features.index[atlas.features.geometry.isna()][0])
    site = site_of_place(atlas, place_id)
    assert (site.shape, site.touches, site.near) == (None, (), ())
    assert [place.applies for place in site.applying] == ["itself"]


def test_features_of_a_file_are_one_site_and_one_feature_names_it(atlas: Atlas) -> None:
    west, east = shapely.box(121.75, 30.86, 121.79, 30.91), shapely.box(121.79, 30.86, 121.83, 30.91)
    both = site_of_features(atlas, gpd.GeoDataFrame({"name_zh": ["甲", "乙"]}, geometry=[west, east], crs="EPSG:4326"))
    assert {touch.place_id for touch in both.touches} == {touch.place_id for touch in touches(atlas, SQUARE)}
    assert both.name("zh") == "自定义地块"
    one = site_of_features(atlas, gpd.GeoDataFrame({"name_zh": ["甲"]}, geometry=[west], crs="EPSG:4326"))
    assert (one.name("zh"), one.name("en")) == ("甲", "甲")


@pytest.mark.parametrize("shape", [None, shapely.Point(121.8, 30.9), shapely.LineString([(121, 30), (122, 31)])])
def test_what_is_no_area_is_refused(atlas: Atlas, shape: shapely.Geometry | None) -> None:
    with pytest.raises(ParameterError):
        site_of_polygon(atlas, shape)


def test_an_unknown_place_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlaceError):
        site_of_place(atlas, "nowhere")

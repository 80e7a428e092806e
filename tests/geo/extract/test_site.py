"""A site has a name and an account, be it a place, a feature of a file or a polygon."""

from __future__ import annotations

import geopandas as gpd
import pytest
import shapely

from geo import Atlas
from geo.errors import ParameterError, UnknownPlaceError
from geo.extract.account import account_of_place, account_of_shape
from geo.extract.site import drawn_site, site_of_features, site_of_place, site_of_polygon
from tests.geo.extract.sites import CHIP_PORT_BOX

SQUARE = shapely.box(121.75, 30.86, 121.83, 30.91)


def test_a_polygon_has_the_account_of_its_shape(atlas: Atlas) -> None:
    site = site_of_polygon(atlas, SQUARE)
    assert site.account == account_of_shape(atlas, SQUARE)
    assert (site.place_id, site.name_zh, site.name_en) == (None, "自定义地块", "Drawn site")


@pytest.mark.parametrize("place", ["fa-frontier", "belt-bay", "park-intl-data"])
def test_a_place_has_its_name_and_its_kept_account(atlas: Atlas, place: str) -> None:
    site = site_of_place(atlas, place)
    assert site.account is account_of_place(atlas, place)
    assert (site.place_id, site.name_zh) == (place, atlas.places.at[place, "name_zh"])


def test_features_of_a_file_are_one_site_and_one_feature_names_it(atlas: Atlas) -> None:
    west, east = shapely.box(121.75, 30.86, 121.79, 30.91), shapely.box(121.79, 30.86, 121.83, 30.91)
    both = site_of_features(atlas, gpd.GeoDataFrame({"name_zh": ["甲", "乙"]}, geometry=[west, east], crs="EPSG:4326"))
    touched = {touch.place_id for touch in account_of_shape(atlas, SQUARE).touches}
    assert {touch.place_id for touch in both.account.touches} == touched
    assert both.name_zh == "自定义地块"
    one = site_of_features(atlas, gpd.GeoDataFrame({"name_zh": ["甲"]}, geometry=[west], crs="EPSG:4326"))
    assert (one.name_zh, one.name_en) == ("甲", "甲")


@pytest.mark.parametrize("shape", [None, shapely.Point(121.8, 30.9), shapely.LineString([(121, 30), (122, 31)])])
def test_what_is_no_area_is_refused(atlas: Atlas, shape: shapely.Geometry | None) -> None:
    with pytest.raises(ParameterError):
        site_of_polygon(atlas, shape)


def test_an_unknown_place_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlaceError):
        site_of_place(atlas, "nowhere")


def test_a_drawn_site_lies_in_what_certainly_holds_it_the_smallest_first(atlas: Atlas) -> None:
    assert drawn_site(atlas, site_of_place(atlas, "belt-bay")) is None
    drawn = drawn_site(atlas, site_of_polygon(atlas, shapely.box(*CHIP_PORT_BOX)))
    assert drawn is not None
    areas = [float(atlas.features.at[place, "area_km2"]) for place in drawn.lies_in]
    assert areas == sorted(areas)
    assert "lg-new-area" in drawn.lies_in

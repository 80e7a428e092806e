"""The account of a site: one computation for panel, files, extract and report."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.extract.account import account_of_place, account_of_shape, size_of
from geo.extract.touches import touches
from geo.places.distances import distances_of_place

BOX = shapely.box(121.86, 30.86, 121.95, 30.92)
LINE = shapely.LineString([(121.86, 30.9), (121.95, 30.9)])


@pytest.mark.parametrize("shape", [BOX, LINE, shapely.Point(121.9, 30.9)])
def test_every_place_that_is_touched_or_near_has_a_verdict(atlas: Atlas, shape: shapely.Geometry) -> None:
    account = account_of_shape(atlas, shape)
    assert account.touches == touches(atlas, shape)
    named = {touch.place_id for touch in account.touches} | {row["id"] for row in account.near}
    assert named <= set(account.reach)
    assert len(account.distances) == 4


def test_a_share_of_ground_has_its_doubt(atlas: Atlas) -> None:
    account = account_of_shape(atlas, BOX)
    shares = [one for one in account.reach.values() if one.share_of_site is not None]
    assert shares
    assert all(one.share_pm is not None and 0 <= one.share_pm <= 1 for one in shares)
    of_line = account_of_shape(atlas, LINE).reach["lg-new-area"]
    assert of_line.share_pm is not None


def test_a_shape_as_sent_is_exact_and_a_place_as_good_as_its_outline(atlas: Atlas) -> None:
    size = size_of(BOX)
    assert (size["accuracy_m"], size["area_pm_km2"]) == (0.0, 0.0)
    assert size_of(LINE)["area_pm_km2"] is None
    place = account_of_place(atlas, "lg-new-area").size
    assert place["area_pm_km2"] == atlas.features.at["lg-new-area", "uncertainty_km2"]
    assert place["area"]["area_km2"] == atlas.features.at["lg-new-area", "area_km2"]


def test_a_place_is_accounted_for_once_and_reaches_itself(atlas: Atlas) -> None:
    account = account_of_place(atlas, "fa-frontier")
    assert account is account_of_place(atlas, "fa-frontier")
    assert account.reach["fa-frontier"].verdict == "inside"
    assert "fa-frontier" not in {touch.place_id for touch in account.touches}
    assert account.distances == distances_of_place(atlas, "fa-frontier")


def test_an_axis_has_the_area_of_the_places_it_connects(atlas: Atlas) -> None:
    account = account_of_place(atlas, "belt-two-ports")
    assert account.size["area"]["area_km2"] > 50
    assert account.reach["belt-two-ports"].area_km2 is None


def test_a_place_without_location_meets_nothing(atlas: Atlas) -> None:
    account = account_of_place(atlas, "park-intl-data")
    assert (account.shape, account.touches, account.near, account.distances) == (None, (), (), ())

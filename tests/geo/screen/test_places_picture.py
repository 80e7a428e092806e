"""The small picture of places: fitted to them, no land drawn as sea, large shapes below small ones."""

from __future__ import annotations

from geo import Atlas
from geo.screen.places_picture import WIDTH, places_picture


def test_it_is_fitted_to_its_places(atlas: Atlas) -> None:
    wide = places_picture(atlas, ["lg-new-area", "park-frontier"])
    small = places_picture(atlas, ["park-frontier"])
    assert wide is not None
    assert small is not None
    assert abs(wide["width"] - WIDTH) <= 2
    assert [part["id"] for part in wide["parts"]] == ["lg-new-area", "park-frontier"]
    assert small["parts"][0]["d"]
    assert all(0 <= part["x"] <= wide["width"] and 0 <= part["y"] <= wide["height"] for part in wide["parts"])


def test_places_without_location_make_no_picture(atlas: Atlas) -> None:
    unlocated = atlas.features.index[atlas.features.geometry.isna()]
    assert places_picture(atlas, unlocated[:3]) is None
    assert places_picture(atlas, []) is None


def test_it_does_not_reach_beyond_the_coast_that_is_known(atlas: Atlas) -> None:
    picture = places_picture(atlas, atlas.features.index)
    assert picture is not None
    assert picture["land"]

"""The small picture of places: fitted to them, no land drawn as sea, large shapes below small ones."""

from __future__ import annotations

from geo import Atlas
from geo.screen.places_picture import WIDTH, places_picture, themed_picture


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


def test_a_theme_paints_its_places_and_a_whole_by_its_line(atlas: Atlas) -> None:
    point = next(str(place) for place, shape in atlas.features.geometry.items() if shape and shape.geom_type == "Point")
    paints = {"lg-new-area": ("#111111", 5, True), "park-frontier": ("#222222", 2, False), point: ("#333333", 3, False)}
    picture = themed_picture(atlas, {**paints, "belt-bay": ("#444444", 1, False)})
    assert picture is not None
    drawn = {part["id"]: part["attributes"] for part in picture["parts"]}
    assert (drawn["lg-new-area"]["fill"], drawn["lg-new-area"]["stroke"]) == ("none", "#111111")
    assert drawn["park-frontier"]["fill"] == "#222222"
    assert (drawn[point]["fill"], drawn[point]["r"]) == ("#333333", 6)
    assert (drawn["belt-bay"]["fill"], drawn["belt-bay"]["stroke-width"]) == ("none", 3)
    assert themed_picture(atlas, {}) is None

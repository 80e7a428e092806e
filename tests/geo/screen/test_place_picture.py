"""The picture of a place among its neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from geo import Atlas
from geo.places.inherited import holders
from geo.screen.place_picture import pictures_at_one_scale, place_picture
from tests.geo.screen.paths import drawn_points

CHIP_PORT = "fp-oriental-chip-port"


@pytest.mark.parametrize("place", ["lg-new-area", CHIP_PORT, "belt-two-ports"])
def test_the_place_lies_whole_in_the_frame_among_others(atlas: Atlas, place: str) -> None:
    picture = place_picture(atlas, place)
    assert picture is not None
    assert picture["shown"] == picture["outline"]["id"] == place
    assert len(picture["parts"]) > 3
    assert picture["height"] / picture["width"] == pytest.approx(2 / 3, abs=0.02)
    points = np.concatenate(drawn_points(picture["outline"]["d"]))
    assert points[:, 0].min() >= 0
    assert points[:, 0].max() <= picture["width"]
    assert points[:, 1].min() >= 0
    assert points[:, 1].max() <= picture["height"]


def test_a_place_nobody_located_is_shown_by_what_holds_it(atlas: Atlas) -> None:
    place = next(one for one in atlas.places.index if atlas.features.geometry[one] is None and holders(atlas, one))
    picture = place_picture(atlas, place)
    assert picture is not None
    assert picture["shown"] in holders(atlas, place)


def test_parts_of_places_are_no_neighbours(atlas: Atlas) -> None:
    picture = place_picture(atlas, CHIP_PORT)
    assert picture is not None
    assert "lg-mainland" not in {part["id"] for part in picture["parts"]}


def test_pictures_at_one_scale_are_as_wide_as_the_widest_needs(atlas: Atlas) -> None:
    chips, bonded, city = pictures_at_one_scale(atlas, (CHIP_PORT, "fa-special-bonded", "nc-nanhui"))
    assert chips is not None
    assert bonded is not None
    assert city is not None
    assert chips["width_km"] == pytest.approx(bonded["width_km"], rel=0.01)
    assert city["outside"] == 0
    assert bonded["outside"] > 0, "airport and islands lie outside of the picture of the largest part"
    assert [(one["name_zh"], one["count"]) for one in bonded["outside_in"]] == [
        ("浦东机场南侧区域", 1),
        ("小洋山岛", 2),
    ]
    assert city["outside_in"] == []
    nowhere = [one for one in atlas.places.index if place_picture(atlas, one) is None]
    assert pictures_at_one_scale(atlas, nowhere[:1]) == [None] * len(nowhere[:1])

"""Wholes: places that hold others."""

from __future__ import annotations

from geo import Atlas
from geo.registers.themes.wholes import wholes_of


def test_a_whole_holds_a_smaller_one_and_the_smaller_holds_none(atlas: Atlas) -> None:
    assert wholes_of(atlas, ("lg-new-area", "lg-pilot-119")) == {"lg-new-area"}
    assert wholes_of(atlas, ("lg-pilot-119",)) == frozenset()


def test_places_without_a_location_count_for_nothing(atlas: Atlas) -> None:
    missing = next(str(place) for place in atlas.places.index if atlas.features.geometry[place] is None)
    assert wholes_of(atlas, (missing,)) == frozenset()

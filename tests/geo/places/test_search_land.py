"""Land and water of the background are found by name, with where they lie."""

from __future__ import annotations

import pytest
import shapely

from geo import Atlas
from geo.places.search_land import land_and_water
from geo.places.search_places import ranking


@pytest.mark.parametrize(
    ("typed", "layer", "found"),
    [
        ("滴水湖", "water", "dishui-lake"),
        ("dishuihu", "water", "dishui-lake"),
        ("Huangpu", "water", "huangpu-river"),
        ("G1503", "roads", "g1503"),
        ("16号线", "rail", "metro-16"),
        ("泥城", "towns", "town-nicheng"),
        ("惠南站", "landmarks", "station-huinan"),
        ("崇明岛", "coast", "island-chongming"),
    ],
)
def test_a_name_of_the_background_is_found(atlas: Atlas, typed: str, layer: str, found: str) -> None:
    first = land_and_water(atlas, ranking(typed))[0][1]
    assert (first["layer"], first["id"]) == (layer, found)
    shape = atlas.layers[layer].geometry[found]
    assert first["bounds"] == list(shape.bounds)
    assert shapely.distance(shape, shapely.Point(first["lon"], first["lat"])) < 1e-9


def test_a_wrong_character_still_finds_the_lake(atlas: Atlas) -> None:
    assert next(row["id"] for _, row in land_and_water(atlas, ranking("滴水胡", nearest=True))) == "dishui-lake"
    assert land_and_water(atlas, ranking("滴水胡")) == []


def test_places_of_the_documents_are_not_among_them(atlas: Atlas) -> None:
    ids = {row["id"] for _, row in land_and_water(atlas, ranking("港"))}
    assert ids
    assert not ids & set(atlas.places.index)

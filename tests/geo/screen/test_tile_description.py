"""The description of a layer's tiles names what is in them."""

from __future__ import annotations

import mapbox_vector_tile
import pytest

from geo import Atlas
from geo.errors import UnknownLayerError
from geo.screen.tile_description import tile_description
from geo.screen.vector_tile import vector_tile
from tests.geo.screen.test_vector_tile import tile_of


def test_it_names_zooms_extent_and_every_column(atlas: Atlas) -> None:
    said = tile_description(atlas, "scopes", "en")
    assert said["name"] == atlas.entry("scopes").title_en
    (layer,) = said["vector_layers"]
    tile = vector_tile(atlas, "scopes", 9, *tile_of(121.85, 30.9, 9))
    found = {key for one in mapbox_vector_tile.decode(tile)["scopes"]["features"] for key in one["properties"]}
    assert found <= set(layer["fields"])
    assert layer["fields"]["area_km2"] == "Number"
    assert layer["fields"]["name_zh"] == "String"
    west, south, east, north = said["bounds"]
    assert west < 121.85 < east
    assert south < 30.9 < north


def test_an_unknown_layer_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError):
        tile_description(atlas, "nothing", "zh")

"""Vector tiles: the features that meet a tile, where they are, with what they carry."""

from __future__ import annotations

import mapbox_vector_tile
import pytest
import shapely

from geo import Atlas
from geo.atlas.cells import none_if_missing
from geo.errors import ParameterError, UnknownLayerError
from geo.screen.svg import world_pixels
from geo.screen.tiles.tile_grid import BUFFER, EXTENT, MOST_ZOOM
from geo.screen.vector_tile import vector_tile


def tile_of(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    ((x, y),) = world_pixels([[lon, lat]], zoom)
    return int(x // 256), int(y // 256)


def read(tile: bytes, layer: str) -> list[dict]:
    return mapbox_vector_tile.decode(tile, default_options={"y_coord_down": True})[layer]["features"]


def test_the_world_holds_every_located_feature_with_what_it_carries(atlas: Atlas) -> None:
    for layer in ("scopes", "parks"):
        frame = atlas.layers[layer]
        # At zoom 9 Lingang lies in one or two tiles.
        west, south, east, north = frame.total_bounds
        columns = range(tile_of(west, north, 9)[0], tile_of(east, north, 9)[0] + 1)
        rows = range(tile_of(west, north, 9)[1], tile_of(west, south, 9)[1] + 1)
        tiles = [vector_tile(atlas, layer, 9, column, row) for column in columns for row in rows]
        found = {f["properties"]["place_id"]: f["properties"] for tile in tiles if tile for f in read(tile, layer)}
        assert set(found) == set(frame.index[frame.geometry.notna()])
        for place, properties in found.items():
            assert properties["name_zh"] == frame.at[place, "name_zh"]
            assert properties.get("area_km2") == none_if_missing(frame.at[place, "area_km2"])


def test_a_feature_lies_where_it_is(atlas: Atlas) -> None:
    place = "lg-new-area"
    inside = atlas.layers["scopes"].geometry[place].representative_point()
    column, row = tile_of(inside.x, inside.y, 12)
    (feature,) = [
        feature
        for feature in read(vector_tile(atlas, "scopes", 12, column, row), "scopes")
        if feature["properties"]["place_id"] == place
    ]
    ((x, y),) = world_pixels([[inside.x, inside.y]], 12) / 256 * EXTENT % EXTENT
    shape = shapely.from_geojson(str(feature["geometry"]).replace("'", '"').replace("(", "[").replace(")", "]"))
    assert shape.distance(shapely.Point(x, y)) <= 1
    assert shapely.box(-BUFFER - 1, -BUFFER - 1, EXTENT + BUFFER + 1, EXTENT + BUFFER + 1).contains(shape)


def test_a_tile_without_features_is_empty(atlas: Atlas) -> None:
    assert vector_tile(atlas, "scopes", 8, 0, 0) == b""


@pytest.mark.parametrize(
    ("zoom", "column", "row"), [(-1, 0, 0), (MOST_ZOOM + 1, 0, 0), (3, 8, 0), (3, 0, 8), (3, -1, 0), (0, 0, 1)]
)
def test_an_address_of_no_tile_is_refused(atlas: Atlas, zoom: int, column: int, row: int) -> None:
    with pytest.raises(ParameterError):
        vector_tile(atlas, "scopes", zoom, column, row)


def test_an_unknown_layer_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError):
        vector_tile(atlas, "nothing", 8, 0, 0)

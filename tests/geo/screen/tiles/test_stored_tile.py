"""Tiles of a stored layer made from the features near them, and a preview of too many."""

from __future__ import annotations

import pytest

from geo.atlas.added.stored_layer import StoredLayer, StoredQuery
from geo.screen.tiles import stored_tile
from geo.screen.tiles.tile_grid import TileAddress
from tests.geo.screen.tiles.coverage import features, near


def test_a_tile_holds_the_features_near_it_with_their_own_columns(layer: StoredLayer) -> None:
    made = stored_tile.stored_tile(layer, near(14))
    assert not made.is_preview
    found = features(made.body)
    rows = layer.rows(StoredQuery(bbox=near(14).bounds))
    assert {one["properties"]["place_id"] for one in found} <= set(rows.index)
    assert len(found) >= len(rows) - 2
    for one in found:
        row = rows.loc[one["properties"]["place_id"]]
        assert one["properties"]["place_id"] == f"ws-sheet_{one['id']}"
        assert one["properties"]["far"] == row["far"]
        assert one["properties"].get("use") == row["use"]
        assert (one["properties"]["kind"], one["properties"]["kind_own"]) == ("lot", "lot")
        assert one["properties"]["area_km2"] == row["area_km2"]
    carried = {key for one in found for key in one["properties"]}
    assert carried <= set(stored_tile.stored_fields(layer))


def test_a_tile_beside_the_layer_is_empty(layer: StoredLayer) -> None:
    assert stored_tile.stored_tile(layer, TileAddress(8, 0, 0)).body == b""


def test_of_too_many_features_a_preview_is_made(layer: StoredLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_tile, "MOST_DIRECT", 100)
    monkeypatch.setattr(stored_tile, "_PREVIEW", 200)
    made = stored_tile.stored_tile(layer, near(9))
    assert made.is_preview
    drawn = features(made.body)
    (counted,) = features(made.body, "ws-sheet-left-out")
    assert 150 < len(drawn) == counted["properties"]["drawn"] < 230
    inside = layer.count(StoredQuery(bbox=near(9).bounds))
    assert counted["properties"]["left_out"] + len(drawn) == pytest.approx(inside, rel=0.1)

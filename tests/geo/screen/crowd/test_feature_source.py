"""Features come from a store and from a layer in memory alike."""

from __future__ import annotations

from geo import Atlas
from geo.screen.crowd.feature_source import FrameSource, source_of
from tests.stored_layers import COUNT, LAYER


def test_a_store_is_asked_for_a_box_and_a_column(stored_atlas: Atlas) -> None:
    source = source_of(stored_atlas, LAYER)
    assert source.entry.id == LAYER
    assert source.bounds == stored_atlas.stored[LAYER].bounds
    box = (121.6, 30.85, 121.62, 30.86)
    assert (source.count(None), source.count(box)) == (COUNT, 1)
    [one] = source.batches(box, "use", 10)
    assert list(one["use"]) != [None]
    assert sum(len(part) for part in source.batches(None, None, 10)) == COUNT


def test_a_layer_in_memory_is_all_of_it(atlas: Atlas) -> None:
    source = FrameSource(atlas, "parks")
    assert (source.bounds, source.entry.id, source.count(None)) == (None, "parks", len(atlas.layers["parks"]))
    parts = list(source.batches(None, None, 10))
    assert sum(map(len, parts)) == len(atlas.layers["parks"])
    assert all(len(part) <= 10 for part in parts)

"""The list of collections: every layer, the parts of mixed ones, every table, every layer of areas."""

from __future__ import annotations

import pytest

from geo import Atlas
from geo.atlas.schema import TABLES
from geo.errors import UnknownLayerError
from geo.export.collections.collection import PARTS, collection, collections, kinds_of_geometry


def test_every_layer_and_table_is_a_collection_in_both_languages(atlas: Atlas) -> None:
    found = collections(atlas)
    assert set(atlas.layer_ids) <= set(found)
    assert {f"table-{name}" for name in TABLES if name in atlas.tables} <= set(found)
    for one in found.values():
        assert all(one.title)
        assert one.title[0] != one.title[1]
        assert all(one.description)


def test_mixed_layers_alone_have_parts(atlas: Atlas) -> None:
    for name in atlas.layer_ids:
        kinds = kinds_of_geometry(atlas.layers[name])
        parts = [one.part for one in collections(atlas).values() if one.source == "layer" and one.name == name]
        assert parts == [None, *(kinds if len(kinds) > 1 else [])]
        assert set(kinds) <= set(PARTS)


def test_an_unknown_collection_is_told_with_those_there_are(atlas: Atlas) -> None:
    with pytest.raises(UnknownLayerError, match="parks-areas"):
        collection(atlas, "nowhere")

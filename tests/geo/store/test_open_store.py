"""A store is opened by its address and shown beside the atlas."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from geo import Atlas
from geo.errors import ParameterError, UnknownLayerError
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store, with_store
from geo.store.sql.layer import SqlLayer
from tests.geo.store.conftest import plots


def test_a_store_stands_beside_the_layers_of_the_atlas(atlas: Atlas, tmp_path: Path, plots_file: Path) -> None:
    store = open_store(tmp_path)
    extended = with_store(atlas, store)
    assert not extended.stored
    import_layer(plots_file, tmp_path, ImportOptions("plots"))
    assert list(extended.stored) == ["ws-plots"], "what is imported later is seen later"
    assert extended.without_own is atlas
    assert not atlas.stored
    assert extended.layer_ids == atlas.layer_ids


def test_an_atlas_with_an_open_store_goes_to_another_process(atlas: Atlas, layer: SqlLayer, store: str) -> None:
    opened = open_store(store)
    assert opened[layer.entry.id].count() == len(plots())
    there = pickle.loads(pickle.dumps(with_store(atlas, opened)))  # noqa: S301  our own
    assert there.stored[layer.entry.id].count() == len(plots())
    with pytest.raises(UnknownLayerError, match=rf"one of {layer.entry.id}, .*parks"):
        there.entry("ws-plot")


def test_a_file_is_no_store(plots_file: Path) -> None:
    with pytest.raises(ParameterError, match="lingang import FILE --as NAME"):
        open_store(plots_file)

"""Indexes are kept by the frame of a layer: shared by atlases that share it, freed with it, built once."""

from __future__ import annotations

import gc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from geo import Atlas
from geo.readers.vector_file import normal_features
from geo.stats import layer_index
from geo.stats.accounts import make_account
from geo.store.file_layer import with_extra_layer
from tests.geo.shapes import tiles


def _keys(atlas: Atlas, layer: str) -> list[tuple[str, int]]:
    return [key for key in layer_index._INDEXES if key[1] == id(atlas.layers[layer])]


def test_an_atlas_with_one_more_layer_uses_the_indexes_of_the_others(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_account(atlas, "scopes", "parks")
    prepared = []
    monkeypatch.setattr(layer_index, "prepare_features", prepared.append)
    more = with_extra_layer(atlas, normal_features(tiles(3, 2, 1), "sent"), "sent", ("所传", "sent"), "digest")
    account = make_account(more, "sent", "parks")
    assert account.rows
    assert prepared == []


def test_an_index_goes_with_its_frame(atlas: Atlas) -> None:
    layers = {**atlas.layers, "scopes": atlas.layers["scopes"].copy()}
    other = replace(atlas, layers=layers)
    make_account(other, "scopes", "parks")
    keys = _keys(other, "scopes")
    assert keys
    del layers, other
    gc.collect()
    assert not set(keys) & set(layer_index._INDEXES)
    assert not set(keys) & set(layer_index._LOCKS)


def test_two_threads_build_an_index_once(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    built, prepare = [], layer_index.prepare_features

    def counted(frame: object) -> object:
        built.append(frame)
        return prepare(frame)  # type: ignore[arg-type]

    monkeypatch.setattr(layer_index, "prepare_features", counted)
    other = replace(atlas, layers={**atlas.layers, "parks": atlas.layers["parks"].copy()})
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: make_account(other, "scopes", "parks").rows, range(8)))
    assert len(built) == 1
    assert all(rows == answers[0] for rows in answers)

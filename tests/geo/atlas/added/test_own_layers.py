"""Whose a feature of the reader's own is, and when its layer has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from geo import Atlas
from geo.atlas.added import own_layers
from geo.atlas.added.own_layers import entry_of, stored_entries, stored_feature, stored_layer_of, stored_version
from geo.errors import UnknownLayerError
from geo.store.open_store import with_store
from tests.stored_layers import LAYER, edit, with_stored_layers


@pytest.mark.parametrize(
    ("feature", "known"), [("ws-parcels_1", True), ("ws-parcels_", False), ("ws-parcels_x", False), ("ws-a_1", False)]
)
def test_the_id_of_a_feature_names_its_layer(stored_atlas: Atlas, feature: str, *, known: bool) -> None:
    assert stored_layer_of(stored_atlas, feature) is (stored_atlas.stored[LAYER] if known else None)
    assert (stored_feature(stored_atlas, feature) is not None) is known


def test_a_layer_has_its_entry_wherever_it_lies(stored_atlas: Atlas) -> None:
    assert entry_of(stored_atlas, LAYER).role == "workspace"
    assert entry_of(stored_atlas, "parks").role == "planning"
    with pytest.raises(UnknownLayerError):
        entry_of(stored_atlas, "ws-nowhere")


def test_a_number_below_zero_is_one(stored_atlas: Atlas) -> None:
    assert stored_layer_of(stored_atlas, "ws-parcels_-3") is stored_atlas.stored[LAYER]


def test_a_number_no_feature_has_names_none(stored_atlas: Atlas) -> None:
    assert stored_feature(stored_atlas, f"{LAYER}_37") is None


def test_the_version_changes_with_an_edit_of_the_layers_it_is_asked_of(
    atlas: Atlas, store_folder: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(store_folder, tmp_path / "copy")
    edited = with_stored_layers(atlas, copy)
    before = stored_version(edited)
    assert before == stored_version(edited, [LAYER, "parks", LAYER]) != ""
    edit(copy, "UPDATE features SET use = 'mended' WHERE fid = 1")
    assert stored_version(edited) != before
    assert stored_version(edited, ["parks"]) == stored_version(atlas) == ""


def test_a_map_begins_with_the_first_stored_layer_and_few_small_others(
    stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = stored_atlas.stored[LAYER]
    many = with_store(stored_atlas, dict.fromkeys("abcde", layer))
    monkeypatch.setattr(own_layers, "MOST_SHOWN_FEATURES", layer.count() - 1)
    assert [entry.visible for entry in stored_entries(many).values()] == [True, False, False, False, False]
    monkeypatch.setattr(own_layers, "MOST_SHOWN_FEATURES", 100 * layer.count())
    assert [entry.visible for entry in stored_entries(many).values()] == [True, True, True, False, False]
    assert layer.entry.visible, "the entry of the layer itself is as it was"

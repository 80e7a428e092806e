"""A store in a folder: what is there now, and where it is by default."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from geo.store.import_layer import ImportOptions, import_layer, remove_layer
from geo.store.own.layer_note import note_path
from geo.store.store_folder import StoreFolder, default_folder


def test_layers_come_and_go_while_it_is_open(tmp_path: Path, plots_file: Path) -> None:
    store = StoreFolder(tmp_path / "store")
    assert not store
    for name in ("b", "a"):
        import_layer(plots_file, store.folder, ImportOptions(name))
    assert list(store) == ["ws-b", "ws-a"], "in the order of their numbers"
    assert store["ws-b"] is store["ws-b"]
    (store.folder / "ws-b.pmtiles").touch()
    remove_layer(store.folder, "ws-b")
    assert list(store) == ["ws-a"]
    assert not list(store.folder.glob("ws-b*")), "its tiles go with it"
    import_layer(plots_file, store.folder, ImportOptions("c"))
    assert store["ws-c"].note.number == 0, "the colour that is free"


def test_a_note_that_cannot_be_read_is_told_and_does_not_hide_the_others(tmp_path: Path, plots_file: Path) -> None:
    import_layer(plots_file, tmp_path, ImportOptions("a"))
    note_path(tmp_path, "ws-b").write_text("{")
    store = StoreFolder(tmp_path)
    assert list(store) == ["ws-a"]
    assert "ws-b.layer.json" in str(store.left_out[0])


def test_the_default_is_the_folder_for_data_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "lingang-atlas" / "store"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("APPDATA", str(tmp_path / "roaming"))
    assert default_folder() == tmp_path / "roaming" / "lingang-atlas" / "store"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert default_folder().parts[-4:] == ("Library", "Application Support", "lingang-atlas", "store")

"""The process that builds a pyramid: it leaves the file and takes its sign away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geo.export.collections.stored.ready_features import ReadyFeatures
from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.pyramid_writer import ASIDE
from geo.screen.tiles.stored_tile import pyramid_version
from geo.store.open_store import open_store
from tests.stored_layers import LAYER, write_store
from webmap.service.stored import tile_builder
from webmap.service.stored.tile_builder import features_path, features_version, fitting, pyramid_path


def test_it_builds_what_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_store(tmp_path / "store", tmp_path / "scratch")
    progress, aside = tmp_path / "progress.json", tmp_path / f"{LAYER}{ASIDE}x"
    progress.touch()
    asked = {"store": str(folder), "layer": LAYER, "folder": str(tmp_path), "progress": str(progress)}
    monkeypatch.setattr(os, "nice", lambda _: 0)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    aside.mkdir()
    tile_builder.main(asked)
    assert not aside.exists()
    layer = open_store(folder)[LAYER]
    paths = pyramid_path(tmp_path, LAYER), features_path(tmp_path, LAYER)
    assert Pyramid(paths[0]).version == pyramid_version(layer)
    assert ReadyFeatures(paths[1]).version == features_version(layer)
    assert not progress.exists()
    paths[1].write_bytes(b"damaged")
    assert fitting(paths[1], features_version(layer), ReadyFeatures) is None
    tile_builder.main(asked)
    assert fitting(paths[1], features_version(layer), ReadyFeatures) is not None
    written = [path.stat().st_mtime_ns for path in paths]
    tile_builder.main(asked)
    assert [path.stat().st_mtime_ns for path in paths] == written, "what fits is not built again"

"""The process that builds a pyramid: told on standard input, it leaves the file and takes its sign away."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path

import pytest

from geo.screen.tiles.pyramid import Pyramid
from geo.screen.tiles.pyramid_writer import ASIDE
from geo.screen.tiles.stored_tile import pyramid_version
from geo.store.open_store import open_store
from tests.stored_layers import LAYER, write_store
from webmap.service.stored import tile_builder


def test_it_builds_what_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_store(tmp_path / "store", tmp_path / "scratch")
    progress, path = tmp_path / "progress.json", tmp_path / "own.pmtiles"
    progress.touch()
    asked = {"store": str(folder), "layer": LAYER, "path": str(path), "progress": str(progress)}
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps({**asked, "parent": os.getppid()})))
    monkeypatch.setattr(os, "nice", lambda _: 0)
    monkeypatch.setattr("signal.signal", lambda *_: None)
    (tmp_path / f"own{ASIDE}x").mkdir()
    tile_builder.main()
    assert not (tmp_path / f"own{ASIDE}x").exists()
    assert Pyramid(path).metadata["data_version"] == pyramid_version(open_store(folder)[LAYER])
    assert not progress.exists()

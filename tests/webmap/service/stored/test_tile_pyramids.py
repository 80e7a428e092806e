"""The tiles of a stored layer: at once from its features, then from the pyramid a process of its own builds."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from types import SimpleNamespace

import mapbox_vector_tile
import pytest
from flask import Flask

from geo import Atlas
from geo.screen.tiles.pyramid_writer import ASIDE
from geo.store.open_store import open_store
from tests.stored_layers import LAYER, edit, write_store
from webmap import create_app
from webmap.service.stored import tile_builder, tile_pyramids
from webmap.service.stored.tile_builder import SILENT_S
from webmap.service.stored.tile_pyramids import TilePyramids, pyramids_of

WAIT_S = 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_store(tmp_path / "store", tmp_path / "scratch")


def app_of(atlas: Atlas, folder: Path) -> Flask:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False, "store": str(folder)}, atlas=atlas)


def wait_for(app: Flask, folder: Path) -> None:
    layer = open_store(folder)[LAYER]
    until = time.monotonic() + WAIT_S
    while pyramids_of(app).of(layer) is None or pyramids_of(app).features_of(layer) is None:
        assert time.monotonic() < until
        time.sleep(0.2)


def test_what_a_killed_builder_left_goes_at_the_start_unless_one_is_at_work(atlas: Atlas, folder: Path) -> None:
    for layer in ("gone", "silent", "working"):
        (folder / f"{layer}{ASIDE}x").mkdir()
    for layer, seconds in (("silent", SILENT_S + 5), ("working", 1)):
        (folder / f"{layer}.tiles.json").touch()
        then = time.time() - seconds
        os.utime(folder / f"{layer}.tiles.json", (then, then))
    app_of(atlas, folder)
    assert [one.name for one in folder.glob(f"*{ASIDE}*")] == [f"working{ASIDE}x"]


def test_tiles_are_there_at_once_and_then_come_from_the_pyramid(atlas: Atlas, folder: Path) -> None:
    app = app_of(atlas, folder)
    client = app.test_client()
    said = client.get(f"/tiles/{LAYER}.json")
    assert said.cache_control.no_store
    assert "building" in said.json
    assert {"use", "far", "floors", "area_km2"} <= set(said.json["vector_layers"][0]["fields"])
    # Tile 0 of zoom 0 holds the whole layer.
    address = said.json["tiles"][0].format(z=8, x=214, y=104).removeprefix("http://localhost")
    first = client.get(address)
    assert first.status_code == 200
    assert first.cache_control.immutable
    wait_for(app, folder)
    again = client.get(f"/tiles/{LAYER}.json").json
    assert "building" not in again
    assert again["left_out"] == {}
    assert not list(folder.glob("*.tiles.json"))
    other = create_app({"TESTING": False, "store": str(folder)}, atlas=atlas).test_client().get(address)
    features = mapbox_vector_tile.decode(other.data)[LAYER]["features"]
    assert {one["id"] for one in features} == {
        one["id"] for one in mapbox_vector_tile.decode(first.data)[LAYER]["features"]
    }
    by_row = client.get(f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad/8/104/214")
    assert by_row.data == client.get(address).data
    said = client.get(f"/ogc/collections/{LAYER}/tiles/WebMercatorQuad").json
    assert "floors" in said["layers"][0]["propertiesSchema"]["properties"]
    drawn = {layer.get("source") for layer in client.get("/tiles/style.json").json["layers"]}
    assert LAYER in drawn


def test_an_edit_ends_a_pyramid_and_what_was_kept(atlas: Atlas, folder: Path) -> None:
    app = app_of(atlas, folder)
    client = app.test_client()
    wait_for(app, folder)
    address = f"/tiles/{LAYER}/8/214/104.mvt"
    assert b"edited" not in client.get(address).data
    edit(folder, "UPDATE features SET use = 'edited' WHERE fid = 1")
    assert b"edited" in client.get(address).data
    wait_for(app, folder)
    assert b"edited" in client.get(address).data


def test_only_one_builds_and_a_failure_is_not_tried_at_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []

    class Ended:
        def __init__(self, *_: object) -> None:
            started.append("one")

        def is_alive(self) -> bool:
            return False

    monkeypatch.setattr(tile_pyramids, "start_process", Ended)
    layer, one, other = open_store(folder)[LAYER], TilePyramids(str(folder)), TilePyramids(str(folder))
    assert one.of(layer) is None
    assert other.of(layer) is None
    assert started == ["one"]
    assert one.progress(LAYER) == {}
    monkeypatch.setattr(tile_builder, "SILENT_S", -1.0)
    assert one.progress(LAYER) is None
    one._open.clear()
    assert one.of(layer) is None
    assert started == ["one"], "it failed a moment ago"
    assert other.progress(LAYER) is None
    other._open.clear()
    assert other.of(layer) is None
    assert len(started) == 2
    assert TilePyramids(None).of(layer) is None


def test_a_builder_ends_with_the_service(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"store": str(folder), "layer": LAYER, "folder": str(tmp_path)}
    monkeypatch.setattr(tile_builder, "parent_process", lambda: SimpleNamespace(is_alive=lambda: False))
    progress = tmp_path / "progress.json"
    progress.write_text(json.dumps({}))
    with pytest.raises(SystemExit):
        tile_builder.build({**asked, "progress": str(progress)})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["progress.json", "scratch", "store"]

"""A store that does not answer leaves the atlas without its layers, and comes back by itself."""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path

import pytest

from geo import Atlas
from geo.errors import Fault, ParameterError, UnavailableError
from geo.store.open_store import open_store
from tests.stored_layers import COUNT, LAYER
from webmap import create_app
from webmap.service.stored import answering_store
from webmap.service.stored.answering_store import AnsweringStore


def test_it_has_the_layers_of_the_store_also_in_another_process(store_folder: Path) -> None:
    store = AnsweringStore(str(store_folder))
    assert [*store] == [LAYER]
    assert pickle.loads(pickle.dumps(store))[LAYER].count() == COUNT  # noqa: S301  our own
    assert store.fault == ""


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ParameterError, match="a folder"):
        AnsweringStore(str(tmp_path / "file"))


def test_while_it_does_not_answer_the_atlas_is_served_without_it(
    atlas: Atlas, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    is_down = True

    def opened(source: str) -> Mapping[str, object]:
        asked.append(source)
        if is_down:
            raise UnavailableError(Fault("connection refused", where="postgresql://host/plans"))
        return open_store(source)

    monkeypatch.setattr(answering_store, "open_store", opened)
    monkeypatch.setattr(answering_store, "TRUSTED_S", 3600.0)
    monkeypatch.setattr(answering_store, "LEFT_ALONE_S", 3600.0)
    app = create_app({"store": str(store_folder)}, atlas=atlas)
    client = app.test_client()
    for _ in range(3):
        assert LAYER not in client.get("/map.json").text
    assert len(asked) == 1, "no request waits for it"
    assert client.get("/readyz").get_json()["stale"]
    is_down = False
    app.extensions["atlas"].stored._until = 0.0  # the time is over
    assert LAYER in client.get("/map.json").text
    assert not client.get("/readyz").get_json()["stale"]


def test_a_layer_that_is_named_while_the_store_does_not_answer_is_unavailable_and_tells_no_reader_where_it_is(
    atlas: Atlas, store_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = (app := create_app({"store": str(store_folder)}, atlas=atlas)).test_client()
    store = app.extensions["atlas"].stored
    place, tile = f"/places/{LAYER}_1.json", f"/tiles/{LAYER}/9/429/209.mvt"
    assert client.get(place).status_code == client.get(tile).status_code == 200

    def silent(_: object) -> tuple[dict[str, object], str]:
        raise UnavailableError(Fault("connection refused", where="postgresql://planner@host/plans"))

    with monkeypatch.context() as down:
        down.setattr(answering_store, "_readable", silent)
        down.setattr(answering_store, "TRUSTED_S", 3600.0)
        down.setattr(answering_store, "LEFT_ALONE_S", 3600.0)
        store._until = 0.0
        named = (f"/ogc/collections/{LAYER}/items", f"/tiles/{LAYER}.json", f"/tables/{LAYER}.csv", place, tile)
        for address in named:
            answer = client.get(address)
            assert (answer.status_code, "Retry-After" in answer.headers) == (503, True), address
            assert "host" not in answer.text
        assert LAYER not in list(store)
        assert client.get("/places/fp-oriental-chip-port.json").status_code == 200
        assert client.get("/ogc/collections/ws-nothing").status_code == 404
    store._until = 0.0
    assert client.get(place).status_code == 200

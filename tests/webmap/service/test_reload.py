"""Loading data again: whole and sound data are served, others are told and not taken, and the old ones are freed."""

from __future__ import annotations

import gc
import queue
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from flask import Flask

from geo import Atlas, load_atlas
from geo.errors import Fault, UnavailableError
from tests.conftest import DataFolders
from tests.workspaces import write_workspace
from webmap import create_app
from webmap.service import reload
from webmap.service.first_answers import leave_out_of_collections
from webmap.service.reload import DATA_FAULT, Outcome, Reloader
from webmap.settings import Settings

#: One address of each kind, so that every cache is filled.
ADDRESSES = [
    *(
        "/",
        "/?lang=en",
        "/map.json",
        "/healthz",
        "/places.json",
        "/places/fp-oriental-chip-port",
        "/places.json?kind=park",
    ),
    *("/tables/parks", "/tables/parks.csv", "/stats/parks", "/stats/scopes.json?by=parks", "/stats.xlsx", "/compare"),
    *("/search?q=park", "/ledger", "/ogc/collections", "/ogc/collections/parks/items", "/tiles/parks/9/428/209.mvt"),
    *("/export/parks.geojson", "/export/parks.gpkg", "/export/parks.dxf", "/sheet.json", "/sheet.png?dpi=50&paper=A4"),
    "/report/fp-oriental-chip-port.pdf",
]


class Told(queue.Queue[Outcome]):
    """Takes outcomes, to wait for the next."""

    def next(self) -> Outcome:
        return self.get(timeout=60)


@pytest.fixture
def app(folders: DataFolders) -> Flask:
    return create_app({"layers": folders.layers, "seeds": folders.seeds})


def reloader(app: Flask, folders: DataFolders, workspace: Path | None = None) -> tuple[Reloader, Told]:
    told = Told()
    given = {"layers": folders.layers, "seeds": folders.seeds, "workspace": workspace and str(workspace)}
    return Reloader(app, Settings.model_validate(given), told.put), told


def rename(folders: DataFolders, name: str) -> None:
    text = (folders.layers / "catalogue.toml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("title_en"))
    folders.edit("catalogue.toml", line, f'title_en = "{name}"')


def test_edited_data_are_served_and_no_request_is_lost_meanwhile(app: Flask, folders: DataFolders) -> None:
    loader, told = reloader(app, folders)
    before = app.extensions["atlas"].version
    page = app.test_client().get("/?lang=en").text
    rename(folders, "Renamed layers")
    done = Event()

    def ask() -> set[tuple[int, str]]:
        client, seen = app.test_client(), set()
        while not done.is_set():
            answer = client.get("/healthz")
            seen.add((answer.status_code, answer.get_json()["version"]))
        return seen

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        loader.ask()
        outcome = told.next()
        done.set()
    assert outcome.fault == ""
    assert outcome.version != before
    assert set().union(*(one.result() for one in asking)) <= {(200, before), (200, outcome.version)}
    client = app.test_client()
    assert client.get("/healthz").get_json()["version"] == outcome.version
    assert "Renamed layers" in client.get("/map.json").text
    assert client.get("/?lang=en").text != page


def test_data_with_errors_are_told_and_not_taken(app: Flask, folders: DataFolders) -> None:
    loader, told = reloader(app, folders)
    before = app.extensions["atlas"]
    sound = (folders.layers / "parks.geojson").read_text(encoding="utf-8")
    (folders.layers / "parks.geojson").write_text("{", encoding="utf-8")
    (folders.seeds / "claims.csv").rename(folders.seeds / "kept.csv")
    loader.ask()
    outcome = told.next()
    assert outcome.version == before.version
    assert "parks.geojson" in outcome.fault
    assert "claims.csv: the file is missing" in outcome.fault
    assert app.extensions["atlas"] is before
    assert app.extensions[DATA_FAULT] == outcome.fault
    (folders.seeds / "kept.csv").rename(folders.seeds / "claims.csv")
    (folders.layers / "parks.geojson").write_text(sound, encoding="utf-8")
    loader.ask()
    assert told.next() == Outcome(before.version)
    assert app.extensions[DATA_FAULT] == ""


def test_the_workspace_is_read_again_too(app: Flask, folders: DataFolders, tmp_path: Path) -> None:
    loader, told = reloader(app, folders, write_workspace(tmp_path / "mine.gpkg"))
    loader.ask()
    assert told.next().fault == ""
    assert app.test_client().get("/tables/ws-xian-zhuang-di-kuai.json").status_code == 200


def test_asked_while_it_loads_it_loads_once_more(
    app: Flask, folders: DataFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader, told = reloader(app, folders)
    begun, go_on = Event(), Event()
    loaded = reload.load_data

    def slowly(settings: Settings) -> Atlas:
        begun.set()
        assert go_on.wait(60)
        return loaded(settings)

    monkeypatch.setattr(reload, "load_data", slowly)
    loader.ask()
    assert begun.wait(60)
    rename(folders, "Asked twice")
    loader.ask()
    loader.ask()
    go_on.set()
    told.next()
    told.next()
    assert "Asked twice" in app.test_client().get("/map.json").text
    with pytest.raises(queue.Empty):
        told.get(timeout=0.2)


def test_a_database_that_does_not_answer_is_asked_again_until_it_does(
    app: Flask, folders: DataFolders, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader, told = reloader(app, folders)
    monkeypatch.setattr(reload, "RETRY_S", (0.01, 0.02))
    answers = iter([False, False, False, True])

    def load(_: Settings) -> Atlas:
        if not next(answers):
            raise UnavailableError(Fault("connection refused", where="postgresql://host/plans"))
        return replace(atlas, version="0123456789ab")

    monkeypatch.setattr(reload, "load_data", load)
    loader.ask_later()
    first = app.extensions["atlas"].version
    assert [told.next().version for _ in range(4)] == [first, first, first, "0123456789ab"]
    assert app.extensions[DATA_FAULT] == ""
    with pytest.raises(queue.Empty):
        told.get(timeout=0.2)


def test_an_error_of_ours_does_not_end_the_thread(
    app: Flask, folders: DataFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader, told = reloader(app, folders)
    with monkeypatch.context() as broken:
        broken.setattr(reload, "load_data", lambda _: 1 / 0)
        loader.ask()
        assert told.next().fault == "ZeroDivisionError: division by zero"
    loader.ask()
    assert told.next().fault == ""


def test_nothing_keeps_the_old_atlas(folders: DataFolders) -> None:
    app = create_app(atlas=load_atlas(folders.layers, folders.seeds))
    client = app.test_client()
    for address in ADDRESSES:
        with client.get(address) as answer:
            assert answer.status_code in {200, 204}, address
            assert answer.data is not None
    leave_out_of_collections()
    old = weakref.ref(app.extensions["atlas"])
    frame = weakref.ref(app.extensions["atlas"].layers["parks"])
    app.extensions["atlas"] = load_atlas(folders.layers, folders.seeds)
    gc.collect()
    assert old() is None
    assert frame() is None


def test_twenty_reloads_leave_one_atlas(app: Flask, folders: DataFolders) -> None:
    loader, told = reloader(app, folders)
    client, seen = app.test_client(), []
    for _ in range(20):
        assert client.get("/places/fp-oriental-chip-port").status_code == 200
        seen.append(weakref.ref(app.extensions["atlas"]))
        loader.ask()
        told.next()
    gc.collect()
    assert sum(one() is not None for one in seen) == 0

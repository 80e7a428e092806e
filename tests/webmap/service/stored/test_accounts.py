"""Accounts with a stored layer over HTTP: made once, made anew after an edit, zones by pages."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from geo.stats.accounts import make_account
from geo.store.store_folder import remove_files
from tests.stored_layers import COUNT, LAYER, edit
from webmap import create_app
from webmap.service.stored import accounts


@pytest.fixture
def edited(store_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(store_folder, tmp_path / "copy", ignore=shutil.ignore_patterns("*.accounts.*"))


@pytest.fixture
def client(atlas: Atlas, edited: Path) -> FlaskClient:
    app: Flask = create_app({"store": str(edited), "job_processes": 0, "answers_mb": 1}, atlas=atlas)
    return app.test_client()


def test_an_account_is_made_once_for_all_its_forms_and_anew_after_an_edit(
    client: FlaskClient, edited: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def count(*asked: object) -> object:
        made.append(asked)
        return accounts.made_account(*asked)  # type: ignore[arg-type]

    atlas = client.application.extensions["atlas"]
    monkeypatch.setattr(accounts, "start_job", lambda _, *asked: lambda: count(atlas, *asked))
    address = "/stats/functional_areas{}?by=parcels:use"
    before = client.get(address.format(".json")).get_json()
    for form in (".csv", ".xlsx", ""):
        assert client.get(address.format(form)).status_code == 200
    assert len(made) == 1
    edit(edited, "UPDATE features SET use = 'mended' WHERE use = 'green'")
    after = client.get(address.format(".json")).get_json()
    assert len(made) == 2
    assert {row["member"] for row in after["rows"]} - {row["member"] for row in before["rows"]} == {"mended"}


def test_another_process_finds_what_one_has_made(
    client: FlaskClient, edited: Path, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/stats/functional_areas.json?by={LAYER}:use"
    made = client.get(address).get_json()
    other = create_app({"store": str(edited), "job_processes": 0}, atlas=atlas).test_client()
    monkeypatch.setattr(accounts, "start_job", None)
    assert other.get(address).get_json() == made
    remove_files(edited, LAYER)
    assert not list(edited.glob("*.accounts.*"))


def test_the_figures_are_those_of_the_library(client: FlaskClient, stored_atlas: Atlas) -> None:
    served = client.get(f"/stats/scopes.json?by={LAYER}:use").get_json()
    assert served["rows"] == [dict(row) for row in make_account(stored_atlas, "scopes", f"{LAYER}:use").rows]


def test_zones_of_a_stored_layer_come_by_pages(client: FlaskClient) -> None:
    first = client.get(f"/stats/{LAYER}.json?limit=3").get_json()
    assert first["page"] == {"offset": 0, "limit": 3, "matched": COUNT}
    assert [row["place_id"] for row in first["rows"]] == [f"{LAYER}_{number}" for number in (1, 2, 3)]
    assert first["sum"]["area_km2"] == pytest.approx(sum(row["area_km2"] for row in first["rows"]))
    divided = client.get(f"/stats/{LAYER}.json?by=scopes&offset=1&limit=1").get_json()
    assert {row["place_id"] for row in divided["rows"]} == {f"{LAYER}_2"}
    assert "2" in divided["note_en"].split(";")[0]
    page = client.get(f"/stats/{LAYER}?limit=2&offset=2").text
    assert page.count('rel="next"') == page.count('rel="prev"') == 1
    assert f"/stats/{LAYER}.csv?limit=2&amp;offset=2" in page
    assert client.get("/stats/parks.json?limit=2").status_code == 400
    assert client.get(f"/stats/{LAYER}.geojson").status_code == 400


def test_one_that_takes_longer_goes_on_and_is_there_later(
    client: FlaskClient, stored_atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, made = Event(), []

    def slowly() -> object:
        assert go_on.wait(60)
        made.append(1)
        return make_account(stored_atlas, "scopes", f"{LAYER}:use")

    monkeypatch.setattr(accounts, "start_job", lambda *_: slowly)
    monkeypatch.setitem(client.application.config, "JOB_S", 0.01)
    address = f"/stats/scopes.json?by={LAYER}:use"
    for _ in range(2):
        assert client.get(address).status_code == 503
    assert client.get(address).headers["Retry-After"]
    go_on.set()
    monkeypatch.setitem(client.application.config, "JOB_S", 60)
    assert client.get(address).status_code == 200
    assert made == [1]

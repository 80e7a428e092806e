"""Whole answers are those of the application, header by header, for as long as they hold and for whom they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from tests.webmap.own_layers import PARCELS, TOKEN, app_with_own_layers
from webmap import create_app

TILE = "/tiles/parks/11/1717/837.mvt"


@pytest.fixture
def app(atlas: Atlas) -> Flask:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False}, atlas=atlas)


def entered(app: Flask) -> list[str]:
    """Return the list of the paths with which the application is entered from now on."""
    paths: list[str] = []
    app.before_request_funcs.setdefault(None, []).append(lambda: paths.append("entered"))
    return paths


def headers(client: FlaskClient, address: str, **given: str) -> tuple[int, bytes, dict[str, str]]:
    answer = client.get(address, headers={name.replace("_", "-"): value for name, value in given.items()})
    return answer.status_code, answer.data, {k: v for k, v in answer.headers.items() if k != "X-Request-ID"}


def test_a_second_answer_is_the_first_without_entering_the_application(app: Flask) -> None:
    client, paths = app.test_client(), entered(app)
    first = [
        headers(client, TILE),
        headers(client, TILE, Accept_Encoding="gzip"),
        headers(client, "/tiles/parks/11/0/0.mvt"),
    ]
    assert len(paths) == 3
    again = [
        headers(client, TILE),
        headers(client, TILE, Accept_Encoding="gzip"),
        headers(client, "/tiles/parks/11/0/0.mvt"),
    ]
    assert len(paths) == 3
    assert again == first
    assert [status for status, _, _ in first] == [200, 200, 204]
    assert first[0][2]["X-Content-Type-Options"] == "nosniff"
    assert first[1][2]["Content-Encoding"] == "gzip"
    counted = client.get("/metrics").text
    assert 'lingang_request_seconds_count{endpoint="tiles.tile",method="GET",status="2xx"} 6.0' in counted


@pytest.mark.parametrize(
    "given", [{"If_None_Match": '"x"'}, {"Range": "bytes=0-3"}, {"Origin": "https://other.example"}]
)
def test_what_depends_on_more_is_answered_by_the_application(app: Flask, given: dict[str, str]) -> None:
    client, paths = app.test_client(), entered(app)
    headers(client, TILE)
    headers(client, TILE, **given)
    assert len(paths) == 2
    client.head(TILE)
    client.get("/places/park-frontier.json")
    client.get("/places/park-frontier.json")
    assert len(paths) == 5


def test_new_data_end_what_was_kept(app: Flask, atlas: Atlas) -> None:
    client, paths = app.test_client(), entered(app)
    headers(client, TILE)
    app.extensions["atlas"] = replace(atlas, version="0" * 12)
    assert headers(client, TILE)[2]["ETag"].startswith('"' + "0" * 12)
    assert len(paths) == 2


def test_an_own_layer_is_kept_for_those_who_may_see_it_alone(atlas: Atlas, tmp_path: Path) -> None:
    client = app_with_own_layers(atlas, tmp_path, access_token=TOKEN).test_client()
    address, key = f"/tiles/{PARCELS}/11/1716/837.mvt", {"Authorization": f"Bearer {TOKEN}"}
    for _ in range(2):
        assert client.get(address, headers=key).status_code in {200, 204}
        assert client.get(address).status_code == 401

"""Layers of the reader's own and /metrics behind a token or a header of the proxy."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from tests.stored_layers import LAYER
from tests.webmap.own_layers import PARCELS, TOKEN, app_with_own_layers
from webmap import create_app
from webmap.service.access import Access

OWN = [
    f"/places/{PARCELS}_1",
    f"/places/{PARCELS}_1.json",
    f"/places/{PARCELS}_1.geojson",
    f"/tables/{PARCELS}",
    f"/tables/{PARCELS}.csv",
    f"/tiles/{PARCELS}/9/429/209.mvt",
    f"/ogc/collections/{PARCELS}",
    f"/ogc/collections/{PARCELS}/items",
    f"/export/{PARCELS}.csv",
    f"/stats/{PARCELS}.json",
    f"/stats/scopes.json?by={PARCELS}:用途",
    f"/stats.xlsx?zones=scopes,{PARCELS}",
    f"/sheet.json?layers=coast,{PARCELS}",
    f"/places.json?layer={PARCELS}",
]
STORED = [
    f"/places/{LAYER}_1",
    f"/places/{LAYER}_1.json",
    f"/places/{LAYER}_1.geojson",
    f"/tables/{LAYER}",
    f"/tables/{LAYER}.json?use=green",
    f"/tables/{LAYER}.csv",
    f"/ogc/collections/{LAYER}",
    f"/ogc/collections/{LAYER}/items?use=green",
    f"/ogc/collections/{LAYER}/items/{LAYER}_2",
    f"/export/{LAYER}.csv",
    f"/stats/{LAYER}.json",
    f"/stats/scopes.json?by={LAYER}:use",
    "/stats/scopes.json?by=parcels:use",
]
LISTS = ["/", "/map.json", "/ogc/collections", "/ogc/api", "/places.json", "/tables/parks", "/search?q=规划轨道"]
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def closed(atlas: Atlas, store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    settings = {"access_token": TOKEN, "store": str(store_folder), "job_processes": 0}
    app = app_with_own_layers(atlas, tmp_path_factory.mktemp("own"), **settings)
    return app.test_client(use_cookies=False)


@pytest.mark.parametrize("path", [*OWN, *STORED, "/metrics"])
def test_whoever_has_no_token_is_refused_and_whoever_has_it_is_not(closed: FlaskClient, path: str) -> None:
    answer = closed.get(path)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    with closed.get(path, headers=BEARER) as answer:
        assert answer.status_code == 200


@pytest.mark.parametrize("path", LISTS)
def test_lists_leave_own_layers_out(closed: FlaskClient, client: FlaskClient, path: str) -> None:
    assert "ws-" not in closed.get(path).text
    with closed.get(path, headers=BEARER) as answer:
        assert answer.status_code == 200
    if path not in ("/", "/places.json"):
        assert "ws-" in closed.get(path, headers=BEARER).text
    if path in ("/map.json", "/ogc/collections", "/ogc/api", "/tables/parks"):
        assert LAYER in closed.get(path, headers=BEARER).text


def test_an_option_named_after_a_column_tells_strangers_nothing(closed: FlaskClient) -> None:
    answer = closed.get("/ogc/collections/parks/items?use=green")
    assert answer.status_code == 400
    assert "floors" not in answer.text


def test_without_the_token_it_is_the_atlas_itself(closed: FlaskClient, client: FlaskClient) -> None:
    assert closed.get("/map.json").json == client.get("/map.json").json
    assert closed.get("/map.json").headers["ETag"] != closed.get("/map.json", headers=BEARER).headers["ETag"]


@pytest.mark.parametrize(
    "given",
    [
        "Bearer wrong",
        "Bearer",
        f"Basic {TOKEN}",
        "Basic !!!",
        f"Basic {b64encode(b'anyone:wrong').decode()}",
        f"Digest {TOKEN}",
        "Bearer 令牌",
    ],
)
def test_what_is_not_the_token_opens_nothing(closed: FlaskClient, given: str) -> None:
    header = given.encode().decode("latin-1")
    assert closed.get("/metrics", headers={"Authorization": header}).status_code == 401


def test_gis_programs_send_it_as_a_password(closed: FlaskClient) -> None:
    coded = b64encode(f"anyone:{TOKEN}".encode()).decode()
    assert closed.get(f"/ogc/collections/{PARCELS}", headers={"Authorization": f"Basic {coded}"}).status_code == 200


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_is_told_how_to_get_in(closed: FlaskClient, lang: str) -> None:
    page = closed.get(f"/places/{PARCELS}_1?lang={lang}", headers={"Accept": "text/html"})
    assert page.status_code == 401
    assert "?token=" in page.text


def test_an_answer_is_kept_by_no_cache_that_others_use(closed: FlaskClient) -> None:
    answer = closed.get("/map.json", headers=BEARER)
    assert answer.cache_control.private
    assert {"Authorization", "Cookie"} <= set(answer.vary)
    assert closed.get("/", headers=BEARER).headers["Cache-Control"] == "no-store"


def test_the_browser_changes_it_once_for_a_cookie(closed: FlaskClient) -> None:
    browser = closed.application.test_client()
    answer = browser.get("/", query_string={"token": TOKEN, "lang": "en"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/?lang=en"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert TOKEN not in cookie
    assert "Secure" not in cookie
    assert browser.get(f"/tables/{PARCELS}").status_code == 200
    assert PARCELS in browser.get("/map.json").text


def test_over_https_the_cookie_is_sent_over_https_alone(closed: FlaskClient) -> None:
    answer = closed.get("/", query_string={"token": TOKEN}, base_url="https://localhost")
    assert "; Secure" in answer.headers["Set-Cookie"]


def test_the_address_one_is_sent_on_to_is_here(closed: FlaskClient) -> None:
    path = {"PATH_INFO": "//stranger.example/x"}
    answer = closed.get("/", query_string={"token": TOKEN}, environ_overrides=path)
    assert answer.headers["Location"] == "/stranger.example/x"


def test_a_wrong_token_gives_no_cookie(closed: FlaskClient) -> None:
    answer = closed.get("/?token=wrong")
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    made_up = {"Cookie": "lingang_access=" + Access("another token", None).cookie}
    assert closed.get("/metrics", headers=made_up).status_code == 401


def test_a_reader_the_proxy_signed_in_sees_them(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("own")
    app = app_with_own_layers(atlas, folder, access_header="Remote-User", proxy_hops=1)
    client, signed_in = app.test_client(), {"Remote-User": "li"}
    assert client.get(f"/tables/{PARCELS}").status_code == 401
    assert client.get(f"/tables/{PARCELS}", headers=signed_in).status_code == 200
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert client.get(f"/tables/{PARCELS}", headers=signed_in, environ_overrides=elsewhere).status_code == 401
    assert client.get("/?token=x").status_code == 401


def test_who_has_no_token_is_refused_also_while_the_store_does_not_answer(atlas: Atlas) -> None:
    app = create_app(
        {"store": "postgresql://me@127.0.0.1:1/plans", "access_token": TOKEN, "job_processes": 0}, atlas=atlas
    )
    client = app.test_client()
    for path in STORED:
        assert client.get(path).status_code == 401, path
    for path in ("/places/no-such", "/tables/no-such", "/ogc/collections/ws-x"):
        assert client.get(path, headers=BEARER).status_code == 404, path
    for path in ("/tables/parks", "/stats/scopes.json?by=parks", "/places/no-such"):
        assert client.get(path).status_code in (200, 404), path


def test_without_a_setting_all_is_open(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/?token=x").status_code == 400

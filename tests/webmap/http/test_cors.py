"""Pages of other origins read the atlas; layers of the reader's own are read by those the operator names (C-10)."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from tests.webmap.own_layers import PARCELS, app_with_own_layers
from webmap import create_app

PORTAL, STRANGER = "https://portal.example", "https://stranger.example"
ATLAS_DATA = [
    "/ogc/",
    "/ogc/conformance",
    "/ogc/collections/parks",
    "/ogc/collections/parks/items?limit=1",
    "/tiles/parks/9/429/209.mvt",
    "/places/park-frontier.json",
    "/places/park-frontier.geojson",
    "/stats/parks.json",
    "/export/parks.csv",
    "/tables/parks.json",
    "/documents/parks-2021.json",
    "/themes/industry-ic.json",
    "/documents.json",
]
LISTS = ["/map.json", "/places.json", "/ogc/collections", "/ogc/api", "/openapi.json", "/stats.xlsx"]
OWN = [f"/ogc/collections/{PARCELS}", f"/places/{PARCELS}_1.json", f"/stats/scopes.json?by={PARCELS}"]


@pytest.fixture(scope="module")
def own(atlas: Atlas, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return app_with_own_layers(atlas, tmp_path_factory.mktemp("own"), cors_origins=PORTAL).test_client()


def readable_by(client: FlaskClient, path: str, origin: str) -> str | None:
    with client.get(path, headers={"Origin": origin}) as answer:
        assert answer.status_code == 200, path
        if answer.headers.get("Access-Control-Allow-Origin") != "*":
            assert "Origin" in answer.vary
        return answer.headers.get("Access-Control-Allow-Origin")


@pytest.mark.parametrize("path", ATLAS_DATA + LISTS)
def test_without_own_layers_any_page_reads_all_data(client: FlaskClient, path: str) -> None:
    with client.get(path) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert {"ETag", "Content-Disposition"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


@pytest.mark.parametrize("path", ATLAS_DATA)
def test_beside_own_layers_the_layers_of_the_atlas_stay_readable(own: FlaskClient, path: str) -> None:
    assert readable_by(own, path, STRANGER) == "*"


@pytest.mark.parametrize("path", OWN + LISTS)
def test_own_layers_and_lists_that_name_them_are_read_by_the_origins_named_alone(own: FlaskClient, path: str) -> None:
    assert readable_by(own, path, STRANGER) is None
    assert readable_by(own, path, PORTAL) == PORTAL


def test_an_error_can_be_read_too(client: FlaskClient) -> None:
    answer = client.get("/ogc/collections/nowhere", headers={"Origin": STRANGER})
    assert answer.status_code == 404
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_preflight_says_what_may_be_asked(client: FlaskClient, own: FlaskClient) -> None:
    asked = {"Origin": STRANGER, "Access-Control-Request-Method": "GET"}
    answer = client.options("/ogc/", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in answer.headers["Access-Control-Allow-Headers"]
    path = f"/ogc/collections/{PARCELS}/items"
    assert "Access-Control-Allow-Origin" not in own.options(path, headers=asked).headers
    answer = own.options(path, headers=asked | {"Origin": PORTAL})
    assert answer.headers["Access-Control-Allow-Origin"] == PORTAL
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize("path", ["/", "/places/park-frontier", "/healthz", "/metrics", "/search?q=x"])
def test_pages_and_what_an_operator_asks_are_read_from_here_only(client: FlaskClient, path: str) -> None:
    assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": STRANGER}).headers


def test_a_shape_is_sent_from_here_only(client: FlaskClient) -> None:
    body = {"type": "Point", "coordinates": [121.9, 30.9]}
    answer = client.post("/measure", json=body, headers={"Origin": STRANGER})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_extract_that_tells_what_stored_layers_it_touches_is_not_for_everyone(stored_atlas: Atlas) -> None:
    stored = create_app({"cors_origins": PORTAL}, atlas=stored_atlas).test_client()
    assert readable_by(stored, "/extract/park-frontier.json", STRANGER) is None
    assert readable_by(stored, "/extract/park-frontier.json", PORTAL) == PORTAL


def test_the_text_of_a_document_is_for_no_other_origin(client: FlaskClient) -> None:
    answer = client.get("/documents/parks-2021/passage.json?section=%E5%9B%9B", headers={"Origin": STRANGER})
    assert answer.status_code == 200
    assert "Access-Control-Allow-Origin" not in answer.headers

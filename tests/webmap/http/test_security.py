"""Headers that hold on every answer, and the policy of the pages."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app
from webmap.http import security

HTML = {"Accept": "text/html"}


def policy(client: FlaskClient, path: str) -> dict[str, str]:
    """Directives of the policy of a page."""
    text = client.get(path, headers=HTML).headers["Content-Security-Policy"]
    return {name: sources for name, _, sources in (part.partition(" ") for part in text.split("; "))}


@pytest.mark.parametrize("path", ["/", "/places/fa-frontier", "/tables/parks", "/compare", "/search?q=x", "/nothing"])
def test_a_page_is_framed_by_us_only_holds_no_object_and_sends_forms_to_us(client: FlaskClient, path: str) -> None:
    directives = policy(client, path)
    assert directives["default-src"] == "'self'"
    assert directives["frame-ancestors"] == "'self'"
    assert directives["object-src"] == "'none'"
    assert directives["form-action"] == "'self'"
    assert directives["base-uri"] == "'none'"
    assert directives["connect-src"] == "'self'"


def test_headers_keep_foreign_content_out(client: FlaskClient) -> None:
    response = client.get("/")
    script = policy(client, "/")["script-src"]
    assert "unsafe" not in script
    nonce = re.search(r"nonce-([\w-]+)", response.headers["Content-Security-Policy"])
    assert nonce is not None
    assert f'nonce="{nonce[1]}"' in response.text
    assert client.get("/").headers["Content-Security-Policy"] != response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/", "/map.json", "/styles.css", "/export/parks.csv", "/nothing.json", "/ogc"])
def test_every_answer_tells_its_type_is_meant_and_sends_no_address_to_others(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path", ["/", "/?lang=en", "/places/fa-frontier", "/stats/parks", "/ledger", "/places/nothing"]
)
def test_a_page_carries_a_nonce_and_is_kept_by_no_cache(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=HTML).headers["Cache-Control"] == "no-store"


def test_data_has_no_policy_of_pages(client: FlaskClient) -> None:
    assert "Content-Security-Policy" not in client.get("/map.json").headers


def test_images_come_from_the_hosts_the_application_names() -> None:
    app = Flask(__name__)
    security.init_app(app, lambda: ["https://tiles.example"])
    app.add_url_rule("/", view_func=lambda: "page")
    directives = app.test_client().get("/").headers["Content-Security-Policy"]
    assert "img-src 'self' data: https://tiles.example;" in directives


def test_the_nonce_is_one_a_request(app: Flask) -> None:
    with app.test_request_context("/"):
        assert security.nonce() == security.nonce()
        first = security.nonce()
    with app.test_request_context("/"):
        assert security.nonce() != first


@pytest.mark.parametrize(
    ("setting", "written"),
    [
        ("self", "'self'"),
        ("none", "'none'"),
        (
            "self,https://portal.example.org,http://10.0.0.8:8080",
            "'self' https://portal.example.org http://10.0.0.8:8080",
        ),
    ],
)
def test_a_page_is_framed_by_those_the_operator_names(atlas: Atlas, setting: str, written: str) -> None:
    client = create_app({"frame_ancestors": setting}, atlas=atlas).test_client()
    assert policy(client, "/")["frame-ancestors"] == written


def test_a_page_asks_no_device_and_is_kept_apart_where_a_browser_does_that(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "clipboard-write" not in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    # No Cross-Origin-Resource-Policy: a frame in a page that isolates itself would lose the map.
    assert "Cross-Origin-Resource-Policy" not in headers
    assert "Cross-Origin-Opener-Policy" in client.get("/", base_url="https://localhost").headers


def test_a_plain_name_gets_no_policy_a_browser_would_only_warn_of(atlas: Atlas) -> None:
    client = create_app({"trusted_hosts": "plan.example.org"}, atlas=atlas).test_client()
    assert "Cross-Origin-Opener-Policy" not in client.get("/", base_url="http://plan.example.org").headers
    assert "Cross-Origin-Opener-Policy" in client.get("/", base_url="https://plan.example.org").headers


@pytest.mark.parametrize("path", ["/styles.css", "/search?q=lg", "/healthz", "/metrics"])
def test_what_no_other_site_reads_says_so(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Cross-Origin-Resource-Policy"] == "same-site"

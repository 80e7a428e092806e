"""How answers are wrapped: ETags that hold, names of files, a browser told from a program."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from geo import Atlas
from webmap.http.assets import asset_url, styles_url
from webmap.http.responses import (
    FOR_GOOD_S,
    address_version,
    attached,
    daily_variant,
    named,
    review_number,
    today,
    unkept,
    versioned,
    wants_page,
)


def test_a_second_visit_costs_no_body(client: FlaskClient) -> None:
    for path in ("/map.json", "/places/fa-frontier.json", "/stats/scopes.csv"):
        first = client.get(path)
        assert first.headers["Cache-Control"] == "no-cache"
        again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_an_etag_differs_by_variant_and_begins_with_the_data_version(app: Flask, atlas: Atlas) -> None:
    with app.test_request_context("/"):
        one, other = (versioned("x", "text/plain", variant).get_etag()[0] for variant in ("a", '"b"\r\n'))
    assert one is not None
    assert one.startswith(f"{atlas.version}-")
    assert one != other


def test_an_answer_whose_address_names_its_version_is_kept_for_good(client: FlaskClient, app: Flask) -> None:
    with app.test_request_context("/"):
        version = address_version()
        addresses = [asset_url("js/main.js"), styles_url()]
    for path in (f"/map.json?v={version}", f"/places/fa-frontier.json?v={version}", *addresses):
        for coding in ("identity", "zstd"):
            with client.get(path, headers={"Accept-Encoding": coding}) as answer:
                control = answer.cache_control
                assert (control.max_age, control.immutable, control.public) == (FOR_GOOD_S, True, True), path
                assert not control.no_cache
            with client.get(path.replace("v=", "v=x")) as other:
                assert not other.cache_control.immutable, "the version of another answer"
    assert f'map.json?v={version}"' in client.get("/").text


def test_files_are_saved_or_shown_under_their_name(app: Flask) -> None:
    assert attached(Response(), "a.csv").headers["Content-Disposition"] == "attachment; filename=a.csv"
    assert named(Response(), "a.pdf").headers["Content-Disposition"] == "inline; filename=a.pdf"
    with app.app_context():
        assert review_number() is None


def test_an_answer_may_be_kept_out_of_every_cache() -> None:
    assert set(unkept(Response()).headers["Cache-Control"].split(", ")) == {"no-store", "private"}


def test_an_answer_that_names_a_day_is_another_one_for_every_query_and_day(app: Flask) -> None:
    def variant(query: str) -> str:
        with app.test_request_context(f"/sheet.pdf?{query}"):
            return daily_variant()

    assert variant("a=1&b=2") == variant("b=2&a=1&v=x") != variant("a=1")
    assert variant("").endswith(today())
    assert {str(dt.date.today()), str(dt.datetime.now(tz=dt.UTC).date())} == set(today().split())


@pytest.mark.parametrize(
    ("accept", "page"),
    [("text/html,*/*;q=0.8", True), ("application/json", False), ("*/*", False), ("", False)],
)
def test_a_browser_gets_a_page_and_a_program_json(app: Flask, accept: str, page: bool) -> None:
    with app.test_request_context("/", headers={"Accept": accept} if accept else {}):
        assert wants_page() is page


def test_large_answers_are_compressed(client: FlaskClient) -> None:
    response = client.get("/map.json", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"

"""Answers kept ready: written once for each variant, compressed as asked, bounded, and gone with their atlas."""

from __future__ import annotations

import gc
import gzip
import weakref
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app
from webmap.http.ready_answers import Answer, ReadyAnswers, ready, ready_page
from webmap.http.security import NONCE_SLOT

PLACE = "/places/fp-oriental-chip-port"


@pytest.fixture
def own_app(atlas: Atlas) -> Flask:
    return create_app({"trusted_hosts": "localhost,one.example,other.example"}, atlas=atlas)


def test_an_answer_is_written_once_for_each_compression(own_app: Flask) -> None:
    written: list[str] = []

    def write() -> str:
        written.append("x")
        return "long " * 1000

    for coding in ("gzip", "br", "gzip", "br"):
        with own_app.test_request_context("/", headers={"Accept-Encoding": coding}):
            answer = ready(write, "application/json", "a variant")
        assert answer.headers["Content-Encoding"] == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(written) == 2


@pytest.mark.parametrize("coding", ["gzip", "zstd", "br", "deflate", "identity", "gzip;q=0.5, br;q=0.1", "x, *;q=0"])
def test_a_kept_answer_is_the_first_one_again(own_app: Flask, coding: str) -> None:
    client = own_app.test_client()
    # Each request has an id of its own; all else must be the same.
    asked = {"Accept-Encoding": coding}
    first, again = (client.get(f"{PLACE}.json", headers=asked) for _ in range(2))
    for answer in (first, again):
        assert answer.headers.pop("X-Request-ID")
    assert first.data == again.data
    for answer in (first, again):
        answer.headers.pop("X-Request-ID", None)
    assert dict(first.headers) == dict(again.headers)
    unchanged = client.get(f"{PLACE}.json", headers={"Accept-Encoding": coding, "If-None-Match": again.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")


def test_a_compressed_answer_holds_what_the_plain_one_holds(own_app: Flask) -> None:
    client = own_app.test_client()
    for address in (f"{PLACE}.json", PLACE, "/map.json", "/ogc/collections"):
        plain = client.get(address)
        for _ in range(2):
            packed = client.get(address, headers={"Accept-Encoding": "gzip"})
            assert gzip.decompress(packed.data) == plain.data


def test_a_fault_is_not_kept(own_app: Flask) -> None:
    client = own_app.test_client()
    assert [client.get("/places/nowhere.json").status_code for _ in range(2)] == [404, 404]
    assert own_app.extensions["ready_answers"].size == 0


def test_a_page_differs_by_language_root_and_form(own_app: Flask) -> None:
    client = own_app.test_client()
    pages = {
        client.get(PLACE, query_string=query, environ_overrides=environ).text
        for query, environ in (
            ("", {}),
            ("lang=en", {}),
            ("", {"SCRIPT_NAME": "/atlas"}),
            ("", {"lingang.static_site": "1"}),
        )
    }
    assert len(pages) == 4
    # What a messenger adds to an address makes no page of its own.
    assert client.get(f"{PLACE}?utm_source=x").text == client.get(PLACE).text


def test_a_page_with_a_nonce_has_that_of_its_own_request(own_app: Flask) -> None:
    bodies = []
    for _ in range(2):
        with own_app.test_request_context("/"):
            bodies.append(ready_page(lambda: f"<script nonce={NONCE_SLOT}>", "a page").get_data(as_text=True))
    assert bodies[0] != bodies[1]
    assert not any(NONCE_SLOT in body for body in bodies)


def test_addresses_of_the_ogc_service_are_those_of_the_host_that_was_asked(own_app: Flask) -> None:
    client = own_app.test_client()
    for host in ("one.example", "other.example"):
        links = client.get("/ogc/collections/parks/items?limit=1", base_url=f"http://{host}/").get_json()["links"]
        assert {link["href"].split("/")[2] for link in links} == {host}


def test_after_a_reload_the_new_atlas_answers_and_the_old_one_is_freed(own_app: Flask, atlas: Atlas) -> None:
    client = own_app.test_client()
    old = replace(atlas, version="old")
    own_app.extensions["atlas"], gone = old, weakref.ref(old)
    assert client.get(f"{PLACE}.json").get_json()["version"] == "old"
    kept = own_app.extensions["ready_answers"].size
    own_app.extensions["atlas"] = replace(atlas, version="new")
    del old
    gc.collect()
    assert gone() is None
    assert client.get(f"{PLACE}.json").get_json()["version"] == "new"
    assert own_app.extensions["ready_answers"].size == kept


def test_all_answers_together_are_bounded(atlas: Atlas) -> None:
    answers = ReadyAnswers(100_000)
    for number in range(1000):
        answers.put(atlas, str(number), None, Answer(b"x" * 1000, None))
        assert answers.size <= 100_000
    assert answers.get(atlas, "999", None) is not None
    assert answers.get(atlas, "0", None) is None
    answers.put(atlas, "too large", None, Answer(b"x" * 90_000, None))
    assert answers.get(atlas, "too large", None) is None
    assert answers.get(atlas, "999", None) is not None


def test_many_hosts_and_queries_do_not_grow_beyond_the_setting(atlas: Atlas) -> None:
    app = create_app({"answers_mb": 1}, atlas=atlas)
    client: FlaskClient = app.test_client()
    for number in range(60):
        client.get(f"/ogc/collections?v={number}")
    assert 0 < app.extensions["ready_answers"].size <= 1024 * 1024

"""Each request has an id and a line of the log, and the line holds nothing personal."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app
from webmap.service import access_log

_LINE = re.compile(r"method=GET path=(\S+) status=(\d+) bytes=(\d+) ms=[\d.]+ id=(\S+)")


@pytest.fixture
def client(atlas: Atlas) -> FlaskClient:
    return create_app({"access_log": True, "PROPAGATE_EXCEPTIONS": False}, atlas=atlas).test_client()


def test_a_line_says_what_was_asked_and_not_by_whom(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    agent = {"User-Agent": "a browser", "X-Forwarded-For": "192.0.2.77", "Authorization": "Bearer secret"}
    with client.get("/search?q=zhangsan", headers=agent, environ_overrides={"REMOTE_ADDR": "192.0.2.78"}) as answer:
        size, request_id = len(answer.get_data()), answer.headers["X-Request-ID"]
    [line] = capsys.readouterr().err.splitlines()
    found = _LINE.search(line)
    assert found
    assert found.groups() == ("/search", "200", str(size), request_id)
    for personal in ("zhangsan", "browser", "192.0.2", "secret"):
        assert personal not in line


def test_a_path_cannot_write_a_line_of_its_own(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/places/x%0Amethod=GET%20path=/fake.json").close()
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_refused_host_and_a_stream_have_their_lines(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.get("/", headers={"Host": "evil.example"}).close()
    with client.get("/export/parks.geojson") as answer:
        size = len(answer.get_data())
    refused, sent = (_LINE.search(line) for line in capsys.readouterr().err.splitlines())
    assert refused
    assert refused[2] == "421"
    assert sent
    assert int(sent[3]) == size > 10_000


def test_it_can_be_switched_off(atlas: Atlas, capsys: pytest.CaptureFixture[str]) -> None:
    client = create_app({"access_log": False}, atlas=atlas).test_client()
    assert client.get("/healthz").headers["X-Request-ID"]
    assert capsys.readouterr().err == ""


def test_an_error_names_the_request_in_its_body(client: FlaskClient) -> None:
    answer = client.get("/nothing.json")
    assert answer.get_json()["request_id"] == answer.headers["X-Request-ID"]
    assert client.get("/nothing.json").headers["X-Request-ID"] != answer.headers["X-Request-ID"]


def test_the_id_of_a_proxy_is_taken_if_it_is_believed_and_sound(atlas: Atlas, client: FlaskClient) -> None:
    given = {"X-Request-ID": "from-the-proxy.1"}
    assert client.get("/healthz", headers=given).headers["X-Request-ID"] != "from-the-proxy.1"
    proxied = create_app({"proxy_hops": 1}, atlas=atlas).test_client()
    assert proxied.get("/healthz", headers=given).headers["X-Request-ID"] == "from-the-proxy.1"
    for unsound in ("x" * 65, "a b", "<script>", ""):
        assert proxied.get("/healthz", headers={"X-Request-ID": unsound}).headers["X-Request-ID"] != unsound


def test_a_logger_somebody_set_up_is_left_as_it_is(atlas: Atlas) -> None:
    handlers = [*access_log.LOGGER.handlers]
    create_app({"access_log": True}, atlas=atlas)
    create_app({"access_log": True}, atlas=atlas)
    assert len(access_log.LOGGER.handlers) == max(len(handlers), 1)

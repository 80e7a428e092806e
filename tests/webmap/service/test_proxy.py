"""Links begin with the address the readers know, and with no other (C-03)."""

from __future__ import annotations

import re
import socket

import pytest
from flask.testing import FlaskClient

from geo import Atlas
from webmap import create_app
from webmap.service.proxy import hosts_of
from webmap.settings import Settings

SAID = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "atlas.example.org",
    "X-Forwarded-Prefix": "/atlas",
    "X-Forwarded-For": "10.1.2.3",
}
PUBLIC = "https://atlas.example.org/atlas"
#: Addresses in a page, in JSON and in a style sheet.
_ADDRESS = re.compile(r'(?:href|src|action)=\\?"(?!#|data:)([^"\\]*)')


def served(atlas: Atlas, **settings: object) -> FlaskClient:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False, **settings}, atlas=atlas).test_client()


def links(client: FlaskClient, headers: dict[str, str], path: str = "/ogc/") -> set[str]:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, answer.text
    return {link["href"].partition("/ogc")[0] for link in answer.json["links"] if "/ogc" in link["href"]}


@pytest.fixture(scope="module")
def proxied(atlas: Atlas) -> FlaskClient:
    return served(atlas, proxy_hops=1, trusted_hosts="atlas.example.org")


def test_a_proxy_that_is_believed_says_where_the_readers_are(proxied: FlaskClient) -> None:
    assert links(proxied, SAID) == {PUBLIC}


def test_without_the_setting_nobody_is_believed(client: FlaskClient) -> None:
    assert links(client, SAID) == {"http://localhost"}
    assert links(client, {"Forwarded": "host=evil.example;proto=https"}) == {"http://localhost"}


def test_from_elsewhere_than_the_proxy_nothing_is_believed(proxied: FlaskClient) -> None:
    answer = proxied.get("/ogc/", headers=SAID, environ_overrides={"REMOTE_ADDR": "10.0.0.9"})
    assert {link["href"].partition("/ogc")[0] for link in answer.json["links"] if "/ogc" in link["href"]} == {
        "http://localhost"
    }


def test_as_many_proxies_count_as_there_are(atlas: Atlas) -> None:
    two = served(atlas, proxy_hops=2, trusted_hosts="atlas.example.org")
    said = {"X-Forwarded-Host": "evil.example, atlas.example.org, inner", "X-Forwarded-Proto": "http, https, http"}
    assert links(two, said) == {"https://atlas.example.org"}


@pytest.mark.parametrize("path", ["/ogc/", "/atlas/ogc/"])
def test_with_a_public_address_it_counts_whatever_the_proxy_does(atlas: Atlas, path: str) -> None:
    client = served(atlas, public_url=f"{PUBLIC}/")
    assert links(client, {}, path) == {PUBLIC}
    assert links(client, {"Host": "atlas.example.org"}, path) == {PUBLIC}


@pytest.mark.parametrize("path", ["/", "/places/park-frontier", "/tables/parks", "/compare", "/stats/parks", "/ledger"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_address_of_a_page_begins_with_the_path_of_the_public_address(atlas: Atlas, path: str, lang: str) -> None:
    page = served(atlas, public_url=PUBLIC).get(path, query_string={"lang": lang}).text
    found = _ADDRESS.findall(page)
    assert len(found) > 10
    assert [one for one in found if not one.startswith(("/atlas/", PUBLIC))] == []


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "a b", "localhost:99999999", "[::1", "。"]
)
def test_another_host_is_refused_with_a_problem(client: FlaskClient, host: str) -> None:
    answer = client.get("/ogc/", headers={"Host": host}, environ_overrides={"HTTP_HOST": host, "SERVER_NAME": host})
    assert answer.status_code == 421
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "LINGANG_TRUSTED_HOSTS" in answer.get_json()["remedy"]


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"])
def test_a_desk_works_without_a_setting(client: FlaskClient, host: str) -> None:
    assert client.get("/ogc/", headers={"Host": host}).status_code == 200


def test_a_monitor_may_ask_by_the_number_of_the_machine(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "10.0.0.5:8000"}).status_code == 200


def test_a_proxy_may_not_say_a_foreign_host(proxied: FlaskClient) -> None:
    assert proxied.get("/ogc/", headers={**SAID, "X-Forwarded-Host": "evil.example"}).status_code == 421


def test_hosts_are_named_by_the_settings() -> None:
    assert hosts_of(Settings(trusted_hosts="*")) is None
    assert hosts_of(Settings(host="192.0.2.7")) == ["localhost", "127.0.0.1", "[::1]", "192.0.2.7"]
    assert "[2001:db8::7]" in (hosts_of(Settings(host="2001:db8::7")) or [])
    assert "plan.example.org" in (hosts_of(Settings(public_url="https://plan.example.org:8443/x")) or [])
    named = hosts_of(Settings(trusted_hosts=".example.org,other", public_url="https://plan.example.net"))
    assert named == ["localhost", "127.0.0.1", "[::1]", ".example.org", "other", "plan.example.net"]
    everywhere = hosts_of(Settings(host="0.0.0.0"))  # noqa: S104
    assert everywhere is not None
    assert {socket.gethostname(), f"{socket.gethostname()}.local"} <= set(everywhere)


def test_all_below_a_name_are_ours_where_a_dot_says_so(atlas: Atlas) -> None:
    client = served(atlas, trusted_hosts=".example.org")
    for host, status in (("a.example.org", 200), ("example.org", 200), ("badexample.org", 421)):
        assert client.get("/ogc/", headers={"Host": host}).status_code == status, host


def test_a_machine_that_does_not_know_its_name_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    monkeypatch.setattr(socket, "socket", fail)
    assert "localhost" in (hosts_of(Settings(host="::")) or [])

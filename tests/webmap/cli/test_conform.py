"""The command conform: lines, JSON and exit status."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from webmap.cli import conform as command
from webmap.conform.visit import Visit


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Stand for a run that found what a test puts in."""
    visit = Visit("http://a.example/")
    monkeypatch.setattr(command, "run_checks", lambda *_: visit)
    return visit


def test_a_fault_ends_with_1_and_a_note_does_not(visits: Visit) -> None:
    visits.note(holds=False, check="files", address="/a", found="b", expected="c")
    done = CliRunner().invoke(command.conform, ["http://a.example/", "--quiet"])
    assert (done.exit_code, done.output) == (0, "note  files: /a: b; expected c\n0 requests, 0 faults, 1 notes\n")
    visits.expect(holds=False, check="links", address="/d", found="e", expected="f")
    done = CliRunner().invoke(command.conform, ["http://a.example/", "--quiet", "--json"])
    assert done.exit_code == 1
    assert [row["check"] for row in json.loads(done.output)] == ["files", "links"]


def test_the_token_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[dict[str, str]] = []

    def run(_: str, headers: dict[str, str], *__: object) -> Visit:
        sent.append(headers)
        return Visit("http://a.example/")

    monkeypatch.setattr(command, "run_checks", run)
    for given in (["--token", "secret"], []):
        CliRunner().invoke(command.conform, ["http://a.example/", "--quiet", *given], env={"LINGANG_TOKEN": ""})
    assert sent == [{"Authorization": "Bearer secret"}, {}]


def test_a_wrong_address_ends_with_2() -> None:
    done = CliRunner().invoke(command.conform, ["nowhere", "--quiet"])
    assert done.exit_code == 2
    assert "http:// or https://" in done.output

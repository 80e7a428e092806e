"""The body of an error, with and without an application."""

from __future__ import annotations

import json
from typing import Any

import pytest

from webmap.http.problem import REQUEST_ID, problem, problem_body, title_of, wsgi_problem


def test_every_problem_has_the_same_members() -> None:
    bare, full = problem(400, "wrong"), problem(404, "none", found="x", remedy="y", rule="P001", type="urn:z")
    assert list(bare) == list(full)
    assert (bare["title"], bare["found"], bare["type"]) == ("The request makes no sense", None, "about:blank")
    assert (full["found"], full["type"]) == ("x", "urn:z")


def test_a_status_without_a_title_of_ours_keeps_its_own() -> None:
    assert title_of(418, "I'm a teapot") == "I'm a teapot"


def test_half_of_a_surrogate_pair_is_written_as_an_escape() -> None:
    assert json.loads(problem_body(problem(400, "name '\ud800'")))["detail"] == "name '\ud800'"


@pytest.mark.parametrize(("method", "holds"), [("GET", True), ("HEAD", False)])
def test_below_the_application_it_is_the_same_with_the_headers_of_all(method: str, *, holds: bool) -> None:
    began: list[Any] = []
    environ = {"REQUEST_METHOD": method, REQUEST_ID: "id-1"}
    body = wsgi_problem(environ, lambda *given: began.append(given), 421, "not ours", [("X-More", "1")], found="host")
    status, headers = began[0][0], dict(began[0][1])
    assert status.startswith("421 ")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["X-More"] == "1"
    assert bool(body) is holds
    if holds:
        assert json.loads(body[0])["request_id"] == "id-1"
        assert headers["Content-Length"] == str(len(body[0]))

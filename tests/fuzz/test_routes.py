"""A short run of the fuzzer of routes; the long one is `python -m tests.fuzz`."""

from __future__ import annotations

from itertools import islice

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.fuzz import routes
from tests.fuzz.requests import FuzzedRequest, requests
from webmap import create_app


@pytest.fixture(scope="module")
def fuzzed(atlas: object) -> Flask:
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False}, atlas=atlas)  # type: ignore[arg-type]


def test_the_same_seed_makes_the_same_requests(fuzzed: Flask) -> None:
    first, again = (list(map(str, islice(requests(fuzzed, 7), 50))) for _ in range(2))
    assert first == again
    assert first != list(map(str, islice(requests(fuzzed, 8), 50)))


def test_requests_reach_most_routes(fuzzed: Flask) -> None:
    adapter = fuzzed.url_map.bind("localhost")
    reached = set()
    for request in islice(requests(fuzzed, 1), 1500):
        try:
            reached.add(adapter.match(request.path.partition("?")[0], request.method)[0])
        except HTTPException:
            continue
    routed = {rule.endpoint for rule in fuzzed.url_map.iter_rules()} - {"static"}
    assert len(reached & routed) >= 0.8 * len(routed)


def test_a_failing_view_is_a_finding() -> None:
    app = Flask(__name__)

    @app.get("/busy")
    def busy() -> tuple[str, int]:
        return "", 503

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError

    assert routes.try_request(app, FuzzedRequest("GET", "/busy")) == ""
    assert routes.try_request(app, FuzzedRequest("GET", "/broken")) == "status 500"


def test_every_light_address_answers_as_its_description_says(fuzzed: Flask) -> None:
    assert routes.described(fuzzed, seed=2026, examples=3) == {}


@pytest.mark.long
def test_random_requests_are_answered(fuzzed: Flask) -> None:
    light = (request for request in requests(fuzzed, 2026) if not request.is_heavy)
    found = {str(one): fault for one in islice(light, 400) if (fault := routes.try_request(fuzzed, one))}
    assert found == {}

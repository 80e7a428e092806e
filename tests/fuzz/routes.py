"""Fuzz every route: random requests by a grammar, and requests schemathesis makes of the service's own description.

A finding is a status of 500 or more (503 is an answer), an exception, a light request that takes more than `MOST_S` of
processor time, an answer that the description does not know, or memory that keeps growing.
"""

from __future__ import annotations

import re
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import schemathesis
from flask import Flask
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fuzz.requests import FuzzedRequest, requests
from webmap import create_app

#: Processor time in seconds a light request may take; a sheet, a report or an export may take `_MOST_HEAVY_S`.
MOST_S = 2.0
_MOST_HEAVY_S = 30.0
#: Megabytes by which the process may be larger at the end than after a third of the run.
_GROWTH_MB = 100
_BUSY = 503
#: Examples that schemathesis makes of one operation at a time.
_EXAMPLES = 20


def run(seconds: int, seed: int, only: str = "") -> list[str]:
    """Send requests for about so many seconds; return what was found, one line each."""
    warnings.simplefilter("ignore")
    app = create_app({"access_log": False, "trusted_hosts": "*", "PROPAGATE_EXCEPTIONS": False, "TESTING": False})
    found: dict[str, str] = {}
    sent = _by_grammar(app, seconds * 2 // 3, seed, only, found)
    described = _by_description(app, seconds // 3, seed, only, found)
    print(f"{sent} requests by the grammar, {described} from the description")
    return list(found.values())


def _by_grammar(app: Flask, seconds: int, seed: int, only: str, found: dict[str, str]) -> int:
    start, sent, base_mb = time.monotonic(), 0, 0.0
    for request in requests(app, seed, only):
        sent += 1
        if fault := try_request(app, request):
            found.setdefault(f"{request.method} {_route(app, request)} {fault[:40]}", f"{fault}: {request}")
        elapsed = time.monotonic() - start
        if not base_mb and elapsed > seconds / 3:
            base_mb = _memory_mb()
        if elapsed > seconds:
            break
    grown = _memory_mb() - base_mb
    if base_mb and grown > _GROWTH_MB:
        found["memory"] = f"memory grew by {grown:.0f} MB over {sent} requests"
    return sent


def try_request(app: Flask, request: FuzzedRequest) -> str:
    """Send a request; return what is wrong with the answer, empty if nothing is."""
    start = time.process_time()
    try:
        answer = app.test_client().open(
            request.path, method=request.method, headers=dict(request.headers), data=request.body
        )
        answer.get_data()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    used = time.process_time() - start
    answer.close()
    if answer.status_code >= 500 and answer.status_code != _BUSY:
        return f"status {answer.status_code}"
    most = _MOST_HEAVY_S if request.is_heavy else MOST_S
    return f"{used:.1f} s of processor time" if used > most else ""


def _route(app: Flask, request: FuzzedRequest) -> str:
    """Return the address with its varying parts cut, so that one fault is one finding."""
    return re.sub(r"[^/.]{12,}|\d+", "…", request.path.partition("?")[0])[:80]


def _by_description(app: Flask, seconds: int, seed: int, only: str, found: dict[str, str]) -> int:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations() if only in one.ok().path]
    end, sent = time.monotonic() + seconds, 0
    for round_ in range(1_000_000):
        for operation in operations:
            if time.monotonic() > end:
                return sent
            is_heavy = FuzzedRequest("GET", operation.path).is_heavy
            if is_heavy and round_:
                continue
            for fault in _tried(operation, seed + round_, 2 if is_heavy else _EXAMPLES):
                key = f"{operation.label} {fault.partition(chr(10))[0][:80]}"
                found.setdefault(key, f"{operation.label}: {fault[:600]}")
            sent += 2 if is_heavy else _EXAMPLES
    return sent


def described(app: Flask, seed: int, examples: int) -> dict[str, str]:
    """Send what schemathesis makes of each light operation of the description; return what was found."""
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    operations = [one.ok() for one in schema.get_all_operations()]
    light = [one for one in operations if not FuzzedRequest("GET", one.path).is_heavy]
    return {one.label: fault for one in light for fault in _tried(one, seed, examples)}


def _tried(operation: schemathesis.APIOperation, seed: int, examples: int) -> Iterator[str]:
    """Send what schemathesis makes of an operation; return what its checks found."""
    faults: list[str] = []
    checks = (status_code_conformance, content_type_conformance, response_schema_conformance)

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=examples,
        database=None,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )
    @hypothesis.given(case=operation.as_strategy())
    def send(case: schemathesis.Case) -> None:
        response = case.call(headers={"Accept-Encoding": "identity"})
        if response.status_code >= 500 and response.status_code != _BUSY:
            faults.append(f"status {response.status_code}\n{case.as_curl_command()}")
        try:
            case.validate_response(response, checks=list(checks))
        except FailureGroup as group:
            faults.extend(
                f"{failure.title}: {failure.message}\n{case.as_curl_command()}" for failure in group.exceptions
            )

    send()
    yield from faults


def _memory_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6

"""/readyz says whether the service takes requests, and why not."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest
from flask import Flask

from geo import Atlas
from geo.measure import code_cache
from webmap import create_app
from webmap.service import readiness
from webmap.service.jobs import Jobs
from webmap.service.worker_pool import Patience


@pytest.fixture
def app(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(code_cache, "is_filled", lambda: True)
    return create_app({"TESTING": False, "PROPAGATE_EXCEPTIONS": False}, atlas=atlas)


def asked(app: Flask) -> tuple[int, list[str]]:
    answer = app.test_client().get("/readyz")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.get_json()["reasons"]


def test_it_is_ready_with_data_and_machine_code(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(app) == (200, [])
    monkeypatch.setattr(code_cache, "is_filled", lambda: False)
    assert asked(app) == (503, ["machine code"])


def test_it_is_not_while_it_ends_though_it_answers(app: Flask) -> None:
    readiness.start_draining(app)
    assert asked(app) == (503, ["draining"])
    assert app.test_client().get("/healthz").status_code == 200


def test_it_is_not_without_data(app: Flask) -> None:
    app.extensions["atlas"] = None
    assert readiness.reasons(app) == ["data"]


def test_it_is_not_while_the_next_heavy_work_would_be_refused(app: Flask) -> None:
    jobs = app.extensions["jobs"] = Jobs(running=1, waiting=0)
    begun, go = Event(), Event()
    patience = Patience(30, time.monotonic() + 30, lambda: False)
    thread = Thread(target=lambda: jobs.run(lambda: (begun.set(), go.wait(10)), patience))
    thread.start()
    assert begun.wait(10)
    assert (jobs.running, jobs.waiting) == (1, 0)
    assert asked(app) == (503, ["jobs"])
    go.set()
    thread.join()
    assert asked(app) == (200, [])

"""Heavy work waits its turn in a bounded queue; what is beyond it is told when to come back."""

from __future__ import annotations

import time
from threading import Event, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from geo import Atlas
from geo.errors import BusyError
from webmap import create_app
from webmap.service.jobs import Jobs


def test_beyond_its_places_work_is_refused_and_the_places_come_back() -> None:
    jobs, go = Jobs(running=1, waiting=1), Event()
    done: list[int] = []

    def work(number: int) -> None:
        jobs.run(lambda: (go.wait(10), done.append(number)))

    threads = [Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + 10
    while jobs._places._value:  # until both have their places
        assert time.monotonic() < deadline
        time.sleep(0.01)
    with pytest.raises(BusyError):
        jobs.run(lambda: None)
    go.set()
    for thread in threads:
        thread.join(10)
    assert sorted(done) == [0, 1]
    assert jobs.run(lambda: "free") == "free"


def test_a_place_comes_back_after_a_fault() -> None:
    jobs = Jobs(running=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            jobs.run(lambda: 1 / 0)


def test_a_full_service_answers_503_and_light_answers_go_on(atlas: Atlas) -> None:
    app: Flask = create_app({"threads": 4}, atlas=atlas)
    client: FlaskClient = app.test_client()
    jobs: Jobs = app.extensions["jobs"]
    while jobs._places.acquire(blocking=False):
        pass
    busy = client.get("/sheet.pdf")
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert busy.mimetype == "application/problem+json"
    assert busy.get_json()["rule"] == "P010"
    assert client.get("/healthz").status_code == 200
    assert client.get("/places/lg-new-area.json").status_code == 200

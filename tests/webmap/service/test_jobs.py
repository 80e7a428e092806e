"""Heavy work waits its turn in a bounded queue; what is beyond it is told when to come back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import pytest
import waitress
from flask import Flask
from flask.testing import FlaskClient
from urllib3 import PoolManager
from werkzeug.exceptions import ClientDisconnected

from geo import Atlas
from geo.errors import BusyError
from webmap import create_app
from webmap.service import worker_pool
from webmap.service.jobs import LIGHT_BODY_BYTES, Jobs
from webmap.service.limits import server_options
from webmap.service.worker_pool import Patience
from webmap.settings import Settings

HEAVY = 32


def waits(seconds: float = 60, left: Callable[[], bool] = lambda: False) -> Patience:
    return Patience(seconds, time.monotonic() + seconds, left)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_beyond_its_places_work_is_refused_and_the_places_come_back() -> None:
    jobs, go = Jobs(running=1, waiting=2), Event()
    done: list[int] = []

    def work(number: int) -> None:
        jobs.run(lambda: (go.wait(30), done.append(number)), waits())

    threads = []
    for number in range(3):
        threads.append(Thread(target=work, args=(number,)))
        threads[-1].start()
        until(lambda: jobs.running + jobs.waiting == len(threads))
    assert (jobs.running, jobs.waiting, jobs.is_full) == (1, 2, True)
    with pytest.raises(BusyError):
        jobs.run(lambda: None, waits())
    go.set()
    for thread in threads:
        thread.join(30)
    assert done == [0, 1, 2], "the first to come is the first to be worked on"
    assert (jobs.running, jobs.waiting, jobs.is_full) == (0, 0, False)
    assert jobs.run(lambda: "free", waits()) == "free"


def test_a_place_comes_back_after_a_fault() -> None:
    jobs = Jobs(running=1, waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            jobs.run(lambda: 1 / 0, waits())


def test_who_has_waited_too_long_or_left_gives_up_its_place() -> None:
    jobs, go = Jobs(running=1, waiting=1), Event()
    first = Thread(target=lambda: jobs.run(lambda: go.wait(30), waits()))
    first.start()
    until(lambda: jobs.running == 1)
    with pytest.raises(BusyError, match="not done in 0 s"):
        jobs.run(lambda: None, waits(0))
    with pytest.raises(ClientDisconnected):
        jobs.run(lambda: None, waits(left=lambda: True))
    assert jobs.waiting == 0
    go.set()
    first.join(30)


@pytest.mark.parametrize(("threads", "processes"), [(2, 2), (4, 1), (8, 2), (16, 2), (16, 0), (64, 64)])
def test_heavy_work_never_takes_all_threads(atlas: Atlas, threads: int, processes: int) -> None:
    jobs: Jobs = create_app({"threads": threads, "job_processes": processes}, atlas=atlas).extensions["jobs"]
    places = jobs._places
    assert 1 <= jobs._most_running <= places <= max(threads - 2, 1)
    assert places <= max(threads * 3 // 4, 1)


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application behind the server it really has, and its address."""
    server = waitress.create_server(app, **{**server_options(Settings(port=0, threads=app.config["THREADS"]))}, port=0)
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(30)


def test_with_32_heavy_requests_light_answers_go_on_and_the_rest_is_told_when_to_come_back(
    atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app({"threads": 8, "job_processes": 0}, atlas=atlas)
    go = Event()
    monkeypatch.setattr(worker_pool, "run_job", lambda *job: go.wait(60) and b"%PDF")
    jobs: Jobs = app.extensions["jobs"]
    answers = []
    with served(app) as address, PoolManager(maxsize=HEAVY + 1, retries=False) as client:

        def ask(number: int) -> None:
            answers.append(client.request("GET", f"{address}/sheet.pdf?title={number}", timeout=120))

        threads = [Thread(target=ask, args=(number,)) for number in range(HEAVY)]
        for thread in threads:
            thread.start()
        places = jobs._places
        until(lambda: jobs.is_full and len(answers) == HEAVY - places)
        # All that are still there wait: those beyond have got their answer, and the light ones get theirs.
        assert {answer.status for answer in answers} == {503}
        assert all(int(answer.headers["Retry-After"]) > 0 for answer in answers)
        for light in ("/healthz", "/places/lg-new-area.json"):
            assert client.request("GET", address + light, timeout=60).status == 200
        go.set()
        for thread in threads:
            thread.join(60)
    assert sorted(answer.status for answer in answers) == [200] * places + [503] * (HEAVY - places)


def test_a_client_that_leaves_gives_its_place_back(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app({"threads": 8, "job_processes": 0}, atlas=atlas)
    go = Event()
    monkeypatch.setattr(worker_pool, "run_job", lambda *job: go.wait(60) and b"%PDF")
    jobs: Jobs = app.extensions["jobs"]
    with served(app) as address:
        leaving = [PoolManager(retries=False).connection_from_url(address)._get_conn() for _ in range(4)]
        for number, connection in enumerate(leaving):
            connection.request("GET", f"/sheet.pdf?title={number}")
        until(lambda: (jobs.running, jobs.waiting) == (2, 2))
        for connection in leaving:
            connection.close()
        # Those that wait are gone; in a thread, what runs cannot be stopped.
        until(lambda: (jobs.running, jobs.waiting) == (2, 0))
        go.set()
        until(lambda: jobs.running == 0)


def test_a_full_service_answers_503_and_light_answers_go_on(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    app: Flask = create_app({"threads": 4}, atlas=atlas)
    client: FlaskClient = app.test_client()
    monkeypatch.setattr(app.extensions["jobs"], "_places", 0)
    busy = client.get("/sheet.pdf")
    assert busy.status_code == 503
    assert int(busy.headers["Retry-After"]) > 0
    assert busy.mimetype == "application/problem+json"
    assert busy.get_json()["rule"] == "P010"
    assert client.get("/healthz").status_code == 200
    assert client.get("/places/lg-new-area.json").status_code == 200


def test_a_printed_answer_is_drawn_once_a_day_and_version(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app({"job_processes": 0}, atlas=atlas)
    drawn: list[str] = []
    monkeypatch.setattr(worker_pool, "run_job", lambda atlas, function, *rest: drawn.append(function) or b"%PDF")
    client = app.test_client()
    for address in ("/sheet.pdf?paper=A4", "/sheet.pdf?paper=A4&v=2", "/report/lg-new-area.pdf") * 2:
        answer = client.get(address)
        assert (answer.status_code, answer.data) == (200, b"%PDF")
        assert answer.headers["Content-Disposition"].startswith("inline")
    assert len(drawn) == 2
    client.get("/sheet.pdf?paper=A4&lang=en")
    assert len(drawn) == 3


def test_only_what_is_sent_in_bulk_waits_for_a_worker(atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app({"job_processes": 0}, atlas=atlas)
    client = app.test_client()
    monkeypatch.setattr(app.extensions["jobs"], "_places", 0)
    square = '{"type": "Polygon", "coordinates": [[[121.9, 30.9], [121.91, 30.9], [121.91, 30.91], [121.9, 30.9]]]}'
    for address in ("/measure", "/measure.csv", "/stats"):
        for body, status in ((square, 200), (square + " " * LIGHT_BODY_BYTES, 503)):
            assert client.post(address, data=body, content_type="application/json").status_code == status

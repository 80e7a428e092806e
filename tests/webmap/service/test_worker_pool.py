"""The worker processes of the service: the answers of a thread, ended at their time, replaced, none left behind."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.exceptions import ClientDisconnected

from geo import Atlas
from geo.errors import BusyError, UnknownLayerError
from geo.printing.sheet.request import Request
from geo.printing.sheet.sheet import sheet_plan
from geo.readers.vector_file import parse_geojson
from geo.store.file_layer import with_extra_layer
from webmap.service import worker_pool
from webmap.service.worker_pool import Patience, WorkerError, WorkerPool

WORK = "tests.webmap.service.test_worker"


def waits(seconds: float = 60, *, left: bool = False) -> Patience:
    return Patience(seconds, time.monotonic() + seconds, lambda: left)


@pytest.fixture
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool(2)
    yield made
    made.close()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_worker_answers_as_a_thread_does_and_works_on(pool: WorkerPool, atlas: Atlas) -> None:
    wanted = Request(paper="A4", opacity={"parks": 40})
    plan = pool.call(atlas, "geo.printing.sheet.sheet:sheet_plan", (wanted,), {}, waits())
    assert plan == sheet_plan(atlas, wanted)
    (first, nice), (again, _) = (pool.call(atlas, f"{WORK}:process_of", (), {}, waits()) for _ in range(2))
    assert first == again != os.getpid()
    assert nice > os.nice(0)


def test_a_fault_comes_back_as_it_was_raised_and_the_worker_goes_on(pool: WorkerPool, atlas: Atlas) -> None:
    before = pool.call(atlas, f"{WORK}:process_of", (), {}, waits())
    with pytest.raises(UnknownLayerError) as raised:
        pool.call(atlas, f"{WORK}:own_fault", (), {}, waits())
    assert [fault.rule for fault in raised.value.faults] == ["X001", "P005"]
    with pytest.raises(WorkerError, match="ZeroDivisionError"):
        pool.call(atlas, f"{WORK}:divide_by_zero", (), {}, waits())
    assert pool.call(atlas, f"{WORK}:process_of", (), {}, waits()) == before


def test_a_job_over_its_time_is_ended_and_the_next_gets_a_new_worker(
    pool: WorkerPool, atlas: Atlas, tmp_path: Path
) -> None:
    with pytest.raises(BusyError, match="job_s"):
        pool.call(atlas, f"{WORK}:stay", (str(tmp_path / "pid"),), {}, waits(2))
    assert not is_alive(int((tmp_path / "pid").read_text()))
    assert pool.call(atlas, f"{WORK}:version_of", (), {}, waits()) == atlas.version


def test_a_job_whose_client_has_left_is_ended(pool: WorkerPool, atlas: Atlas, tmp_path: Path) -> None:
    file = tmp_path / "pid"
    patience = replace(waits(), has_left=file.exists)
    with pytest.raises(ClientDisconnected):
        pool.call(atlas, f"{WORK}:stay", (str(file),), {}, patience)
    assert not is_alive(int(file.read_text()))


def test_a_crash_is_an_error_of_this_job_only(pool: WorkerPool, atlas: Atlas) -> None:
    with pytest.raises(WorkerError, match="exit status 7"):
        pool.call(atlas, f"{WORK}:fall", (), {}, waits())
    assert pool.call(atlas, f"{WORK}:version_of", (), {}, waits()) == atlas.version


def test_a_free_worker_that_ended_meanwhile_is_replaced(pool: WorkerPool, atlas: Atlas) -> None:
    pid, _ = pool.call(atlas, f"{WORK}:process_of", (), {}, waits())
    os.kill(pid, 9)
    deadline = time.monotonic() + 10
    while pool._free[0]._process.is_alive():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert pool.call(atlas, f"{WORK}:process_of", (), {}, waits())[0] != pid


def test_a_worker_is_replaced_after_its_jobs(pool: WorkerPool, atlas: Atlas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "JOBS_OF_A_WORKER", 2)
    first, second, third = (pool.call(atlas, f"{WORK}:process_of", (), {}, waits())[0] for _ in range(3))
    assert first == second != third
    assert not is_alive(first)
    last, _ = pool.call(atlas, f"{WORK}:process_of", (), {}, waits(), is_last=True)
    assert last == third
    assert not is_alive(last)


def test_another_atlas_gets_workers_of_its_own_and_brings_its_layers(pool: WorkerPool, atlas: Atlas) -> None:
    square = {"type": "Polygon", "coordinates": [[[121.9, 30.9], [121.91, 30.9], [121.91, 30.91], [121.9, 30.9]]]}
    own = with_extra_layer(
        atlas, parse_geojson(json.dumps(square).encode(), "body"), "sent", ("所传", "sent"), "digest"
    )
    first = pool.call(atlas, f"{WORK}:process_of", (), {}, waits())
    assert pool.call(own, f"{WORK}:version_of", (), {}, waits()) == own.version
    plan = pool.call(
        own,
        "geo.printing.sheet.sheet:sheet_plan",
        (Request(layers=("sent",), bbox=(121.8, 30.8, 122.0, 31.0)),),
        {},
        waits(),
    )
    assert plan == sheet_plan(own, Request(layers=("sent",), bbox=(121.8, 30.8, 122.0, 31.0)))
    assert not is_alive(first[0])


def test_without_processes_the_work_is_done_in_the_thread(atlas: Atlas) -> None:
    assert WorkerPool(0).call(atlas, f"{WORK}:process_of", (), {}, waits())[0] == os.getpid()


def test_nothing_is_left_when_a_pool_goes(atlas: Atlas) -> None:
    pool = WorkerPool(1)
    pid, _ = pool.call(atlas, f"{WORK}:process_of", (), {}, waits())
    pool.close()
    assert not is_alive(pid)

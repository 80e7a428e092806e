"""A worker process: it answers job after job, tells what went wrong, and ends when nobody needs it."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from geo import Atlas
from geo.errors import Fault, UnknownLayerError
from webmap.service import worker

HERE = "tests.webmap.service.test_worker"


def version_of(atlas: Atlas) -> str:
    return atlas.version


def add(atlas: Atlas, first: int, *, second: int) -> int:
    return first + second


def find_no_layer(atlas: Atlas) -> None:
    atlas.entry("no-such-layer")


def divide_by_zero(atlas: Atlas) -> float:
    return 1 / 0


def lead_a_short_life(pipe: Connection, atlas: Atlas) -> None:
    """Serve in a process of its own, which ends after a moment without a job."""
    worker.IDLE_S = 0.01
    worker.serve(pipe, atlas)


@pytest.fixture
def pipe(atlas: Atlas) -> Connection:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=worker.serve, args=(theirs, atlas), daemon=True)
    process.start()
    theirs.close()
    yield ours
    ours.close()
    # Its pipe is closed, so it ends by itself.
    process.join(30)
    assert process.exitcode == 0


@pytest.mark.long
def test_results_faults_and_tracebacks_come_back_in_turn(pipe: Connection, atlas: Atlas) -> None:
    for function, args, kwargs in (
        ("version_of", (), {}),
        ("add", (1,), {"second": 2}),
        ("find_no_layer", (), {}),
        ("divide_by_zero", (), {}),
    ):
        pipe.send((f"{HERE}:{function}", args, kwargs))
    assert pipe.recv() == ("done", atlas.version)
    assert pipe.recv() == ("done", 3)
    how, fault = pipe.recv()
    assert how == "fault"
    with pytest.raises(UnknownLayerError) as known:
        atlas.entry("no-such-layer")
    assert (type(fault), fault.faults, str(fault)) == (UnknownLayerError, known.value.faults, str(known.value))
    how, text = pipe.recv()
    assert how == "broken"
    assert "ZeroDivisionError" in text


@pytest.mark.long
def test_a_worker_without_a_job_ends(atlas: Atlas) -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=lead_a_short_life, args=(theirs, atlas), daemon=True)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    ours.close()
    theirs.close()


def test_a_job_is_called_by_its_name_with_the_atlas_first(atlas: Atlas) -> None:
    assert worker.run_job(atlas, f"{HERE}:add", (1,), {"second": 4}) == 5
    with pytest.raises(UnknownLayerError):
        worker.run_job(atlas, f"{HERE}:find_no_layer", (), {})


def process_of(atlas: Atlas) -> tuple[int, int]:
    """Return id and niceness of the process."""
    return os.getpid(), os.nice(0)


def stay(atlas: Atlas, pid_file: str) -> None:
    """Write down the process, and never come back."""
    Path(pid_file).write_text(str(os.getpid()), encoding="ascii")
    multiprocessing.Event().wait()


def fall(atlas: Atlas) -> None:
    """End as a crash in a library ends a process."""
    os._exit(7)


def own_fault(atlas: Atlas) -> None:
    raise UnknownLayerError([Fault("a", "b", "c", "d", "X001"), Fault("e")])

"""Heavy work in a few places, so that light answers never wait behind it.

A sheet or a report takes seconds of one processor. A few are worked on at once, in worker processes; a few more wait,
each in a thread of the server; the next is told to come back. A quarter of the threads is never taken by heavy work, so
that ``/healthz`` and the places answer whatever else is asked for. A job that is not done in the time of the setting
``job_s``, or whose client has left, is given up.
"""

from __future__ import annotations

import time
from collections import deque
from functools import wraps
from threading import Condition
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import current_app, request

from geo.errors import BusyError, Fault
from webmap.http.current import current_atlas
from webmap.http.errors import RETRY_AFTER_S
from webmap.service.worker import run_job
from webmap.service.worker_pool import LOOK_S, Patience, WorkerPool

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

P = ParamSpec("P")
T = TypeVar("T")

#: Bytes of shapes up to which an answer takes a fraction of a second; those of 16 MB take ten.
LIGHT_BODY_BYTES = 64 * 1024
_A_DAY_S = 86_400.0
#: Where waitress says whether the client has closed the connection.
_HAS_LEFT = "waitress.client_disconnected"


class Jobs:
    """The places for heavy work.

    Parameters
    ----------
    running : int
        How many are worked on at once.
    waiting : int
        How many more may wait, each in a thread of the server; the first to come is the first to be worked on.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self._most_running, self._places = running, running + waiting
        self._running = 0
        self._line: deque[object] = deque()
        self._changed = Condition()

    @property
    def running(self) -> int:
        """How many are worked on now."""
        return self._running

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._line)

    @property
    def is_full(self) -> bool:
        """Whether the next would be refused."""
        return self._running + len(self._line) >= self._places

    def run(self, work: Callable[[], T], patience: Patience) -> T:
        """Do the work when it is its turn.

        Raises
        ------
        BusyError
            If all places are taken, or the time is over before it is its turn.
        werkzeug.exceptions.ClientDisconnected
            If the client has left before.
        """
        self._wait(patience)
        try:
            return work()
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def _wait(self, patience: Patience) -> None:
        ticket = object()
        with self._changed:
            if self.is_full:
                remedy = f"ask again in {RETRY_AFTER_S} s"
                raise BusyError(Fault("as much heavy work as the service takes", "a free place", "request", remedy))
            self._line.append(ticket)
            try:
                while self._line[0] is not ticket or self._running >= self._most_running:
                    self._changed.wait(LOOK_S)
                    patience.require()
                self._running += 1
            finally:
                self._line.remove(ticket)
                self._changed.notify_all()


def init_app(app: Flask) -> None:
    """Make the places of an application and its worker processes, which start with the first job."""
    threads, processes = int(app.config["THREADS"]), int(app.config["JOB_PROCESSES"])
    places = max(threads - max(threads // 4, 2), 1)
    running = min(processes or 2, places)
    app.extensions["jobs"] = Jobs(running, places - running)
    app.extensions["workers"] = WorkerPool(processes)


def in_worker(function: str, *args: Any, **kwargs: Any) -> Any:
    """Do a heavy job for the current request, in a worker process, when it is its turn.

    Parameters
    ----------
    function : str
        ``module:name`` of a function whose first argument is the atlas of the request.
    *args, **kwargs : Any
        The other arguments. They and the result must be picklable.

    Returns
    -------
    Any
        What the function returned.

    Raises
    ------
    AtlasError
        As the function raised it, and as `Jobs.run` and `webmap.service.worker_pool.WorkerPool.call` do.
    """
    jobs, workers = current_app.extensions["jobs"], current_app.extensions["workers"]
    atlas, patience = current_atlas(), _patience()
    return jobs.run(lambda: workers.call(atlas, function, args, kwargs, patience), patience)


def start_job(function: str, *args: Any, **kwargs: Any) -> Callable[[], Any]:
    """Return a call that does a job for the atlas of the current request, to be made outside of it, without hurry.

    Parameters
    ----------
    function, *args, **kwargs
        As of `in_worker`. It takes none of the places for heavy work, as nobody waits for it in a thread of the server.
    """
    workers: WorkerPool = current_app.extensions["workers"]
    atlas, patience = current_atlas(), Patience(_A_DAY_S, time.monotonic() + _A_DAY_S, lambda: False)
    return lambda: workers.call(atlas, function, args, kwargs, patience, is_last=True)


def by_size(size: int, function: str, *args: Any, **kwargs: Any) -> Any:
    """Do a job at once if what was sent is small, else as `in_worker` does.

    Parameters
    ----------
    size : int
        Bytes sent.
    function, *args, **kwargs
        As of `in_worker`.
    """
    if size <= LIGHT_BODY_BYTES:
        return run_job(current_atlas(), function, args, kwargs)
    return in_worker(function, *args, **kwargs)


def heavy(view: Callable[P, T]) -> Callable[P, T]:
    """Mark a view as heavy work that is done in its thread of the server."""

    @wraps(view)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
        jobs: Jobs = current_app.extensions["jobs"]
        return jobs.run(lambda: view(*args, **kwargs), _patience())

    return in_turn


def _patience() -> Patience:
    """Return how long the client of the request waits."""
    seconds = float(current_app.config["JOB_S"])
    return Patience(seconds, time.monotonic() + seconds, request.environ.get(_HAS_LEFT, lambda: False))

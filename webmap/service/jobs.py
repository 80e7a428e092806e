"""Heavy work in a few places, so that light answers never wait behind it.

A sheet or a report takes seconds of one processor. Each occupies a thread of the server while it is drawn or waits;
without a bound nine of them occupy all, and even ``/healthz`` waits. Here a few run, a few wait, and the next is told
to come back.
"""

from __future__ import annotations

from functools import wraps
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import current_app

from geo.errors import BusyError, Fault
from webmap.http.errors import RETRY_AFTER_S

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

P = ParamSpec("P")
T = TypeVar("T")


class Jobs:
    """The places for heavy work.

    Parameters
    ----------
    running : int
        How many are worked on at once.
    waiting : int
        How many more may wait, each in a thread of the server.
    """

    def __init__(self, running: int, waiting: int) -> None:
        self._running = BoundedSemaphore(running)
        self._places = BoundedSemaphore(running + waiting)
        self._most, self._taken, self._working, self._lock = running + waiting, 0, 0, Lock()

    @property
    def running(self) -> int:
        """How many are worked on now."""
        return self._working

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return self._taken - self._working

    @property
    def is_full(self) -> bool:
        """Whether the next would be refused."""
        return self._taken >= self._most

    def _count(self, *, taken: int = 0, working: int = 0) -> None:
        with self._lock:
            self._taken += taken
            self._working += working

    def run(self, work: Callable[[], T]) -> T:
        """Do the work when it is its turn.

        Raises
        ------
        BusyError
            If all places are taken.
        """
        if not self._places.acquire(blocking=False):
            remedy = f"ask again in {RETRY_AFTER_S} s"
            raise BusyError(Fault("as much heavy work as the service takes", "a free place", "request", remedy))
        self._count(taken=1)
        try:
            with self._running:
                self._count(working=1)
                try:
                    return work()
                finally:
                    self._count(working=-1)
        finally:
            self._count(taken=-1)
            self._places.release()


def init_app(app: Flask) -> None:
    """Make the places of an application: at least two of its threads are left to light answers."""
    running = min(2, max(int(app.config["THREADS"]) - 2, 1))
    waiting = max(int(app.config["THREADS"]) - 2 - running, 0)
    app.extensions["jobs"] = Jobs(running, waiting)


def heavy(view: Callable[P, T]) -> Callable[P, T]:
    """Mark a view as heavy work."""

    @wraps(view)
    def in_turn(*args: P.args, **kwargs: P.kwargs) -> T:
        jobs: Jobs = current_app.extensions["jobs"]
        return jobs.run(lambda: view(*args, **kwargs))

    return in_turn

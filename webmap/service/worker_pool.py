"""Worker processes for heavy jobs, so that drawing does not hold the interpreter of the service.

A worker is started when there is work and no free one, from the fork server that has the drawing modules loaded
(some 0.2 s; without fork a new interpreter, 2 s). It gets the atlas it is to draw, layers of the reader's own
included, and works on until it has done `JOBS_OF_A_WORKER` jobs, stood idle, passed its time or got another atlas; with
it goes the memory its jobs have left behind.

Why not a pool of the standard library or Pebble: the first cannot end one job without all others; the second never
lets go of an idle worker and looks at its workers ten times a second.
"""

from __future__ import annotations

import multiprocessing
import os
import time
import weakref
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import ClientDisconnected

from geo.errors import BusyError, Fault
from geo.extract.site_shape import READ_ONE_SHAPE
from geo.readers import isolated
from webmap.http.errors import RETRY_AFTER_S
from webmap.service.worker import run_job, serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

    from geo import Atlas

#: Jobs after which a worker is replaced by a new one.
JOBS_OF_A_WORKER = 50
#: Modules of the jobs, loaded once in the fork server.
MODULES = ("geo.printing.sheet.sheet", "geo.printing.extract.pdf", "geo.export", "webmap.service.worker")
#: Seconds between two looks at the clock and the client while a job is done.
LOOK_S = 0.25


class WorkerError(RuntimeError):
    """A job failed in a way nobody foresaw; the text is the traceback of the worker, or how it ended."""


@dataclass(frozen=True)
class Patience:
    """How long a client waits for a job.

    Attributes
    ----------
    seconds : float
        Time for the whole of it, waiting included.
    until : float
        When it ends, by `time.monotonic`.
    has_left : callable
        Returns whether the client has closed the connection.
    """

    seconds: float
    until: float
    has_left: Callable[[], bool]

    def require(self) -> None:
        """Check that somebody still waits.

        Raises
        ------
        BusyError
            If the time is over.
        werkzeug.exceptions.ClientDisconnected
            If the client has left.
        """
        if time.monotonic() >= self.until:
            found = f"heavy work that was not done in {self.seconds:g} s"
            remedy = f"ask for less, or again in {RETRY_AFTER_S} s"
            raise BusyError(Fault(found, f"at most {self.seconds:g} s (setting job_s)", "request", remedy))
        if self.has_left():
            raise ClientDisconnected


class WorkerPool:
    """The worker processes of one application. How many work at once is decided by `webmap.service.jobs`.

    Parameters
    ----------
    processes : int
        Most workers; 0 does all jobs in the thread that asks.
    """

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._free: list[_Worker] = []
        self._lock = Lock()
        isolated.preload_also(*MODULES)
        # At the end of the program, too.
        weakref.finalize(self, _stop_all, self._free)

    def call(
        self,
        atlas: Atlas,
        function: str,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        patience: Patience,
        *,
        is_last: bool = False,
    ) -> Any:
        """Do a job in a worker process.

        Parameters
        ----------
        atlas : Atlas
            First argument of the function.
        function : str
            ``module:name``.
        args, kwargs : tuple, dict
            Its other arguments. They and the result must be picklable.
        patience : Patience
        is_last : bool
            Whether the worker ends with it, because such a job leaves much memory behind and the next is far.

        Raises
        ------
        AtlasError
            As the function raised it.
        BusyError, werkzeug.exceptions.ClientDisconnected
            If nobody waits any more; the worker is ended.
        WorkerError
            If the function failed otherwise, or the worker crashed.
        """
        if not self._processes:
            return run_job(atlas, function, args, kwargs)
        worker = self._take(atlas)
        try:
            how, value = worker.do((function, args, kwargs), patience)
        except BaseException:
            worker.stop()
            raise
        self._give_back(worker, is_last=is_last)
        if how == "done":
            return value
        raise value if how == "fault" else WorkerError(value)

    def close(self) -> None:
        """End the workers that are free."""
        with self._lock:
            _stop_all(self._free)

    def _take(self, atlas: Atlas) -> _Worker:
        """Return a free worker that has the atlas, or a new one; end those that have another or have ended."""
        with self._lock:
            for worker in [worker for worker in self._free if not worker.is_ready_for(atlas)]:
                self._free.remove(worker)
                worker.stop()
            if self._free:
                return self._free.pop()
        return _Worker(atlas)

    def _give_back(self, worker: _Worker, *, is_last: bool) -> None:
        if is_last or worker.jobs >= JOBS_OF_A_WORKER:
            worker.stop()
            return
        with self._lock:
            self._free.append(worker)


class _Worker:
    """One worker process and the pipe to it."""

    def __init__(self, atlas: Atlas) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        # A copy, because what an atlas has computed for itself is not worth sending.
        self._process = start_process(serve, theirs, replace(atlas))
        theirs.close()
        self._atlas = weakref.ref(atlas)
        self.jobs = 0

    def is_ready_for(self, atlas: Atlas) -> bool:
        return self._atlas() is atlas and self._process.is_alive()

    def do(self, job: tuple[Any, ...], patience: Patience) -> tuple[str, Any]:
        self.jobs += 1
        try:
            self._pipe.send(job)
            while not self._pipe.poll(min(LOOK_S, max(patience.until - time.monotonic(), 0))):
                patience.require()
            answer: tuple[str, Any] = self._pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self._process.join(LOOK_S)
            msg = f"a worker process ended in its work, exit status {self._process.exitcode}"
            raise WorkerError(msg) from error
        return answer

    def stop(self) -> None:
        self._pipe.close()
        self._process.kill()
        self._process.join()
        self._process.close()


def start_process(work: Callable[..., None], *args: Any) -> BaseProcess:
    """Start a process that has the libraries, from the fork server where there is one; it ends with this one.

    Parameters
    ----------
    work : callable
        What it does; a function of a module.
    *args : Any
        Its arguments; they must be picklable.
    """
    isolated.warm_up(READ_ONE_SHAPE)
    context: BaseContext = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    process: BaseProcess = context.Process(target=work, args=args, daemon=True)  # type: ignore[attr-defined]
    process.start()
    return process


def _stop_all(workers: list[_Worker]) -> None:
    while workers:
        workers.pop().stop()

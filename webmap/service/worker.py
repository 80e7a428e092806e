"""What a worker process does: one heavy job after the other on its copy of the atlas, until nobody needs it.

It imports nothing that draws: the fork server has that loaded; where there is none the first job imports it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo.errors import AtlasError
from geo.readers.fork_server import name_process

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from geo import Atlas

#: Seconds without a job after which a worker ends; its memory is worth more than the moment it takes to start another.
IDLE_S = 300.0
#: How much a worker gives way to the threads of the server, which answer in milliseconds.
_NICE = 5


def serve(pipe: Connection, atlas: Atlas) -> None:
    """Take jobs from a pipe and send their results, until the other end closes it or is silent for `IDLE_S`.

    A job is ``(function, args, kwargs)``, see `run_job`; the answer is ``("done", result)``, ``("fault", AtlasError)``
    or ``("broken", traceback)``.
    """
    name_process("lingang-job")
    # Ctrl+C reaches every process of the terminal; the server alone decides when its workers end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(_NICE)
    # What the fork server has loaded stays shared with it: a collection would write to every object.
    gc.freeze()
    while pipe.poll(IDLE_S):
        try:
            function, args, kwargs = pipe.recv()
            pipe.send(_answer(atlas, function, args, kwargs))
        except (EOFError, BrokenPipeError, ConnectionResetError):
            return
        _give_memory_back()


def run_job(atlas: Atlas, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call a function of an atlas and other arguments by its name, ``module:name``, and return what it returns."""
    module, _, name = function.partition(":")
    return getattr(import_module(module), name)(atlas, *args, **kwargs)


def _give_memory_back() -> None:
    """Return what a job has left to the system, a fifth of what a worker that has drawn a sheet holds."""
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
        if trim:
            trim(0)


def _answer(atlas: Atlas, function: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[str, Any]:
    try:
        return "done", run_job(atlas, function, args, kwargs)
    except AtlasError as error:
        return "fault", error
    except Exception:
        return "broken", traceback.format_exc()

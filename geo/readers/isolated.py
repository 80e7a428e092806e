"""Run a reader on a stranger's file in a child process with limits of memory, processor time and wall time.

A library may crash on a file made for that, use gigabytes for a kilobyte, or never end. In a child process this does
not harm the server: the child is ended, and the sender of the file gets an error. Children are forked from a fork
server that has the readers loaded and runs no thread (25 ms each); a fork of a server with threads could hang on a
lock.

Where the kernel allows it the child has no network. Systems without ``resource`` (Windows) start a new process and
limit the wall time only.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from geo import errors
from geo.errors import TOO_LARGE, AtlasError, Fault, ParameterError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

#: Flags of ``unshare`` (Linux, sched.h): a new user namespace, in which a new network namespace may be made.
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
#: Seconds in which a child that has answered must end.
_GRACE_S = 0.2
#: Modules the fork server loads beside the readers, see `preload_also`.
_ALSO: dict[str, None] = {}


@dataclass(frozen=True)
class Limits:
    """What a child may use.

    Attributes
    ----------
    memory_mb : int
        Data memory beyond what the loaded libraries take (``RLIMIT_DATA``).
    cpu_s, wall_s : int
        Processor time and time by the clock.
    """

    memory_mb: int = 512
    cpu_s: int = 20
    wall_s: int = 30


def run_isolated(function: str, *args: Any, limits: Limits | None = None) -> Any:
    """Call a function in a child process.

    Parameters
    ----------
    function : str
        ``module:name``.
    *args : Any
        Its arguments. They and the result must be picklable.
    limits : Limits, optional

    Returns
    -------
    Any
        What the function returned.

    Raises
    ------
    AtlasError
        As the function raised it.
    ParameterError
        If the child passed a limit or crashed.
    """
    limits = limits or Limits()
    context = _context(function)
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_run_in_child, args=(theirs, function, args, limits), daemon=True)  # type: ignore[attr-defined]
    child.start()
    theirs.close()
    answer: tuple[Any, ...] = ("late",)
    try:
        if ours.poll(limits.wall_s):
            answer = ours.recv()
    except EOFError:
        answer = ("died",)
    finally:
        ours.close()
        child.join(_GRACE_S)
        child.kill()
        child.join()
    if answer[0] == "done":
        return answer[1]
    if answer[0] == "fault":
        raise getattr(errors, answer[1])(answer[2])
    raise ParameterError(_fault(answer[0], child.exitcode, limits))


def warm_up(function: str) -> None:
    """Start the fork server with the module of a function loaded, so that the first file does not wait a second."""
    if hasattr(os, "fork"):
        _context(function)
        from multiprocessing import forkserver  # noqa: PLC0415  only where there is one

        forkserver.ensure_running()


def preload_also(*modules: str) -> None:
    """Name modules the fork server loads beside the readers, for other children of this process.

    A process has one fork server, which loads them when it starts: this must be called before the first child.
    """
    _ALSO.update(dict.fromkeys(modules))


def _context(function: str) -> BaseContext:
    context: BaseContext = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if hasattr(os, "fork"):
        context.set_forkserver_preload([__name__, function.partition(":")[0], *_ALSO])
    return context


def _fault(how: str, exitcode: int | None, limits: Limits) -> Fault:
    if how == "late":
        found = f"a file that takes longer than {limits.wall_s} s to read"
    elif how == "memory":
        found = f"a file that takes more than {limits.memory_mb} MB to read"
    elif exitcode in {-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 9)}:
        found = f"a file that takes more than {limits.cpu_s} s of processor time to read"
    else:
        found = "a file that its reader cannot take (it crashed)"
    return Fault(found, "a plain vector file", "file", "split it, simplify it, or save it again", TOO_LARGE)


def _run_in_child(answer: Connection, function: str, args: tuple[Any, ...], limits: Limits) -> None:
    """Run in the child: set its limits, call the function, send the result or the error."""
    try:
        _limit(limits)
        _leave_network()
        module, _, name = function.partition(":")
        answer.send(("done", getattr(import_module(module), name)(*args)))
    except AtlasError as error:
        answer.send(("fault", type(error).__name__, error.faults))
    except MemoryError:
        answer.send(("memory",))
    finally:
        answer.close()


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    data = _data_bytes() + limits.memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (data, data))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _data_bytes() -> int:
    """Read the data memory of this process in bytes; RLIMIT_DATA includes it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  no path of ours
            lines = dict(line.split(":", 1) for line in status)
    except OSError:
        return 256 * 1024 * 1024
    return int(lines["VmData"].split()[0]) * 1024


def _leave_network() -> None:
    """Enter a new network namespace, which is empty. If the kernel refuses, only `geo.readers.drivers` protects."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)

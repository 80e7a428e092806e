"""Run a reader on a stranger's file in a child process that can do little else, and not for long.

A library may crash on a file made for that, use gigabytes for a kilobyte, or never end; an error in it may let the file
run code of its own. In a child process this does not harm the server: the child is ended at its limits of memory,
processor time and time by the clock, it can read the file and the installed programs only, write nothing and reach
no network, and its answer is text, which cannot do anything. Children are forked from a fork server that has the
readers loaded and runs no thread (25 ms each); a fork of a server with threads could hang on a lock. A service of
several processes has one for all (`share_fork_server`).

What a system does not offer is left out: `missing_protections` lists it. Windows has time by the clock only.
"""

from __future__ import annotations

import ctypes
import json
import multiprocessing
import os
import signal
import sys
import sysconfig
import threading
from dataclasses import asdict, dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo import errors
from geo.errors import TOO_LARGE, AtlasError, Fault, ParameterError
from geo.readers import landlock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext

#: Flags of ``unshare`` (Linux, sched.h): a new user namespace, in which a new network namespace may be made.
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
#: Seconds in which a child that has answered must end.
_GRACE_S = 0.2
#: Most bytes of an answer.
_MOST_ANSWER = 64 * 1024 * 1024
#: Readers that are imported when a file needs them; the fork server has them, or each child would take a second.
_READERS = ("geo.readers.geoparquet", "geo.readers.dxf", "pyarrow.parquet")
#: Modules the fork server loads beside the readers, see `preload_also`.
_ALSO: dict[str, None] = {}
#: What a child may read beside the file: shared libraries, time zones, and what Python reads of itself. The
#: reference systems of PROJ and GDAL are installed with their packages, or in the last folders.
_SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache", "/dev/null", "/dev/urandom"),
    *("/usr/share/zoneinfo", "/usr/share/proj", "/usr/share/gdal"),
)


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


def run_isolated(function: str, *args: Any, limits: Limits | None = None, files: Iterable[str] = ()) -> Any:
    """Call a function in a child process.

    Parameters
    ----------
    function : str
        ``module:name``.
    *args : Any
        Its arguments; they must be picklable.
    limits : Limits, optional
    files : iterable of str
        Files and folders the function may read.

    Returns
    -------
    Any
        What the function returned: what JSON can hold.

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
    task = (theirs, function, args, limits, tuple(files))
    child = context.Process(target=_run_in_child, args=task, daemon=True)  # type: ignore[attr-defined]
    child.start()
    theirs.close()
    # Ends a child that sends half an answer, too.
    late = threading.Event()
    clock = threading.Timer(limits.wall_s, _end, (child, late))
    clock.start()
    how, said = "died", None
    try:
        how, said = _understood(json.loads(ours.recv_bytes(_MOST_ANSWER)))
    except (EOFError, OSError, ValueError, RecursionError, LookupError, TypeError, AttributeError):
        how = "late" if late.is_set() else "died"
    finally:
        clock.cancel()
        ours.close()
        child.join(_GRACE_S)
        child.kill()
        child.join()
    if how == "done":
        return said
    if isinstance(said, AtlasError):
        raise said
    raise ParameterError(_fault(how, child.exitcode, limits))


def _understood(answer: dict[str, Any]) -> tuple[str, Any]:
    """Return how a child ended, and its result or error; an answer of another form is a KeyError or a TypeError."""
    if answer["how"] != "fault":
        return answer["how"], answer.get("value")
    kinds = {
        name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, AtlasError)
    }
    faults = [Fault(**{str(name): str(text) for name, text in fault.items()}) for fault in answer["faults"]]
    return "fault", kinds[answer["kind"]](faults or [Fault("an error without a fault")])


def warm_up(function: str) -> None:
    """Start the fork server with the module of a function loaded, so that the first file does not wait a second."""
    if hasattr(os, "fork"):
        _context(function)
        from multiprocessing import forkserver  # noqa: PLC0415  only where there is one

        forkserver.ensure_running()


def share_fork_server(function: str) -> None:
    """Fork the fork server off this process, so that it shares the memory of what is loaded with all that use it.

    Parameters
    ----------
    function : str
        As of `warm_up`. To be called before a thread is started; where it cannot be done, nothing happens, and the
        fork server is started as `warm_up` does.
    """
    if hasattr(os, "fork"):
        from geo.readers import fork_server  # noqa: PLC0415  only where there is one

        fork_server.share(_preloaded(function))


def preload_also(*modules: str) -> None:
    """Name modules the fork server loads beside the readers, for other children of this process.

    A process has one fork server, which loads them when it starts: this must be called before the first child.
    """
    _ALSO.update(dict.fromkeys(modules))


def missing_protections() -> list[str]:
    """List what this system does not offer to protect it from files of strangers; empty where all is there.

    Returns
    -------
    list of str
        One phrase each.
    """
    missing = []
    if find_spec("resource") is None:
        missing.append("no limit of memory and processor time (only of time by the clock)")
    if not landlock.version():
        missing.append("no Landlock (a reader could open other files)")
    if run_isolated(f"{__name__}:network_of_this_process") == network_of_this_process():
        missing.append("no network namespace (a reader could call an address)")
    return missing


def network_of_this_process() -> str | None:
    """Return the name of the network namespace this process is in, None where there are none."""
    try:
        return os.readlink("/proc/self/ns/net")  # noqa: PTH115  no file: pathlib would look for the target
    except OSError:
        return None


def _leave_network() -> None:
    """Enter a new network namespace, which is empty, if the kernel allows it."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _context(function: str) -> BaseContext:
    context: BaseContext = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    if hasattr(os, "fork"):
        context.set_forkserver_preload(_preloaded(function))
    return context


def _preloaded(function: str) -> list[str]:
    """List the modules the fork server loads, in their order."""
    return ["geo.readers.child_settings", __name__, function.partition(":")[0], *_READERS, *_ALSO]


def _end(child: Any, late: threading.Event) -> None:
    late.set()
    child.kill()


def _fault(how: str, exitcode: int | None, limits: Limits) -> Fault:
    if how == "late":
        found = f"a file that takes longer than {limits.wall_s} s to read"
    elif how == "memory":
        found = f"a file that takes more than {limits.memory_mb} MB to read"
    elif exitcode in {-getattr(signal, "SIGXCPU", 0), -getattr(signal, "SIGKILL", 9)}:
        found = f"a file that takes more than {limits.cpu_s} s of processor time to read"
    else:
        found = "a file that its reader cannot take (it crashed, or wanted more memory)"
    return Fault(found, "a plain vector file", "file", "split it, simplify it, or save it again", TOO_LARGE)


def _run_in_child(
    answer: Connection, function: str, args: tuple[Any, ...], limits: Limits, files: tuple[str, ...]
) -> None:
    """Run in the child: set its limits, call the function, send the result or the error."""
    try:
        module, _, name = function.partition(":")
        called = getattr(import_module(module), name)
        _limit(limits)
        _leave_network()
        landlock.keep_only([*map(Path, files), *_installation()])
        said: dict[str, Any] = {"how": "done", "value": called(*args)}
    except AtlasError as error:
        said = {"how": "fault", "kind": type(error).__name__, "faults": [asdict(fault) for fault in error.faults]}
    except MemoryError:
        said = {"how": "memory"}
    answer.send_bytes(json.dumps(said).encode())
    answer.close()


def _installation() -> list[Path]:
    """List the folders of Python, of its packages and of this one."""
    paths = sysconfig.get_paths()
    packages = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return [Path(name) for name in (*packages, *_SYSTEM)] + [Path(__file__).parents[1]]


def _limit(limits: Limits) -> None:
    try:
        import resource  # noqa: PLC0415  not on Windows
    except ImportError:
        return
    data = _data_bytes() + limits.memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (data, data))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _data_bytes() -> int:
    """Read the data memory of this process in bytes; RLIMIT_DATA includes it."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:  # noqa: PTH123  no path of ours
            lines = dict(line.split(":", 1) for line in status)
    except OSError:
        return 256 * 1024 * 1024
    return int(lines["VmData"].split()[0]) * 1024

"""One fork server for a process and all that it forks, with the libraries it has loaded in memory they share.

The fork server of `multiprocessing` is a new interpreter for each process that wants one, and loads a hundred megabytes
of libraries again. This one is a fork: the pages of the libraries stay shared with the process that made it, with the
processes that one forks, and with the children that are forked from it. Nothing but its own socket and the pipe that
ends it stays open in it, so that a child reaches no connection of the service.

It must be made before a thread is started and before anything is loaded that a child should not see. Where that cannot
be (no Linux, a thread, another Python than `_VERSIONS`) `multiprocessing` starts its own, which does the same.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from contextlib import suppress
from multiprocessing import forkserver, resource_tracker
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: From and before which version the fork server of Python is started as here: later ones want a key from a pipe too.
_VERSIONS = (3, 11), (3, 14)
#: What an open file of a process is called that leads out of it.
_LEADING_OUT = ("socket:", "pipe:", "anon_inode:")


class SharedForkServer(forkserver.ForkServer):
    """A fork server that is a fork of this process. If it ends, each process that asks it starts one of its own."""

    _forkserver_address: str
    _forkserver_alive_fd: int
    _forkserver_pid: int | None

    def fork_off(self, modules: Sequence[str]) -> None:
        """Start it; it imports the modules that this process has not."""
        resource_tracker.ensure_running()
        self.set_forkserver_preload(list(modules))
        with socket.socket(socket.AF_UNIX) as listener:
            address = f"{get_temp_dir()}/fork-server-{os.getpid()}"
            listener.bind(address)
            Path(address).chmod(0o600)
            listener.listen()
            alive_r, alive_w = os.pipe()
            pid = os.fork()
            if pid == 0:
                _serve(listener.detach(), alive_r, modules)
            os.close(alive_r)
        self._forkserver_address, self._forkserver_alive_fd, self._forkserver_pid = address, alive_w, pid

    def ensure_running(self) -> None:
        """Start one if none runs."""
        # It is no child of a process that its maker forked; whether it runs is seen when it is asked.
        with suppress(ChildProcessError):
            super().ensure_running()

    def connect_to_new_process(self, fds: Sequence[int]) -> tuple[int, int]:
        """Ask it for a process."""
        try:
            return super().connect_to_new_process(fds)
        except (ConnectionError, FileNotFoundError):
            # It has ended.
            self._forkserver_pid = None
            return super().connect_to_new_process(fds)


def is_possible() -> bool:
    """Whether a fork server can be forked off this process now."""
    version = _VERSIONS[0] <= sys.version_info[:2] < _VERSIONS[1]
    return sys.platform == "linux" and version and threading.active_count() == 1


def share(modules: Sequence[str]) -> None:
    """Fork off a fork server that this process and those it forks use from now on, if that is possible.

    Parameters
    ----------
    modules : sequence of str
        Modules it has loaded, in the order of their import.
    """
    if not is_possible():
        return
    shared = SharedForkServer()
    shared.fork_off(modules)
    for name in ("ensure_running", "connect_to_new_process", "set_forkserver_preload"):
        setattr(forkserver, name, getattr(shared, name))


def name_process(name: str) -> None:
    """Name this process in lists of processes, where forks would all be called alike; on Linux, in 15 letters."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")


def _serve(listener: int, alive: int, modules: Sequence[str]) -> None:
    """Be the fork server until all its clients have ended; does not return."""
    status = 1
    try:
        name_process("lingang-forks")
        _close_what_leads_out({listener, alive})
        forkserver.main(listener, alive, list(modules))
    except SystemExit:
        status = 0
    finally:
        os._exit(status)


def _close_what_leads_out(kept: Iterable[int]) -> None:
    """Close connections and pipes; files that libraries hold open are read through the same numbers again."""
    for name in os.listdir("/proc/self/fd"):  # noqa: PTH208  names of numbers
        number = int(name)
        if number <= 2 or number in kept:
            continue
        with suppress(OSError):  # that of the list itself
            if os.readlink(f"/proc/self/fd/{name}").startswith(_LEADING_OUT):  # noqa: PTH115  no file
                os.close(number)

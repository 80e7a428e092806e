"""Keep a worker serving: one that died or hangs is replaced by a new one at the same socket.

The supervisor binds the socket and forks before any data or library is loaded, so it takes a few megabytes, the worker
starts as fast as without it, and connections that come while a worker is replaced wait for the next. A worker shows
that it lives by a byte in a pipe (`webmap.service.drain`).
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

#: How often the supervisor looks whether its worker lives, in seconds.
_STEP_S = 1.0
#: What a worker gets beyond the time in which it finishes requests, in seconds.
_GRACE_S = 5.0
#: Seconds before a worker that died is replaced: the first at once, the later ones if each died soon after its start.
WAIT_S = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)
#: A worker that lived so many seconds did not die of its start.
_LONG_LIFE_S = 30.0
#: Seconds between two looks at a worker that has closed its pipe and is not gone yet.
_DYING_S = 0.05
#: How many workers may die one after the other before any has served.
_MOST_TRIES = 4


@dataclass
class Worker:
    """The process that serves, as it sees itself.

    Attributes
    ----------
    supervisor : int
        Process id of the supervisor.
    number : int
        0 for the first worker, 1 for the one that replaced it.
    """

    supervisor: int
    number: int
    _pipe: int = field(repr=False)

    def beat(self) -> bool:
        """Show the supervisor that this process lives; return whether there still is one."""
        try:
            os.write(self._pipe, b".")
        except BlockingIOError:  # it does not look just now
            return True
        except BrokenPipeError:
            return False
        return True


class Terminal:
    """The terminal this process was started from, if any. A closed one sends the signal that also means to reload."""

    def __init__(self) -> None:
        self._was_there = self._opens()

    def is_gone(self) -> bool:
        """Whether there was a terminal and it was closed."""
        return self._was_there and not self._opens()

    @staticmethod
    def _opens() -> bool:
        try:
            os.close(os.open("/dev/tty", os.O_RDONLY | os.O_NOCTTY))
        except OSError:
            return False
        return True


def is_possible() -> bool:
    """Whether this system can replace a worker; Windows cannot."""
    return hasattr(os, "fork")


class Supervisor:
    """Starts workers and watches them.

    Parameters
    ----------
    listener : socket.socket
        The bound socket; workers listen on it.
    hang_s : float
        A worker that shows no life for so long is replaced.
    drain_s : float
        Most seconds a worker may take to finish its requests when it is told to end.
    say : callable
        Is told each event as a line.
    """

    def __init__(self, listener: socket.socket, hang_s: float, drain_s: float, say: Callable[[str], None]) -> None:
        self._listener = listener
        self._hang_s = hang_s
        self._drain_s = drain_s
        self._say = say
        self._pid = 0
        self._pipe = -1
        self._ending = False
        self._has_served = False
        self._terminal = Terminal()

    def start(self) -> Worker:
        """Start a worker and watch over it. Returns in each worker; the supervisor itself ends here.

        Raises
        ------
        SystemExit
            In the supervisor: with status 0 when it was told to end, with that of the first worker if that could not
            start.
        """
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._interrupt)
        signal.signal(signal.SIGHUP, self._reload)
        number = quick_deaths = 0
        while True:
            worker = self._fork(number)
            if worker:
                return worker
            began = time.monotonic()
            status = self._watch()
            if self._ending:
                sys.exit(0)
            if not self._has_served and (status > 0 or number + 1 >= _MOST_TRIES):
                sys.exit(max(status, 1))
            quick_deaths = 0 if time.monotonic() - began > _LONG_LIFE_S else quick_deaths + 1
            wait = WAIT_S[min(quick_deaths, len(WAIT_S)) - 1] if quick_deaths else 0.0
            self._say(f"{_how_it_ended(status)}; a new one starts{f' in {wait:g} s' if wait else ''}")
            self._pause(wait)
            number += 1

    def _fork(self, number: int) -> Worker | None:
        """Start a worker; return it in the new process, None in the supervisor."""
        sys.stdout.flush()
        sys.stderr.flush()
        ours, theirs = os.pipe()
        supervisor = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(ours)
            os.set_blocking(theirs, False)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)
            # Ctrl+C reaches the supervisor too, which tells its worker.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            return Worker(supervisor, number, theirs)
        os.close(theirs)
        self._pid, self._pipe = pid, ours
        if self._ending:  # told between the last worker and this one
            self._tell(signal.SIGTERM)
        return None

    def _watch(self) -> int:
        """Wait until the worker ends, and end it if it hangs; return its status, negative for a signal."""
        silent = ending = 0.0
        has_beaten = False
        try:
            while True:
                ready, _, _ = select.select([self._pipe], [], [], _STEP_S)
                alive = bool(ready) and bool(os.read(self._pipe, 4096))
                has_beaten = has_beaten or alive
                self._has_served = self._has_served or alive
                # Any child: the first process of a container also gets what a dead worker left.
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == self._pid:
                    return os.waitstatus_to_exitcode(status)
                if ready and not alive:  # the pipe is closed: it is about to end
                    time.sleep(_DYING_S)
                # Counted in steps and not by the clock: after a pause of the whole machine the worker gets its time.
                step = _DYING_S if ready else _STEP_S
                silent = 0.0 if alive else silent + step
                ending += step if self._ending else 0.0
                if ending > self._drain_s + _GRACE_S:
                    self._kill("did not end in time")
                elif has_beaten and not self._ending and silent >= self._hang_s:
                    self._kill(f"shows no life for {self._hang_s:g} s")
        finally:
            os.close(self._pipe)
            self._pid = 0

    def _kill(self, why: str) -> None:
        self._say(f"the worker (process {self._pid}) {why} and is ended")
        os.kill(self._pid, signal.SIGKILL)

    def _pause(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self._ending:
            time.sleep(0.1)
        if self._ending:
            sys.exit(0)

    def _end(self, *_signal: object) -> None:
        """Refuse new connections, and tell the worker to finish."""
        if not self._ending:
            self._ending = True
            self._listener.close()
            self._tell(signal.SIGTERM)

    def _interrupt(self, *_signal: object) -> None:
        """End as `_end`; at the second time at once."""
        if self._ending:
            self._tell(signal.SIGKILL)
        self._end()

    def _reload(self, *_signal: object) -> None:
        """Have the worker load its data again; end if the terminal was closed, which is the same signal."""
        if self._terminal.is_gone():
            self._end()
        else:
            self._tell(signal.SIGHUP)

    def _tell(self, which: int) -> None:
        if self._pid:
            os.kill(self._pid, which)


def _how_it_ended(status: int) -> str:
    if status < 0:
        return f"the worker ended by signal {-status} ({signal.Signals(-status).name})"
    return f"the worker ended with status {status}"

"""Hang up on a server that is silent: one thread a process looks after all waits of all connections."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds between two looks.
_STEP_S = 0.5


class _State(NamedTuple):
    """The waits of one process: the moment each handle is given up."""

    process: int
    lock: threading.Lock
    until: dict[int, float]


class SilenceWatch:
    """Ends waits that take too long; a thread for each of them would cost more than a query."""

    def __init__(self) -> None:
        self._state: _State | None = None

    @contextmanager
    def watched(self, handle: int, seconds: float) -> Iterator[None]:
        """Shut down the socket of this handle, which ends whatever waits for it, if the block takes longer."""
        state = self._of_process()
        with state.lock:
            state.until[handle] = time.monotonic() + seconds
        try:
            yield
        finally:
            with state.lock:
                state.until.pop(handle, None)

    def _of_process(self) -> _State:
        """Return the waits of this process; a process that was forked has no thread and must not take the lock."""
        state = self._state
        if state is None or state.process != os.getpid():
            # Two threads may come here at once: each then has a state with a thread of its own, which is as good.
            self._state = state = _State(os.getpid(), threading.Lock(), {})
            threading.Thread(target=_look, args=(state,), daemon=True).start()
        return state


def _look(state: _State) -> None:
    while True:
        time.sleep(_STEP_S)
        with state.lock:  # a handle that is listed is open
            for handle in [one for one, end in state.until.items() if end < time.monotonic()]:
                del state.until[handle]
                _hang_up(handle)


def _hang_up(handle: int) -> None:
    with socket.socket(fileno=os.dup(handle)) as line:
        line.shutdown(socket.SHUT_RDWR)

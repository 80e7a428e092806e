"""Run the server until it is told to end, and end it without losing a request.

Then it refuses new connections, finishes the requests it has begun to read, and closes each connection after its
answer. While it runs it can show that it lives: a beat goes the way of a request, through the loop that reads
connections and one of the threads that answer.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from waitress import wasyncore

if TYPE_CHECKING:
    from collections.abc import Callable

#: Longest wait for something to happen on a connection, in seconds.
_STEP_S = 1.0
#: The same while ending, when answers that are ready must be noticed.
_DRAIN_STEP_S = 0.05
#: How long a new connection may take to send its request when the service is already ending, in seconds.
_FIRST_BYTE_S = 1.0


class ServerLoop:
    """The loop of a waitress server, with an orderly end.

    Parameters
    ----------
    server : waitress.server.BaseWSGIServer
        Made with ``map=connections``.
    connections : dict
        The sockets of the server, by file number.
    drain_s : float
        Most seconds to finish what is in flight.
    beat : callable, optional
        Called about once a second by a thread that answers requests; returns whether anybody takes note.
    on_end : callable, optional
        Called when the end begins.
    """

    def __init__(
        self,
        server: Any,
        connections: dict[int, Any],
        drain_s: float,
        *,
        beat: Callable[[], bool] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        self._server = server
        self._connections = connections
        self._drain_s = drain_s
        self._beat = _Beat(beat, self.end) if beat else None
        self._on_end = on_end
        self._ending = self._at_once = self._is_over = False

    def end(self, *_signal: object) -> None:
        """Begin the end; a handler of signals."""
        self._ending = True
        if not self._is_over:
            self._server.pull_trigger()

    def interrupt(self, *_signal: object) -> None:
        """Begin the end, or end at once if it has begun: for Ctrl+C, which a person presses again if it takes long."""
        self._at_once = self._ending
        self.end()

    def run(self) -> int:
        """Serve until told to end; return how many requests were cut off."""
        while not self._ending:
            if self._beat and not self._beat.is_waiting:
                self._beat.is_waiting = True
                self._server.add_task(self._beat)
            self._step(_STEP_S)
        if self._on_end:
            self._on_end()
        return self._drain()

    def _drain(self) -> int:
        self._refuse()
        until = time.monotonic() + self._drain_s
        while (left := self._channels()) and time.monotonic() < until and not self._at_once:
            for channel in left:
                _close_after_answer(channel)
            self._step(_DRAIN_STEP_S)
        cut = sum(map(_is_busy, self._channels()))
        self._is_over = True
        self._server.task_dispatcher.shutdown(timeout=0 if cut else 5)
        wasyncore.close_all(self._connections)
        return cut

    def _refuse(self) -> None:
        """Take the connections the system has accepted already, and accept no more."""
        before = -1
        while len(self._connections) != before:
            before = len(self._connections)
            self._server.handle_accept()
        self._server.accepting = False
        self._server.del_channel(self._connections)
        self._server.socket.close()

    def _channels(self) -> list[Any]:
        return list(self._server.active_channels.values())

    def _step(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._connections, count=1)


class _Beat:
    """A task of the server that calls a function instead of answering a request."""

    def __init__(self, beat: Callable[[], bool], end: Callable[[], None]) -> None:
        self._beat = beat
        self._end = end
        self.is_waiting = False

    def service(self) -> None:
        """Call the function; end the server if nobody takes note any more."""
        self.is_waiting = False
        if not self._beat():
            self._end()

    def cancel(self) -> None:
        """Do nothing: the server ends."""


def _is_busy(channel: Any) -> bool:
    """Whether a request of a connection has been read at least in part and its answer is not sent yet."""
    return bool(channel.requests or channel.total_outbufs_len or channel.request is not None)


def _close_after_answer(channel: Any) -> None:
    """Close a connection, after the answer if a request is in flight."""
    for request in list(channel.requests):
        request.headers["CONNECTION"] = "close"  # the answer says so, and the server closes after it
    is_new = channel.last_activity == channel.creation_time and time.time() - channel.creation_time < _FIRST_BYTE_S
    if not _is_busy(channel) and not is_new:
        channel.will_close = True

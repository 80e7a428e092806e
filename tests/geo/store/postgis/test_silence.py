"""A wait that lasts too long is ended from outside, and one in time is left alone."""

from __future__ import annotations

import os
import socket
import threading

import pytest

from geo.store.postgis import silence
from geo.store.postgis.silence import SilenceWatch


def test_a_silent_line_is_hung_up_and_one_that_answers_in_time_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_STEP_S", 0.01)
    watch = SilenceWatch()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"in time")
        with watch.watched(ours.fileno(), 60):
            assert ours.recv(100) == b"in time"
        with watch.watched(ours.fileno(), 0.02):
            assert ours.recv(100) == b"", "it would wait for ever"


def test_all_waits_share_one_thread_and_a_forked_process_has_its_own() -> None:
    watch, before = SilenceWatch(), threading.active_count()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for _ in range(5):
            with watch.watched(ours.fileno(), 60), watch.watched(theirs.fileno(), 60):
                pass
        assert threading.active_count() == before + 1
        parent = watch._of_process()
        watch._state = parent._replace(process=os.getpid() + 1)  # as a child finds it
        assert watch._of_process().lock is not parent.lock

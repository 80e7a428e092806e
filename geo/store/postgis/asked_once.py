"""The state of a database, asked for once while one request is answered, however often an answer needs it."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KNOWN: ContextVar[dict[int, str] | None] = ContextVar("states of databases", default=None)


@contextmanager
def asked_once() -> Iterator[None]:
    """Within the block, in this thread, ask each database for its state once; a block inside a block is part of it."""
    if _KNOWN.get() is not None:
        yield
        return
    token = _KNOWN.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)


def state_of(database: object, ask: Callable[[], str]) -> str:
    """Return the state of a database as it is known within the block of `asked_once`, or else as it is now."""
    known = _KNOWN.get()
    if known is None:
        return ask()
    if id(database) not in known:
        known[id(database)] = ask()
    return known[id(database)]

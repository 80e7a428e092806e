"""How far long work is: what a library function reports, for its caller to show."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Takes note of a step of long work."""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Note that so many of so many items of a step are done; a step begins with 0."""


def ignore(step: str, done: int, total: int) -> None:
    """Do nothing, for a caller that shows no progress."""

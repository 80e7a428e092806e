"""Make the index of the search in the background, so that the first search does not wait for it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from geo.places.search import build_index

if TYPE_CHECKING:
    from flask import Flask

#: Delay in seconds: the index takes a second of a core, and the first page comes first.
AFTER_S = 1.0


def make_in_background(app: Flask, after_s: float = AFTER_S) -> threading.Timer:
    """Make the index of the atlas of an application after a delay; return the thread that does it."""
    timer = threading.Timer(after_s, lambda: build_index(app.extensions["atlas"]))
    timer.daemon = True
    timer.start()
    return timer

"""Whether the service can take requests: its data and machine code are loaded, it has a place free, it is not ending.

``/healthz`` says that the process answers; a balancer that asks ``/readyz`` sends no more requests to one that says no.
"""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from geo.measure import code_cache

if TYPE_CHECKING:
    from flask import Flask

    from webmap.service.jobs import Jobs

_DRAINING = "draining"


def init_app(app: Flask) -> None:
    """Begin with a service that takes requests."""
    app.extensions[_DRAINING] = Event()


def start_draining(app: Flask) -> None:
    """Let `reasons` say from now on that the service is ending."""
    app.extensions[_DRAINING].set()


def reasons(app: Flask) -> list[str]:
    """List why the service takes no request now; empty if it does.

    Parameters
    ----------
    app : flask.Flask

    Returns
    -------
    list of str
        Of ``data``, ``machine code``, ``jobs`` and ``draining``.
    """
    jobs: Jobs = app.extensions["jobs"]
    found = {
        "data": app.extensions.get("atlas") is None,
        "machine code": not code_cache.is_filled(),
        "jobs": jobs.is_full,
        "draining": app.extensions[_DRAINING].is_set(),
    }
    return [name for name, holds in found.items() if holds]

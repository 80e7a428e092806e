"""Figures of the running service in the text format of Prometheus.

Several processes (gunicorn) share their counts by files in the folder ``PROMETHEUS_MULTIPROC_DIR``, which must be empty
at the start; gunicorn's hook ``child_exit`` calls ``prometheus_client.multiprocess.mark_process_dead``.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flask import g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from webmap.http.current import current_atlas

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask, Response

    from webmap.service.jobs import Jobs

#: Bounds of the durations in seconds: light answers take milliseconds, sheets and reports seconds.
_BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
#: Seconds after which a request brings memory and jobs up to date for the other processes.
_REFRESH_S = 1.0
_SHARED = "PROMETHEUS_MULTIPROC_DIR"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


class Metrics:
    """The figures of one application.

    Parameters
    ----------
    app : flask.Flask
    """

    def __init__(self, app: Flask) -> None:
        self._app, self.registry, self._refreshed = app, CollectorRegistry(), 0.0
        labels = ("endpoint", "method", "status")
        self._seconds = Histogram(
            "lingang_request_seconds",
            "Requests by endpoint, method and class of status, and the time until the answer began.",
            labels,
            registry=self.registry,
            buckets=_BOUNDS,
        )
        self._jobs = Gauge(
            "lingang_jobs",
            "Heavy work (sheets, reports, exports, uploads) by state.",
            ("state",),
            registry=self.registry,
            multiprocess_mode="livesum",
        )
        self._refused = Counter(
            "lingang_busy", "Requests refused because as much heavy work was waiting as may.", registry=self.registry
        )
        self._memory = Gauge(
            "lingang_process_resident_memory_bytes",
            "Memory of a process in bytes.",
            registry=self.registry,
            multiprocess_mode="liveall",
        )

    def observe(self, endpoint: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        shown = method if method in _METHODS else "other"
        self._seconds.labels(endpoint, shown, f"{status // 100}xx").observe(seconds)
        if status == 503 and not endpoint.startswith("health."):
            self._refused.inc()
        # Read from the system: not with each of a thousand tiles a second.
        if time.monotonic() - self._refreshed > _REFRESH_S:
            self._refresh()

    def text(self) -> tuple[bytes, str]:
        """Return the figures and their media type."""
        self._refresh()
        if os.environ.get(_SHARED):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        else:
            registry = self.registry
        data = CollectorRegistry()
        data.register(_Data())
        return generate_latest(registry) + generate_latest(data), "text/plain; version=0.0.4; charset=utf-8"

    def _refresh(self) -> None:
        self._refreshed = time.monotonic()
        jobs: Jobs = self._app.extensions["jobs"]
        self._jobs.labels("running").set(jobs.running)
        self._jobs.labels("waiting").set(jobs.waiting)
        self._memory.set(_resident_memory())


class _Data(Collector):
    """The version of the data, which is the same in all processes."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        family = GaugeMetricFamily("lingang_data_info", "Version of the data that is served.", labels=["version"])
        family.add_metric([current_atlas().version], 1)
        yield family


def init_app(app: Flask) -> None:
    """Count the requests of an application."""
    metrics = app.extensions["metrics"] = Metrics(app)

    @app.url_value_preprocessor
    def begin(_endpoint: str | None, _values: dict[str, object] | None) -> None:
        g.began = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        if "began" in g:
            seconds = time.perf_counter() - g.began
            metrics.observe(request.endpoint or "none", request.method, response.status_code, seconds)
        return response


def _resident_memory() -> int:
    """Return the memory of this process in bytes; where the system does not say it without a library, 0."""
    if sys.platform != "linux":
        return 0
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")

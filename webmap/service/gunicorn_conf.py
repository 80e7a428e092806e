"""Settings of gunicorn for this service: ``gunicorn -c python:webmap.service.gunicorn_conf "webmap:create_app()"``.

The settings of the application come from the environment (``LINGANG_…``); ``WEB_CONCURRENCY`` is the number of
processes. gunicorn ends a process that answers nothing for `timeout` seconds and starts another, reloads the layers on
SIGHUP without a lost request, and finishes what is in flight on SIGTERM.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from typing import TYPE_CHECKING, cast

from geo.extract.site_shape import READ_ONE_SHAPE
from geo.readers.isolated import missing_protections, warm_up
from webmap.service import first_answers
from webmap.service.limits import share_libraries
from webmap.settings import Settings

if TYPE_CHECKING:
    from flask import Flask
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

#: Prometheus' library counts over all processes in files of this folder; it reads the name when it is imported.
_COUNTS = "PROMETHEUS_MULTIPROC_DIR"

_settings = Settings()

bind = f"{_settings.host}:{_settings.port}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = _settings.threads
#: Each process loads the data itself, so that a reload takes the files as they are then. The libraries are shared
#: (`on_starting`).
preload_app = False
#: Seconds without a sign of life after which a process is ended. The sign comes from a thread of its own, so long work
#: is no reason; a lock that is never given back is one.
timeout = _settings.hang_s
graceful_timeout = _settings.drain_s
keepalive = 5
#: A process is replaced after so many requests, more or less, so that memory it keeps comes back. It may send thousands
#: of tiles in a second, and loads its data for seconds.
max_requests = 1_000_000
max_requests_jitter = 200_000
worker_connections = _settings.connections
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
#: The application writes the log of requests itself.
accesslog = None
#: Nothing is changed in a running server but by signals.
control_socket_disable = True
errorlog = "-"


def post_worker_init(worker: Worker) -> None:
    """Prepare what the first file sent and the first search would wait for: the reading process, and the index.

    The first worker says which limits this system does not have for such files. The master must not ask: its workers
    would take the reading process for theirs.
    """
    warm_up(READ_ONE_SHAPE)
    first_answers.make_in_background(cast("Flask", worker.wsgi))
    if worker.age == 1 and (missing := missing_protections()):
        worker.log.warning("files that are sent are read with %s", ", ".join(missing))


def on_starting(arbiter: Arbiter) -> None:
    """Make the folder of the figures and load what all processes share, before the first of them starts."""
    if not os.environ.get(_COUNTS):
        os.environ[_COUNTS] = tempfile.mkdtemp(prefix="lingang-metrics-")
    # A process that gives up rights makes a fork server of its own: that of the master would keep them.
    if arbiter.cfg.uid == os.geteuid() and arbiter.cfg.gid == os.getegid():
        share_libraries(everything=True)


def child_exit(_: Arbiter, worker: Worker) -> None:
    """Leave a process that ended out of the figures of those that run; what it counted stays."""
    from prometheus_client import multiprocess  # noqa: PLC0415  it reads the folder, which is named above

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_: Arbiter) -> None:
    """Remove the figures of all processes at the end."""
    shutil.rmtree(os.environ[_COUNTS], ignore_errors=True)

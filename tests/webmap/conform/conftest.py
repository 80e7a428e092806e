"""A running service of our own, and small ones that answer what a test tells them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

Answers = Callable[[Request], Response]


@contextmanager
def running(application: Any) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def service(app: Flask) -> Iterator[str]:
    with running(app) as base:
        yield base


@pytest.fixture
def serve() -> Iterator[Callable[[Answers], str]]:
    """Serve a function that answers each request."""
    with ExitStack() as opened:
        yield lambda answers: opened.enter_context(running(Request.application(answers)))

"""An application served as the command line serves it, on a free port, for tests that come by HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import waitress
from flask import Flask

from webmap.service.drain import ServerLoop
from webmap.service.limits import server_options
from webmap.service.server_errors import answer_problems
from webmap.settings import Settings


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application.

    The server of Werkzeug would do it too, but leaves a file open when a browser drops its connection.

    Parameters
    ----------
    app : Flask

    Yields
    ------
    str
        Its address, without a slash at the end.
    """
    connections: dict[int, Any] = {}
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        options = server_options(Settings())
        server = waitress.create_server(app, map=connections, sockets=[listener], ident=None, **options)
        answer_problems(server)
        loop = ServerLoop(server, connections, drain_s=5)
        thread = threading.Thread(target=loop.run, daemon=True)
        thread.start()
        try:
            yield address
        finally:
            loop.end()
            thread.join(15)

"""What the server itself refuses is a problem too (S-19)."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator

import pytest
import waitress
from flask import Flask

from webmap.service.limits import server_options
from webmap.service.server_errors import answer_problems
from webmap.settings import Settings

_BAD = {
    400: b"GET / HTTP/1.1\r\nHost: localhost\r\nbroken line\r\n\r\n",
    413: b"POST /measure HTTP/1.1\r\nHost: localhost\r\nContent-Length: 999999999\r\n\r\n",
    431: b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"x" * 262_150 + b"\r\n\r\n",
    501: b"POST /measure HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n",
}


@pytest.fixture(scope="module")
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    app = Flask(__name__)

    @app.get("/fails")
    def fails() -> object:
        def body() -> Iterator[bytes]:
            raise RuntimeError
            yield b""

        return body()

    listener = socket.create_server(("127.0.0.1", 0))
    server = waitress.create_server(app, sockets=[listener], ident=None, **server_options(Settings()))
    answer_problems(server)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    server.close()
    thread.join(10)


def raw(port: int, sent: bytes) -> tuple[str, dict[str, str], bytes]:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(sent)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first, dict(line.lower().split(": ", 1) for line in lines), body


@pytest.mark.parametrize("status", _BAD)
def test_a_request_the_server_cannot_read_gets_a_problem(port: int, status: int) -> None:
    first, headers, body = raw(port, _BAD[status])
    problem = json.loads(body)
    assert first.split()[1] == str(status) == str(problem["status"])
    assert headers["content-type"] == "application/problem+json"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-request-id"] == problem["request_id"]
    assert problem["detail"]


def test_an_answer_that_breaks_off_before_it_began_is_one_too(port: int) -> None:
    first, headers, body = raw(port, b"GET /fails HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert first.split()[1] == "500"
    assert headers["content-type"] == "application/problem+json"
    assert "Traceback" not in body.decode()

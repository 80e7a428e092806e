"""Errors below the application, of requests the server cannot read: the same problem body as everywhere.

waitress answers them itself, as plain text: a broken header line (400), a body over the limit (413), too many headers
(431), a kind of transfer it does not know (501).
"""

from __future__ import annotations

import uuid
from typing import Any

from waitress.channel import HTTPChannel
from waitress.task import ErrorTask

from webmap.http.problem import MEDIA_TYPE, SAFE_HEADERS, problem, problem_body


class ProblemTask(ErrorTask):  # type: ignore[misc]  # waitress has no types
    """The answer to a request that cannot be read."""

    def execute(self) -> None:
        """Write the answer and close the connection."""
        error = self.request.error
        request_id = uuid.uuid4().hex
        made = problem(error.code, str(error.body), found=error.reason, where="request", request_id=request_id)
        body = problem_body(made)
        self.status = f"{error.code} {error.reason}"
        headers = [("Content-Type", MEDIA_TYPE), ("Cache-Control", "no-store"), ("X-Request-ID", request_id)]
        self.response_headers.extend([*headers, *SAFE_HEADERS])
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class ProblemChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that answers such requests so."""

    error_task_class = ProblemTask


def answer_problems(server: Any) -> None:
    """Let the connections of a waitress server answer requests they cannot read with a problem."""
    server.channel_class = ProblemChannel

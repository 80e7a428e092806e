"""One client of a load in a process of its own, so that clients never wait for each other's interpreter.

Reads one JSON object from standard input: ``host``, ``port``, ``requests`` (lists of kind, method, path and body), and
``seconds`` or ``count``, when it ends. Goes round the requests, one after the other on one connection, and prints the
seconds of each by kind, the answers that were refused with 503, and the first errors.
"""

from __future__ import annotations

import http.client
import itertools
import json
import sys
import time

_HEADERS = {"Accept-Encoding": "gzip", "Accept": "*/*"}
_MOST_ERRORS = 10


def run(task: dict) -> dict:
    """Ask until the time or the number is over, and tell what came."""
    connection = http.client.HTTPConnection(task["host"], task["port"], timeout=120)
    seconds: dict[str, list[float]] = {}
    busy: dict[str, int] = {}
    errors: list[str] = []
    end = time.perf_counter() + task.get("seconds", 1e9)
    for kind, method, path, body in itertools.islice(itertools.cycle(task["requests"]), task.get("count")):
        headers = {**_HEADERS, "Content-Type": "application/json"} if body else _HEADERS
        started = time.perf_counter()
        if started >= end:
            break
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            errors.append(f"{path}: {error!r}")
            connection.close()
            continue
        if answer.status == 503:
            busy[kind] = busy.get(kind, 0) + 1
            time.sleep(task.get("pause", 0))
        elif answer.status >= 300:
            errors.append(f"{path}: {answer.status}")
        else:
            seconds.setdefault(kind, []).append(time.perf_counter() - started)
        time.sleep(task.get("think", 0))
    return {"seconds": seconds, "busy": busy, "errors": errors[:_MOST_ERRORS], "failed": len(errors)}


if __name__ == "__main__":
    print(json.dumps(run(json.load(sys.stdin))))

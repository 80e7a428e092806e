"""A process and its forks have one fork server, which reaches no connection of theirs, and do without it if it ends."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from geo.readers import fork_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="multiprocessing starts its own there")

_SCRIPT = """
import json, os, signal, socket, time
from geo.readers import isolated

HERE = "tests.geo.readers.test_fork_server:"

if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    isolated.share_fork_server(HERE + "parent")
    said = {"sockets": isolated.run_isolated(HERE + "open_sockets")}
    said["servers"] = [isolated.run_isolated(HERE + "parent")]
    said["name"] = open(f"/proc/{said['servers'][0]}/comm").read().strip()
    ours, theirs = os.pipe()
    if os.fork() == 0:
        said["servers"].append(isolated.run_isolated(HERE + "parent"))
        os.kill(said["servers"][0], signal.SIGKILL)
        time.sleep(0.2)
        said["servers"].append(isolated.run_isolated(HERE + "parent"))
        os.write(theirs, json.dumps(said).encode())
        os._exit(0)
    print(os.read(ours, 10_000).decode())
"""


def parent() -> int:
    return os.getppid()


def open_sockets() -> int:
    kinds = []
    for number in range(3, 100):
        try:
            kinds.append(os.fstat(number).st_mode)
        except OSError:
            continue
    return sum(map(stat.S_ISSOCK, kinds))


def test_a_process_and_its_forks_have_one_and_a_new_one_when_it_ends() -> None:
    done = subprocess.run([sys.executable, "-c", _SCRIPT], capture_output=True, text=True, timeout=120, check=True)
    said = json.loads(done.stdout)
    assert (said["sockets"], said["name"]) == (0, "lingang-forks")
    of_maker, of_fork, after_its_end = said["servers"]
    assert of_maker == of_fork != after_its_end


def test_it_is_left_to_multiprocessing_where_a_thread_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fork_server.threading, "active_count", lambda: 2)
    assert not fork_server.is_possible()

"""CPU of short commands and of the server's first answer, as multiples of importing Flask and geopandas.

Printed and not asserted: a time is a matter of the machine. The figures hold of the second run, when the atlas is kept
and its loops are compiled. Run it with ``pytest tests/bench/test_start.py -s``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.request

import pytest

_RUNS = 5
_COMMAND = ["-c", "import sys; sys.argv[0] = 'lingang'; from webmap.cli.main import main; main()"]

pytestmark = pytest.mark.skipif(not hasattr(os, "wait4"), reason="the CPU of one child is told by wait4")


def cpu_s(*arguments: str) -> float:
    """CPU seconds of a Python process, the least of some runs."""
    seconds = []
    for _ in range(_RUNS):
        process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        seconds.append(used.ru_utime + used.ru_stime)
    return min(seconds)


def cpu_s_of_the_first_answer() -> float:
    """CPU seconds from the start of the server to the first record of a place, the least of some runs."""
    seconds = []
    for _ in range(_RUNS):
        command = [sys.executable, *_COMMAND, "serve", "--port", "0"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        assert process.stdout is not None
        address = next(word for word in process.stdout.readline().split() if word.startswith("http://"))
        with urllib.request.urlopen(f"{address}places/lg-new-area.json", timeout=60) as answer:
            assert answer.status == 200
        process.kill()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stdout.close()
        seconds.append(used.ru_utime + used.ru_stime)
    return min(seconds)


def test_the_start_of_commands() -> None:
    cpu_s(*_COMMAND, "prepare")
    unit = cpu_s("-c", "import flask, geopandas")
    rows = [
        (f"lingang {' '.join(words)}", cpu_s(*_COMMAND, *words))
        for words in (["--help"], ["--version"], ["stats", "scopes"])
    ]
    rows.append(("lingang serve, to the first answer", cpu_s_of_the_first_answer()))
    print(f"\n{unit:.2f} s of CPU import flask and geopandas; in multiples of that:")
    for name, seconds in rows:
        print(f"{seconds / unit:5.2f}  {name}")

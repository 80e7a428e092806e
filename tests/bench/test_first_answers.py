"""CPU of the first answer of a page in a fresh process: at once, and once what answers share is made.

Printed and not asserted: a time is a matter of the machine. The figures hold of the second run, when the templates are
compiled and kept. Run it with ``pytest tests/bench/test_first_answers.py -s``.
"""

from __future__ import annotations

import json
import subprocess
import sys

_PATHS = (
    "/fit?industry=ind-ic&area=500&station=10&measures=any",
    "/side?places=fp-oriental-chip-port,fp-life-bay,fp-aircraft",
    "/themes",
    "/themes/documents",
    "/compare",
    "/timeline",
    "/places/fp-oriental-chip-port",
)
_FIRST = """
import json, statistics, sys, time
import geo
from webmap.app import create_app
from webmap.service.first_answers import compile_templates, make_shared
path, shared = sys.argv[1], sys.argv[2] == "shared"
atlas = geo.load_atlas()
app = create_app({"workspace": None}, atlas=atlas)
if shared:
    compile_templates(app)
    make_shared(atlas)
client, times = app.test_client(), []
for _ in range(9):
    begun = time.process_time()
    assert client.get(path, headers={"Accept": "text/html"}).status_code == 200
    times.append((time.process_time() - begun) * 1000)
print(json.dumps([times[0], statistics.median(times[1:])]))
"""


def first_and_later_ms(path: str, how: str) -> tuple[float, float]:
    """Milliseconds of CPU of the first answer of a process, and of the median of those after it."""
    done = subprocess.run([sys.executable, "-c", _FIRST, path, how], capture_output=True, check=True, text=True)
    first, later = json.loads(done.stdout)
    return first, later


def test_the_first_answers() -> None:
    print(f"\n{'at once':>8} {'shared':>8} {'later':>8}  ms of CPU")
    for path in _PATHS:
        (at_once, _), (shared, later) = (first_and_later_ms(path, how) for how in ("at once", "shared"))
        print(f"{at_once:8.0f} {shared:8.0f} {later:8.1f}  {path}")

"""The service under load: a mix of all kinds, heavy work beside light answers, a hundred thousand requests.

Run with ``pytest tests/bench/test_load.py -s``; nothing else should run on the machine. ``LINGANG_LOAD_S`` sets the
seconds of the mix, ``LINGANG_LOAD_REQUESTS`` the number of the long run. Clients are processes of their own and ask as
fast as they are answered.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator

import pytest

from geo import Atlas
from tests.bench.load import OURS, Asked, Server, clients, load, mixed, served

CLIENTS = 16
SECONDS = float(os.environ.get("LINGANG_LOAD_S", "60"))
#: Seconds between an answer and the next request of a client in the mix: a page needs some fifteen requests.
THINK_S = 0.05
REQUESTS = int(os.environ.get("LINGANG_LOAD_REQUESTS", "100000"))
#: Parts of the long run, after each of which memory is looked at.
PARTS = 10
#: The kinds an issue asks to be light, and what they may take in milliseconds on an idle machine.
LIGHT_MS = {"place.json": 5, "place page": 10}
PROBES: list[Asked] = [
    ("healthz", "GET", "/healthz", None),
    ("place.json", "GET", "/places/lg-new-area.json", None),
]

pytestmark = pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="memory is read from /proc")  # noqa: PTH110


@pytest.fixture
def server() -> Iterator[Server]:
    with served(OURS) as running:
        yield running


def test_a_place_is_light_from_its_first_answer_on(server: Server, atlas: Atlas) -> None:
    places = list(atlas.places.index)
    for kind, end in (("place.json", ".json"), ("place page", "")):
        asked: list[Asked] = [(kind, "GET", f"/places/{place}{end}", None) for place in places]
        load(server, [asked[:1]], count=1)
        cold = load(server, [asked[1:]], count=len(asked) - 1)
        cold.report()
        warm = load(server, [asked], count=3 * len(asked))
        warm.report()
        assert cold.failed == warm.failed == 0
        assert cold.quantile_ms(kind, 0.5) <= 30
        assert warm.quantile_ms(kind, 0.5) <= LIGHT_MS[kind]


def test_the_mix_is_answered_without_an_error_and_memory_is_flat(server: Server, atlas: Atlas) -> None:
    lists = [mixed(atlas, seed, 2000) for seed in range(CLIENTS)]
    result = load(server, lists, seconds=SECONDS, think=THINK_S)
    result.report()
    assert result.failed == 0, result.errors
    assert not result.busy
    assert result.growth() < 0.05


def test_many_requests_do_not_grow_the_service(server: Server, atlas: Atlas) -> None:
    memory = []
    for part in range(PARTS):
        lists = [mixed(atlas, 100 * part + client, 2000, heavy=False) for client in range(CLIENTS)]
        result = load(server, lists, count=REQUESTS // PARTS // CLIENTS)
        assert result.failed == 0, result.errors
        memory.append(server.pss_mb())
        print(f"after {(part + 1) * REQUESTS // PARTS} requests {memory[-1]:.0f} MB", flush=True)
    result.report()
    # Shared pages count by how many processes of the machine have them, so single figures vary by some percent.
    assert statistics.median(memory[PARTS // 2 :]) < 1.02 * statistics.median(memory[: PARTS // 2])


def test_light_answers_stay_light_while_32_heavy_requests_wait(server: Server) -> None:
    load(server, [PROBES], count=200)
    idle = load(server, [PROBES], seconds=15, think=0.005)
    idle.report()
    heavy: list[list[Asked]] = [
        [("sheet", "GET", f"/sheet.pdf?paper=A3&title={client}-{number}", None) for number in range(100)]
        for client in range(32)
    ]
    # A client that is told to come back in 5 s comes back after 1.
    with clients(server, heavy, seconds=60, pause=1.0):
        load(server, [PROBES], seconds=5)
        busy = load(server, [PROBES], seconds=30, think=0.005)
    busy.report()
    assert busy.failed == 0, busy.errors
    for kind in ("healthz", "place.json"):
        ratio = busy.quantile_ms(kind, 0.99) / idle.quantile_ms(kind, 0.99)
        print(f"{kind}: p99 with 32 heavy requests is {ratio:.1f} × that of an idle service")
        assert ratio < 5

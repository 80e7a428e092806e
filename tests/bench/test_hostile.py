"""While hostile files are read, the service answers /healthz within a tenth of a second."""

from __future__ import annotations

import time
from statistics import median

from tests.hostile.corpus import KINDS
from tests.hostile.service import Sampler, running
from tests.hostile.sound import sound

#: Seconds /healthz may take, on a machine with nothing else to do.
MOST_S = 0.1


def test_the_service_answers_while_hostile_files_are_read() -> None:
    bodies = [(kind.filename, kind.write()) for kind in KINDS.values()]
    with running() as service:

        def healthz() -> float:
            begun = time.perf_counter()
            assert service.request("GET", "/healthz")[0] == 200
            return time.perf_counter() - begun

        for _ in range(2):
            service.upload("a.gpkg", sound(".gpkg"))
        service.idle_mb()
        idle = sorted(healthz() for _ in range(200))
        sampler = Sampler(healthz, 0.01)
        sampler.start()
        for filename, data in bodies:
            service.upload(filename, data)
        busy = sorted(sampler.stop())
    for name, times in (("idle", idle), ("busy", busy)):
        p99 = times[int(len(times) * 0.99)]
        print(f"{name}: {len(times)} times, median {median(times):.4f} s, p99 {p99:.4f} s, most {times[-1]:.4f} s")
    assert busy[-1] < MOST_S

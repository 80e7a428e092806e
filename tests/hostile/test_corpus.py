"""Each hostile file sent to a running service is refused with a problem that says what is wrong, within its limits."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo
from tests.hostile.corpus import KINDS
from tests.hostile.service import Sampler, Service, running
from tests.hostile.sound import sound

#: Megabytes above the idle service that one file may take, and the share it may keep.
_MOST_MB, _KEPT = 600, 0.10
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory of processes is read from /proc")


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as one:
        for _ in range(2):  # what is loaded with the first files stays
            assert one.upload("a.gpkg", sound(".gpkg"))[0] == 200
        yield one


@pytest.fixture(scope="module")
def idle_mb(service: Service) -> float:
    return service.idle_mb()


def test_there_are_kinds_for_every_reader() -> None:
    readers = {name.partition("/")[0] for name in KINDS}
    assert readers == {"geojson", "kml", "dxf", "txt", "gpkg", "zip", "kmz", "fgb", "parquet", "other"}
    assert len(KINDS) >= 60


@pytest.mark.parametrize("name", KINDS)
def test_it_is_refused_with_what_is_wrong_and_the_memory_comes_back(
    service: Service, idle_mb: float, name: str
) -> None:
    kind = KINDS[name]
    data = kind.write()
    sampler = Sampler(service.pss_mb, 0.05)
    sampler.start()
    status, answer = service.upload(kind.filename, data)
    highest = max([*sampler.stop(), 0.0])
    if kind.expected is None:
        assert status == 200, answer
    else:
        assert status in {400, 413, 422, 503}, answer
        assert re.search(kind.expected, answer["detail"]), answer["detail"]
        assert not re.search(
            rf"Traceback|/tmp/|{re.escape(str(Path(geo.__file__).parents[1]))}|site-packages", answer["detail"]
        )
    assert highest <= idle_mb + _MOST_MB
    assert service.pss_mb() <= idle_mb * (1 + _KEPT)
    assert service.request("GET", "/healthz")[0] == 200

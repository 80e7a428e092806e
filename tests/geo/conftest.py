"""A PostgreSQL server that the tests of the library share; each of them takes a database or tables of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.cluster import Cluster

PASSWORD = "p@ss:w/ord%秘"  # noqa: S105


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    try:
        started = Cluster({"fsync": "off"}, PASSWORD)
    except ImportError as error:
        if os.environ.get("CI"):
            pytest.fail(str(error))
        pytest.skip(str(error))
    yield started
    started.close()

"""A layer of 100 000 parcels leaves in every format in less than 500 MB of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from geo.export import FORMATS

COUNT = 100_000
LIMIT_MB = 500


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("parcels") / "parcels.parquet"
    subprocess.run([sys.executable, "-m", "tests.bench.export_run", "make", str(COUNT), str(file)], check=True)
    return file


@pytest.mark.parametrize("kind", FORMATS)
def test_a_large_layer_leaves_in_little_memory(parcels: Path, kind: str) -> None:
    command = [sys.executable, "-m", "tests.bench.export_run", kind, str(parcels)]
    result = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert result["peak_mb"] < LIMIT_MB, result

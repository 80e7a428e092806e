"""A file of 100 000 parcels leaves in every format in less than 500 MB of memory, the whole command counted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geo.export import FORMATS

COUNT = 100_000
LIMIT_MB = 500
FILES = ["parquet", "gpkg", "fgb", "zip", "geojson"]


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("parcels")

    def made(suffix: str) -> Path:
        file = folder / f"parcels.{suffix}"
        if not file.exists():
            command = [sys.executable, "-m", "tests.bench.export_run", "make", str(COUNT), str(file)]
            subprocess.run(command, check=True)
        return file

    return made


def peak_mb(kind: str, file: Path) -> int:
    command = [sys.executable, "-m", "tests.bench.export_run", kind, str(file)]
    result = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
    print(result)
    return result["peak_mb"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_large_file_leaves_in_little_memory(parcels: Callable[[str], Path], kind: str) -> None:
    assert peak_mb(kind, parcels("parquet")) < LIMIT_MB


@pytest.mark.parametrize("kind", ["csv", "fgb"])
@pytest.mark.parametrize("suffix", FILES[1:])
def test_whatever_file_they_come_in(parcels: Callable[[str], Path], suffix: str, kind: str) -> None:
    assert peak_mb(kind, parcels(suffix)) < LIMIT_MB

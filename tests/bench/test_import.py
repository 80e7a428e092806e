"""A million parcels go into a store in less than twice the time of ogr2ogr, and in less than 700 MB.

Interleaved: ogr2ogr of the system writes an indexed GeoPackage of the same file before and after. The time of ours is
that of the whole command, from its first import to its last byte; it also checks and measures every shape.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

COUNT = int(os.environ.get("BENCH_PARCELS", "1_000_000"))
MOST_TIMES, MOST_MB = 2.0, 700
_LINGANG = [sys.executable, "-c", "from webmap.cli.main import main; main(prog_name='lingang')"]


def _run(command: list[object]) -> tuple[float, int]:
    """Run a program; return its seconds and its peak memory in MB."""
    start = time.perf_counter()
    process = subprocess.Popen([str(one) for one in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return time.perf_counter() - start, usage.ru_maxrss // 1024


@pytest.fixture(scope="module")
def parcels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parcels") / "parcels.fgb"
    # In a process of its own: the peak of a child begins with what its parent had.
    make = "import sys; from tests.bench import generate; f = generate.parcels(int(sys.argv[1]))"
    make += "; f.to_file(sys.argv[2], SPATIAL_INDEX='NO')"
    subprocess.run([sys.executable, "-c", make, str(COUNT), path], check=True)
    return path


@pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="no ogr2ogr: apt-get install gdal-bin")
def test_an_import_takes_less_than_twice_the_time_of_ogr2ogr(parcels: Path, tmp_path: Path) -> None:
    peer = []
    for number in range(2):
        peer.append(_run(["ogr2ogr", "-f", "GPKG", tmp_path / f"{number}.gpkg", parcels]))
        if number == 0:
            ours = _run([*_LINGANG, "import", parcels, "--as", "parcels", "--store", tmp_path / "store", "--quiet"])
    seconds = min(one for one, _ in peer)
    print(f"{COUNT:,} parcels: lingang {ours[0]:.1f} s, {ours[1]} MB; ogr2ogr {seconds:.1f} s, {peer[0][1]} MB")
    assert ours[0] <= MOST_TIMES * seconds
    assert ours[1] <= MOST_MB

"""CPU of commands from the start of the process to the last byte, user and system, with all processes they start.

Printed and not asserted: a time is a matter of the machine. Run it with ``pytest tests/bench/test_commands.py -s``. The
figures hold of the second run, when loops are compiled and the atlas is kept.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from tests.bench import export_run, generate

_COMMAND = "import sys; from webmap.cli.main import main; main(sys.argv[1:])"


def cpu_s(*command: str | Path) -> float:
    """Run a command of ``lingang`` and return seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", _COMMAND, *map(str, command)], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_the_static_site(tmp_path: Path) -> None:
    print(f"\nbundle: {cpu_s('bundle', tmp_path / 'site'):.1f} s of CPU")
    assert (tmp_path / "site" / "index.html").is_file()


def test_area_statistics_of_a_hundred_thousand_parcels(tmp_path: Path) -> None:
    land = generate.parcels(100_000)
    land.to_parquet(tmp_path / "parcels.parquet")
    generate.zones(60, land).to_parquet(tmp_path / "zones.parquet")
    by = ("--by", f"{tmp_path / 'parcels.parquet'}:use")
    for name, command in {
        "functional_areas --by parcels.parquet:use": ("functional_areas", *by),
        "zones.parquet (60) --by parcels.parquet:use": (tmp_path / "zones.parquet", *by),
        "parcels.parquet": (tmp_path / "parcels.parquet",),
    }.items():
        seconds = [cpu_s("stats", *command, "--output", tmp_path / "out.csv", "--format", "csv") for _ in range(3)]
        print(f"\nstats {name}: {min(seconds):.2f} s of CPU", end="")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").count("\n") > 100_000


def test_drawings_of_stored_parcels(tmp_path: Path) -> None:
    for count in (20_000, 100_000):
        export_run.write(export_run.parcels(count), tmp_path / f"{count}.parquet")
        cpu_s("import", tmp_path / f"{count}.parquet", "--as", f"p{count}", "--store", tmp_path / "store")
        drawn = tmp_path / f"{count}.dxf"
        seconds = cpu_s("export", f"ws-p{count}", "--store", tmp_path / "store", "--format", "dxf", "--output", drawn)
        print(f"\n{count} stored parcels as DXF: {seconds:.1f} s of CPU, {drawn.stat().st_size / 1e6:.0f} MB", end="")
        assert drawn.stat().st_size > count * 500

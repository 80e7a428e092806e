"""Compare the account with its peers: ``python -m tests.bench`` (``--help`` for sizes).

Every program gets a process of its own; rounds are interleaved (each program answers once, then each again), so that
a busy machine is busy for all. Printed: median seconds of an answer on loaded layers, seconds from the file to the
first answer, peak memory, and agreement with ours; then the ratios the issue asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from geo.overlay.zonal_area import zonal_area
from tests.bench import generate
from tests.bench.peers import PEERS

OURS = "lingang"


class Runner:
    """A peer in its process, and what it measured."""

    def __init__(self, name: str, folder: str, variant: str) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.worker", name, folder, variant],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.error, self.seconds, self.load_s, self.gib = "", [], 0.0, 0.0
        self.cells: dict[tuple[int, str], float] = {}
        self._hear()

    def _hear(self) -> dict[str, object]:
        line = self.process.stdout.readline()
        said = json.loads(line) if line else {"error": "the process ended"}
        self.error = said.get("error", "")
        return said

    def ask(self, command: str) -> None:
        if self.error:
            return
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        said = self._hear()
        if self.error:
            return
        self.gib = max(self.gib, said["gib"])
        if command == "load":
            self.load_s = said["seconds"]
        else:
            self.seconds.append(said["seconds"])
            self.cells = {(zone, use): km2 for zone, use, km2 in said["cells"]}

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(60)

    @property
    def answer_s(self) -> float:
        """Median of the answers after the first; the first counts from the file."""
        return statistics.median(self.seconds[1:] or self.seconds)

    @property
    def file_s(self) -> float:
        return self.load_s + self.seconds[0]


def agreement(ours: dict[tuple[int, str], float], theirs: dict[tuple[int, str], float]) -> tuple[float, int, int]:
    """Largest difference of a cell as a part of the total; cells only we have; cells only they have."""
    total = sum(ours.values())
    keys = ours.keys() | theirs.keys()
    worst = max((abs(ours.get(key, 0.0) - theirs.get(key, 0.0)) for key in keys), default=0.0)
    return worst / total, len(ours.keys() - theirs.keys()), len(theirs.keys() - ours.keys())


def compare(parcels: int, zones: int, variant: str, names: list[str], rounds: int) -> tuple[float, float]:
    """Run one size, print its table, and give our seconds of an answer and from the file."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)
        generate.write(Path(folder), parcels, zones, variant)
        # Or the first to read would share the disk with the writing.
        os.sync()
        print(f"\n== {parcels:,} parcels × {zones} zones, {variant}; load of the machine {os.getloadavg()[0]:.1f}")
        runners = []
        try:
            for name in names:
                runners.append(Runner(name, folder, variant))
                runners[-1].ask("load")
            for _ in range(rounds + 1):
                for runner in runners:
                    runner.ask("answer")
            report(runners)
            return runners[0].answer_s, runners[0].file_s
        finally:
            for runner in runners:
                runner.close()


def report(runners: list[Runner]) -> None:
    """Print one line per program, then the ratios."""
    ours = next(runner for runner in runners if runner.name == OURS)
    columns = ("answer s", "ratio", "from file s", "ratio", "peak GiB", "ratio")
    print(f"{'':24}" + "".join(f"{column:>12}" for column in columns) + "  agreement")
    for runner in runners:
        if runner.error:
            print(f"{runner.name:24}not run: {runner.error}")
            continue
        worst, extra, missing = agreement(ours.cells, runner.cells)
        line = f"{runner.name:24}{runner.answer_s:12.3f}{runner.answer_s / ours.answer_s:12.1f}{runner.file_s:12.2f}"
        line += f"{runner.file_s / ours.file_s:12.1f}{runner.gib:12.2f}{runner.gib / ours.gib:12.2f}"
        print(line + f"  {worst:.1e} of the total; {extra} cells only ours, {missing} only theirs")
    peers = [runner for runner in runners if not runner.error and runner is not ours]
    if peers:
        quick = min(peers, key=lambda runner: runner.answer_s)
        file = min(peers, key=lambda runner: runner.file_s)
        print(f"fastest peer: {quick.name}, {quick.answer_s / ours.answer_s:.1f} × ours on loaded layers; ", end="")
        print(f"from the file {file.name}, {file.file_s / ours.file_s:.1f} × ours")


def main() -> None:
    """Read the sizes and run them."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    reader.add_argument("--parcels", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    reader.add_argument("--zones", type=int, nargs="+", default=[8, 60, 600])
    reader.add_argument("--variants", nargs="+", choices=generate.VARIANTS, default=["plain"])
    reader.add_argument("--peers", nargs="+", choices=[*PEERS], default=[*PEERS])
    reader.add_argument("--rounds", type=int, default=3, help="answers after the first")
    given = reader.parse_args()
    names = [OURS, *(name for name in given.peers if name != OURS)]
    # The loops are compiled once per installation and kept on disk: no part of a question, and not timed.
    small = generate.parcels(200)
    zonal_area(generate.zones(8, small), small)
    started = time.monotonic()
    for variant in given.variants:
        for zones in given.zones:
            ours = {parcels: compare(parcels, zones, variant, names, given.rounds) for parcels in sorted(given.parcels)}
            for (few, before), (many, after) in pairwise(ours.items()):
                growth = [later / sooner * few / many for sooner, later in zip(before, after, strict=True)]
                print(f"ours from {few:,} to {many:,} parcels × {zones}: {growth[0]:.2f} × linear, ", end="")
                print(f"from the file {growth[1]:.2f} × linear")
    print(f"\n{time.monotonic() - started:.0f} s in all")


if __name__ == "__main__":
    main()

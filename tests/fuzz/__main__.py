"""Run the fuzzers: ``python -m tests.fuzz --seconds 120 --seed 1 [--part readers] [--only dxf]``.

A part is a module here with a function ``run(seconds, seed, only) -> list of str``, which spends about so many seconds
and returns what it found, one line each. The exit status is 1 if anything was found.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

PARTS = ("readers", "routes")


def main() -> int:
    """Run the parts asked for, each with its share of the time."""
    there = [part for part in PARTS if find_spec(f"tests.fuzz.{part}")]
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=int, default=120, help="time in all")
    parser.add_argument("--seed", type=int, default=1, help="the same seed tries the same inputs")
    parser.add_argument("--part", choices=[*there, "all"], default="all")
    parser.add_argument("--only", default="", help="one reader or route of the part")
    asked = parser.parse_args()
    parts = there if asked.part == "all" else [asked.part]
    found = []
    for part in parts:
        found += import_module(f"tests.fuzz.{part}").run(asked.seconds // len(parts), asked.seed, asked.only)
    print(*found, sep="\n")
    print(f"{len(found)} findings")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())

"""One peer in a process of its own, so that its memory is its own: reads commands, answers in JSON lines."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import generate
from tests.bench.peers import PEERS
from tests.bench.peers.base import Peer


def peak_gib(children: list[int]) -> float:
    """Peak memory of this process and of its servers (their shared pages once)."""
    # Not ru_maxrss: a process inherits there the peak of the one that started it.
    status = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) / 2**20
    return own + sum(_proportional_kib(child) for child in children) / 2**20


def _proportional_kib(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def warmed(name: str) -> Peer:
    """Make a peer that has answered a small question before: imports, servers and machine code are no part of one."""
    with tempfile.TemporaryDirectory(prefix="bench-warm-") as folder:
        Path(folder).chmod(0o755)
        generate.write(Path(folder), 200, 8, "plain")
        first = PEERS[name]()
        first.load(Path(folder), mend=False)
        first.answer()
        first.close()
    return PEERS[name]()


def main(name: str, folder: str, variant: str) -> None:
    """Serve one peer until standard input ends."""
    try:
        peer = warmed(name)
    except Exception as error:
        print(json.dumps({"error": f"{type(error).__name__}: {error}".splitlines()[0]}), flush=True)
        return
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        cells = []
        try:
            if line.strip() == "load":
                peer.load(Path(folder), mend=variant == "invalid")
            else:
                cells = [[zone, use, km2] for (zone, use), km2 in peer.answer().items()]
            said = {"seconds": time.perf_counter() - started, "gib": peak_gib(peer.children()), "cells": cells}
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

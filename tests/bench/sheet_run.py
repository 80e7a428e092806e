"""Print sheets in a process of its own, and print seconds, processor seconds and peak memory.

``python -m tests.bench.sheet_run [A3] [A0] [parcels] [million]`` prints the opening layers on these papers, 20 000
parcels of the reader's own on A3, and a million of a store in the classes of a column; the second of two sheets counts,
since a server stays. Memory is what this process and that of Typst hold at the same time at most, sampled while the
sheet is made.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

from geo import Atlas, load_atlas
from geo.printing.sheet.request import Request
from geo.printing.sheet.sheet import sheet_pdf
from geo.store.import_layer import ImportOptions, import_layer
from geo.store.open_store import open_store, with_store
from geo.store.workspace import with_workspace
from tests.bench.generate import parcels

PARCELS, MILLION = 20_000, 1_000_000


def with_parcels(atlas: Atlas, count: int = PARCELS) -> Atlas:
    """Return the atlas with a layer of made-up parcels."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "parcels.geojson"
        parcels(count).to_crs("EPSG:4326").to_file(file)
        return with_workspace(atlas, str(file))


def write_store(folder: str, count: int) -> None:
    """Import made-up parcels into a store."""
    source = Path(folder) / "parcels.fgb"
    parcels(count).to_file(source)
    import_layer(source, folder, ImportOptions("parcels"))


def with_stored(atlas: Atlas, folder: str, count: int = MILLION) -> Atlas:
    """Return the atlas with a store that another process has made, whose memory is not that of a sheet."""
    making = multiprocessing.get_context("spawn").Process(target=write_store, args=(folder, count))
    making.start()
    making.join()
    return with_store(atlas, open_store(folder))


def wanted(name: str, atlas: Atlas, folder: str) -> tuple[Atlas, Request]:
    """Return the atlas and the sheet of a name; a store may be made in the folder."""
    if name == "million":
        layers = ("coast", "water", "roads", "ws-parcels")
        return with_stored(atlas, folder), Request(layers=layers, by={"ws-parcels": "use"})
    if name != "parcels":
        return atlas, Request(paper=name, bbox=(121.4, 30.6, 122.2, 31.2))
    own = with_parcels(atlas)
    layer = next(entry.id for entry in own.catalogue.layer if entry.role == "workspace")
    return own, Request(layers=("coast", "water", "roads", layer))


class Memory(threading.Thread):
    """Samples the resident memory of this process and its children while it runs."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak_mb, self.done = 0, threading.Event()

    def run(self) -> None:
        """Sample every 10 ms."""
        while not self.done.wait(0.01):
            self.peak_mb = max(self.peak_mb, sum(_pages(pid) for pid in _family()) * os.sysconf("SC_PAGE_SIZE") >> 20)


def _family() -> list[str]:
    tasks = Path("/proc/self/task").iterdir()
    return ["self", *(pid for task in tasks for pid in (task / "children").read_text().split())]


def _pages(pid: str) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except FileNotFoundError:
        return 0


def run(name: str, atlas: Atlas) -> dict[str, object]:
    """Print a sheet twice, and tell what the second took."""
    with tempfile.TemporaryDirectory() as folder:
        shown, request = wanted(name, atlas, folder)
        sheet_pdf(shown, request)
        return _measured(name, shown, request)


def _measured(name: str, shown: Atlas, request: Request) -> dict[str, object]:
    memory = Memory()
    memory.start()
    start, before = time.perf_counter(), os.times()
    size = len(sheet_pdf(shown, request))
    seconds, after = time.perf_counter() - start, os.times()
    memory.done.set()
    memory.join()
    cpu = sum(after[:4]) - sum(before[:4])
    took = {"seconds": round(seconds, 2), "cpu_s": round(cpu, 2), "peak_mb": memory.peak_mb, "kb": size // 1024}
    return {"sheet": name, **took}


if __name__ == "__main__":
    base = load_atlas()
    for one in sys.argv[1:] or ["A3", "A0", "parcels"]:
        print(json.dumps(run(one, base)))

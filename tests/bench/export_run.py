"""Export 100 000 parcels in one format in a process of its own, and print seconds and peak memory.

Run as ``python -m tests.bench.export_run make COUNT FILE`` to make the parcels, then ``… FORMAT FILE``: making them
takes more memory than exporting them and must not hide it. The peak is that of the whole process while it exports, with
atlas, parcels and libraries in it. `test_exports` does so for every format.
"""

from __future__ import annotations

import ctypes
import json
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo import Atlas, load_atlas
from geo.export import FORMATS, write_layer
from geo.measure import measure


def parcels(count: int, seed: int = 6) -> gpd.GeoDataFrame:
    """Make a measured layer of rectangles of 5 to 12 vertices over Lingang, with the columns of a planning layer."""
    rng = np.random.default_rng(seed)
    west, south = rng.uniform(121.5, 122.0, count), rng.uniform(30.8, 31.1, count)
    shapes = shapely.segmentize(shapely.box(west, south, west + 0.001, south + 0.0008), 0.0005)
    ids = [f"parcel-{number}" for number in range(count)]
    frame = gpd.GeoDataFrame(
        {
            "place_id": ids,
            "method": "traced",
            "reference_zh": "道路中线",
            "reference_en": "road axis",
            "accuracy_m": 10.0,
            "grade": "A",
            "stated_area_km2": np.nan,
            "stated_area_source_zh": None,
            "stated_area_source_en": None,
            "note_zh": None,
            "note_en": None,
            "name_zh": [f"地块{number}" for number in range(count)],
            "name_en": [f"Parcel {number}" for number in range(count)],
            "kind": "park",
        },
        geometry=shapes,
        crs="EPSG:4326",
        index=pd.Index(ids),
    )
    return measure(frame)


def large_atlas(file: Path) -> Atlas:
    """Give the atlas with its parks replaced by many parcels."""
    atlas = load_atlas()
    return replace(atlas, layers={**atlas.layers, "parks": gpd.read_parquet(file)})


def main() -> None:
    """Export and report."""
    kind = sys.argv[1]
    if kind == "make":
        parcels(int(sys.argv[2])).to_parquet(sys.argv[3])
        return
    atlas = large_atlas(Path(sys.argv[2]))
    forget_reading()
    before = resident_mb("VmRSS")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"parks.{FORMATS[kind].suffix}"
        start, busy = time.perf_counter(), time.process_time()
        write_layer(atlas, "parks", kind, path)
        seconds, cpu = time.perf_counter() - start, time.process_time() - busy
        size = path.stat().st_size
    result = {
        "format": kind,
        "seconds": round(seconds, 2),
        "cpu_s": round(cpu, 2),
        "peak_mb": resident_mb("VmHWM"),
        "before_mb": before,
    }
    print(json.dumps({**result, "file_mb": round(size / 1e6, 1)}))


def forget_reading() -> None:
    """Give back what reading the parcels has left unused, and begin a new peak."""
    pa.default_memory_pool().release_unused()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def resident_mb(key: str) -> int:
    """Give the memory of this process in megabytes: ``VmRSS`` now, ``VmHWM`` at its highest."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(key))) // 1024


if __name__ == "__main__":
    main()

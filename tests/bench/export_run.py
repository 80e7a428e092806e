"""Export 100 000 parcels as a user does, with the command in a process of its own, and print seconds and peak memory.

``python -m tests.bench.export_run make COUNT FILE`` makes the parcels, as a file of any format `lingang export` reads
(GeoParquet, GeoPackage, FlatGeobuf, zipped Shapefile, GeoJSON). ``… FORMAT FILE`` runs ``lingang export FILE --format
FORMAT`` and waits for it: the peak is that of the whole process from its first import to its last byte, with libraries,
atlas, reading and writing in it. `test_exports` does so for every format, and for every kind of file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geo.atlas.figures import measure
from geo.export import FORMATS

_COMMAND = "import sys; from webmap.cli.main import main; main(sys.argv[1:])"


def parcels(count: int, seed: int = 6) -> gpd.GeoDataFrame:
    """Make a measured layer of rectangles of 11 vertices over Lingang, with the columns of a planning layer."""
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


def write(frame: gpd.GeoDataFrame, file: Path) -> None:
    """Write parcels as a file of the format its name calls for."""
    if file.suffix == ".parquet":
        frame.to_parquet(file)
    elif file.suffix == ".zip":
        with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            codes = {name: f"C{number}" for number, name in enumerate(frame.columns.drop("geometry"))}
            codes |= {"place_id": "BSM", "name_zh": "MC"}
            frame.rename(columns=codes).to_file(Path(folder) / "parcels.shp", encoding="utf-8", index=False)
            for part in sorted(Path(folder).iterdir()):
                archive.write(part, part.name)
    else:
        frame.to_file(file, index=False)


def export(kind: str, file: Path) -> dict[str, object]:
    """Run the command, and tell what it took."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"parcels.{FORMATS[kind].suffix}"
        start = time.perf_counter()
        command = [sys.executable, "-c", _COMMAND, "export", str(file), "--format", kind, "--output", str(path)]
        process = subprocess.Popen(command)
        # The usage of this one child: that of all children keeps the highest peak of any.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if os.waitstatus_to_exitcode(status):
            sys.exit(f"lingang export {file.name} --format {kind} failed")
        size = path.stat().st_size
    return {
        "from": file.suffix.removeprefix("."),
        "format": kind,
        "seconds": round(seconds, 2),
        "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": usage.ru_maxrss // 1024,
        "file_mb": round(size / 1e6, 1),
    }


def main() -> None:
    """Make parcels, or export and report."""
    if sys.argv[1] == "make":
        write(parcels(int(sys.argv[2])), Path(sys.argv[3]))
    else:
        print(json.dumps(export(sys.argv[1], Path(sys.argv[2]))))


if __name__ == "__main__":
    main()

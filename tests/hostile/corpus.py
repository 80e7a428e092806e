"""The table of all kinds of hostile files: name -> file name, writer, what the problem must say."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.hostile import binaries, texts
from tests.hostile.geodatabases import GEODATABASES


class Kind(NamedTuple):
    """One kind of hostile file."""

    filename: str
    write: Callable[[], bytes]
    #: Pattern found in the detail of the problem; None if the file is odd, but can be read.
    expected: str | None


_BY_SUFFIX = {
    ".geojson": texts.GEOJSON,
    ".kml": texts.KML_FILES,
    ".dxf": texts.DXF,
    ".txt": texts.POINTS,
    ".gpkg": binaries.GPKG,
    ".zip": {**binaries.ARCHIVES, **GEODATABASES},
    ".kmz": binaries.KMZ,
    ".fgb": binaries.FGB,
    ".parquet": binaries.PARQUET,
    "": texts.OTHER,
}
KINDS = {
    f"{suffix[1:] or 'other'}/{name}": Kind(f"{name}{suffix}", write, expected)
    for suffix, kinds in _BY_SUFFIX.items()
    for name, (write, expected) in kinds.items()
}

"""Standard input in place of a file."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from webmap.cli.common import USAGE, is_pipe, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How a file begins, and the ending by which its reader is chosen.
_BEGINNINGS = (
    (b"SQLite format 3\0", ".gpkg"),
    (b"PK\x03\x04", ".zip"),
    (b"PAR1", ".parquet"),
    (b"fgb\x03", ".fgb"),
    (b"{", ".geojson"),
)
#: What stands near the beginning of a file of XML that is no KML.
_ELEMENTS = ((b"<gpx", ".gpx"), (b"opengis.net/gml", ".gml"))
_LONGEST_BEGINNING = 4096


@contextmanager
def input_file(name: str) -> Iterator[str]:
    """Yield the name of a file; ``-`` is standard input, kept in a file for as long as it is read.

    Parameters
    ----------
    name : str
        Anything but ``-`` is left as it is.

    Yields
    ------
    str
        Of standard input, a path whose ending says what it holds: GeoJSON, GeoPackage, FlatGeobuf, GeoParquet or a ZIP
        by how they begin, and KML, GPX, GML, DXF or 界址点 by their text.
    """
    if not is_pipe(name):
        yield name
        return
    beginning = sys.stdin.buffer.read(_LONGEST_BEGINNING)
    if not beginning:
        stop("standard input is empty; expected a vector file, such as GeoJSON", USAGE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"stdin{_ending(beginning)}"
        with path.open("wb") as kept:
            kept.write(beginning)
            shutil.copyfileobj(sys.stdin.buffer, kept)
        yield str(path)


def _ending(body: bytes) -> str:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    for beginning, ending in _BEGINNINGS:
        if start.startswith(beginning):
            return ending
    if start.startswith(b"<"):
        return next((ending for mark, ending in _ELEMENTS if mark in start), ".kml")
    first = start[:40].split()
    return ".dxf" if first[:2] == [b"0", b"SECTION"] else ".txt"

"""Standard input and output in place of files, both called ``-``."""

from __future__ import annotations

import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from webmap.cli.common import USAGE, stop

if TYPE_CHECKING:
    from collections.abc import Iterator

PIPE = "-"
#: How a file begins, and the ending by which its reader is chosen.
_BEGINNINGS = (
    (b"SQLite format 3\0", ".gpkg"),
    (b"PK\x03\x04", ".zip"),
    (b"PAR1", ".parquet"),
    (b"fgb\x03", ".fgb"),
    (b"{", ".geojson"),
)


def is_pipe(name: object) -> bool:
    """Return whether a name stands for standard input or output."""
    return str(name) == PIPE


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
        by how they begin, and KML, DXF or 界址点 by their text.
    """
    if not is_pipe(name):
        yield name
        return
    body = sys.stdin.buffer.read()
    if not body:
        stop("standard input is empty; expected a vector file, such as GeoJSON", USAGE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"stdin{_ending(body)}"
        path.write_bytes(body)
        yield str(path)


def write_output(data: bytes) -> None:
    """Write to standard output."""
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _ending(body: bytes) -> str:
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    for beginning, ending in _BEGINNINGS:
        if start.startswith(beginning):
            return ending
    if start.startswith(b"<"):
        return ".kml"
    first = start[:40].split()
    return ".dxf" if first[:2] == [b"0", b"SECTION"] else ".txt"

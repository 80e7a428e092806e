"""The measured atlas kept on disk: reading it takes 30 ms, loading, checking, joining and measuring the files 500 ms.

Only for the data that came with the installation. A kept atlas is of exactly these data files, this code and these
libraries: all three are in its key. It is written whole or not at all, and may be deleted at any time.

Why pickle: it keeps frames, shapes and every digit as they are. What it reads was written by this installation into its
own folder or the user's, as the compiled Python files beside it were.
"""

from __future__ import annotations

import hashlib
import pickle
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, cast

import geopandas
import numpy
import pandas
import pydantic
import pyproj
import shapely

from geo.cache_folder import cache_folders, is_readable, is_writable, sources_hash
from geo.text_files import written_whole

if TYPE_CHECKING:
    from geo.atlas.schema import Catalogue
    from geo.measure.uncertainty import Lines

_NAME = "atlas.pickle"
#: What writes and reads the objects in it.
_LIBRARIES = (geopandas, numpy, pandas, pydantic, pyproj, shapely)
_DIGEST_BYTES = 32


class Parts(NamedTuple):
    """What an atlas is made of; see `geo.atlas.atlas.Atlas`."""

    catalogue: Catalogue
    tables: dict[str, pandas.DataFrame]
    layers: dict[str, geopandas.GeoDataFrame]
    version: str
    lines: Lines | None


def read(data_version: str) -> Parts | None:
    """Read the atlas of a data version, None if none is kept that this code and these libraries made."""
    key = _key(data_version)
    for place in cache_folders():
        path = place / _NAME
        if is_readable(path):
            body = path.read_bytes()
            head, content = body[: 2 * _DIGEST_BYTES], body[2 * _DIGEST_BYTES :]
            if head == key + hashlib.sha256(content).digest():
                return cast("Parts", pickle.loads(content))  # noqa: S301
    return None


def write(parts: Parts) -> None:
    """Keep an atlas in the first place that can be written; in none, it is loaded from its files every time."""
    place = next((place for place in cache_folders() if is_writable(place)), None)
    if place is None:
        return
    content = pickle.dumps(parts, protocol=5)
    # A full disk is no reason to stop: the next start loads the files again.
    with suppress(OSError), written_whole(place / _NAME) as made:
        made.write_bytes(_key(parts.version) + hashlib.sha256(content).digest() + content)


def _key(data_version: str) -> bytes:
    code = sources_hash("atlas", "measure", "coordinates", "errors.py")
    libraries = [library.__version__ for library in _LIBRARIES]
    return hashlib.sha256(repr((data_version, code, sys.version, libraries)).encode()).digest()

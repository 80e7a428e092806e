"""The drivers of GDAL the atlas uses, and how all others are turned off where files of strangers are read.

GDAL goes by the content of a file and opens it with whichever of its 64 drivers accepts it. Some of them read
descriptions of other sources (GDALG, VRT) or ask servers (WFS, OAPIF, HTTP): with such a file GDAL would read other
files of the machine, or call an address. A driver that is not registered cannot be used.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import errno
import sqlite3
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyogrio

from geo.errors import Fault, SourceError
from geo.readers.checks.geodatabase import holds_geodatabase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: Ending of a file -> the driver that reads it. An archive (.zip) holds Shapefiles, or a geodatabase: `driver_of`.
READ_DRIVERS = {
    ".gpkg": "GPKG",
    ".shp": "ESRI Shapefile",
    ".zip": "ESRI Shapefile",
    ".kml": "LIBKML",
    ".kmz": "LIBKML",
    ".fgb": "FlatGeobuf",
    ".dxf": "DXF",
    ".gdb": "OpenFileGDB",
}
#: The same for what only an import into a store reads, of files of the program's own user.
IMPORT_DRIVERS = {
    ".gpx": "GPX",
    ".gml": "GML",
    ".tab": "MapInfo File",
    ".mif": "MapInfo File",
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
}
#: Format of an export -> the driver that writes it; the other formats are written without GDAL.
WRITE_DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf", "gdb": "OpenFileGDB"}
#: Most characters of the reason GDAL gives.
_LONGEST_REASON = 200
_ONE_AT_A_TIME = threading.RLock()


def driver_of(path: Path) -> str | None:
    """Return the driver that reads a file: by its ending, and of an archive by what is in it; None for none of GDAL."""
    suffix = path.suffix.lower()
    return READ_DRIVERS.get(".gdb" if suffix == ".zip" and holds_geodatabase(path) else suffix)


def keep_drivers(names: Iterable[str]) -> None:
    """Deregister all drivers of GDAL in this process but those named; it cannot be undone.

    Parameters
    ----------
    names : iterable of str
        Short names as GDAL has them, e.g. ``"GPKG"``.

    Raises
    ------
    SourceError
        If another driver is left, because the library of GDAL was not found: then no file may be read.
    """
    wanted = set(names)
    library = _library()
    if library is not None:
        for name in set(pyogrio.list_drivers()) - wanted:
            driver = library.GDALGetDriverByName(name.encode())
            if driver:
                library.GDALDeregisterDriver(driver)
    left = set(pyogrio.list_drivers()) - wanted
    if left:
        found = f"{len(left)} drivers of GDAL that cannot be turned off here"
        raise SourceError(Fault(found, ", ".join(sorted(wanted)), "GDAL", "install pyogrio from its wheel"))


@contextmanager
def one_driver(name: str | None) -> Iterator[None]:
    """Let GDAL read with one driver until the end of the block, in a process that may need the others again.

    The drivers the atlas writes with stay, because another thread may be writing. Threads that use GDAL for something
    else meanwhile do not find its other drivers. Without the library of GDAL at hand nothing changes, and what
    `geo.readers.checks.sniff` tells of the content decides.

    Parameters
    ----------
    name : str or None
        None for none.
    """
    with _ONE_AT_A_TIME:
        library = _library()
        if library is None:
            yield
            return
        others = [one for one in pyogrio.list_drivers() if one not in {name, *WRITE_DRIVERS.values()}]  # in their order
        handles = [library.GDALGetDriverByName(other.encode()) for other in others]
        try:
            for handle in handles:
                library.GDALDeregisterDriver(handle)
            yield
        finally:
            for handle in handles:
                library.GDALRegisterDriver(handle)


@contextmanager
def as_disk_faults(path: Path) -> Iterator[None]:
    """Turn what GDAL and SQLite say of a file they cannot write into OSError."""
    try:
        yield
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, sqlite3.OperationalError) as error:
        # GDAL repeats the statement that failed; the reason stands at the end.
        reason = " ".join(str(error).split())[-_LONGEST_REASON:]
        raise OSError(errno.EIO, reason, str(path)) from error


def _library() -> ctypes.CDLL | None:
    """Load the library of GDAL that pyogrio uses: the one in its wheel, else that of the system."""
    package = Path(pyogrio.__file__).parent
    folders = (package.parent / "pyogrio.libs", package / ".dylibs", package)
    bundled = [file for folder in folders for file in sorted(folder.glob("*gdal*")) if _is_library(file)]
    name = str(bundled[0]) if bundled else ctypes.util.find_library("gdal")
    if name is None:
        return None
    library = ctypes.CDLL(name)
    library.GDALGetDriverByName.restype = ctypes.c_void_p
    library.GDALGetDriverByName.argtypes = [ctypes.c_char_p]
    library.GDALDeregisterDriver.argtypes = [ctypes.c_void_p]
    library.GDALRegisterDriver.argtypes = [ctypes.c_void_p]
    return library


def _is_library(file: Path) -> bool:
    return file.suffix in {".dll", ".dylib"} or ".so" in file.name

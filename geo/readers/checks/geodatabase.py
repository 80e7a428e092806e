"""Find File Geodatabases: a folder of tables, the first of which lists the others; also inside an archive."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError

if TYPE_CHECKING:
    from pathlib import Path

#: The table that lists all tables; every geodatabase of version 9 and later has it.
_CATALOGUE = "a00000001.gdbtable"


def require_geodatabase(path: Path) -> None:
    """Refuse a folder that is no geodatabase.

    Raises
    ------
    SourceError
        If its list of tables is missing.
    """
    if not any(file.name.lower() == _CATALOGUE for file in path.iterdir()):
        fault = Fault(f"a folder without {_CATALOGUE}", "a File Geodatabase", str(path), "name the .gdb folder itself")
        raise SourceError(fault)


def geodatabases_in(archive: zipfile.ZipFile) -> list[str]:
    """List the folders of an archive that are geodatabases; empty text for its top level."""
    found = [PurePosixPath(name) for name in archive.namelist()]
    return [str(name.parent).removeprefix(".") for name in found if name.name.lower() == _CATALOGUE]


def holds_geodatabase(path: Path) -> bool:
    """Return whether a file is an archive with a geodatabase in it; False where it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(geodatabases_in(archive))
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        return False

"""Check what a file is before GDAL opens it, and how much it unpacks to.

GDAL goes by the content of a file and not by its name: a text that describes a data source would have it open other
files of this machine. So the first bytes of a file must be those of the format its name says, a GeoPackage may hold no
view, and an archive may not unpack to more than `MOST_BYTES`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from geo.errors import TOO_LARGE, Fault, ParameterError, SourceError
from geo.text_files import mentions

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

#: Most bytes an archive may unpack to.
MOST_BYTES = 512 * 1024 * 1024
#: First bytes of a file of each format; texts are checked by `require_kind` for what they may not hold.
_MAGIC = {
    ".gpkg": b"SQLite format 3\0",
    ".fgb": b"fgb",
    ".shp": b"\0\0\x27\x0a",
    ".zip": b"PK",
    ".kmz": b"PK",
    ".parquet": b"PAR1",
}
#: First bytes of a dBASE table: version (III to 7) and whether it has memos.
_DBF = {bytes([first]) for first in (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x83, 0x8B, 0x8C, 0xF5)}
#: Every description of a data source begins like this; no drawing and no KML does.
_DESCRIPTION = b"<OGR"


def require_kind(path: Path, suffix: str) -> None:
    """Refuse a file whose content is not of the format its name says.

    Parameters
    ----------
    path : pathlib.Path
    suffix : str
        The format: an ending in lower case, such as ``.gpkg``.

    Raises
    ------
    SourceError
        If the content is of another format, or a GeoPackage holds a view.
    """
    with path.open("rb") as file:
        head = file.read(64)
    is_kind = head.startswith(_MAGIC.get(suffix, b""))
    if suffix in {".kml", ".dxf"}:
        # Texts have no first bytes of their own. GDAL would open GeoJSON or a description of a data source instead.
        is_kind = not head.lstrip().startswith((b"{", b"[")) and not mentions(path, _DESCRIPTION)
    if suffix == ".kml":
        # GDAL has drivers for GPX, GML and other languages of XML, and would open such a file with them.
        is_kind = is_kind and mentions(path, b"<kml")
    if not is_kind:
        raise SourceError(Fault(f"content that is no {suffix}", f"a {suffix} file", str(path), "choose another file"))
    if suffix == ".gpkg":
        _require_no_view(path)


def _require_no_view(path: Path) -> None:
    """Refuse a GeoPackage with views: a view can run for ever, or make gigabytes of a kilobyte."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            query = "SELECT name FROM sqlite_master WHERE type = 'view' LIMIT 1"
            found = database.execute(query).fetchone()
        except sqlite3.DatabaseError as error:
            raise unreadable(path, error) from error
    if found:
        remedy = "store its rows as a table"
        raise SourceError(Fault(f"the view {found[0]!r}", "tables only", str(path), remedy))


def require_small(path: Path, archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks to more than `MOST_BYTES`.

    Raises
    ------
    ParameterError
        If its members say that they are larger.
    """
    size = sum(entry.file_size for entry in archive.infolist())
    if size > MOST_BYTES:
        fault = Fault(f"{size} bytes unpacked", f"at most {MOST_BYTES}", str(path), "split the file", TOO_LARGE)
        raise ParameterError(fault)


def is_shapefile_member(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether the first bytes of a ``.shp`` or ``.dbf`` in an archive are those of a Shapefile or a dBASE table."""
    with archive.open(name) as member:
        head = member.read(4)
    return head == _MAGIC[".shp"] if name.lower().endswith(".shp") else head[:1] in _DBF


def unreadable(path: Path, error: Exception) -> SourceError:
    """Make the error for a file its reader rejected, with the reader's own message."""
    return SourceError(Fault(str(error)[:200], f"a {path.suffix} file", str(path), "name another file"))

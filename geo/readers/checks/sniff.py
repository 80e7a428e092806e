"""Check what a file is before its reader opens it, and count what is in it.

GDAL goes by the content of a file and not by its name: a text that describes a data source would have it open other
files of this machine. So the first bytes of a file must be those of the format its name says. A GeoPackage may hold no
view and no computed column, a KML no entities, and what a file says of its own size must agree with its size.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING

from geo.errors import Fault, SourceError
from geo.readers.checks.bounds import UNBOUNDED, Bounds
from geo.readers.checks.drawing import require_end, require_few_entities
from geo.readers.checks.faults import unreadable
from geo.readers.checks.geodatabase import require_geodatabase
from geo.readers.checks.kml import require_plain_kml
from geo.text_files import mentions

if TYPE_CHECKING:
    import zipfile
    from pathlib import Path

#: First bytes of a file of each format; texts are checked by `require_kind` for what they may not hold.
_MAGIC = {
    ".gpkg": b"SQLite format 3\0",
    ".fgb": b"fgb",
    ".shp": b"\0\0\x27\x0a",
    ".zip": b"PK",
    ".kmz": b"PK",
    ".parquet": b"PAR1",
}
#: Bytes of the head of a dBASE table, and of each column in it.
_DBF_HEAD, _DBF_COLUMN = 32, 32
#: Bytes of the longest head GDAL reads of a FlatGeobuf.
_LONGEST_FGB_HEAD = 10 * 1024 * 1024
#: First bytes of a dBASE table: version (III to 7) and whether it has memos.
_DBF = {bytes([first]) for first in (0x02, 0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x83, 0x8B, 0x8C, 0xF5)}
#: Every description of a data source begins like this; no drawing and no KML does.
_DESCRIPTION = b"<OGR"


def require_kind(path: Path, suffix: str, bounds: Bounds = UNBOUNDED) -> None:
    """Refuse a file whose content is not of the format its name says, or that holds more than it may.

    Parameters
    ----------
    path : pathlib.Path
    suffix : str
        The format: an ending in lower case, such as ``.gpkg``.
    bounds : Bounds
        Of what is counted here: rows of a GeoPackage, placemarks of a KML, entities of a drawing.

    Raises
    ------
    SourceError
        If the content is of another format, or may not be in it.
    ParameterError
        If there is more of it than `bounds` allow.
    """
    if suffix == ".gdb":
        require_geodatabase(path)
        return
    with path.open("rb") as file:
        head = file.read(64)
    is_kind = head.startswith(_MAGIC.get(suffix, b""))
    if suffix == ".dxf":
        # A drawing has no first bytes of its own. GDAL would open GeoJSON or a description of a data source instead.
        is_kind = not head.lstrip().startswith((b"{", b"[")) and not mentions(path, _DESCRIPTION)
    elif suffix == ".kml":
        # GDAL has drivers for GPX, GML and other languages of XML, and would open such a file with them.
        is_kind = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"<", b"\xff\xfe", b"\xfe\xff"))
    if not is_kind:
        raise SourceError(Fault(f"content that is no {suffix}", f"a {suffix} file", str(path), "choose another file"))
    if suffix == ".gpkg":
        _require_plain_tables(path, bounds)
    elif suffix == ".kml":
        with path.open("rb") as file:
            require_plain_kml(file, path, bounds)
    elif suffix == ".dxf":
        require_end(path)
        if bounds.rows is not None:
            require_few_entities(path, bounds)
    elif suffix == ".fgb" and len(head) >= 12 and _fgb_head(head) > min(path.stat().st_size, _LONGEST_FGB_HEAD):
        raise SourceError(Fault("a head longer than the file", "a .fgb file", str(path), "write it again"))


def _fgb_head(head: bytes) -> int:
    (size,) = struct.unpack_from("<I", head, 8)
    return int(size)


def _require_plain_tables(path: Path, bounds: Bounds) -> None:
    """Refuse a GeoPackage with views or computed columns, which make gigabytes of a kilobyte or run for ever."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            database.execute("PRAGMA trusted_schema = OFF")
            query = "SELECT name FROM sqlite_master WHERE type = 'view' LIMIT 1"
            view = database.execute(query).fetchone()
            found = f"the view {view[0]!r:.80}" if view else _computed_column(database)
            tables = [name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")]
            bounds.require("members", len(tables), str(path))
            for name in () if found else tables:
                _count_rows(database, str(name), str(path), bounds)
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise unreadable(path, error) from error
    if found:
        raise SourceError(Fault(found, "tables with plain columns only", str(path), "store its rows as a table"))


def _computed_column(database: sqlite3.Connection) -> str | None:
    """Name the first column that is computed from others, or table that a module of SQLite makes up; else None."""
    tables = database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    for name, sql in tables:
        words = str(sql).casefold()
        if "virtual table" in words[:80] and "using rtree" not in words:
            return f"the virtual table {name!r:.80}"
        columns = database.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", (name,))
        computed = None if "using rtree" in words else next((column for column, hidden in columns if hidden), None)
        if computed is not None:
            return f"the computed column {computed!r:.80}"
    return None


def _count_rows(database: sqlite3.Connection, table: str, where: str, bounds: Bounds) -> None:
    """Count the rows of a table, and the bytes of what stands in its rows by default and not in the file."""
    if bounds.rows is None:
        return
    columns = database.execute("SELECT name, dflt_value FROM pragma_table_info(?)", (table,)).fetchall()
    if not columns:
        return
    quoted = '"' + table.replace('"', '""') + '"'
    (rows,) = database.execute(f"SELECT COUNT(*) FROM {quoted}").fetchone()  # noqa: S608  quoted
    bounds.require("rows", rows, where)
    bounds.require("columns", len(columns), where)
    bounds.require("cells", rows * len(columns), where)
    bounds.require("texts", rows * sum(len(str(value)) for _, value in columns if value is not None), where)


def require_few_members(path: Path, archive: zipfile.ZipFile, bounds: Bounds) -> None:
    """Refuse an archive of too many files, or that unpacks to too many bytes.

    Raises
    ------
    ParameterError
        If its list of files says so.
    """
    entries = archive.infolist()
    bounds.require("members", len(entries), str(path))
    bounds.require("unpacked", sum(entry.file_size for entry in entries), str(path))


def require_sound_table(path: Path, archive: zipfile.ZipFile, name: str, bounds: Bounds) -> None:
    """Refuse a dBASE table whose head counts more than the file holds; of other members nothing is asked.

    Raises
    ------
    SourceError
        If head and size do not agree.
    ParameterError
        If there are more rows or columns than `bounds` allow.
    """
    size = archive.getinfo(name).file_size
    if not name.lower().endswith(".dbf"):
        return
    with archive.open(name) as member:
        head = member.read(_DBF_HEAD)
    if len(head) < _DBF_HEAD:
        raise SourceError(Fault(f"{name}: {len(head)} bytes", "a dBASE table", str(path), "write it again"))
    rows, head_size, row_size = struct.unpack_from("<IHH", head, 4)
    if head_size + rows * row_size > size + row_size or not row_size:
        raise SourceError(Fault(f"{name}: {rows} rows in {size} bytes", "a whole table", str(path), "write it again"))
    bounds.require("rows", rows, str(path))
    bounds.require("columns", (head_size - _DBF_HEAD) // _DBF_COLUMN, str(path))


def is_shapefile_member(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether the first bytes of a ``.shp`` or ``.dbf`` in an archive are those of a Shapefile or a dBASE table."""
    with archive.open(name) as member:
        head = member.read(4)
    return head == _MAGIC[".shp"] if name.lower().endswith(".shp") else head[:1] in _DBF

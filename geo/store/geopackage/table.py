"""The table of features of one GeoPackage, read by SQLite through its index of boxes.

The shapes are in longitude/latitude. The file is that of `geo.store.geopackage.file`; programs that edit it (QGIS) keep
its index, its extent and its count, and the columns of area and length are emptied by triggers where a shape changes:
an empty one is measured here when it is read.
"""

from __future__ import annotations

import json
import math
import os
import sqlite3
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.atlas.added.stored_layer import StoredField
from geo.errors import Fault, ParameterError, SourceError, UnavailableError
from geo.store.own.columns import AREA, KEY, LENGTH, SHAPE, names_in_frames
from geo.store.sql import functions
from geo.store.sql.table import Columns, Fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from geo.atlas.added.stored_layer import FieldKind
    from geo.measure.arrays import Objects

#: The only table of features in a file of the store.
TABLE = "features"
_INDEX = f"rtree_{TABLE}_{SHAPE}"
#: Bytes of the box in the head of a shape, by the number in its flags (GeoPackage 1.3, 2.1.3).
_BOXES = (0, 32, 48, 48, 64)
_HEAD, _EMPTY = 8, 0x10
#: Most seconds a reader waits for a program that writes the file.
_WAIT_S = 5.0


class GeopackageTable:
    """A `geo.store.sql.table.SqlTable` in a GeoPackage.

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name, self.where = f'"{TABLE}"', str(path)
        self.dialect = SqliteDialect()
        self._local = threading.local()

    def version(self) -> str:
        """Return a text that changes with every edit: when the file and its log were written, and their sizes."""
        told = []
        for path in (self.path, self.path.with_name(f"{self.path.name}-wal")):
            try:
                state = path.stat()
            except FileNotFoundError:
                continue
            told.append(f"{state.st_ino:x}-{state.st_mtime_ns:x}-{state.st_size:x}")
        if not told:
            raise SourceError(Fault("the file is missing", "a layer of the store", self.where, "import it again"))
        return ".".join(told)

    def columns(self) -> Columns:
        """Return the columns as they are now."""
        found = self.fetch(Fragment(f"SELECT name, type FROM pragma_table_info('{TABLE}')"))
        kinds = {name: _kind(declared) for name, declared in found if name not in (KEY, SHAPE, AREA, LENGTH)}
        known = {name: kind for name, kind in kinds.items() if kind is not None}
        timed = self._timed([name for name, kind in known.items() if kind == "time"])
        known |= {name: "date" for name, kind in known.items() if kind == "time" and name not in timed}
        named = names_in_frames(known)
        own = {named[name]: (quoted(name), StoredField(name, kind)) for name, kind in known.items()}
        area, length = (f"COALESCE({quoted(column)}, atlas_{column}({SHAPE}))" for column in (AREA, LENGTH))
        dimensions = self.dimensions()
        # Without areas there is nothing to measure where the column is empty.
        area, length = (area if 2 in dimensions else "NULL"), (length if 1 in dimensions else "NULL")
        return Columns(KEY, SHAPE, area, length, own)

    def _timed(self, names: Sequence[str]) -> set[str]:
        """Return which columns of times hold one that is not midnight."""
        if not names:
            return set()
        late = "EXISTS(SELECT 1 FROM {table} WHERE LTRIM(SUBSTR({column}, 12), '0:.Z') <> '')"
        looks = ", ".join(late.format(table=self.name, column=quoted(one)) for one in names)
        (found,) = self.fetch(Fragment(f"SELECT {looks}"))
        return {name for name, one in zip(names, found, strict=True) if one}

    def count(self) -> int:
        """Count all features, as the file counts them."""
        kept = self.fetch(
            Fragment("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (TABLE,))
            if self._has("gpkg_ogr_contents")
            else Fragment("SELECT NULL")
        )
        if kept and kept[0][0] is not None:
            return int(kept[0][0])
        return int(self.fetch(Fragment(f"SELECT COUNT(*) FROM {self.name}"))[0][0])

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north in degrees, as the file states them."""
        asked = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?"
        found = self.fetch(Fragment(asked, (TABLE,)))
        if not found or any(one is None for one in found[0]):
            return None
        west, south, east, north = map(float, found[0])
        return west, south, east, north

    def dimensions(self) -> set[int]:
        """Return the dimensions of the shapes, by the type of the column, or by looking where it takes all types."""
        (declared,) = self.fetch(
            Fragment("SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = ?", (TABLE,))
        )[0]
        known = {"POINT": 0, "LINESTRING": 1, "POLYGON": 2}.get(str(declared).upper().removeprefix("MULTI"))
        if known is not None:
            return {known}
        asked = f"SELECT DISTINCT atlas_dimension({SHAPE}) FROM {self.name} WHERE {SHAPE} IS NOT NULL"
        return {int(one) for (one,) in self.fetch(Fragment(asked)) if one is not None}

    def fetch(self, asked: Fragment) -> list[tuple[Any, ...]]:
        """Run a query that reads."""
        found: list[tuple[Any, ...]] = self._run(lambda database: database.execute(asked.sql, asked.given).fetchall())
        return found

    def stream(self, asked: Fragment, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query that reads, and yield its rows piece by piece."""
        cursor = self._run(lambda database: database.execute(asked.sql, asked.given))
        while rows := self._run(lambda _: cursor.fetchmany(size)):
            yield rows

    def shapes(self, values: Sequence[Any]) -> Objects:
        """Make shapes of what the shape column holds."""
        out = shapely.from_wkb(np.array([_wkb(one) for one in values], dtype=object))
        drawn: Objects = np.asarray(out, dtype=object).reshape(-1)
        return drawn

    def _has(self, table: str) -> bool:
        return bool(self.fetch(Fragment("SELECT 1 FROM sqlite_master WHERE name = ?", (table,))))

    def _run(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        try:
            return work(self._connection())
        except sqlite3.OperationalError as error:
            if "locked" in str(error) or "busy" in str(error):
                remedy = "save or close it there, and ask again"
                fault = Fault("a file another program is writing", "one that can be read", self.where, remedy)
                raise UnavailableError(fault) from error
            if "interrupted" in str(error) or "user-defined function" in str(error):
                raise ParameterError(Fault("a condition that fails", "one that can be computed", "filter")) from error
            raise SourceError(
                Fault(f"a GeoPackage that cannot be read ({error})", "a layer of the store", self.where)
            ) from error
        except sqlite3.DatabaseError as error:
            raise SourceError(Fault(str(error), "a GeoPackage", self.where, "import the layer again")) from error

    def _connection(self) -> sqlite3.Connection:
        """Return the connection of this thread, opened anew where the file was replaced or the process was forked."""
        state = (os.getpid(), self.path.stat().st_ino if self.path.exists() else 0)
        if getattr(self._local, "state", None) != state:
            self._local.kept, self._local.state = _Kept(self._open()), state
        kept: _Kept = self._local.kept
        return kept.database

    def _open(self) -> sqlite3.Connection:
        if not self.path.is_file():
            raise SourceError(Fault("the file is missing", "a layer of the store", self.where, "import it again"))
        # Statements of one connection run in one thread; it may be closed by another, when that is gone.
        database = sqlite3.connect(
            f"{self.path.resolve().as_uri()}?mode=ro", uri=True, timeout=_WAIT_S, check_same_thread=False
        )
        database.execute("PRAGMA query_only = ON")
        database.execute("PRAGMA trusted_schema = OFF")
        database.execute("PRAGMA cache_size = -2048")
        functions.register(database, shape_of)
        return database


class _Kept:
    """A connection that is closed when its thread, or the table, is gone."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database

    def __del__(self) -> None:
        self.database.close()


class SqliteDialect:
    """How SQLite writes what is asked: a `geo.store.sql.table.Dialect`."""

    mark = "?"

    def text(self, expression: str) -> str:
        """Return an expression as text."""
        return f"CAST({expression} AS TEXT)"

    def one_of(self, expression: str, values: Sequence[Any]) -> Fragment:
        """Return whether an expression is one of some numbers or texts."""
        if len(values) == 1:
            return Fragment(f"{expression} = ?", (values[0],))
        return Fragment(f"{expression} IN (SELECT value FROM json_each(?))", (json.dumps(list(values)),))

    def ordered(self, expression: str, kind: FieldKind) -> str:
        """Return an expression that sorts texts by their code points, as SQLite does."""
        return expression

    def moment(self, expression: str) -> str:
        """Return a day or time as microseconds since 1970, exact to the millisecond."""
        return f"(CAST(ROUND((JULIANDAY({expression}) - 2440587.5) * 86400000.0) AS INTEGER) * 1000)"

    def near(self, columns: Columns, box: tuple[float, float, float, float]) -> Fragment:
        """Return whether the box of a shape touches a box, by the index."""
        west, south, east, north = box
        touching = f"SELECT id FROM {_INDEX} WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?"
        return Fragment(f"{columns.key} IN ({touching})", (west, east, south, north))

    def in_box(self, columns: Columns, box: tuple[float, float, float, float]) -> Fragment:
        """Return whether a shape intersects a box; one whose own box is all inside does."""
        west, south, east, north = box
        inside = f"SELECT id FROM {_INDEX} WHERE minx >= ? AND maxx <= ? AND miny >= ? AND maxy <= ?"
        exact = f" AND ({columns.key} IN ({inside}) OR atlas_in_box({columns.shape}, ?, ?, ?, ?))"
        return self.near(columns, box) + Fragment(exact, (west, east, south, north, west, south, east, north))

    def of_dimension(self, columns: Columns, dimension: int) -> Fragment:
        """Return whether a shape has a dimension."""
        return Fragment(f"atlas_dimension({columns.shape}) = ?", (dimension,))

    def call(self, function: str, arguments: Sequence[Fragment]) -> Fragment:
        """Call one of the functions of `geo.store.sql.functions`."""
        values = tuple(value for one in arguments for value in one.given)
        return Fragment(f"atlas_{function}({', '.join(one.sql for one in arguments)})", values)

    def meets(self, function: str, columns: Columns, shape: bytes) -> Fragment:
        """Return whether a shape stands to another as a spatial function says; shapes far from it are not looked at."""
        exact = Fragment(f"atlas_{function}({columns.shape}, ?)", (shape,))
        west, south, east, north = shapely.bounds(shapely.from_wkb(shape)).tolist()
        if function == "s_disjoint" or math.isnan(west):
            return exact
        near = self.near(columns, (west, south, east, north))
        head = Fragment(f"CASE WHEN {columns.shape} IS NULL THEN NULL WHEN ") + near
        return head + " THEN " + exact + " ELSE 0 END"


def quoted(name: str) -> str:
    """Return a name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def shape_of(value: bytes | None) -> Any:
    """Return the shape of one value of the shape column; None where there is none."""
    wkb = _wkb(value)
    return None if wkb is None else shapely.from_wkb(wkb)


def _wkb(value: bytes | None) -> bytes | None:
    """Take the head off a shape (GeoPackage 1.3, 2.1.3)."""
    if value is None or value[3] & _EMPTY:
        return None
    return value[_HEAD + _BOXES[(value[3] >> 1) & 7] :]


@lru_cache(maxsize=64)
def _kind(declared: str) -> FieldKind | None:
    """Return the kind of a column by its declared type; None for bytes, which nothing shows."""
    name = declared.upper().partition("(")[0].strip()
    if name in {"BLOB"}:
        return None
    if name == "BOOLEAN":
        return "boolean"
    if name in {"DATE", "DATETIME"}:
        return "date" if name == "DATE" else "time"
    return (
        "number"
        if name in {"TINYINT", "SMALLINT", "MEDIUMINT", "INT", "INTEGER", "FLOAT", "DOUBLE", "REAL"}
        else "text"
    )

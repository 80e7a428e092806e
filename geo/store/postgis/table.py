"""A table or view of a PostGIS database, read as it is at every question.

That it has changed is seen by the state of the server's transactions (``pg_current_snapshot``): it is another after
every commit, and asking costs nothing. Where it is another, the rows are counted, the numbers of the transactions that
wrote them are added up (one read of the table), and the columns are listed, so that the version stays the same while
others write to other tables. A view has no such numbers: its version is the state itself.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyproj
import shapely

from geo.atlas.added.stored_layer import StoredField
from geo.coordinates.crs import to_lonlat
from geo.errors import Fault, GeometryError
from geo.store.own.columns import names_in_frames
from geo.store.sql.layer import in_degrees
from geo.store.sql.table import Columns, Fragment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from geo.atlas.added.stored_layer import FieldKind
    from geo.measure.arrays import Objects
    from geo.store.postgis.pool import PostgisPool

_COLUMNS = """
SELECT a.attname, t.typcategory::text, t.typname::text FROM pg_attribute AS a JOIN pg_type AS t ON t.oid = a.atttypid
WHERE a.attrelid = %s::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_SHAPE_OF_TABLE = """
SELECT LEFT(MD5(STRING_AGG(attname || ' ' || atttypid::text, ',' ORDER BY attnum)), 8) FROM pg_attribute
WHERE attrelid = %s::oid AND attnum > 0 AND NOT attisdropped
"""
_DIMENSIONS = {"POINT": 0, "LINESTRING": 1, "POLYGON": 2}
#: Degrees between the points of the edge of a box that is turned into another system, and how far it is widened.
_STEP, _WIDER = 0.05, 1e-6
_DAY_US = 86_400_000_000
#: Degrees around the ground a reference system is made for in which its coordinates are still sound, and the latitude
#: up to which those of any are.
_MARGIN, _NORTHMOST = 10.0, 85.0


class FoundTable(NamedTuple):
    """Where a table is.

    Attributes
    ----------
    oid : int
    schema, name, key, shape : str
        Of the table, and its columns with the number and the shape of a feature.
    is_view, is_geography : bool
    declared : str
        Type of the shapes, such as MULTIPOLYGON or GEOMETRY.
    srid : int
        Number of their reference system in the database.
    crs : pyproj.CRS
    """

    oid: int
    schema: str
    name: str
    key: str
    shape: str
    is_view: bool
    is_geography: bool
    declared: str
    srid: int
    crs: pyproj.CRS


class _Known(NamedTuple):
    """What was found of a table in one state of the server; a view is counted when its number is asked for."""

    state: str
    version: str
    features: int | None


class PostgisTable:
    """A `geo.store.sql.table.SqlTable` in a PostGIS database.

    Parameters
    ----------
    pool : PostgisPool
    found : FoundTable
    """

    def __init__(self, pool: PostgisPool, found: FoundTable) -> None:
        self.pool, self.found = pool, found
        self.name = f"{quoted(found.schema)}.{quoted(found.name)}"
        self.where = f"{pool.where}, table {found.name}"
        self._transformer = to_lonlat(found.crs, where=self.where)
        self._shape = quoted(found.shape) + ("::geometry" if found.is_geography else "")
        in_degrees = self._shape if self._transformer is None else f"ST_Transform({self._shape}, 4326)"
        self.dialect = PostgisDialect(
            self._shape, in_degrees, 4326 if self._transformer is not None else found.srid, found
        )
        self._known: _Known | None = None
        self._lock = threading.Lock()

    @property
    def place(self) -> tuple[str, str]:
        """Schema and name, as they are."""
        return self.found.schema, self.found.name

    def version(self) -> str:
        """Return a text that changes with every edit of the table."""
        return self._now().version

    def _now(self) -> _Known:
        """Return version and number of features, found anew if anything in the database has changed."""
        state = self.pool.state()
        with self._lock:
            if self._known is None or self._known.state != state:
                self._known = self._look(state)
            return self._known

    def _look(self, state: str) -> _Known:
        if self.found.is_view:
            return _Known(state, state, None)
        ((columns,),) = self.fetch(Fragment(_SHAPE_OF_TABLE, (self.found.oid,)))
        asked = f"SELECT COUNT(*), SUM(xmin::text::bigint), pg_relation_filenode({self.found.oid})"
        ((count, writers, file),) = self.fetch(Fragment(f"{asked} FROM {self.name}"))
        return _Known(state, f"{count:x}-{int(writers or 0):x}-{file or 0:x}-{columns}", int(count))

    def columns(self) -> Columns:
        """Return the columns as they are now."""
        known = {}
        for name, category, kind in self.fetch(Fragment(_COLUMNS, (self.found.oid,))):
            if name not in (self.found.shape, self.found.key):
                known[name] = _column(name, category, kind)
        shown = {name: one for name, one in known.items() if one is not None}
        named = names_in_frames(shown)
        timed = self._timed([name for name, (_, kind) in shown.items() if kind == "time"])
        own = {
            named[name]: (sql, StoredField(name, "date" if kind == "time" and name not in timed else kind))
            for name, (sql, kind) in shown.items()
        }
        degrees = self.dialect.degrees
        area = f"CASE WHEN ST_Dimension({degrees}) = 2 THEN ST_Area({degrees}::geography) / 1e6 END"
        length = f"CASE WHEN ST_Dimension({degrees}) = 1 THEN ST_Length({degrees}::geography) / 1e3 END"
        shape = f"ST_AsBinary(ST_Force2D({self._shape}))"
        return Columns(quoted(self.found.key), shape, area, length, own, measured=False)

    def _timed(self, names: Sequence[str]) -> set[str]:
        """Return which columns of times hold one that is not midnight."""
        if not names:
            return set()
        late = [f"MOD({self.dialect.moment(quoted(one))}, {_DAY_US}) <> 0" for one in names]
        looks = ", ".join(f"EXISTS(SELECT 1 FROM {self.name} WHERE {one})" for one in late)
        (found,) = self.fetch(Fragment(f"SELECT {looks}"))
        return {name for name, one in zip(names, found, strict=True) if one}

    def count(self) -> int:
        """Count all features."""
        known = self._now()
        if known.features is not None:
            return known.features
        ((count,),) = self.fetch(Fragment(f"SELECT COUNT(*) FROM {self.name}"))
        with self._lock:
            if self._known == known:
                self._known = known._replace(features=int(count))
        return int(count)

    def bounds(self) -> tuple[float, float, float, float] | None:
        """Return west, south, east and north in degrees."""
        box = f"ST_Extent({self._shape})"
        whole = f"(SELECT {box} AS e FROM {self.name}) AS whole"
        asked = Fragment(f"SELECT ST_XMin(e), ST_YMin(e), ST_XMax(e), ST_YMax(e) FROM {whole}")
        ((west, south, east, north),) = self.fetch(asked)
        if west is None:
            return None
        if self._transformer is None:
            return float(west), float(south), float(east), float(north)
        edges = self._transformer.transform_bounds(west, south, east, north)
        return float(edges[0]), float(edges[1]), float(edges[2]), float(edges[3])

    def dimensions(self) -> set[int]:
        """Return the dimensions of the shapes, by the type of the column, or by looking where it takes all types."""
        known = _DIMENSIONS.get(self.found.declared.upper().removeprefix("MULTI").rstrip("ZM"))
        if known is not None:
            return {known}
        asked = f"SELECT DISTINCT ST_Dimension({self._shape}) FROM {self.name}"
        return {int(one) for (one,) in self.fetch(Fragment(asked)) if one is not None}

    def fetch(self, asked: Fragment) -> list[tuple[Any, ...]]:
        """Run a query that reads."""
        return self.pool.fetch(asked)

    def stream(self, asked: Fragment, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Run a query that reads, and yield its rows piece by piece."""
        return self.pool.stream(asked, size)

    def shapes(self, values: Sequence[Any]) -> Objects:
        """Make shapes of what the shape column holds."""
        raw = np.empty(len(values), dtype=object)
        raw[:] = [None if one is None else bytes(one) for one in values]
        try:
            made = np.asarray(shapely.from_wkb(raw), dtype=object).reshape(-1)
        except (shapely.errors.ShapelyError, NotImplementedError) as error:
            expected = "areas, lines or points without curves"
            remedy = "ST_CurveToLine makes lines of curves"
            raise GeometryError(Fault(str(error)[:200], expected, self.where, remedy)) from error
        if self._transformer is not None and len(made):
            made = in_degrees(made, self._transformer)
        made[shapely.is_empty(made)] = None
        return made


class PostgisDialect:
    """How PostgreSQL writes what is asked: a `geo.store.sql.table.Dialect`.

    Parameters
    ----------
    shape, degrees : str
        The shape in its own system, and in longitude/latitude.
    srid : int
        Number of the system of `degrees`.
    found : FoundTable
    """

    mark = "%s"

    def __init__(self, shape: str, degrees: str, srid: int, found: FoundTable) -> None:
        self.shape, self.degrees, self._srid, self._found = shape, degrees, srid, found
        self._served = _served_ground(found.crs)

    def text(self, expression: str) -> str:
        """Return an expression as text."""
        return f"CAST({expression} AS text)"

    def one_of(self, expression: str, values: Sequence[Any]) -> Fragment:
        """Return whether an expression is one of some numbers or texts."""
        return Fragment(f"{expression} = ANY(%s)", (list(values),))

    def ordered(self, expression: str, kind: FieldKind) -> str:
        """Return an expression that sorts texts by their code points."""
        return f'{expression} COLLATE "C"' if kind == "text" else expression

    def moment(self, expression: str) -> str:
        """Return a day or time as microseconds since 1970, exact to the millisecond."""
        return f"(ROUND(EXTRACT(EPOCH FROM {expression}) * 1000)::bigint * 1000)"

    def near(self, columns: Columns, box: tuple[float, float, float, float]) -> Fragment:
        """Return whether the box of a shape touches a box, by the index of the table."""
        if self._srid == self._found.srid:
            return Fragment(f"{self.shape} && ST_MakeEnvelope(%s, %s, %s, %s, {self._srid})", box)
        west, south, east, north = box
        wider = (west - _WIDER, south - _WIDER, east + _WIDER, north + _WIDER)
        if self._served is None:
            return Fragment("TRUE") if east - west > _MARGIN or north - south > _MARGIN else self._near_edge(wider)
        inside = _common(wider, self._served)
        if inside == wider:
            return self._near_edge(wider)
        # Beyond the ground the system is made for, a box has no place in it: shapes there are looked at one by one.
        near = Fragment("NOT (") + self._near_edge(self._served) + Fragment(")")
        if inside is not None:
            near = self._near_edge(inside) + Fragment(" OR ") + near
        return Fragment("(") + near + Fragment(")")

    def _near_edge(self, box: tuple[float, float, float, float]) -> Fragment:
        """Return whether the box of a shape touches a box that has a place in the system of the table."""
        edge = f"ST_Segmentize(ST_MakeEnvelope(%s, %s, %s, %s, {self._srid}), {_STEP})"
        # An edge that is straight in degrees is bent in the system of the table.
        return Fragment(f"{self.shape} && ST_Expand(ST_Transform({edge}, {self._found.srid}), 10)", box)

    def in_box(self, columns: Columns, box: tuple[float, float, float, float]) -> Fragment:
        """Return whether a shape intersects a box."""
        exact = Fragment(f" AND ST_Intersects({self.degrees}, ST_MakeEnvelope(%s, %s, %s, %s, {self._srid}))", box)
        return self.near(columns, box) + exact

    def of_dimension(self, columns: Columns, dimension: int) -> Fragment:
        """Return whether a shape has a dimension."""
        return Fragment(f"ST_Dimension({self.shape}) = %s", (dimension,))

    def call(self, function: str, arguments: Sequence[Fragment]) -> Fragment:
        """Call a function a condition may need."""
        given = tuple(value for one in arguments for value in one.given)
        return Fragment(_CALLS[function].format(*(one.sql for one in arguments)), given)

    def meets(self, function: str, columns: Columns, shape: bytes) -> Fragment:
        """Return whether a shape stands to another as a spatial function says."""
        return Fragment(f"{_SPATIAL[function]}({self.degrees}, ST_GeomFromWKB(%s, {self._srid}))", (shape,))


#: Functions as PostgreSQL has them. To LIKE a backslash at the end of a pattern is an error, so it is doubled.
_CALLS = {
    "like": "({0} LIKE regexp_replace({1}, '(^|[^\\\\])\\\\$', '\\1\\\\\\\\'))",
    "casei": "LOWER({0})",
    "accenti": "NORMALIZE(REGEXP_REPLACE(NORMALIZE({0}, NFD), '[\u0300-\u036f]', '', 'g'), NFC)",
    "mod": "MOD({0}::numeric, NULLIF({1}, 0)::numeric)::float8",
    "pow": "POWER({0}::float8, {1}::float8)",
    "floor": "FLOOR({0})",
}
_SPATIAL = {
    "s_intersects": "ST_Intersects",
    "s_disjoint": "ST_Disjoint",
    "s_equals": "ST_Equals",
    "s_within": "ST_Within",
    "s_contains": "ST_Contains",
    "s_crosses": "ST_Crosses",
    "s_overlaps": "ST_Overlaps",
    "s_touches": "ST_Touches",
}


def _served_ground(crs: pyproj.CRS) -> tuple[float, float, float, float] | None:
    """Return west, south, east and north of where a system can be used; None if it does not say."""
    if crs.area_of_use is None:
        return None
    west, south, east, north = crs.area_of_use.bounds
    return (
        *(max(west - _MARGIN, -180.0), max(south - _MARGIN, -_NORTHMOST)),
        *(min(east + _MARGIN, 180.0), min(north + _MARGIN, _NORTHMOST)),
    )


def _common(
    box: tuple[float, float, float, float], other: tuple[float, float, float, float]
) -> tuple[float, float, float, float] | None:
    """Return the part of a box that lies in another; None without any."""
    west, south, east, north = (
        *(max(one, two) for one, two in zip(box[:2], other[:2], strict=True)),
        *(min(one, two) for one, two in zip(box[2:], other[2:], strict=True)),
    )
    return (west, south, east, north) if west <= east and south <= north else None


def quoted(name: str) -> str:
    """Return a name as SQL has it; a per cent sign is doubled, because parameters are marked by one."""
    return '"' + name.replace('"', '""').replace("%", "%%") + '"'


def _column(name: str, category: str, kind: str) -> tuple[str, FieldKind] | None:
    """Return how a column is read, and its kind; None for bytes and other shapes, which nothing shows."""
    column = quoted(name)
    if kind in ("bytea", "geometry", "geography", "raster"):
        return None
    if category == "B":
        return column, "boolean"
    if kind in ("date", "timestamp", "timestamptz"):
        return column, "date" if kind == "date" else "time"
    if kind in ("int2", "int4", "int8", "float4", "float8"):
        return column, "number"
    if kind == "numeric":
        return f"{column}::float8", "number"
    return f"{column}::text", "text"

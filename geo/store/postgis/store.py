"""A store in a PostGIS database: every table and view with shapes that the user may read, as it is at each question.

The number of a feature is its primary key, or another column of unique whole numbers; a view has none, so a column with
one of the names `_VIEW_KEYS` is taken. What an import knows of a layer (`geo.store.own.layer_note`) stands in the
comment of its table.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from geo.coordinates.crs import parse_crs
from geo.errors import AtlasError, Fault, SourceError
from geo.readers import postgis
from geo.store.own.layer_ids import layer_id_of, title_of
from geo.store.own.layer_note import LayerNote, note_of
from geo.store.postgis.pool import PostgisPool
from geo.store.postgis.table import FoundTable, PostgisTable
from geo.store.sql.layer import SqlLayer
from geo.store.sql.table import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Names of the column with the number of a feature in a view, in order of preference.
_VIEW_KEYS = ("fid", "gid", "ogc_fid", "objectid", "id")
#: Seconds for which the list of tables stands without being asked for again.
_TRUSTED_S = 1.0
_HAS_POSTGIS = Fragment("SELECT to_regclass('geometry_columns') IS NOT NULL")
_KEYS = """
SELECT DISTINCT ON (c.oid) c.oid, n.nspname, c.relname, c.relkind::text, obj_description(c.oid, 'pg_class'), a.attname,
  (SELECT array_agg(v.attname::text) FROM pg_attribute AS v
   WHERE v.attrelid = c.oid AND v.attnum > 0 AND v.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype))
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN (pg_index AS i JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] AND a.attnotnull
  AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype))
  ON i.indrelid = c.oid AND i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL AND i.indisvalid
WHERE c.oid = ANY(%s::regclass[])
ORDER BY c.oid, a.attname IS NULL, i.indisprimary DESC, a.attnum
"""
_TYPES = """
SELECT f_table_schema, f_table_name, f_geometry_column, srid, type, FALSE FROM geometry_columns
UNION ALL SELECT f_table_schema, f_table_name, f_geography_column, srid, type, TRUE FROM geography_columns
"""


class PostgisStore(Mapping[str, SqlLayer]):
    """The layers of a database by id, as they are there now.

    Parameters
    ----------
    address : str
        As `geo.readers.postgis.read_tables` takes it; ``tables=`` leaves out all others.

    Raises
    ------
    SourceError
        If the extra is not installed, or the address cannot be read.
    """

    def __init__(self, address: str) -> None:
        self._address, self.pool = address, PostgisPool(address)
        self._wanted = [name.removeprefix("public.") for name in postgis.tables_named(self.pool.url)]
        self._layers: dict[str, SqlLayer] = {}
        self._left_out: tuple[Fault, ...] = ()
        self._state: object = None
        self._asked = -_TRUSTED_S
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[type[PostgisStore], tuple[str]]:
        """Return what opens the same store in another process."""
        return type(self), (self._address,)

    @property
    def left_out(self) -> tuple[Fault, ...]:
        """Tables that cannot be read, and why."""
        self._now()
        return self._left_out

    def __getitem__(self, layer_id: str) -> SqlLayer:
        return self._now()[layer_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._now())

    def __len__(self) -> int:
        return len(self._now())

    def forget(self) -> None:
        """Ask for the list of tables again at the next question."""
        self._asked = -_TRUSTED_S

    def _now(self) -> dict[str, SqlLayer]:
        with self._lock:
            if time.monotonic() - self._asked >= _TRUSTED_S:
                found = self._found()
                if found != self._state:
                    self._layers, self._left_out = self._read(found)
                    self._state = found
                self._asked = time.monotonic()
            return self._layers

    def _found(self) -> list[tuple[Any, ...]]:
        """List the columns with shapes, each with what is known of its table, in the order of names."""
        if not self.pool.fetch(_HAS_POSTGIS)[0][0]:
            fault = Fault("a database without PostGIS", "one with it", self.pool.where, "CREATE EXTENSION postgis")
            raise SourceError(fault)
        rows = self.pool.fetch(Fragment(postgis.FOUND.replace("%", "%%")))
        types = {tuple(row[:3]): row[3:] for row in self.pool.fetch(Fragment(_TYPES))}
        tables = list(dict.fromkeys((row[0], row[1]) for row in rows))
        names = [postgis.regclass(schema, name) for schema, name in tables]
        known = {(row[1], row[2]): row for row in self.pool.fetch(Fragment(_KEYS, (names,)))} if names else {}
        wanted = [row for row in rows if not self._wanted or _shown(row) in self._wanted]
        return [
            (tuple(row), tuple(known[row[:2]][:6]), tuple(known[row[:2]][6] or ()), tuple(types[row[:3]]))
            for row in wanted
            if tuple(row[:2]) in known
        ]

    def _read(self, found: Iterable[Any]) -> tuple[dict[str, SqlLayer], tuple[Fault, ...]]:
        layers: dict[str, SqlLayer] = {}
        faults: list[Fault] = []
        columns = [row[:2] for row, *_ in found]
        for one in found:
            row = one[0]
            name = _shown(row) if columns.count(row[:2]) == 1 else f"{_shown(row)}.{row[2]}"
            try:
                layer = self._layer(name, one, layers)
            except AtlasError as error:
                faults += error.faults
            else:
                layers[layer.note.id] = layer
        return layers, tuple(faults)

    def _layer(self, name: str, found: Any, others: Mapping[str, SqlLayer]) -> SqlLayer:
        (
            (schema, table, shape, *system),
            (oid, _, _, relation, comment, key),
            numbers,
            (srid, declared, is_geography),
        ) = found
        where = f"{self.pool.where}, table {name}"
        is_view = relation in ("v", "m", "f")
        if key is None and is_view:
            key = next((one for one in _VIEW_KEYS if one in numbers), None)
        if key is None:
            expected = (
                f"a whole number named one of {', '.join(_VIEW_KEYS)}" if is_view else "a primary key of whole numbers"
            )
            remedy = "ALTER TABLE … ADD COLUMN fid bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
            raise SourceError(Fault("no number that tells features apart", expected, where, remedy))
        auth_name, auth_srid, srtext = system
        crs = postgis.crs_named(auth_name, auth_srid, srtext, where)
        if crs is None:
            remedy = "SELECT UpdateGeometrySRID(…)"
            raise SourceError(Fault("shapes without a reference system", "an SRID", where, remedy))
        place = FoundTable(oid, schema, table, key, shape, is_view, is_geography, declared, srid, parse_crs(crs))
        note = _note(comment) or LayerNote(
            "", title_of(name), title_of(name), postgis.database_of(str(self.pool.url)), ""
        )
        number = note.number if note.count else len(others)
        said = {"id": layer_id_of(name, others), "crs": note.crs or place.crs.name, "number": number}
        return SqlLayer(PostgisTable(self.pool, place), note_of({**vars(note), **said}))


def _shown(row: tuple[Any, ...]) -> str:
    """Return the name of a table as the address names it."""
    return str(row[1]) if row[0] == "public" else f"{row[0]}.{row[1]}"


def _note(comment: str | None) -> LayerNote | None:
    """Return the note an import wrote into the comment of a table; None if the comment is another."""
    if not comment or not comment.startswith("{"):
        return None
    try:
        return note_of(json.loads(comment))
    except (ValueError, TypeError):  # words of somebody else
        return None

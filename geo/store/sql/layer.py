"""A stored layer in a table of features, whatever database holds it: frames, pages, counts and values."""

from __future__ import annotations

import datetime as dt
import math
import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from cachetools import LRUCache

from geo.atlas.added.stored_layer import PlainRows, StoredQuery
from geo.coordinates.crs import WGS84
from geo.measure.area import area_km2, length_m
from geo.readers.checks.bounds import LONGEST_NAME
from geo.store.own.entry import geometry_of, own_entry
from geo.store.own.name_column import english_column, name_column
from geo.store.sql.query import ALL, Named, order, where
from geo.store.sql.table import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from geo.atlas.added.stored_layer import StoredField
    from geo.atlas.schema import Layer
    from geo.measure.arrays import Floats, Objects
    from geo.store.own.layer_note import LayerNote
    from geo.store.sql.table import SqlTable

ALL_OF_IT = StoredQuery()
#: Seconds for which what was found of a layer stands without asking whether it changed.
_TRUSTED_S = 1.0


@dataclass(frozen=True)
class _Facts:
    """What was found of a layer in one state."""

    version: str
    asked: float
    named: Named
    entry: Layer
    bounds: tuple[float, float, float, float] | None
    dimensions: frozenset[int]


class SqlLayer:
    """A `geo.atlas.added.stored_layer.StoredLayer` in a table.

    Parameters
    ----------
    table : SqlTable
    note : LayerNote
        What is known of it beside its features.
    """

    def __init__(self, table: SqlTable, note: LayerNote) -> None:
        self.table, self.note = table, note
        self._known: _Facts | None = None
        self._kept: LRUCache[Any, Any] = LRUCache(256)
        self._lock = threading.Lock()

    @property
    def entry(self) -> Layer:
        """Titles, description, kind of geometry and style."""
        return self._facts().entry

    @property
    def fields(self) -> Mapping[str, StoredField]:
        """The own columns by the names they have in frames."""
        return {name: field for name, (_, field) in self._facts().named.columns.own.items()}

    @property
    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees; None without a shape."""
        return self._facts().bounds

    @property
    def dimensions(self) -> frozenset[int]:
        """Dimensions of the shapes."""
        return self._facts().dimensions

    @property
    def version(self) -> str:
        """Text that changes with every edit."""
        return self._facts(at_once=True).version

    def count(self, query: StoredQuery = ALL_OF_IT) -> int:
        """Count the features a query selects, whatever its page."""
        facts = self._facts()
        chosen = where(facts.named, query)
        if chosen == ALL:
            return self.table.count()
        asked = Fragment(f"SELECT COUNT(*) FROM {self.table.name} WHERE ") + chosen
        return int(self._once(facts, asked)[0][0])

    def rows(self, query: StoredQuery = ALL_OF_IT) -> gpd.GeoDataFrame:
        """Return a page of features."""
        facts = self._facts()
        names = self._wanted(facts, query)
        return self._frame(facts, names, self.table.fetch(self._asked(facts, names, query)), query)

    def plain_rows(self, query: StoredQuery = ALL_OF_IT) -> PlainRows:
        """Return a page of features without a frame."""
        facts = self._facts()
        names = self._wanted(facts, query)
        return self._plain(facts, names, self.table.fetch(self._asked(facts, names, query)), query)

    def batches(self, query: StoredQuery = ALL_OF_IT, size: int = 20_000) -> Iterator[gpd.GeoDataFrame]:
        """Go through the features a query selects, as frames of at most `size` rows, in bounded memory."""
        facts = self._facts()
        names = self._wanted(facts, query)
        if query.order or query.offset or query.limit is not None:
            for rows in self.table.stream(self._asked(facts, names, query), size):
                yield self._frame(facts, names, rows, query)
            return
        after: int | None = None
        # By number, so that no query stays open while the caller works: it would keep others from writing.
        while rows := self.table.fetch(self._asked(facts, names, replace(query, limit=size), after)):
            yield self._frame(facts, names, rows, query)
            if len(rows) < size:
                return
            after = int(rows[-1][0])

    def values(self, column: str, most: int = 50) -> list[tuple[str, int]]:
        """List the commonest values of a column with their numbers of features, the commonest first."""
        facts = self._facts()
        kind, value = facts.named.field(column).kind, facts.named.expression(column)
        sorted_by = self.table.dialect.ordered("value", kind)
        inner = Fragment("SELECT ") + value + Fragment(f" AS value FROM {self.table.name}")
        asked = Fragment("SELECT value, COUNT(*) AS number FROM (") + inner
        asked += (
            f") AS taken WHERE value IS NOT NULL GROUP BY value ORDER BY number DESC, {sorted_by} LIMIT {int(most)}"
        )
        return [(text_of(one, kind), int(number)) for one, number in self._once(facts, asked)]

    def _facts(self, *, at_once: bool = False) -> _Facts:
        """Return what is known of the layer, found anew if it has changed."""
        known = self._known
        if known and not at_once and time.monotonic() - known.asked < _TRUSTED_S:
            return known
        asked, version = time.monotonic(), self.table.version()
        if known and known.version == version:
            self._known = replace(known, asked=asked)
            return self._known
        columns, note = self.table.columns(), self.note
        # Chosen by the names of the source: in frames an own column name_zh is called name_zh_own.
        framed = {field.name: name for name, (_, field) in columns.own.items()}
        kinds = {field.name: field.kind for _, field in columns.own.values()}
        chosen = note.name_field if note.name_field in columns.own else framed.get(name_column(kinds) or "")
        english = note.english_field if note.english_field in columns.own else framed.get(english_column(kinds) or "")
        named = Named(self.table, columns, note.id, note.title_zh, note.title_en, chosen, english)
        dimensions = frozenset(self.table.dimensions())
        geometry = geometry_of(dimensions)
        entry = own_entry(note.id, (note.title_zh, note.title_en), note.descriptions, geometry, note.number)
        self._known = _Facts(version, asked, named, entry, self.table.bounds(), dimensions)
        return self._known

    def _once(self, facts: _Facts, asked: Fragment) -> list[tuple[Any, ...]]:
        """Run a query once for each state of the layer."""
        key = (facts.version, asked.sql, repr(asked.given))
        with self._lock:
            kept: list[tuple[Any, ...]] | None = self._kept.get(key)
        if kept is None:
            kept = self.table.fetch(asked)
            with self._lock:
                self._kept[key] = kept
        return kept

    @staticmethod
    def _wanted(facts: _Facts, query: StoredQuery) -> list[str]:
        own = facts.named.columns.own
        if query.columns is None:
            return list(own)
        for name in query.columns:
            facts.named.field(name)
        return [name for name in query.columns if name in own]

    def _asked(self, facts: _Facts, names: Sequence[str], query: StoredQuery, after: int | None = None) -> Fragment:
        """Write the query of a page: number, names, kind, grade, figures, shape if it is needed, own columns."""
        named, own = facts.named, facts.named.columns.own
        nothing = Fragment("NULL")
        kind, grade = (named.expression(name) if named.own_named(name) else nothing for name in ("kind", "grade"))
        titles = [Fragment(own[one][0]) if one in own else nothing for one in named.name_fields]
        figures = [Fragment(named.columns.area_km2), Fragment(named.columns.length_km)]
        if not named.columns.measured:
            figures = [nothing, nothing]
        needs_shape = query.with_shapes or not named.columns.measured
        shape = Fragment(named.columns.shape if needs_shape else "NULL")
        parts = [Fragment(named.columns.key), *titles, kind, grade, *figures, shape]
        parts += [Fragment(own[name][0]) for name in names]
        select = Fragment(", ".join(part.sql for part in parts), tuple(v for part in parts for v in part.given))
        asked = Fragment("SELECT ") + select + Fragment(f" FROM {self.table.name} WHERE ") + where(named, query)
        if after is not None:
            asked += Fragment(f" AND {named.columns.key} > {self.table.dialect.mark}", (after,))
        asked = asked + " ORDER BY " + order(named, query)
        if query.limit is not None or query.offset:
            most = 2**62 if query.limit is None else int(query.limit)
            asked += f" LIMIT {most} OFFSET {int(query.offset)}"
        return asked

    def _frame(
        self, facts: _Facts, names: Sequence[str], rows: list[tuple[Any, ...]], query: StoredQuery
    ) -> gpd.GeoDataFrame:
        """Make the frame of rows that `_asked` asked for."""
        found = self._plain(facts, names, rows, query)
        index = pd.Index([f"{facts.named.layer_id}_{key}" for key in found.numbers], dtype=object, name="place_id")
        columns: dict[str, Any] = {name: _objects(values, index) for name, values in found.columns.items()}
        numbers = [name for name in names if facts.named.columns.own[name][1].kind == "number"]
        columns |= {name: _number_array(found.columns[name]) for name in ("area_km2", "length_km", *numbers)}
        return gpd.GeoDataFrame(columns, geometry=found.shapes, index=index, crs=WGS84)

    def _plain(self, facts: _Facts, names: Sequence[str], rows: list[tuple[Any, ...]], query: StoredQuery) -> PlainRows:
        """Read rows that `_asked` asked for."""
        named, own = facts.named, facts.named.columns.own
        taken = list(zip(*rows, strict=True)) if rows else [()] * (8 + len(names))
        keys, names_zh, names_en, kinds, grades, areas, lengths, raw = taken[:8]
        shapes = self.table.shapes(raw)
        if not named.columns.measured:
            measured = figures_of(shapes)
            areas, lengths = (tuple(figures.tolist()) for figures in measured)
        zh_kind, en_kind = (own[one][1].kind if one in own else "text" for one in named.name_fields)
        chinese = _filled(names_zh, [f"{named.title_zh} {key}" for key in keys], zh_kind)
        plain = chinese if named.name_field in own else [f"{named.title_en} {key}" for key in keys]
        columns: dict[str, Sequence[Any]] = {
            "name_zh": chinese,
            "name_en": _filled(names_en, plain, en_kind),
            "kind": kinds,
            "grade": grades,
            "area_km2": _known_numbers(areas),
            "length_km": _known_numbers(lengths),
        }
        for name, values in zip(names, taken[8:], strict=True):
            columns[name] = plain_column(values, own[name][1].kind)
        drawn = shapes if query.with_shapes else np.full(len(rows), None, dtype=object)
        return PlainRows(keys, drawn, columns)


def figures_of(shapes: Objects) -> tuple[Floats, Floats]:
    """Measure shapes in degrees: km² of areas and km of lines, NaN for others."""
    dimensions = shapely.get_dimensions(shapes)
    areas, lengths = np.full(len(shapes), np.nan), np.full(len(shapes), np.nan)
    is_area, is_line = dimensions == 2, dimensions == 1
    if is_area.any():
        areas[is_area] = area_km2(shapes[is_area], WGS84)
    if is_line.any():
        lengths[is_line] = length_m(shapes[is_line], WGS84) / 1000.0
    return areas, lengths


def in_degrees(shapes: Objects, transformer: Any) -> Objects:
    """Convert the vertices of shapes one by one to longitude and latitude (`geo.coordinates.crs.to_lonlat`)."""
    made: Any = shapely.transform(shapes, transformer.transform, interleaved=False)
    return np.asarray(made, dtype=object)


def plain_column(values: Sequence[Any], kind: str) -> list[Any]:
    """Return the values of a column: whole or other numbers, truth values, texts; days as texts; None for none.

    Where one number of a page is none or has a fraction, all have a point, as in a frame.
    """
    if kind == "number":
        return _plain_numbers(values)
    if kind == "boolean":
        return [None if one is None else bool(one) for one in values]
    if kind == "text" and set(map(type, values)) <= {str, type(None)}:
        return list(values)
    return [None if one is None else text_of(one, kind) for one in values]


def _plain_numbers(values: Sequence[Any]) -> list[Any]:
    kinds = set(map(type, values))
    if not kinds <= {int, float, type(None)}:  # in a table of SQLite anything may stand anywhere
        values = pd.to_numeric(pd.Series(list(values), dtype=object), errors="coerce").tolist()
        kinds = set(map(type, values))
    return list(values) if kinds == {int} else _known_numbers(values)


def text_of(value: Any, kind: str) -> str:
    """Return a value as text: whole numbers without a point, days and times in UTC as RFC 3339 writes them.

    Many a program keeps a day as its midnight: in a column of days that is written as the day.
    """
    if kind == "number":
        number = float(value)
        return str(int(number)) if number.is_integer() and abs(number) < 2**53 else str(number)
    if kind == "boolean":
        return "true" if value else "false"
    if kind not in ("date", "time"):
        return str(value)
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        value = value.astimezone(dt.UTC).replace(tzinfo=None)
    text = value.isoformat() if isinstance(value, dt.date) else str(value).removesuffix("Z").removesuffix(".000")
    day, hours = text[:10], text[11:] or "00:00:00"
    if kind == "time":
        return f"{day}T{hours}Z"
    return day if hours == "00:00:00" else f"{day}T{hours}"


def _filled(values: Sequence[Any], instead: Sequence[str], kind: str) -> Sequence[str]:
    if all(one is None for one in values):
        return instead
    return [
        other if one is None or one == "" else _short(text_of(one, kind))
        for one, other in zip(values, instead, strict=True)
    ]


def _short(name: str) -> str:
    """Return a name of at most `LONGEST_NAME` characters."""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _known_numbers(values: Sequence[Any]) -> list[float | None]:
    return [None if one is None or math.isnan(one) else float(one) for one in values]


def _number_array(values: Sequence[Any]) -> NDArray[Any]:
    return np.array(values, dtype=np.int64 if set(map(type, values)) == {int} else float)


def _objects(values: Sequence[Any], index: pd.Index) -> pd.Series[Any]:
    # Of this type, or pandas would make a column of texts with NaN of it.
    return pd.Series(list(values), index=index, dtype=object)

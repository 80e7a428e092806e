"""Write what is asked of a stored layer as SQL, every value of it a parameter."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.atlas.added.cql2_parts import moment
from geo.atlas.added.stored_layer import StoredField
from geo.atlas.schema import GRADES
from geo.errors import Fault, ParameterError
from geo.store.sql.table import Fragment, joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.atlas.added.stored_layer import StoredQuery
    from geo.store.sql.table import Columns, SqlTable

ALL = Fragment("1 = 1")
NONE = Fragment("1 = 0")
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_EPOCH = dt.datetime(1970, 1, 1)
#: Texts that mean a truth value, in any case.
_TRUTHS = {"true": True, "1": True, "yes": True, "是": True, "false": False, "0": False, "no": False, "否": False}


@dataclass(frozen=True)
class Named:
    """The columns of a layer, its common ones included.

    Attributes
    ----------
    table : SqlTable
    columns : Columns
    layer_id, title_zh, title_en : str
    name_field, english_field : str or None
        Own columns with names.
    """

    table: SqlTable
    columns: Columns
    layer_id: str
    title_zh: str
    title_en: str
    name_field: str | None = None
    english_field: str | None = None

    @property
    def name_fields(self) -> tuple[str, str]:
        """The columns with names and English names; empty texts where there is none."""
        return self.name_field or "", self.english_field or ""

    @property
    def common(self) -> dict[str, StoredField]:
        """The columns every layer has, which may be asked for too."""
        texts = ("place_id", "name_zh", "name_en", "kind", "grade")
        numbers = ("area_km2", "length_km")
        return {name: StoredField(name, "text") for name in texts} | {
            name: StoredField(name, "number") for name in numbers
        }

    def field(self, name: str) -> StoredField:
        """Return a column by its name.

        Raises
        ------
        ParameterError
            If there is none.
        """
        if name in self.columns.own:
            return self.columns.own[name][1]
        if name in self.common:
            return self.common[name]
        expected = "one of " + ", ".join([*self.common, *self.columns.own])
        raise ParameterError(Fault(f"property {name[:60]!r}", expected, "query", "see the schema"))

    def expression(self, name: str) -> Fragment:
        """Return a column of either sort as SQL; raises ParameterError."""
        self.field(name)
        if name in self.columns.own:
            return Fragment(self.columns.own[name][0])
        text = self.table.dialect.text
        if name == "place_id":
            return Fragment(f"{self.table.dialect.mark} || {text(self.columns.key)}", (f"{self.layer_id}_",))
        if name in ("name_zh", "name_en"):
            return self._name(name)
        if name == "grade":
            own = self.own_named("grade")
            # Words of our own, no input.
            known = ", ".join(f"'{grade}'" for grade in GRADES)
            return Fragment(f"CASE WHEN {text(own)} IN ({known}) THEN {text(own)} END" if own else text("NULL"))
        if name == "kind":
            own = self.own_named("kind")
            return Fragment(text(own) if own else text("NULL"))
        return Fragment(self.columns.area_km2 if name == "area_km2" else self.columns.length_km)

    def own_named(self, name: str) -> str | None:
        """Return the quoted own column that has this name in the source; None if there is none."""
        for key in (f"{name}_own", name):
            if key in self.columns.own and self.columns.own[key][1].name == name:
                return self.columns.own[key][0]
        return None

    def _name(self, name: str) -> Fragment:
        dialect, english = self.table.dialect, name == "name_en"
        fields = reversed(self.name_fields) if english else self.name_fields[:1]
        given = [f"NULLIF({dialect.text(self.columns.own[one][0])}, '')" for one in fields if one in self.columns.own]
        numbered = f"{dialect.mark} || {dialect.text(self.columns.key)}"
        title = self.title_en if english else self.title_zh
        # SQLite takes no COALESCE of one.
        return Fragment(f"COALESCE({', '.join([*given, numbered])})" if given else f"({numbered})", (f"{title} ",))


def where(named: Named, query: StoredQuery) -> Fragment:
    """Return what features must be to be selected; raises ParameterError for columns that do not exist."""
    parts = []
    if query.bbox is not None:
        touches = named.table.dialect.near if query.nearly else named.table.dialect.in_box
        inside = [touches(named.columns, box) for box in _boxes(query.bbox)]
        parts.append(joined(" OR ", inside) if len(inside) > 1 else inside[0])
    if query.dimension is not None:
        parts.append(named.table.dialect.of_dimension(named.columns, query.dimension))
    if query.ids:
        parts.append(_ids(named, query.ids))
    parts += [_equals(named, name, list(values)) for name, values in (query.equals or {}).items()]
    if query.condition is not None:
        from geo.store.sql.condition import condition  # noqa: PLC0415  most questions have none

        parts.append(condition(query.condition, named))
    return joined(" AND ", parts) if parts else ALL


def order(named: Named, query: StoredQuery) -> Fragment:
    """Return the order of the features, missing values last, equals in the order of the layer."""
    parts = []
    for name, downwards in query.order:
        kind, asked = named.field(name).kind, named.expression(name)
        sorted_by = named.table.dialect.ordered(asked.sql, kind)
        direction = " DESC" if downwards else ""
        parts.append(Fragment(f"{asked.sql} IS NULL, {sorted_by}{direction}", asked.given * 2))
    parts.append(Fragment(named.columns.key))
    return Fragment(", ".join(part.sql for part in parts), tuple(v for part in parts for v in part.given))


def number_of(layer_id: str, place_id: str) -> int | None:
    """Return the number in the id of a feature; None if it is no id of this layer."""
    head, _, number = place_id.rpartition("_")
    return int(number) if head == layer_id and _NUMBER.fullmatch(number) else None


def microseconds(time: dt.datetime) -> int:
    """Return a time in UTC as microseconds since 1970."""
    return (time - _EPOCH) // dt.timedelta(microseconds=1)


def _boxes(bbox: tuple[float, float, float, float]) -> list[tuple[float, float, float, float]]:
    west, south, east, north = map(float, bbox)
    if not all(map(math.isfinite, (west, south, east, north))):
        raise ParameterError(Fault("a box that is not finite", "west,south,east,north in degrees", "bbox", "mend it"))
    return [(west, south, east, north)] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]


def _ids(named: Named, ids: Sequence[str]) -> Fragment:
    numbers = [number for number in (number_of(named.layer_id, one) for one in ids) if number is not None]
    return named.table.dialect.one_of(named.columns.key, numbers) if numbers else NONE


def _equals(named: Named, name: str, values: list[str]) -> Fragment:
    """Return whether a column has one of some values written as text; an empty text stands for a missing value."""
    asked, kind = named.expression(name), named.field(name).kind
    missing = f"{asked.sql} IS NULL"
    parts = []
    if "" in values:
        also = f" OR {asked.sql} = ''" if kind == "text" else ""
        parts.append(Fragment(missing + also, asked.given * (2 if also else 1)))
    known = [one for one in (_value(text, kind) for text in values if text != "") if one is not None]
    if known:
        expression = named.table.dialect.moment(asked.sql) if kind in ("date", "time") else asked.sql
        found = named.table.dialect.one_of(expression, known)
        parts.append(Fragment(found.sql, asked.given + found.given))
    return joined(" OR ", parts) if parts else NONE


def _value(text: str, kind: str) -> Any:
    """Return a value written as text; None if it cannot be one."""
    if kind == "number":
        try:
            number = float(text)
        except ValueError:
            return None
        return number if math.isfinite(number) else None
    if kind in ("date", "time"):
        return microseconds(moment(text, "query"))
    return _TRUTHS.get(text.casefold()) if kind == "boolean" else text

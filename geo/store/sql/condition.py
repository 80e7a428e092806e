"""Write a CQL2 filter as SQL, with the meaning `geo.export.collections.cql2_filter` gives it on arrays.

SQL has the same truth of three values. Each side of a comparison must be of one kind, as there; days are compared as
microseconds, texts by their code points.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import shapely

from geo.atlas.added.cql2_parts import GEOMETRY, OPEN, SPATIAL_NAMES, TEMPORAL, moment, refused, require_comparable
from geo.store.sql.query import microseconds
from geo.store.sql.table import Fragment, joined

if TYPE_CHECKING:
    from geo.store.sql.query import Named

_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_ARITHMETIC = ("+", "-", "*", "/", "%", "div", "^")
_EPOCH = dt.datetime(1970, 1, 1)
_FIRST, _LAST = dt.datetime.min, dt.datetime.max
_DAY_US = 86_400_000_000 - 1


class Value(NamedTuple):
    """A value of a filter as SQL, and its kind: text, number, boolean, date (a day) or time (a moment)."""

    kind: str
    sql: Fragment


@dataclass(frozen=True, eq=False)
class _Moment:
    """A moment in SQL, compared as the functions of time compare."""

    sql: Fragment

    def _with(self, word: str, other: _Moment) -> _Truth:
        return _Truth(self.sql + f" {word} " + other.sql)

    def __lt__(self, other: _Moment) -> _Truth:
        return self._with("<", other)

    def __gt__(self, other: _Moment) -> _Truth:
        return self._with(">", other)

    def __le__(self, other: _Moment) -> _Truth:
        return self._with("<=", other)

    def __ge__(self, other: _Moment) -> _Truth:
        return self._with(">=", other)

    def __eq__(self, other: object) -> Any:
        return self._with("=", other) if isinstance(other, _Moment) else NotImplemented

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True)
class _Truth:
    sql: Fragment

    def __and__(self, other: _Truth) -> _Truth:
        return _Truth(joined(" AND ", [self.sql, other.sql]))

    def __or__(self, other: _Truth) -> _Truth:
        return _Truth(joined(" OR ", [self.sql, other.sql]))


class _Span(NamedTuple):
    begin: _Moment
    end: _Moment


def condition(tree: Any, named: Named) -> Fragment:
    """Return a filter as SQL.

    Parameters
    ----------
    tree : dict or bool
        CQL2 as JSON; its shapes are in longitude/latitude.
    named : Named
        The columns it may name.

    Raises
    ------
    ParameterError
        If it names what the layer does not have, compares what cannot be compared, or is no condition.
    """
    exact = _condition(tree, named)
    near = [named.table.dialect.near(named.columns, box) for box in _boxes(tree)]
    return joined(" AND ", [*near, exact]) if near else exact


def _boxes(tree: Any) -> list[tuple[float, float, float, float]]:
    """List boxes outside of which no feature can meet a filter: of shapes it must meet whatever else it says."""
    if not isinstance(tree, dict):
        return []
    op, args = str(tree.get("op", "")).lower(), tree.get("args", [])
    if op == "and":
        return [box for arg in args for box in _boxes(arg)]
    if not op.startswith("s_") or op == "s_disjoint" or len(args) != 2:
        return []
    shapes = [_literal(arg) for arg in args if not _is_shape_property(arg)]
    return [tuple(shape.bounds) for shape in shapes if not shape.is_empty] if len(shapes) == 1 else []


def _condition(node: Any, named: Named) -> Fragment:
    if isinstance(node, bool):
        return Fragment("1 = 1" if node else "1 = 0")
    if not isinstance(node, dict) or "op" not in node:
        raise refused(f"{str(node)[:60]!r}", "a condition, such as kind='park'", "compare it with something")
    op, args = str(node["op"]).lower(), node.get("args", [])
    if op in ("and", "or") and args:
        return joined(f" {op.upper()} ", [_condition(arg, named) for arg in args])
    if op == "not" and len(args) == 1:
        return Fragment("NOT ") + joined("", [_condition(args[0], named)])
    if op.removeprefix("s_") in SPATIAL_NAMES and op.startswith("s_"):
        return _spatial(op, args, named)
    if op in TEMPORAL:
        return _temporal(op, args, named)
    return _comparison(op, args, named)


def _comparison(op: str, args: list[Any], named: Named) -> Fragment:
    if op in _COMPARISONS and len(args) == 2:
        return _compared(op, args[0], args[1], named)
    if op == "isnull" and len(args) == 1:
        sql = Fragment(named.columns.shape) if _is_shape_property(args[0]) else _value(args[0], named).sql
        return sql + " IS NULL"
    if op == "between" and len(args) == 3:
        return joined(" AND ", [_compared(">=", args[0], args[1], named), _compared("<=", args[0], args[2], named)])
    if op == "in" and len(args) == 2 and isinstance(args[1], list) and args[1]:
        return joined(" OR ", [_compared("=", args[0], one, named) for one in args[1]])
    if op == "like" and len(args) == 2:
        left = _value(args[0], named)
        if left.kind != "text" or not isinstance(args[1], str):
            raise refused("LIKE of something else", "a text and a pattern with % and _", "write name_zh LIKE '%港%'")
        return named.table.dialect.call("like", [left.sql, _text(args[1], named)])
    raise refused(f"operation {op[:40]!r}", "one of those in the conformance classes", "see /ogc/conformance")


def _compared(op: str, one: Any, other: Any, named: Named) -> Fragment:
    left, right = _value(one, named), _value(other, named)
    require_comparable(op, left.kind, right.kind)
    return left.sql + f" {op} " + _in_order(right, named)


def _in_order(value: Value, named: Named) -> Fragment:
    if value.kind != "text":
        return value.sql
    return Fragment(named.table.dialect.ordered(value.sql.sql, "text"), value.sql.given)


def _value(node: Any, named: Named) -> Value:
    if isinstance(node, dict):
        if "property" in node:
            return _property(str(node["property"]), named)
        if "date" in node or "timestamp" in node:
            kind = "date" if "date" in node else "time"
            return Value(kind, _microseconds(moment(node[kind if kind == "date" else "timestamp"]), named))
        if "op" in node:
            return _operation(str(node["op"]).lower(), node.get("args", []), named)
    if isinstance(node, bool):
        return Value("boolean", Fragment(named.table.dialect.mark, (node,)))
    if isinstance(node, int | float):
        return Value("number", Fragment(named.table.dialect.mark, (float(node),)))
    if isinstance(node, str):
        return Value("text", _text(node, named))
    raise refused(f"{str(node)[:60]!r} as a value", "a property, number, text or day", "see the queryables")


def _property(name: str, named: Named) -> Value:
    kind, sql = named.field(name).kind, named.expression(name)
    if kind in ("date", "time"):
        return Value(kind, Fragment(named.table.dialect.moment(sql.sql), sql.given))
    return Value(kind, sql)


def _operation(op: str, args: list[Any], named: Named) -> Value:
    call = named.table.dialect.call
    if op in ("casei", "accenti") and len(args) == 1:
        given = _value(args[0], named)
        if given.kind != "text":
            raise refused(f"{op} of a {given.kind}", "a text", "leave it out")
        return Value("text", call(op, [given.sql]))
    if op in _ARITHMETIC and len(args) == 2:
        one, other = (_value(arg, named) for arg in args)
        if one.kind != "number" or other.kind != "number":
            raise refused(f"{one.kind} {op} {other.kind}", "numbers on both sides", "mend the sum")
        return Value("number", _sum(op, one.sql, other.sql, named))
    raise refused(f"operation {op[:40]!r}", "one of those in the conformance classes", "see /ogc/conformance")


def _sum(op: str, one: Fragment, other: Fragment, named: Named) -> Fragment:
    call = named.table.dialect.call
    if op in ("+", "-", "*"):
        return joined(f" {op} ", [one, other])
    # A whole number divided by a whole number is no whole number here; a division by zero is missing.
    quotient = joined(" / ", [Fragment("1.0 * ") + joined("", [one]), Fragment("NULLIF(") + other + ", 0)"])
    if op == "/":
        return quotient
    return call("floor", [quotient]) if op == "div" else call({"%": "mod", "^": "pow"}[op], [one, other])


def _text(text: str, named: Named) -> Fragment:
    return Fragment(named.table.dialect.text(named.table.dialect.mark), (text,))


def _spatial(op: str, args: list[Any], named: Named) -> Fragment:
    if len(args) != 2:
        raise refused(f"{op} of {len(args)} shapes", "two shapes", "write S_INTERSECTS(geometry, BBOX(…))")
    own = [_is_shape_property(arg) for arg in args]
    if all(own):
        # A shape beside itself: what is true of one is true of all.
        point = shapely.Point(0, 0)
        same = bool(getattr(shapely, op.removeprefix("s_"))(point.buffer(1), point.buffer(1)))
        return Fragment(f"CASE WHEN {named.columns.shape} IS NULL THEN NULL ELSE {int(same)} END = 1")
    if not any(own):
        one, other = map(_literal, args)
        return Fragment("1 = 1" if getattr(shapely, op.removeprefix("s_"))(one, other) else "1 = 0")
    # The contrary function serves where the shape of the filter comes first.
    turned = {"s_within": "s_contains", "s_contains": "s_within"}.get(op, op) if own[1] else op
    shape = _literal(args[0] if own[1] else args[1])
    return named.table.dialect.meets(turned, named.columns, shapely.to_wkb(shape))


def _is_shape_property(node: Any) -> bool:
    return isinstance(node, dict) and node.get("property") == GEOMETRY


def _literal(node: Any) -> Any:
    """Return a shape of a filter.

    Raises
    ------
    ParameterError
        If it is none, or not valid.
    """
    expected = "the property geometry, a shape in WKT or GeoJSON, or BBOX(west,south,east,north)"
    if isinstance(node, dict) and "bbox" in node and len(node["bbox"]) in (4, 6):
        corners = [float(one) for one in node["bbox"]]
        half = len(corners) // 2
        shape: Any = shapely.box(corners[0], corners[1], corners[half], corners[half + 1])
    elif isinstance(node, dict) and "type" in node:
        try:
            shape = shapely.force_2d(shapely.from_geojson(json.dumps(node)))
        except shapely.errors.GEOSException as error:
            raise refused("a shape that cannot be read", expected, str(error)[:80]) from error
    else:
        raise refused(f"{str(node)[:60]!r} as a shape", expected, "mend the filter")
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise refused("a shape with coordinates that are no numbers", "degrees", "mend them")
    return shape


def _temporal(op: str, args: list[Any], named: Named) -> Fragment:
    if len(args) != 2:
        raise refused(f"{op} of {len(args)} times", "two times", "write T_AFTER(first_named_on, DATE('2020-12-31'))")
    one, other = (_span(arg, named) for arg in args)
    found: _Truth = TEMPORAL[op](one, other)
    return found.sql


def _span(node: Any, named: Named) -> _Span:
    if isinstance(node, dict) and "interval" in node:
        begin, end = (_edge(part, named, last=last) for part, last in zip(node["interval"], (False, True), strict=True))
        return _Span(_Moment(begin), _Moment(end))
    value = _value(node, named)
    if value.kind not in ("date", "time"):
        raise refused(f"a {value.kind} as a time", "a day, a time or an interval", "see the queryables")
    end = value.sql if value.kind == "time" else joined(" + ", [value.sql, Fragment(str(_DAY_US))])
    return _Span(_Moment(value.sql), _Moment(end))


def _edge(part: Any, named: Named, *, last: bool) -> Fragment:
    text = part.get("date", part.get("timestamp")) if isinstance(part, dict) else part
    if text in OPEN:
        return _microseconds(_LAST if last else _FIRST, named)
    read = moment(text)
    more = dt.timedelta(microseconds=_DAY_US) if last and len(str(text)) == 10 else dt.timedelta()
    return _microseconds(read + more, named)


def _microseconds(time: dt.datetime, named: Named) -> Fragment:
    return Fragment(named.table.dialect.mark, (microseconds(time),))

"""Values of a CQL2 filter: a property, a literal, arithmetic or a function of text, as a column with its kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geo.atlas.added.cql2_parts import GEOMETRY, moment, refused, without_accents

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.export.collections.feature_table import FeatureTable

Kind = Literal["text", "number", "boolean", "date", "time"]
_ARITHMETIC: dict[str, Callable[..., Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    "div": np.floor_divide,
    "^": np.power,
}


@dataclass(frozen=True)
class Values:
    """One value for each feature.

    Attributes
    ----------
    kind : {"text", "number", "boolean", "date", "time"}
    data : numpy.ndarray, shape (n,)
        Numbers as float64, days and times as datetime64, texts as objects, booleans as bool.
    missing : numpy.ndarray of bool, shape (n,)
    """

    kind: Kind
    data: NDArray[Any]
    missing: NDArray[np.bool_]


def values_of(node: Any, table: FeatureTable) -> Values:
    """Compute a value expression for every feature of a table.

    Raises
    ------
    ParameterError
        If it names a property the collection does not have, or an operation that is not served or makes no sense.
    """
    if isinstance(node, dict):
        if "property" in node:
            return _property(str(node["property"]), table)
        if "date" in node or "timestamp" in node:
            kind: Kind = "date" if "date" in node else "time"
            return _all(table, kind, np.datetime64(moment(node["date" if kind == "date" else "timestamp"])))
        if "op" in node:
            return _operation(str(node["op"]).lower(), node.get("args", []), table)
    if isinstance(node, bool):
        return _all(table, "boolean", node)
    if isinstance(node, int | float):
        return _all(table, "number", float(node))
    if isinstance(node, str):
        return _all(table, "text", node)
    raise refused(f"{str(node)[:60]!r} as a value", "a property, number, text or day", "see the queryables")


def _property(name: str, table: FeatureTable) -> Values:
    one = table.fields.get(name)
    if one is None:
        found = f"property {name[:60]!r}"
        raise refused(found, "one of " + ", ".join([*table.fields, GEOMETRY]), "see the queryables of the collection")
    data = table.columns[name]
    if one.kind == "number":
        return Values("number", data, np.isnan(data))
    missing = np.array([value is None for value in data], dtype=bool)
    if one.kind == "text":
        return Values("text", np.where(missing, "", data), missing)
    days = np.array(["NaT" if value is None else value for value in data], dtype="datetime64[us]")
    return Values("date", days, missing)


def _all(table: FeatureTable, kind: Kind, value: Any) -> Values:
    data = np.full(len(table), value, dtype=object if kind == "text" else None)
    return Values(kind, data, np.zeros(len(table), dtype=bool))


def _operation(op: str, args: list[Any], table: FeatureTable) -> Values:
    if op in ("casei", "accenti") and len(args) == 1:
        given = values_of(args[0], table)
        if given.kind != "text":
            raise refused(f"{op} of a {given.kind}", "a text", "leave it out")
        turn = str.casefold if op == "casei" else without_accents
        return Values("text", np.array([turn(one) for one in given.data], dtype=object), given.missing)
    if op in _ARITHMETIC and len(args) == 2:
        one, other = (values_of(arg, table) for arg in args)
        if one.kind != "number" or other.kind != "number":
            raise refused(f"{one.kind} {op} {other.kind}", "numbers on both sides", "mend the sum")
        with np.errstate(all="ignore"):
            data = _ARITHMETIC[op](one.data, other.data)
        return Values("number", data, one.missing | other.missing | ~np.isfinite(data))
    raise refused(f"operation {op[:40]!r}", "one of those in the conformance classes", "see /ogc/conformance")

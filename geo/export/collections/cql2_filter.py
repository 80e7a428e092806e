"""Evaluate a CQL2 filter on the columns of a collection.

Classes of OGC 21-065r2 that are served: Basic CQL2, Advanced Comparison Operators, Case- and Accent-insensitive
Comparison, Basic Spatial Functions with and without the restriction to points and boxes, Spatial Functions, Temporal
Functions, Arithmetic Expressions, Property-Property Comparisons.
"""

from __future__ import annotations

import operator
import re
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.atlas.added.cql2_parts import GEOMETRY, TEMPORAL, like_expression, refused, require_comparable
from geo.export.collections.cql2_geometry import SPATIAL, spatial
from geo.export.collections.cql2_time import temporal
from geo.export.collections.cql2_values import values_of
from geo.export.collections.truth import Truth, all_of, any_of, known

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from geo.export.collections.feature_table import FeatureTable

_COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def matching(tree: Any, table: FeatureTable, crs: str) -> NDArray[np.bool_]:
    """Compute which features a filter is true of.

    Parameters
    ----------
    tree : dict or bool
        As `geo.export.collections.cql2_reader.read_filter` returns it.
    table : FeatureTable
    crs : str
        URI of the served system of the shapes in the filter.

    Returns
    -------
    numpy.ndarray of bool, shape (n,)

    Raises
    ------
    ParameterError
        If it names what the collection does not have, compares what cannot be compared, or is no condition.
    """
    return _truth(tree, table, crs).true


def _truth(node: Any, table: FeatureTable, crs: str) -> Truth:
    if isinstance(node, bool):
        return known(np.full(len(table), node))
    if not isinstance(node, dict) or "op" not in node:
        raise refused(f"{str(node)[:60]!r}", "a condition, such as kind='park'", "compare it with something")
    op, args = str(node["op"]).lower(), node.get("args", [])
    if op in ("and", "or") and args:
        parts = [_truth(arg, table, crs) for arg in args]
        return all_of(parts) if op == "and" else any_of(parts)
    if op == "not" and len(args) == 1:
        return _truth(args[0], table, crs).negated()
    if op in SPATIAL:
        return spatial(op, args, table, crs)
    if op in TEMPORAL:
        return temporal(op, args, table)
    return _comparison(op, args, table)


def _comparison(op: str, args: list[Any], table: FeatureTable) -> Truth:
    if op in _COMPARISONS and len(args) == 2:
        return _compared(op, args[0], args[1], table)
    if op == "isnull" and len(args) == 1:
        return _is_null(args[0], table)
    if op == "between" and len(args) == 3:
        return all_of([_compared(">=", args[0], args[1], table), _compared("<=", args[0], args[2], table)])
    if op == "in" and len(args) == 2 and isinstance(args[1], list) and args[1]:
        return any_of([_compared("=", args[0], one, table) for one in args[1]])
    if op == "like" and len(args) == 2:
        return _like(args[0], args[1], table)
    raise refused(f"operation {op[:40]!r}", "one of those in the conformance classes", "see /ogc/conformance")


def _compared(op: str, one: Any, other: Any, table: FeatureTable) -> Truth:
    left, right = values_of(one, table), values_of(other, table)
    require_comparable(op, left.kind, right.kind)
    return known(np.asarray(_COMPARISONS[op](left.data, right.data), dtype=bool), left.missing | right.missing)


def _is_null(node: Any, table: FeatureTable) -> Truth:
    if node == {"property": GEOMETRY}:
        shapes = table.shapes if table.shapes is not None else np.full(len(table), None)
        return known(np.array([shape is None for shape in shapes], dtype=bool))
    return known(values_of(node, table).missing)


def _like(one: Any, other: Any, table: FeatureTable) -> Truth:
    left, right = values_of(one, table), values_of(other, table)
    if left.kind != "text" or right.kind != "text" or len(set(right.data)) > 1:
        raise refused("LIKE of something else", "a text and a pattern with % and _", "write name_zh LIKE '%港%'")
    pattern = re.compile(like_expression(right.data[0]) if len(table) else "", re.DOTALL)
    return known(np.array([bool(pattern.fullmatch(text)) for text in left.data], dtype=bool), left.missing)

"""Temporal functions of CQL2, on a property that is a day, on days, times and intervals.

A day lasts from its first to its last microsecond. An interval is open where it says ``..``.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from geo.atlas.added.cql2_parts import OPEN, TEMPORAL, moment, refused
from geo.export.collections.cql2_values import values_of
from geo.export.collections.truth import Truth, known

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.export.collections.feature_table import FeatureTable

_OPTION = "datetime"
#: NumPy has no infinite times; no document is older or newer.
_FIRST, _LAST = np.datetime64("0001-01-01", "us"), np.datetime64("9999-12-31T23:59:59.999999", "us")
_DAY = np.timedelta64(86_400_000_000 - 1, "us")


class Span(NamedTuple):
    """First and last moment of each feature, and where they are missing."""

    begin: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    missing: NDArray[np.bool_]


def temporal(op: str, args: list[Any], table: FeatureTable) -> Truth:
    """Compute a temporal function for every feature; unknown where a feature has no day.

    Raises
    ------
    ParameterError
        If it has not two times.
    """
    if len(args) != 2:
        raise refused(f"{op} of {len(args)} times", "two times", "write T_AFTER(first_named_on, DATE('2020-12-31'))")
    one, other = (_span(arg, table) for arg in args)
    return known(np.asarray(TEMPORAL[op](one, other), dtype=bool), one.missing | other.missing)


def _span(node: Any, table: FeatureTable) -> Span:
    nothing = np.zeros(len(table), dtype=bool)
    if isinstance(node, dict) and "interval" in node:
        begin, end = (_edge(part, last=last) for part, last in zip(node["interval"], (False, True), strict=True))
        return Span(np.full(len(table), begin), np.full(len(table), end), nothing)
    values = values_of(node, table)
    if values.kind not in ("date", "time"):
        raise refused(f"a {values.kind} as a time", "a day, a time or an interval", "see the queryables")
    first: NDArray[Any] = values.data.astype("datetime64[us]")
    last: NDArray[Any] = first if values.kind == "time" else np.add(first, _DAY)
    return Span(first, last, values.missing)


def _edge(part: Any, *, last: bool) -> np.datetime64:
    text = part.get("date", part.get("timestamp")) if isinstance(part, dict) else part
    if text in OPEN:
        return _LAST if last else _FIRST
    read = np.datetime64(moment(text), "us")
    return read + _DAY if last and len(str(text)) == 10 else read


def read_interval(text: str) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Read the option ``datetime``: a time, or two with a slash between, one of which may be open.

    Raises
    ------
    ParameterError
        If it is neither, or ends before it begins.
    """
    parts = text.split("/")
    if len(parts) > 2 or all(part in OPEN for part in parts):
        raise refused(
            f"datetime {text[:60]!r}", "a time, or two with a slash between", "such as ../2021-12-31", _OPTION
        )
    edges = [None if part in OPEN else moment(part, _OPTION) for part in parts]
    begin, end = edges[0], edges[-1]
    if begin and end and begin > end:
        raise refused(f"datetime {text[:60]!r}", "a begin before the end", "exchange them", _OPTION)
    if end and len(parts[-1]) == 10:
        end += dt.timedelta(days=1, microseconds=-1)
    return begin, end

"""Parts of the meaning of a CQL2 filter (OGC 21-065r2) that are the same whether arrays or a database compute it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from geo.errors import Fault, ParameterError

if TYPE_CHECKING:
    from collections.abc import Callable

#: Property of the shape of a feature in filters.
GEOMETRY = "geometry"
#: Spatial functions by name, without their prefix ``s_``.
SPATIAL_NAMES = ("intersects", "disjoint", "equals", "within", "contains", "crosses", "overlaps", "touches")
#: What an interval says where it is open.
OPEN = ("..", "")
#: Temporal functions by name, of things with a ``begin`` and an ``end`` (OGC 21-065r2, table 8).
TEMPORAL: dict[str, Callable[[Any, Any], Any]] = {
    "t_after": lambda a, b: a.begin > b.end,
    "t_before": lambda a, b: a.end < b.begin,
    "t_contains": lambda a, b: (a.begin < b.begin) & (a.end > b.end),
    "t_disjoint": lambda a, b: (a.end < b.begin) | (a.begin > b.end),
    "t_during": lambda a, b: (a.begin > b.begin) & (a.end < b.end),
    "t_equals": lambda a, b: (a.begin == b.begin) & (a.end == b.end),
    "t_finishedby": lambda a, b: (a.begin < b.begin) & (a.end == b.end),
    "t_finishes": lambda a, b: (a.begin > b.begin) & (a.end == b.end),
    "t_intersects": lambda a, b: (a.begin <= b.end) & (a.end >= b.begin),
    "t_meets": lambda a, b: a.end == b.begin,
    "t_metby": lambda a, b: a.begin == b.end,
    "t_overlappedby": lambda a, b: (a.begin > b.begin) & (a.begin < b.end) & (a.end > b.end),
    "t_overlaps": lambda a, b: (a.begin < b.begin) & (a.end > b.begin) & (a.end < b.end),
    "t_startedby": lambda a, b: (a.begin == b.begin) & (a.end > b.end),
    "t_starts": lambda a, b: (a.begin == b.begin) & (a.end < b.end),
}


def refused(found: str, expected: str, remedy: str, where: str = "filter") -> ParameterError:
    """Return the error of a filter, or another option, that is not answered."""
    return ParameterError(Fault(found, expected, where, remedy))


def require_comparable(op: str, left: str, right: str) -> None:
    """Check that values of two kinds can be compared so.

    Raises
    ------
    ParameterError
        If the kinds differ, or truth values are put in order.
    """
    if left != right and {left, right} != {"date", "time"}:
        remedy = "put a text in quotation marks, and a number in none; a day is DATE('2020-09-23')"
        raise refused(f"a {left} beside a {right}", "the same kind on both sides", remedy)
    if left == "boolean" and op not in ("=", "<>"):
        raise refused(f"true {op} false", "= or <>", "choose one of these")


def moment(text: object, where: str = "filter") -> dt.datetime:
    """Read a day or a time (RFC 3339) as a time in UTC, without its zone; `where` is named in the error.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    try:
        # An hour alone or a week is ISO 8601 too, and not meant.
        if not isinstance(text, str) or len(text) < 10 or text[4:8:3] != "--":
            msg = "no day"
            raise ValueError(msg)
        read = dt.datetime.fromisoformat(text)
        return read.astimezone(dt.UTC).replace(tzinfo=None) if read.tzinfo else read
    except (ValueError, OverflowError) as error:
        expected = "a day such as 2020-09-23, or a time such as 2020-09-23T00:00:00Z"
        raise refused(f"time {str(text)[:40]!r}", expected, "write it so", where) from error


def like_expression(pattern: str) -> str:
    """Turn a pattern of LIKE into a regular expression; a backslash takes the meaning of the sign that follows."""
    # Runs of % are one: each would try every rest of the text again.
    signs = re.findall(r"\\.|%+|.", pattern, re.DOTALL)
    special = {"%": ".*", "_": "."}
    return "".join(special.get(sign[0]) or re.escape(sign[-1]) for sign in signs)


def without_accents(text: str) -> str:
    """Take accents off letters, as in Lüchao."""
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))

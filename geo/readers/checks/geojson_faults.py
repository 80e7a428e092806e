"""Find what is wrong with a GeoJSON geometry or property; GEOS only says that it cannot read it.

RFC 7946, clause 3.1: a position is two or three numbers (more are ignored here), a line a list of positions, a polygon
a list of rings, and so on.
"""

from __future__ import annotations

import json
from typing import Any

from geo.errors import Fault
from geo.readers.checks.wkb_depth import MOST_DEPTH

#: Type -> how many lists lie round a position.
LEVELS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
COLLECTION = "GeometryCollection"
#: A number beyond it is no coordinate in any unit.
_MOST = 1e300
#: The largest number of a property, and how deep its value may nest.
_MOST_NUMBER, MOST_LEVELS = 10**300, 32
_LISTS = ("[x, y]", "a list of positions", "a list of lists of positions", "a list of polygons, each a list of rings")


def fault_in(geometry: Any, field: str, depth: int = 1) -> Fault | None:
    """Return the first fault of a geometry with the member it is in, None if its form is right.

    Parameters
    ----------
    geometry : object
        What JSON held.
    field : str
        Where it stands, such as ``"body, features[3].geometry"``.
    depth : int
        How many collections lie round its members.
    """
    if not isinstance(geometry, dict):
        return Fault(_named(geometry), "an object", field, "see RFC 7946")
    kind = geometry.get("type")
    if not isinstance(kind, str) or (kind not in LEVELS and kind != COLLECTION):
        return Fault(_named(kind), f"one of {', '.join([*LEVELS, COLLECTION])}", f"{field}.type", "see RFC 7946")
    if kind != COLLECTION:
        return _in_coordinates(geometry.get("coordinates"), f"{field}.coordinates", LEVELS[kind])
    members = geometry.get("geometries")
    if not isinstance(members, list):
        return Fault(_named(members), "a list of geometries", f"{field}.geometries", "see RFC 7946")
    if depth > MOST_DEPTH:
        found = f"collections nested more than {MOST_DEPTH} deep"
        return Fault(found, "plain shapes", f"{field}.geometries", "take the collections apart")
    found_in = (fault_in(part, f"{field}.geometries[{number}]", depth + 1) for number, part in enumerate(members))
    return next((fault for fault in found_in if fault), None)


def _in_coordinates(value: Any, field: str, levels: int) -> Fault | None:
    if not isinstance(value, list):
        return Fault(_named(value), _LISTS[levels], field, "see RFC 7946")
    if levels:
        found_in = (_in_coordinates(part, f"{field}[{number}]", levels - 1) for number, part in enumerate(value))
        return next((fault for fault in found_in if fault), None)
    if len(value) < 2 and not (value == [] and field.endswith(".coordinates")):  # a point may be empty
        return Fault(f"a position of {len(value)} numbers", "two: longitude and latitude", field, "see RFC 7946")
    for number, part in enumerate(value):
        if isinstance(part, bool) or not isinstance(part, int | float):
            return Fault(_named(part), "a number", f"{field}[{number}]", "see RFC 7946")
        if not -_MOST < part < _MOST:  # NaN too
            found = "a coordinate that is not a number, or larger than any"
            return Fault(found, "finite numbers", f"{field}[{number}]", "mend the file")
    return None


def _named(value: Any) -> str:
    """Name a value of JSON by its kind, short enough for a message."""
    kinds = {dict: "an object", list: "a list", str: "a text", bool: "a truth value", type(None): "null or nothing"}
    kind = kinds.get(type(value), "a number")
    return f"{kind} ({value!r:.40})" if isinstance(value, str | bool | int | float) else kind


class UnwritableError(Exception):
    """Raised for a property whose value can be read but not written again; says what was found and expected."""


def require_writable(value: Any) -> None:
    """Refuse a value of a property, or its name, that no encoding can write or nothing can be calculated with.

    Raises
    ------
    UnicodeEncodeError
        If it holds half a surrogate pair.
    UnwritableError
        If it nests deeper than `MOST_LEVELS`, or is too large a number.
    """
    if isinstance(value, dict | list):
        if _is_deeper(value, MOST_LEVELS):
            raise UnwritableError("a value of lists in lists", f"at most {MOST_LEVELS} levels")
        value = json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and not value.isascii():
        value.encode()
    if isinstance(value, int) and not -_MOST_NUMBER < value < _MOST_NUMBER:
        raise UnwritableError("a number of more than 300 digits", "a number to calculate with")


def _is_deeper(value: Any, most: int) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return most == 0 or any(_is_deeper(part, most - 1) for part in parts)

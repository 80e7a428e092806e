"""Limit how deep a WKB geometry nests: GEOS reads nested collections by recursion and crashes if they are too deep.

Well-known binary: OGC 06-103r4, clause 8.2. A geometry is one byte for the byte order, four for the type, then its
points, or the number of its members and the members. ISO types add 1000 (Z), 2000 (M) or 3000 (ZM) to the type,
the extended form of PostGIS sets the three highest bits (Z, M, SRID).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from geo.errors import Fault, GeometryError

if TYPE_CHECKING:
    from collections.abc import Iterable

#: More than any program for maps writes.
MOST_DEPTH = 8
_POINT, _LINE, _POLYGON, _COLLECTION = 1, 2, 3, 7
_Z, _M, _SRID = 0x80000000, 0x40000000, 0x20000000


def require_shallow(geometries: Iterable[Any]) -> None:
    """Refuse geometry collections that nest deeper than `MOST_DEPTH`.

    Parameters
    ----------
    geometries : iterable of bytes or None
        Well-known binary. Broken geometries and unknown types pass: the reader that makes objects of them refuses them.

    Raises
    ------
    GeometryError
        If a geometry nests deeper.
    """
    for number, wkb in enumerate(geometries, start=1):
        if wkb is not None and _is_collection(wkb) and _depth(wkb) > MOST_DEPTH:
            found = f"collections nested more than {MOST_DEPTH} deep"
            raise GeometryError(Fault(found, "plain shapes", f"row {number}", "take the collections apart"))


def _is_collection(wkb: bytes) -> bool:
    return len(wkb) > 4 and _head(wkb, 0)[1] == _COLLECTION


def _head(wkb: bytes, at: int) -> tuple[str, int, int, int]:
    """Read the head of the geometry at a byte: byte order, base type, numbers in a position, first byte of its body."""
    order = "<" if wkb[at] else ">"
    (kind,) = struct.unpack_from(f"{order}I", wkb, at + 1)
    plain = kind & 0x0FFFFFFF
    numbers = 2 + bool(kind & _Z) + bool(kind & _M) + (0, 1, 1, 2)[min(plain // 1000, 3)]
    return order, plain % 1000, numbers, at + 5 + (4 if kind & _SRID else 0)


def _depth(wkb: bytes) -> int:
    """Count how deep collections nest, without recursion; stop where they are too deep or the bytes end."""
    at, deepest = 0, 0
    waiting: list[int] = []
    try:
        while True:
            order, kind, numbers, at = _head(wkb, at)
            if kind > _POLYGON:
                (members,) = struct.unpack_from(f"{order}I", wkb, at)
                at += 4
                waiting.append(members)
                deepest = max(deepest, len(waiting))
                if deepest > MOST_DEPTH:
                    return deepest
            else:
                at = _end_of(wkb, at, kind, (order, numbers))
            if not _has_next_member(waiting):
                return deepest
    except (struct.error, IndexError):
        return deepest


def _end_of(wkb: bytes, at: int, kind: int, form: tuple[str, int]) -> int:
    """Find the byte after a point, a line or a polygon."""
    order, numbers = form
    if kind == _POINT:
        return at + 8 * numbers
    (count,) = struct.unpack_from(f"{order}I", wkb, at)
    at += 4
    if kind == _LINE:
        return at + int(count) * 8 * numbers
    for _ in range(count):
        (points,) = struct.unpack_from(f"{order}I", wkb, at)
        at += 4 + points * 8 * numbers
    return at


def _has_next_member(waiting: list[int]) -> bool:
    """Remove collections whose members are all read, and count one member of the last; False if none is left."""
    while waiting and waiting[-1] == 0:
        waiting.pop()
    if waiting:
        waiting[-1] -= 1
    return bool(waiting)

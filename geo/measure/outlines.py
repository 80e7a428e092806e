"""The outlines of any geometries as flat arrays of closed rings in degrees, and their size.

Listing rings as shapely objects takes ten times as long as measuring them. So the vertices of polygons without holes,
which most are, are read from the polygons directly; only the others are split into rings.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
import shapely

from geo.coordinates.crs import to_lonlat
from geo.errors import CRSError, Fault, GeometryError
from geo.measure.arrays import Floats, Ints, Objects
from geo.measure.authalic import measure_rings
from geo.measure.authalic_arrays import measure_few_rings
from geo.measure.jit import in_chunks

#: Rings a thread measures at a time.
_CHUNK = 50_000
#: Vertices that are measured without machine code: 10 ms, and loading it takes 400 ms.
_FEW = 50_000


class Shapes(Protocol):
    """Geometries of which shapely objects are made only for the rows asked for; an array of objects is one too."""

    def __len__(self) -> int:
        """Return how many there are."""

    def take(self, rows: Any, /) -> Any:
        """Return the shapely objects of some rows as a new array."""


class Outlines(NamedTuple):
    """Closed rings, stored one after the other.

    Attributes
    ----------
    coords : ndarray of float, shape (v, 2)
        Longitude and latitude of all vertices, degrees on CGCS2000.
    offsets : ndarray of int, shape (n + 1,)
        First vertex of each ring, and one past the last vertex of all.
    sign : ndarray of float, shape (n,)
        +1 for a shell, -1 for a hole.
    owner : ndarray of int, shape (n,)
        Row of the geometry.
    """

    coords: Floats
    offsets: Ints
    sign: Floats
    owner: Ints


def outlines_of(shapes: Objects, crs: object, what: str) -> Outlines:
    """List the rings of geometries.

    Parameters
    ----------
    shapes : ndarray of shapely.Geometry or None, shape (n,)
        Any type; only polygons have rings, also as parts of collections.
    crs : pyproj.CRS or str
        Their reference system; vertices are converted one by one, edges are not densified.
    what : str
        Named in messages.

    Returns
    -------
    Outlines
        Rings of polygons without a hole come first, those of others after them.

    Raises
    ------
    CRSError
        If the system is unknown or Mercator.
    """
    kind = shapely.get_type_id(shapes)
    polygon = kind == shapely.GeometryType.POLYGON
    simple = np.flatnonzero(polygon & (shapely.get_num_interior_rings(shapes) == 0))
    lines, owner, sign = shapes[simple], simple, np.ones(len(simple))
    if len(simple) < len(shapes):
        others = np.flatnonzero(polygon | (kind >= shapely.GeometryType.MULTIPOINT))
        others = np.setdiff1d(others, simple, assume_unique=True)
        rings, ring_sign, at = _split(shapes[others])
        lines, owner = np.concatenate((lines, rings)), np.concatenate((owner, others[at]))
        sign = np.concatenate((sign, ring_sign))
    size = shapely.get_num_coordinates(lines)
    if not size.all():
        lines, owner, sign, size = lines[size > 0], owner[size > 0], sign[size > 0], size[size > 0]
    coords = in_degrees(shapely.get_coordinates(lines), crs, what)
    offsets = np.zeros(len(lines) + 1, np.int64)
    np.cumsum(size, out=offsets[1:])
    return Outlines(coords, offsets, sign, owner.astype(np.int64, copy=False))


def in_degrees(coords: Floats, crs: object, what: str) -> Floats:
    """Convert vertices, shape (v, 2), one by one to longitude and latitude on CGCS2000; errors as in `outlines_of`."""
    transformer = to_lonlat(crs, where=what)
    return coords if transformer is None else np.column_stack(transformer.transform(coords[:, 0], coords[:, 1]))


def segments_of(shapes: Objects) -> tuple[Floats, Ints]:
    """List the segments of lines and polygon rings, also in collections.

    Returns
    -------
    ends : ndarray of float, shape (n, 2, 2)
        The two ends of each segment.
    owner : ndarray of int, shape (n,)
        Row of the geometry each is of.
    """
    parts, part_of = _parts_of(shapes)
    polygon, line = shapely.get_dimensions(parts) == 2, shapely.get_dimensions(parts) == 1
    rings, ring_of = shapely.get_rings(parts[polygon], return_index=True)
    lines, owner = np.concatenate((rings, parts[line])), np.concatenate((part_of[polygon][ring_of], part_of[line]))
    coords, line_of = shapely.get_coordinates(lines, return_index=True)
    same = line_of[1:] == line_of[:-1]
    return np.stack((coords[:-1][same], coords[1:][same]), axis=1), owner[line_of[:-1][same]]


def _parts_of(shapes: Objects) -> tuple[Objects, Ints]:
    """Split collections, however deep, into points, lines and polygons, with the row of each."""
    at = np.arange(len(shapes))
    while (shapely.get_type_id(shapes) >= shapely.GeometryType.MULTIPOINT).any():
        shapes, part_of = shapely.get_parts(shapes, return_index=True)
        at = at[part_of]
    return shapes, at


def _split(shapes: Objects) -> tuple[Objects, Floats, Ints]:
    """List the rings of polygons and collections, +1 for a shell and -1 for a hole, and the row of each."""
    shapes, at = _parts_of(shapes)
    polygon = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(shapes[polygon], return_index=True)
    # get_rings yields the shell of each polygon first; every further ring of it is a hole.
    is_hole = np.concatenate((np.zeros(1, bool), ring_of[1:] == ring_of[:-1]))[: len(ring_of)]
    return rings, np.where(is_hole, -1.0, 1.0), at[polygon][ring_of]


def measure(coords: Floats, offsets: Ints, what: str) -> tuple[Floats, Floats]:
    """Measure rings, and check that the numbers are degrees.

    Parameters
    ----------
    coords, offsets
        As in `Outlines`.
    what : str
        Named in messages.

    Returns
    -------
    box : ndarray of float, shape (n, 4)
        West, south, east, north in degrees.
    signed_m2 : ndarray of float, shape (n,)
        Ellipsoidal area, counter-clockwise positive.

    Raises
    ------
    CRSError
        If the numbers cannot be longitude and latitude.
    GeometryError
        If a coordinate is not finite, or a ring spans more than half the globe (it crosses the antimeridian).
    """
    box, signed_m2 = sizes(coords, offsets)
    require_whole(box, what)
    return box, signed_m2


def sizes(coords: Floats, offsets: Ints) -> tuple[Floats, Floats]:
    """Measure rings as `measure` does, unchecked. A box is NaN where the size is, which `require_whole` refuses."""
    count = len(offsets) - 1
    box, signed_m2 = np.empty((count, 4)), np.empty(count)

    measured = measure_few_rings if _is_little_work(coords, offsets) else measure_rings.machine_code

    def work(first: int, last: int) -> None:
        measured(coords, offsets[first : last + 1], box[first:last], signed_m2[first:last])

    in_chunks(work, count, _CHUNK)
    box[~np.isfinite(signed_m2)] = np.nan
    return box, signed_m2


def _is_little_work(coords: Floats, offsets: Ints) -> bool:
    """Whether to measure without machine code: the same steps, where the numbers are degrees and few."""
    if measure_rings.is_loaded or len(coords) > _FEW or not np.diff(offsets).all():
        return False
    return bool(np.abs(coords).max(initial=0.0) <= 360.0)


def require_whole(box: Floats, what: str) -> None:
    """Refuse boxes that are not degrees, and rings across the antimeridian, whose area would be that of the rest."""
    require_degrees(box, what)
    if (box[:, 2] - box[:, 0]).max(initial=0.0) > 180.0:
        raise GeometryError(
            Fault(
                "a ring that spans more than half the globe",
                "rings cut at the antimeridian (RFC 7946, 3.1.9)",
                what,
                "cut the polygon at 180° into two parts",
            )
        )


def require_degrees(box: Floats, what: str) -> None:
    """Refuse boxes (of `measure`) that are not finite or cannot be degrees; errors as there."""
    if not np.isfinite(box).all():
        raise GeometryError(Fault("a coordinate that is not a finite number", "finite coordinates", what))
    if np.abs(box[:, ::2]).max(initial=0.0) > 360.0 or np.abs(box[:, 1::2]).max(initial=0.0) > 90.0:
        raise CRSError(
            Fault(
                f"coordinates up to {np.abs(box).max():.0f} said to be degrees",
                "longitude within ±180 and latitude within ±90",
                what,
                "the layer is probably in projected metres: name its real reference system",
            )
        )

"""Geometry of a layer file: read, and refused if it is invalid, of the wrong type or not in degrees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

from geo.errors import Fault, GeometryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

_ALLOWED = {
    "polygon": {"Polygon", "MultiPolygon"},
    "line": {"LineString", "MultiLineString"},
    "point": {"Point", "MultiPoint"},
}

#: A mixed layer holds schematic points where no outline is known, and axes beside areas.
_ALLOWED["mixed"] = set().union(*_ALLOWED.values())


def read_geometry(
    members: Sequence[dict[str, Any] | None], kind: str, where: Sequence[str]
) -> list[BaseGeometry | None]:
    """Read GeoJSON geometry members as shapes; refuse what cannot be measured.

    Parameters
    ----------
    members : sequence of dict or None
        RFC 7946 geometries; None means the place is not located.
    kind : {"polygon", "line", "point", "mixed"}
        What the catalogue says the layer holds.
    where : sequence of str
        How a message names each feature.

    Returns
    -------
    list of shapely geometry or None

    Raises
    ------
    GeometryError
        With a fault for every geometry that is unreadable, invalid, of another type, or not longitude/latitude.
    """
    shapes: list[BaseGeometry | None] = []
    faults: list[Fault] = []
    for member, place in zip(members, where, strict=True):
        if member is None:
            shapes.append(None)
            continue
        try:
            geometry = shape(member)
        except (
            shapely.errors.ShapelyError,
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
            IndexError,
        ) as error:
            faults.append(Fault(f"an unreadable geometry ({error})", "RFC 7946 geometry", place, "draw it again"))
            continue
        fault = _geometry_fault(geometry, kind, place)
        if fault:
            faults.append(fault)
        shapes.append(geometry)
    if faults:
        raise GeometryError(faults)
    return shapes


def _geometry_fault(geometry: BaseGeometry, kind: str, where: str) -> Fault | None:
    if geometry.is_empty:
        return Fault("an empty geometry", "coordinates, or null for a place without location", where)
    if geometry.geom_type not in _ALLOWED[kind]:
        expected = " or ".join(sorted(_ALLOWED[kind]))
        return Fault(f"a {geometry.geom_type}", expected, where, "draw it as the catalogue says")
    coords = shapely.get_coordinates(geometry)
    if not np.isfinite(coords).all():
        return Fault("a coordinate that is not a number", "finite degrees", where, "draw the vertex again")
    west, south, east, north = geometry.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        return Fault(f"coordinates such as {coords[0].tolist()}", "degrees", where, "save the layer as EPSG:4326")
    if not geometry.is_valid:
        return Fault(shapely.is_valid_reason(geometry), "a valid geometry", where, "mend the vertices named")
    return None


def parts_match_whole(parts: Sequence[BaseGeometry], whole: BaseGeometry) -> bool:
    """Return whether parts tile a whole: shared edges have the same vertices, no overlap, no gap.

    Parameters
    ----------
    parts : sequence of shapely Polygon or MultiPolygon
    whole : shapely Polygon or MultiPolygon

    Returns
    -------
    bool
        True if the parts are a valid coverage (edge-matched, not overlapping; OGC Simple Features, JTS
        CoverageValidator) whose union covers the same points as `whole`.
    """
    pieces = shapely.get_parts(np.asarray(parts, dtype=object))
    if not shapely.coverage_is_valid(pieces):
        return False
    return bool(shapely.equals(shapely.coverage_union_all(pieces), whole))

"""Refuse shapes that cannot be measured, and guess the reference system of coordinates that come without one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.errors import CROSSING, TOO_LARGE, CRSError, Fault, GeometryError, ParameterError, SourceError
from geo.measure.arrays import batches

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd
    import pandas as pd

#: Most vertices of a file: more than any boundary drawn by hand. An overlay of more would keep other readers waiting.
MAX_VERTICES = 1_000_000
#: A code, or the same as URN or address at OGC. A PROJ string or a definition could have PROJ open other files.
_SYSTEM = re.compile(
    r"((urn:(x-)?ogc:def:crs:|https?://www\.opengis\.net/def/crs/)[\w.:/,+-]+|[A-Za-z]+:[\w.+]+)", re.ASCII
)
_LONGEST_SYSTEM = 200
#: EPSG code -> eastings in metres of the city, with and without the zone number before them.
_ZONES = {"EPSG:4529": (41_200_000, 41_600_000), "EPSG:4550": (200_000, 600_000)}
#: Northings in metres of the city, in both.
_NORTHINGS = (3_300_000, 3_600_000)


def require_sound(
    shapes: Any, where: str, *, names: Sequence[str] | pd.Series[str] = (), most: int | None = MAX_VERTICES
) -> None:
    """Refuse shapes that cannot be measured: too many vertices, impossible coordinates, rings that cross themselves.

    Parameters
    ----------
    shapes : array of shapely geometry
        In degrees; None is accepted.
    where : str
        Named in errors.
    names : sequence of str
        Of the shapes, for errors.
    most : int or None
        Vertices allowed; None for any number.

    Raises
    ------
    ParameterError
        If there are more vertices than `most`.
    GeometryError
        If a coordinate is not a number or beyond 180 or 90 degrees, or a ring crosses itself.
    """
    vertices = int(shapely.get_num_coordinates(shapes).sum())
    if most is not None and vertices > most:
        found = f"{vertices} vertices"
        raise ParameterError(Fault(found, f"at most {most}", where, "simplify or split it", TOO_LARGE))
    reach = np.zeros(2)
    for rows in batches(len(shapes)):
        # np.maximum passes NaN on, so one NaN anywhere is seen below.
        coordinates = np.abs(shapely.get_coordinates(shapes[rows]))
        reach = np.maximum(reach, coordinates.max(axis=0, initial=0.0))
    if not np.isfinite(reach).all():
        raise GeometryError(Fault("a coordinate that is not a number", "finite numbers", where, "mend the file"))
    if (reach > (180.0, 90.0)).any():
        found = "coordinates beyond 180 or 90 degrees"
        raise GeometryError(Fault(found, "longitude and latitude", where, "state the reference system of the file"))
    bad = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if bad.any():
        first = int(np.flatnonzero(bad)[0])
        name = f"{list(names)[first]}: " if len(names) else ""
        found = name + str(shapely.is_valid_reason(shapes[first]))
        raise GeometryError(Fault(found, "rings that do not cross themselves", where, "mend the shape", CROSSING))


def system_name(value: Any, where: str) -> str:
    """Return the name of a reference system as a stranger's file has it, if it is a code and not a definition.

    Raises
    ------
    SourceError
        If it is something else.
    """
    if value == "" or (isinstance(value, str) and len(value) <= _LONGEST_SYSTEM and _SYSTEM.fullmatch(value)):
        return str(value)
    found = f"a reference system named {value!r:.40}" if isinstance(value, str) else "a reference system without a name"
    raise SourceError(Fault(found, "a code such as EPSG:4490", where, "name it by its code"))


def guess_crs(shapes: gpd.GeoSeries, where: str) -> str:
    """Guess the reference system of coordinates from their numbers: metres in one of the two zones used in the city.

    Raises
    ------
    CRSError
        If the numbers lie in neither zone.
    """
    west, south, east, north = shapes.total_bounds
    if _NORTHINGS[0] < south <= north < _NORTHINGS[1]:
        for name, (low, high) in _ZONES.items():
            if low < west <= east < high:
                return name
    found = "coordinates whose reference system the file does not name"
    raise CRSError(Fault(found, "metres of EPSG:4529 or EPSG:4550", where, "export it with its reference system"))

"""Coordinate reference systems the atlas knows, and the ones it refuses to measure in.

Layers are stored as longitude/latitude on WGS84 (RFC 7946) and measured on the CGCS2000 ellipsoid. The two frames
differ by centimetres, far below the accuracy of any drawn boundary, so EPSG:4326 and EPSG:4490 coordinates are
taken as the same numbers; the null transformation is stated wherever a method is shown.
"""

from __future__ import annotations

from functools import lru_cache

import pyproj
from pyproj.exceptions import CRSError as ProjCRSError

from geo.errors import CRSError, Fault

WGS84 = "EPSG:4326"
CGCS2000 = "EPSG:4490"

#: CGCS2000, 3-degree Gauss-Krueger zone, central meridian 123°E: Lingang lies east of 121.5°E.
#: 4529 writes the zone number before the easting, 4550 does not.
LINGANG_PROJECTED = "EPSG:4529"

_GEOGRAPHIC_LIKE_WGS84 = {4326, 4490, 4258, 4979, 4480}
_MERCATOR_METHODS = {"Popular Visualisation Pseudo Mercator", "Mercator (variant A)", "Mercator (variant B)"}


@lru_cache(maxsize=64)
def parse_crs(name: str) -> pyproj.CRS:
    """Read a reference system from what a person or a file says.

    Parameters
    ----------
    name : str
        For example ``"EPSG:4529"``, a WKT text or a PROJ string.

    Returns
    -------
    pyproj.CRS

    Raises
    ------
    CRSError
        If PROJ does not know it.
    """
    try:
        return pyproj.CRS.from_user_input(name)
    except ProjCRSError as error:
        fault = Fault(f"reference system {name!r}", "an EPSG code such as EPSG:4529", "crs", str(error))
        raise CRSError(fault) from error


def to_lonlat(crs: object, *, where: str = "geometry") -> pyproj.Transformer | None:
    """Give the way from a reference system to longitude/latitude on CGCS2000.

    Parameters
    ----------
    crs : pyproj.CRS, str or None
        The system the coordinates are in.
    where : str
        Named in the error.

    Returns
    -------
    pyproj.Transformer or None
        None where the coordinates are longitude/latitude already.

    Raises
    ------
    CRSError
        If the system is unknown, or is a Mercator projection: those coordinates usually come from a web map
        whose area would be 36 % too large here, and whose origin (datum, shift) is unknown.
    """
    if crs is None:
        raise CRSError(
            Fault(
                "no reference system",
                "one that says what the coordinates mean",
                where,
                "set the CRS of the layer",
            )
        )
    parsed = crs if isinstance(crs, pyproj.CRS) else parse_crs(str(crs))
    operation = parsed.coordinate_operation
    if operation is not None and operation.method_name in _MERCATOR_METHODS:
        raise CRSError(
            Fault(
                f"{parsed.name}",
                "longitude/latitude (EPSG:4490, EPSG:4326) or a CGCS2000 projection such as EPSG:4529",
                where,
                "convert the layer to its original system first; Mercator coordinates are for display only",
            )
        )
    if parsed.is_geographic and parsed.to_epsg() in _GEOGRAPHIC_LIKE_WGS84:
        return None
    return pyproj.Transformer.from_crs(parsed, CGCS2000, always_xy=True)

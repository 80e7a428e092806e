"""Coordinate reference systems: reading their names, choosing zones, and refusing those nothing is measured in.

Layers are stored as longitude/latitude on WGS84 (RFC 7946) and measured on the CGCS2000 ellipsoid. The two frames
differ by centimetres, far below the accuracy of any drawn boundary, so EPSG:4326 and EPSG:4490 coordinates are
taken as the same numbers; the null transformation is stated wherever a method is shown.
"""

from __future__ import annotations

import math
from functools import lru_cache

import pyproj
from pyproj.exceptions import CRSError as ProjCRSError
from pyproj.exceptions import ProjError

from geo.errors import CRSError, Fault

WGS84 = "EPSG:4326"
CGCS2000 = "EPSG:4490"

#: CGCS2000, 3-degree Gauss-Krueger zone, central meridian 123°E: Lingang lies east of 121.5°E.
#: 4529 writes the zone number before the easting, 4550 does not.
LINGANG_PROJECTED = "EPSG:4529"

_GEOGRAPHIC_LIKE_WGS84 = {4326, 4490, 4258, 4979, 4480}
_CRS84 = ("OGC", "CRS84")
_MERCATOR_METHODS = {"Popular Visualisation Pseudo Mercator", "Mercator (variant A)", "Mercator (variant B)"}


@lru_cache(maxsize=64)
def parse_crs(name: str) -> pyproj.CRS:
    """Read a reference system from its name or definition.

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
    """Make the transformer from a reference system to longitude/latitude on CGCS2000.

    Parameters
    ----------
    crs : pyproj.CRS, str or None
        The system the coordinates are in.
    where : str
        Named in the error.

    Returns
    -------
    pyproj.Transformer or None
        None if the coordinates are longitude/latitude already.

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
    # Asked first: for it PROJ would compare all systems, and make a transformer of nothing in a third of a second.
    if parsed.to_authority() == _CRS84 or (parsed.is_geographic and parsed.to_epsg() in _GEOGRAPHIC_LIKE_WGS84):
        return None
    try:
        return pyproj.Transformer.from_crs(parsed, CGCS2000, always_xy=True)
    except ProjError as error:  # of another celestial body, for one
        found, remedy = f"{parsed.name:.80}, which PROJ cannot convert", str(error)[:200]
        raise CRSError(Fault(found, "a reference system of the Earth", where, remedy)) from error


#: 上海2000 has no public definition. This transverse Mercator has its origin at the Park Hotel (国际饭店), as the
#: grid of the city is said to have. It is right to some ten metres at best: for orientation only, as its name says.
SHANGHAI_2000_APPROXIMATE = pyproj.CRS.from_wkt(
    """PROJCRS["Shanghai 2000 (approximate, not official)",
    BASEGEOGCRS["China Geodetic Coordinate System 2000",
        DATUM["China 2000", ELLIPSOID["CGCS2000", 6378137, 298.257222101, LENGTHUNIT["metre", 1]]],
        PRIMEM["Greenwich", 0, ANGLEUNIT["degree", 0.0174532925199433]], ID["EPSG", 4490]],
    CONVERSION["about the Park Hotel", METHOD["Transverse Mercator", ID["EPSG", 9807]],
        PARAMETER["Latitude of natural origin", 31.2354, ANGLEUNIT["degree", 0.0174532925199433]],
        PARAMETER["Longitude of natural origin", 121.4672, ANGLEUNIT["degree", 0.0174532925199433]],
        PARAMETER["Scale factor at natural origin", 1, SCALEUNIT["unity", 1]],
        PARAMETER["False easting", 0, LENGTHUNIT["metre", 1]],
        PARAMETER["False northing", 0, LENGTHUNIT["metre", 1]]],
    CS[Cartesian, 2], AXIS["easting (E)", east], AXIS["northing (N)", north], LENGTHUNIT["metre", 1]]"""
)

#: First and last 3-degree zone of CGCS2000; the EPSG code of the first, with its number before the easting and without.
_FIRST_ZONE, _LAST_ZONE = 25, 45
_NUMBERED, _PLAIN = 4513, 4534


def zone_for(lon: float, *, numbered: bool = True) -> str:
    """Choose the 3-degree Gauss-Krueger zone of CGCS2000 for a longitude.

    Parameters
    ----------
    lon : float
        Degrees east; for a layer, the middle of its extent. A limit between two zones belongs to the eastern one.
    numbered : bool
        With the zone number before the easting (EPSG:4529) or without (EPSG:4550); the two differ by 41 000 km.

    Returns
    -------
    str
        An EPSG code: 4529 or 4550 for Lingang, east of 121.5°E, 4528 or 4549 for the west of the city.

    Raises
    ------
    CRSError
        If the longitude lies outside the zones of China, 73.5°E to 136.5°E.
    """
    zone = math.floor((lon + 1.5) / 3.0) if math.isfinite(lon) else 0
    if not _FIRST_ZONE <= zone <= _LAST_ZONE:
        raise CRSError(Fault(f"longitude {lon}", "73.5°E to 136.5°E, the 3-degree zones of China", "crs"))
    return f"EPSG:{(_NUMBERED if numbered else _PLAIN) + zone - _FIRST_ZONE}"

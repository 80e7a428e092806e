r"""The one area function of the atlas: ellipsoidal area on CGCS2000.

Measures the land inside a ring on the surface of the CGCS2000 ellipsoid (a = 6 378 137 m, 1/f = 298.257222101; GB
22021-2008, 4.1), as China's national land survey does (国土调查办发〔2008〕32号). It does not measure terrain: slopes
count as if flat.

Why an equal-area strip and not a projection: the area between an edge and the equator, swept along the meridians, is

.. math:: \int_{\lambda_1}^{\lambda_2} b^2\, Q(\varphi(\lambda))\, d\lambda, \qquad
          Q(\varphi) = \tfrac12\left[\frac{\sin\varphi}{1-e^2\sin^2\varphi} +
          \frac{1}{2e}\ln\frac{1+e\sin\varphi}{1-e\sin\varphi}\right]

(Snyder, Map Projections: A Working Manual, USGS PP 1395, eq. 3-12). An edge is a straight line in longitude/latitude
(RFC 7946, section 3.1.1), so φ runs linearly along it and five Gauss-Legendre nodes give the integral to machine
precision for any edge inside China: no densifying, no distortion to correct, whole arrays at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj
import shapely

from geo.crs import CGCS2000, to_lonlat
from geo.errors import CRSError, Fault, GeometryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

SEMI_MAJOR_M = 6_378_137.0
INVERSE_FLATTENING = 298.257222101
_FLATTENING = 1.0 / INVERSE_FLATTENING
FIRST_ECCENTRICITY_2 = _FLATTENING * (2.0 - _FLATTENING)
_E = float(np.sqrt(FIRST_ECCENTRICITY_2))
SEMI_MINOR_M = SEMI_MAJOR_M * (1.0 - _FLATTENING)

#: The same ellipsoid in GeographicLib's hands (through PROJ): lengths, and the check of areas in the tests.
ELLIPSOID = pyproj.Geod(a=SEMI_MAJOR_M, rf=INVERSE_FLATTENING)

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(5)


@dataclass(frozen=True)
class Method:
    """How a figure was computed, in words a table can carry."""

    id: str
    name_zh: str
    name_en: str
    crs: str


ELLIPSOIDAL = Method(
    id="ellipsoidal-cgcs2000",
    name_zh="椭球面积（CGCS2000 椭球，边线按经纬度直线）",
    name_en="Ellipsoidal area on CGCS2000, edges straight in longitude/latitude",
    crs=CGCS2000,
)


def area_km2(geometries: Sequence[object] | NDArray[np.object_], crs: object) -> NDArray[np.float64]:
    """Measure geometries on the CGCS2000 ellipsoid.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        Any type; points and lines have area 0, parts add up, holes are taken off, None counts as 0.
    crs : pyproj.CRS or str
        The system of the coordinates: longitude/latitude (EPSG:4326, EPSG:4490) or any projection but Mercator.
        An edge is straight in longitude/latitude; projected vertices are converted, edges are not densified.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Area in square kilometres, never negative.

    Raises
    ------
    CRSError
        If the system is unknown or Mercator, or if the numbers cannot be longitude and latitude.
    GeometryError
        If a coordinate is not finite.
    """
    return area_by_rings(geometries, crs, _signed_ring_m2)


def area_by_rings(
    geometries: Sequence[object] | NDArray[np.object_],
    crs: object,
    ring_m2: Callable[[NDArray[np.float64], NDArray[np.intp], int], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Measure geometries ring by ring: shells less holes, parts added up.

    Parameters
    ----------
    geometries, crs
        As in `area_km2`.
    ring_m2 : callable
        Gives the signed area in m² of closed rings from all their vertices in degrees, shape (v, 2), the ring each
        vertex belongs to, and the number of rings.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Area in square kilometres, never negative.

    Raises
    ------
    CRSError, GeometryError
        As in `area_km2`.
    """
    geoms = np.asarray(geometries, dtype=object).reshape(-1)
    parts, part_of = shapely.get_parts(geoms, return_index=True)
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    polygons, owner = parts[is_polygon], part_of[is_polygon]
    rings, ring_of = shapely.get_rings(polygons, return_index=True)
    areas = np.zeros(len(geoms))
    if not len(rings):
        return areas
    lonlat, vertex_ring = _lonlat(rings, crs)
    signed = np.abs(ring_m2(lonlat, vertex_ring, len(rings)))
    # get_rings yields the shell of each polygon first; every further ring of it is a hole.
    is_hole = np.concatenate(([False], ring_of[1:] == ring_of[:-1]))
    signed[is_hole] *= -1.0
    np.add.at(areas, owner[ring_of], signed / 1e6)
    return areas


def length_m(geometries: Sequence[object] | NDArray[np.object_], crs: object) -> NDArray[np.float64]:
    """Measure lines, or the perimeters of polygons (holes included), on the CGCS2000 ellipsoid.

    Parameters
    ----------
    geometries : array_like of shapely.Geometry, shape (n,)
        Points have length 0, None counts as 0.
    crs : pyproj.CRS or str
        As in `area_km2`.

    Returns
    -------
    numpy.ndarray of float, shape (n,)
        Length in metres: the sum of the geodesics between neighbouring vertices (GeographicLib through PROJ).

    Raises
    ------
    CRSError, GeometryError
        As in `area_km2`.
    """
    geoms = np.asarray(geometries, dtype=object).reshape(-1)
    flat, owner = _lines_of(geoms)
    lengths = np.zeros(len(geoms))
    if not len(flat):
        return lengths
    lonlat, line_of = _lonlat(flat, crs)
    same = line_of[1:] == line_of[:-1]
    start, end = lonlat[:-1][same], lonlat[1:][same]
    _, _, metres = ELLIPSOID.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    np.add.at(lengths, owner[line_of[:-1][same]], metres)
    return lengths


def _lines_of(geoms: NDArray[np.object_]) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Break geometries into simple lines: rings of polygons and parts of lines, with the owner of each."""
    parts, owner = shapely.get_parts(geoms, return_index=True)
    kind = shapely.get_type_id(parts)
    is_polygon = kind == shapely.GeometryType.POLYGON
    is_line = (kind == shapely.GeometryType.LINESTRING) | (kind == shapely.GeometryType.LINEARRING)
    rings, ring_of = shapely.get_rings(parts[is_polygon], return_index=True)
    lines = np.concatenate((rings, parts[is_line]))
    return lines, np.concatenate((owner[is_polygon][ring_of], owner[is_line]))


def _lonlat(lines: NDArray[np.object_], crs: object) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Give all vertices as finite degrees, and the line each belongs to."""
    transformer = to_lonlat(crs)
    coords, line_of = shapely.get_coordinates(lines, return_index=True)
    if transformer is not None:
        coords = np.column_stack(transformer.transform(coords[:, 0], coords[:, 1]))
    if not np.isfinite(coords).all():
        raise GeometryError(Fault("a coordinate that is not a finite number", "finite coordinates", "geometry"))
    if len(coords) and (np.abs(coords[:, 0]).max() > 360.0 or np.abs(coords[:, 1]).max() > 90.0):
        raise CRSError(
            Fault(
                f"coordinates up to {np.abs(coords).max():.0f} said to be degrees",
                "longitude within ±180 and latitude within ±90",
                "geometry",
                "the layer is probably in projected metres: name its real reference system",
            )
        )
    return coords, line_of


def _signed_ring_m2(lonlat: NDArray[np.float64], ring_of: NDArray[np.intp], count: int) -> NDArray[np.float64]:
    """Signed ellipsoidal area of closed rings in m², counter-clockwise positive."""
    # Longitudes and the strip function are taken relative to the ring's own corner: the integral around a closed
    # ring does not change, but a 1 m² ring no longer drowns in the rounding of a strip down to the equator.
    radians = np.radians(lonlat)
    same = ring_of[1:] == ring_of[:-1]
    lon1, lon2 = radians[:-1, 0][same], radians[1:, 0][same]
    lat1, lat2 = radians[:-1, 1][same], radians[1:, 1][same]
    first = np.searchsorted(ring_of, np.arange(count))
    lat0 = radians[first, 1][ring_of[:-1][same]]
    height = np.zeros_like(lat1)
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        lat = lat1 + (lat2 - lat1) * (node + 1.0) / 2.0
        height += weight / 2.0 * _strip(lat0, lat)
    strips = -(lon2 - lon1) * height * SEMI_MINOR_M**2
    totals = np.zeros(count)
    np.add.at(totals, ring_of[:-1][same], strips)
    return totals


def _strip(lat0: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Q(lat) - Q(lat0) of the module's formula, without cancellation for neighbouring latitudes."""
    sin0, sin1 = np.sin(lat0), np.sin(lat)
    # sin(lat) - sin(lat0) as a product keeps full precision when the two are close.
    delta = 2.0 * np.cos((lat + lat0) / 2.0) * np.sin((lat - lat0) / 2.0)
    rational = (
        delta
        * (1.0 + FIRST_ECCENTRICITY_2 * sin0 * sin1)
        / ((1.0 - FIRST_ECCENTRICITY_2 * sin1**2) * (1.0 - FIRST_ECCENTRICITY_2 * sin0**2))
    )
    logarithm = np.arctanh(_E * delta / (1.0 - FIRST_ECCENTRICITY_2 * sin0 * sin1)) / _E
    return np.asarray((rational + logarithm) / 2.0)

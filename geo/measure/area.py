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
precision for any edge inside China: no densifying, no distortion to correct. `geo.measure.authalic.measure_rings` does
it, and for rings so low that a development of Q is as exact, with that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyproj

from geo.coordinates.crs import CGCS2000
from geo.coordinates.ellipsoid import INVERSE_FLATTENING, SEMI_MAJOR_M
from geo.measure.arrays import batches
from geo.measure.outlines import in_degrees, outlines_of, require_degrees, require_whole, segments_of, sizes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

#: The same ellipsoid for GeographicLib (through PROJ), which measures lengths and, in the tests, checks areas.
ELLIPSOID = pyproj.Geod(a=SEMI_MAJOR_M, rf=INVERSE_FLATTENING)


@dataclass(frozen=True)
class Method:
    """How a figure was computed, in words that stand beside it in a table."""

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
        If a coordinate is not finite, or a ring crosses the antimeridian without being cut there.
    """
    return area_by_rings(geometries, crs)


def area_by_rings(
    geometries: Sequence[object] | NDArray[np.object_],
    crs: object,
    ring_m2: Callable[[NDArray[np.float64], NDArray[np.intp], int], NDArray[np.float64]] | None = None,
) -> NDArray[np.float64]:
    """Measure geometries ring by ring: shells less holes, parts added up.

    Parameters
    ----------
    geometries, crs
        As in `area_km2`.
    ring_m2 : callable, optional
        Another method than that of `area_km2`: returns the signed area in m² of closed rings. Its parameters are all
        vertices in degrees, shape (v, 2), the ring each vertex belongs to, and the number of rings.

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
    areas, boxes = np.zeros(len(geoms)), [np.empty((0, 4))]
    for rows in batches(len(geoms)):
        coords, offsets, sign, owner = outlines_of(geoms[rows], crs, "geometry")
        box, signed_m2 = sizes(coords, offsets)
        boxes.append(box)
        if ring_m2 is not None and len(sign):
            signed_m2 = ring_m2(coords, np.repeat(np.arange(len(sign)), np.diff(offsets)), len(sign))
        areas[rows] = np.bincount(owner, sign * np.abs(signed_m2) / 1e6, rows.stop - rows.start)
    require_whole(np.concatenate(boxes), "geometry")
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
    lengths, corners = np.zeros(len(geoms)), [np.empty((0, 2))]
    for rows in batches(len(geoms)):
        ends, owner = segments_of(geoms[rows])
        coords = in_degrees(ends.reshape(-1, 2), crs, "geometry")
        if not len(coords):
            continue
        corners += [coords.min(axis=0)[None], coords.max(axis=0)[None]]
        _, _, metres = ELLIPSOID.inv(coords[::2, 0], coords[::2, 1], coords[1::2, 0], coords[1::2, 1])
        np.add.at(lengths[rows], owner, metres)
    known = np.concatenate(corners)
    if len(known):
        require_degrees(np.concatenate((known.min(axis=0), known.max(axis=0)))[None], "geometry")
    return lengths
